//! 兑现规则: the office says once, for a duty or an item of the catalogue, by which publications its promises are kept.

use kernel::{Moment, OpenGovernmentOffice, PromiseId, Stop};
use promises::model::Origin;
use store::{EventDraft, Store, Tx, params};

use crate::events::DocumentEvent;
use crate::library::Library;
use crate::{DocumentRefusal, sql};

/// Rules of one duty at most.
const MOST_RULES: u64 = 10;
/// Characters of the words at most.
const MOST_WORDS: usize = 60;

/// A rule about to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetKeepRule {
    /// A promise of the duty or item that it is for.
    pub promise: PromiseId,
    /// The column's code.
    pub column: String,
    /// Words that the title must hold, with blanks between; empty where any title fits.
    pub words: String,
    /// Whether what fits keeps the promise by itself; else it is proposed to the unit.
    pub is_certain: bool,
}

/// Sets a rule.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn set_keep_rule(
    store: &Store,
    command: &SetKeepRule,
    (office, library): (&OpenGovernmentOffice, &Library),
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = promises::wording::cleaned(&command.words);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > MOST_WORDS {
        return Err(Stop::Refused(DocumentRefusal::TooLong {
            field: "words",
            label: "标题中的词语",
            most: MOST_WORDS,
        }));
    }
    if library.find_column(&command.column).is_none() {
        return Err(Stop::Refused(DocumentRefusal::ColumnUnknown));
    }
    store::write!(store, |tx| {
        let origin = origin_of(tx, command.promise, now).await?;
        let count = tx
            .fetch_one(sql::COUNT_KEEP_RULES, params![origin.id()])
            .await?;
        if count.get::<u64>("n")? >= MOST_RULES {
            return Err(Stop::Refused(DocumentRefusal::TooManyRules));
        }
        let added = tx
            .execute(
                sql::ADD_KEEP_RULE,
                params![
                    origin.kind(),
                    origin.id(),
                    command.column,
                    words,
                    u32::from(command.is_certain),
                    office.actor().name(),
                    now
                ],
            )
            .await?;
        if added == 0 {
            return Err(Stop::Refused(DocumentRefusal::RuleKnown));
        }
        let event = DocumentEvent::KeepRuleSet {
            column: command.column.clone(),
            title_words: words.clone(),
            is_certain: command.is_certain,
        };
        record(tx, &origin, &event, (office, now)).await
    })
}

/// Takes a rule back. What was kept by it stays kept.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn remove_keep_rule(
    store: &Store,
    (promise, column, words): (PromiseId, &str, &str),
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let origin = origin_of(tx, promise, now).await?;
        let removed = tx
            .execute(sql::REMOVE_KEEP_RULE, params![origin.id(), column, words])
            .await?;
        if removed == 0 {
            return Err(Stop::Refused(DocumentRefusal::RuleUnknown));
        }
        let event = DocumentEvent::KeepRuleRemoved {
            column: column.to_owned(),
            title_words: words.to_owned(),
        };
        record(tx, &origin, &event, (office, now)).await
    })
}

/// What a promise comes from, where that is something that recurs or is done by several units.
async fn origin_of(
    tx: &mut Tx,
    promise: PromiseId,
    now: Moment,
) -> Result<Origin, Stop<DocumentRefusal>> {
    let found = promises::queries::find_promise(tx, promise, now.date()).await?;
    match found.map(|it| it.line.origin) {
        Some(origin @ (Origin::Duty(_) | Origin::CatalogueItem(_))) => Ok(origin),
        Some(Origin::Document(_) | Origin::Demand(_) | Origin::Request(_)) => {
            Err(Stop::Refused(DocumentRefusal::NoRuleFor))
        }
        None => Err(Stop::Refused(DocumentRefusal::PromiseUnknown)),
    }
}

async fn record(
    tx: &mut Tx,
    origin: &Origin,
    event: &DocumentEvent,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let subject = format!("{}/{}", origin.kind(), origin.id());
    let draft = EventDraft {
        chain: format!("keep_rule/{}", origin.id()),
        kind: event.kind(),
        subject,
        unit: None,
        body: event.body()?,
    };
    tx.record(draft, office.actor(), now).await?;
    Ok(())
}
