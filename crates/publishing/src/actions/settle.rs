//! 效力随日期变化: 施行, 失效 and decided days come without anyone writing; what filters and counts go by is moved when they have come.
//!
//! Pages say by the dates themselves what is in force; this keeps lists that are narrowed by validity, and their counts, with
//! them. What was due during downtime is due still, and run twice it does nothing more.

use kernel::{Actor, Date, DocumentId, Fault, Moment, Never, Stop};
use store::{EventDraft, Store, Tx, params};

use crate::events::DocumentEvent;
use crate::sql;
use crate::tally::Moves;

/// Documents settled in one transaction.
const AT_ONCE: usize = 200;

/// Settles every document whose day has come; how many.
///
/// # Errors
/// The engine's fault.
pub async fn settle_due(store: &Store, now: Moment) -> Result<u64, Fault> {
    let today = now.date();
    let mut settled = 0;
    loop {
        // Looked up without the writer first: an idle site asks for none.
        let due = store::read!(store, |tx| list_due(tx, today).await)?;
        if due.is_empty() {
            return Ok(settled);
        }
        let done = store::write!(store, |tx| -> Result<u64, Stop<Never>> {
            Ok(settle(tx, now).await?)
        });
        settled += done?;
    }
}

async fn settle(tx: &mut Tx, now: Moment) -> Result<u64, Fault> {
    let today = now.date();
    let due = list_due(tx, today).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let mut moves = Moves::default();
    for id in &due {
        moves.leave(tx, *id).await?;
        moves.enter(tx, *id, today).await?;
    }
    moves.keep(tx).await?;
    let documents = due.len() as u64;
    let event = DocumentEvent::DayCame {
        day: today,
        documents,
    };
    // One event for all: every node learns by it that its kept lists are out of date.
    let draft = EventDraft {
        chain: "library".to_owned(),
        kind: event.kind(),
        subject: "library".to_owned(),
        unit: None,
        body: event.body()?,
    };
    tx.record(draft, &Actor::system(), now).await?;
    Ok(documents)
}

async fn list_due(tx: &mut Tx, today: Date) -> Result<Vec<DocumentId>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_TO_SETTLE, params![today, AT_ONCE])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}
