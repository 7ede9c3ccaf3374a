//! Read models for screens. Every question costs what it shows, never what the database holds.
//!
//! Whether something is late is asked of [`crate::model::standing`] for what is shown, and of its form in dates
//! (`selection_of`) for what is selected; a test holds the two together on both engines.

use kernel::{BlobId, Date, Fault, Moment, Page, PageAsk, PlanId, PromiseId, UnitId};
use store::{Row, Tx, Value, params};

use crate::cadence::plus_days;
use crate::events::PromiseEvent;
use crate::model::{Promise, Return, Standing};
use crate::rows::{line_of, promise_of};
use crate::rules::EvidenceFile;
use crate::sql;

pub use crate::board::{
    board, late_place, list_late_units, list_unit_scores, tallies_of, unit_board,
};
pub use crate::views::*;

/// What is owed, in a line; for lists that only name a promise.
///
/// # Errors
/// The engine's fault.
pub async fn find_title(tx: &mut Tx, id: PromiseId) -> Result<Option<String>, Fault> {
    let row = tx.fetch_optional(sql::FIND_TITLE, params![id]).await?;
    row.map(|row| row.get("title")).transpose()
}

/// The most events that a promise's page shows.
const MOST_HISTORY: u32 = 200;

/// The parts of a page key, `2026-10-31_ID`; `None` for a text that is no key of a list of promises.
pub fn page_key(text: &str) -> Option<(Date, PromiseId)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// Promises by due day. Void ones are shown where they are asked for. A key that is none of this list's yields nothing.
///
/// # Errors
/// The engine's fault.
pub async fn list_promises(
    tx: &mut Tx,
    filter: &PromiseFilter,
    ask: &PageAsk,
    today: Date,
) -> Result<Page<PromiseLine>, Fault> {
    let nothing = Page {
        items: Vec::new(),
        next: None,
    };
    let Selection { outcome, due } = selection_of(filter.standing, today);
    let mut from = filter.due_from.map_or(due.0, |it| it.max(due.0));
    let through = filter.due_through.map_or(due.1, |it| it.min(due.1));
    let mut after_id = String::new();
    if let Some(key) = &ask.after {
        let Some((day, id)) = page_key(key) else {
            return Ok(nothing);
        };
        if day >= from {
            from = day;
            after_id = id.to_string();
        }
    }
    if from > through {
        return Ok(nothing);
    }
    let (sql, scope) = statement_of(filter, outcome);
    let mut values: Vec<Value> = params![
        from,
        through,
        after_id,
        ask.limit + 1,
        outcome,
        filter.unit,
        filter.plan
    ]
    .to_vec();
    values.extend(scope);
    let rows = tx.fetch_all(sql, &values).await?;
    let lines = rows
        .iter()
        .map(|row| line_of(row, today))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |line| {
        format!("{}_{}", line.due_on, line.id)
    }))
}

/// What a standing means in columns: an outcome, and the due days for which it holds today.
struct Selection {
    outcome: Option<&'static str>,
    due: (Date, Date),
}

/// The dates of [`crate::model::standing`].
fn selection_of(standing: Option<Standing>, today: Date) -> Selection {
    let always = (Date::constant(0, 1, 1), Date::constant(9999, 12, 31));
    let (outcome, due) = match standing {
        None => (None, always),
        Some(Standing::Open) => (Some("open"), (plus_days(today, 1), always.1)),
        Some(Standing::DueToday) => (Some("open"), (today, today)),
        Some(Standing::Late) => (Some("open"), (always.0, plus_days(today, -1))),
        Some(
            closed
            @ (Standing::KeptOnTime | Standing::KeptLate | Standing::Waived | Standing::Void),
        ) => (Some(closed.code()), always),
    };
    Selection { outcome, due }
}

/// The statement whose index fits the filter best, and the value of its scope.
fn statement_of(
    filter: &PromiseFilter,
    outcome: Option<&'static str>,
) -> (&'static str, Option<Value>) {
    let scope = |id: String| Some(Value::Text(id));
    let (any, with_outcome, value) = if let Some(duty) = filter.duty {
        (
            sql::LIST_OF_ORIGIN,
            sql::LIST_OF_ORIGIN_BY_OUTCOME,
            scope(duty.to_string()),
        )
    } else if let Some(unit) = filter.unit {
        (
            sql::LIST_OF_UNIT,
            sql::LIST_OF_UNIT_BY_OUTCOME,
            scope(unit.to_string()),
        )
    } else if let Some(plan) = filter.plan {
        (
            sql::LIST_OF_PLAN,
            sql::LIST_OF_PLAN_BY_OUTCOME,
            scope(plan.to_string()),
        )
    } else {
        (sql::LIST_ALL, sql::LIST_ALL_BY_OUTCOME, None)
    };
    (if outcome.is_some() { with_outcome } else { any }, value)
}

/// The open promises of a plan, for whoever weighs what a change of the plan would do to them.
///
/// # Errors
/// The engine's fault.
pub async fn list_open_of_plan(tx: &mut Tx, plan: PlanId) -> Result<Vec<Promise>, Fault> {
    tx.fetch_all(sql::LIST_OPEN_OF_PLAN, params![plan])
        .await?
        .iter()
        .map(promise_of)
        .collect()
}

/// The ids of promises that are not void, in order, behind one: for whoever goes through all of them.
///
/// # Errors
/// The engine's fault.
pub async fn list_ids(tx: &mut Tx, after: &str, limit: u32) -> Result<Vec<PromiseId>, Fault> {
    let rows = tx.fetch_all(sql::LIST_IDS, params![after, limit]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// One promise as lists show it.
///
/// # Errors
/// The engine's fault.
pub async fn find_line(
    tx: &mut Tx,
    id: PromiseId,
    today: Date,
) -> Result<Option<PromiseLine>, Fault> {
    let row = tx.fetch_optional(sql::FIND_LINE, params![id]).await?;
    row.map(|it| line_of(&it, today)).transpose()
}

/// One promise with all that is known of it.
///
/// # Errors
/// The engine's fault.
pub async fn find_promise(
    tx: &mut Tx,
    id: PromiseId,
    today: Date,
) -> Result<Option<PromiseDetail>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_PROMISE, params![id]).await? else {
        return Ok(None);
    };
    let promise = promise_of(&row)?;
    let line = tx.fetch_one(sql::FIND_LINE, params![id]).await?;
    let supporters = tx
        .fetch_all(sql::LIST_SUPPORTERS, params![promise.origin.id()])
        .await?;
    let evidence = tx.fetch_all(sql::LIST_EVIDENCE, params![id]).await?;
    Ok(Some(PromiseDetail {
        line: line_of(&line, today)?,
        supporters: supporters
            .iter()
            .map(named_unit)
            .collect::<Result<_, _>>()?,
        clock: promise.clock,
        calendar_version: promise.calendar_version,
        due_basis: promise.due_basis,
        owed_from: promise.owed_from,
        opened_at: promise.opened_at,
        state: promise.state,
        evidence: evidence.iter().map(evidence_of).collect::<Result<_, _>>()?,
        history: history(tx, id).await?,
    }))
}

/// What happened to a promise, oldest first, as far as it is for everybody.
async fn history(tx: &mut Tx, id: PromiseId) -> Result<Vec<HistoryLine>, Fault> {
    let all = list_history(tx, id).await?;
    Ok(all
        .into_iter()
        .filter(|(event, _)| event.is_public())
        .map(|(_, line)| line)
        .collect())
}

/// All that happened to a promise, oldest first.
pub(crate) async fn list_history(
    tx: &mut Tx,
    id: PromiseId,
) -> Result<Vec<(PromiseEvent, HistoryLine)>, Fault> {
    let subject = format!("promise/{id}");
    let mut events = store::event::list_of_subject(tx, &subject, MOST_HISTORY).await?;
    // Ids of one millisecond are in no order; places in the promise's chain are.
    events.sort_by_key(|event| event.seq);
    events
        .into_iter()
        .map(|event| {
            let what = PromiseEvent::from_body(&event.body)?;
            let line = HistoryLine {
                at: event.happened_at,
                what: what.describe(),
                who: event.actor,
                account: event.account,
                hash: event.hash,
            };
            Ok((what, line))
        })
        .collect()
}

fn named_unit(row: &Row) -> Result<(UnitId, String), Fault> {
    Ok((row.get("unit_id")?, row.get("short_name")?))
}

pub(crate) fn evidence_of(row: &Row) -> Result<EvidenceLine, Fault> {
    let code: String = row.get("kind")?;
    let kind = EvidenceKind::from_code(&code)
        .ok_or_else(|| Fault::new(format!("column kind holds {code:?}")))?;
    let file = match row.get::<Option<BlobId>>("blob_id")? {
        None => None,
        Some(blob) => Some(EvidenceFile {
            blob,
            file_name: row.get("file_name")?,
            media_type: row.get("media_type")?,
            size: row.get("size")?,
        }),
    };
    let returned = match row.get::<Option<Moment>>("returned_at")? {
        None => None,
        Some(at) => Some(Return {
            at,
            reason: row
                .get::<Option<String>>("return_reason")?
                .unwrap_or_default(),
        }),
    };
    Ok(EvidenceLine {
        id: row.get("id")?,
        kind,
        link: row.get("link")?,
        file,
        note: row.get("note")?,
        published_on: row.get("published_on")?,
        recorded_at: row.get("recorded_at")?,
        recorded_by: row.get("recorded_by")?,
        returned,
    })
}
