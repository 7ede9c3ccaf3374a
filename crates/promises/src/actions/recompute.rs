//! 日历更新: derives every open due day anew by another calendar, with an event for each that moves.
//!
//! Closed promises keep the day and the calendar by which they were judged. Works in pages; may be run again.

use calendar::Calendar;
use kernel::{Fault, Moment, Never, OpenGovernmentOffice, Stop};
use store::{EventDraft, Store, Tx, params};

use crate::docket::{Docket, DueMove};
use crate::events::PromiseEvent;
use crate::rows::promise_of;
use crate::sql;

const PAGE: u32 = 500;

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Open promises that were derived by another calendar before.
    pub looked_at: u64,
    /// Those whose due day moved.
    pub moved: u64,
}

/// Derives open due days anew.
///
/// # Errors
/// The engine's fault, or a due day outside the calendar; what was moved before it stays moved.
pub async fn recompute_due_dates(
    store: &Store,
    calendar: &Calendar,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<Recomputed, Fault> {
    let by = By {
        calendar,
        office,
        now,
    };
    let mut done = Recomputed::default();
    let mut after = String::new();
    loop {
        let (page, last) = store::write!(store, |tx| -> Result<_, Stop<Never>> {
            Ok(recompute_page(tx, &after, &by).await?)
        })?;
        done.looked_at += page.looked_at;
        done.moved += page.moved;
        match last {
            Some(id) => after = id,
            None => break,
        }
    }
    if done.looked_at > 0 {
        store::write!(store, |tx| -> Result<_, Stop<Never>> {
            Ok(record(tx, done, &by).await?)
        })?;
    }
    Ok(done)
}

/// By which calendar, on whose word, when.
struct By<'a> {
    calendar: &'a Calendar,
    office: &'a OpenGovernmentOffice,
    now: Moment,
}

async fn recompute_page(
    tx: &mut Tx,
    after: &str,
    by: &By<'_>,
) -> Result<(Recomputed, Option<String>), Fault> {
    let rows = tx
        .fetch_all(
            sql::LIST_OPEN_BY_ID,
            params![after, by.calendar.version(), PAGE],
        )
        .await?;
    let mut docket = Docket::begin(tx, by.office.actor(), by.now).await?;
    let mut page = Recomputed::default();
    let mut last = None;
    for row in &rows {
        let promise = promise_of(row)?;
        let to = DueMove {
            clock: promise.clock.clone(),
            due_basis: promise.due_basis.clone(),
            owed_from: promise.owed_from,
            title: promise.title.clone(),
            why: "工作日历更新".to_owned(),
        };
        if docket.move_due(&promise, to, by.calendar).await? {
            page.moved += 1;
        }
        page.looked_at += 1;
        last = Some(promise.id.to_string());
    }
    docket.finish().await?;
    Ok((page, last))
}

async fn record(tx: &mut Tx, done: Recomputed, by: &By<'_>) -> Result<(), Fault> {
    let event = PromiseEvent::Recomputed {
        calendar: by.calendar.version().to_owned(),
        looked_at: done.looked_at,
        moved: done.moved,
    };
    let draft = EventDraft {
        chain: "site".to_owned(),
        kind: event.kind(),
        subject: "calendar".to_owned(),
        unit: None,
        body: event.body()?,
    };
    tx.record(draft, by.office.actor(), by.now).await?;
    Ok(())
}
