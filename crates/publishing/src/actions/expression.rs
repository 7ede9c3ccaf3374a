//! 规范用语: the office keeps the list of expressions that the site does not use; the gate finds them in drafts, and a button replaces them.

use std::ops::Range;

use gate::{Expression, Gate, Remedy};
use kernel::{EditionId, Fault, Moment, OpenGovernmentOffice, Stop, UnitOfficer};
use store::{EventDraft, Store, Tx, params};

use super::gate_of;
use super::rewrite::{keep_words, load_current, rewritten};
use crate::events::DocumentEvent;
use crate::expressions::ExpressionLine;
use crate::model::Edition;
use crate::{DocumentRefusal, sql};

/// The chain of all that happens to the list: its newest event tells which list it is.
pub(crate) const CHAIN: &str = "expressions";
/// Expressions of a site at most: all are looked for at each save.
pub const MOST_EXPRESSIONS: u64 = 5000;
/// Characters of an expression at most.
const MOST_WORDS: usize = 40;
/// Characters of a note at most.
const MOST_NOTE: usize = 100;

/// An expression about to be put on the list, or changed on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetExpression {
    /// What must not stand there.
    pub wrong: String,
    /// What should; empty where it is to be taken out.
    pub better: String,
    /// Why, or who says so.
    pub note: String,
}

/// Puts expressions on the list, all or none; how many are new or were changed.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn set_expressions(
    store: &Store,
    commands: &[SetExpression],
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<u64, Stop<DocumentRefusal>> {
    let cleaned = commands.iter().map(clean).collect::<Result<Vec<_>, _>>();
    let cleaned = cleaned.map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut changed = 0;
        for it in &cleaned {
            let set = tx
                .execute(
                    sql::SET_EXPRESSION,
                    params![it.wrong, it.better, it.note, office.actor().name(), now],
                )
                .await?;
            if set > 0 {
                changed += 1;
                let event = DocumentEvent::ExpressionSet {
                    wrong: it.wrong.clone(),
                    better: it.better.clone(),
                };
                record(tx, &event, (office, now)).await?;
            }
        }
        let count = tx.fetch_one(sql::COUNT_EXPRESSIONS, params![]).await?;
        if count.get::<u64>("n")? > MOST_EXPRESSIONS {
            return Err(Stop::Refused(DocumentRefusal::TooManyExpressions(
                MOST_EXPRESSIONS,
            )));
        }
        Ok(changed)
    })
}

/// Takes an expression off the list.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn remove_expression(
    store: &Store,
    wrong: &str,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let removed = tx.execute(sql::REMOVE_EXPRESSION, params![wrong]).await?;
        if removed == 0 {
            return Err(Stop::Refused(DocumentRefusal::ExpressionUnknown));
        }
        let event = DocumentEvent::ExpressionRemoved {
            wrong: wrong.to_owned(),
        };
        record(tx, &event, (office, now)).await?;
        Ok(())
    })
}

/// Replaces in title, summary, keywords and text of a draft what the list says; how many places.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn replace_expressions(
    store: &Store,
    (edition, revision): (EditionId, u32),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<u64, Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let edition = load_current(tx, (edition, revision), officer).await?;
        let gate = gate_of(tx, now.date()).await?;
        let (replaced, count) = replaced(&gate, &edition).map_err(Stop::Refused)?;
        keep_words(tx, &replaced, officer, now).await?;
        Ok(count)
    })
}

fn replaced(gate: &Gate, edition: &Edition) -> Result<(Edition, u64), DocumentRefusal> {
    let (replaced, count) = rewritten(edition, |text| replaceable(gate, text))?;
    if replaced.metadata.title.trim().is_empty() {
        return Err(DocumentRefusal::TitleMissing);
    }
    Ok((replaced, count))
}

fn replaceable(gate: &Gate, text: &str) -> Vec<(Range<usize>, String)> {
    let found = gate.examine(text).into_iter();
    let replaceable = found.filter_map(|it| match it.remedy {
        Remedy::Replace(better) => Some((it.place, better)),
        _ => None,
    });
    replaceable.collect()
}

fn clean(given: &SetExpression) -> Result<SetExpression, DocumentRefusal> {
    let line = |text: &str| promises::wording::cleaned(text).replace('\n', " ");
    let it = SetExpression {
        wrong: line(&given.wrong),
        better: line(&given.better),
        note: line(&given.note),
    };
    if it.wrong.is_empty() {
        return Err(DocumentRefusal::ExpressionMissing);
    }
    for (field, label, text, most) in [
        ("wrong", "不规范的写法", &it.wrong, MOST_WORDS),
        ("better", "规范写法", &it.better, MOST_WORDS),
        ("note", "说明", &it.note, MOST_NOTE),
    ] {
        if text.chars().count() > most {
            return Err(DocumentRefusal::TooLong { field, label, most });
        }
    }
    // What replaces it would be found again.
    if it.better.contains(&it.wrong) {
        return Err(DocumentRefusal::ExpressionWithin(it.wrong));
    }
    Ok(it)
}

/// The list as the gate looks for it.
pub(crate) async fn list_for_gate(tx: &mut Tx) -> Result<Vec<Expression>, Fault> {
    let mut all = Vec::new();
    let mut after = String::new();
    loop {
        let key = params![after, MOST_EXPRESSIONS];
        let rows = tx.fetch_all(sql::LIST_EXPRESSIONS, key).await?;
        for row in &rows {
            let line = ExpressionLine::of(row)?;
            after.clone_from(&line.wrong);
            all.push(Expression {
                wrong: line.wrong,
                right: line.better,
            });
        }
        if (rows.len() as u64) < MOST_EXPRESSIONS {
            return Ok(all);
        }
    }
}

async fn record(
    tx: &mut Tx,
    event: &DocumentEvent,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<(), Fault> {
    let draft = EventDraft {
        chain: CHAIN.to_owned(),
        kind: event.kind(),
        subject: CHAIN.to_owned(),
        unit: None,
        body: event.body()?,
    };
    tx.record(draft, office.actor(), now).await?;
    Ok(())
}
