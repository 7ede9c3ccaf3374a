//! 随机构调整移交: a notice of a unit that was reorganised, and that is not closed yet, goes to who took its work over.
//!
//! Run after a reorganisation and once a day, so that it heals itself; run twice it does nothing. The clock stays. A notice about
//! promises goes where the first of them went; another to the main successor.

use kernel::{Actor, Fault, Moment, Never, NoticeId, Stop, UnitId};
use store::{EventDraft, Store, Tx, params};

use crate::events::NoticeEvent;
use crate::sql;

/// Notices moved at once; the rest the next time.
const MOST: usize = 500;

/// Moves them; how many.
///
/// # Errors
/// The engine's fault.
pub async fn follow_successors(store: &Store, actor: &Actor, now: Moment) -> Result<u64, Fault> {
    let waiting = store::read!(store, |tx| list(tx, now).await)?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let moved = store::write!(store, |tx| -> Result<u64, Stop<Never>> {
        let waiting = list(tx, now).await?;
        for (notice, from, to) in &waiting {
            tx.execute(sql::SET_UNIT, params![notice, to]).await?;
            tx.execute(sql::SET_REMINDER_UNIT, params![notice, to])
                .await?;
            let event = NoticeEvent::HandedOver {
                from: *from,
                to: *to,
            };
            let draft = EventDraft {
                chain: format!("notice/{notice}"),
                kind: event.kind(),
                subject: format!("notice/{notice}"),
                unit: Some(*to),
                body: event.body()?,
            };
            tx.record(draft, actor, now).await?;
        }
        Ok(waiting.len() as u64)
    });
    Ok(moved?)
}

async fn list(tx: &mut Tx, now: Moment) -> Result<Vec<(NoticeId, UnitId, UnitId)>, Fault> {
    tx.fetch_all(sql::LIST_TO_HAND_OVER, params![now.date(), MOST])
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("unit_id")?, row.get("heir_id")?)))
        .collect()
}
