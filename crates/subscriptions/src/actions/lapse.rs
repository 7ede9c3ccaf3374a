//! What time does: nobody confirmed it, the address refused letters for long, the letter was carried long ago.
//!
//! Each kind goes a batch a transaction until none is left, so that no transaction is long.

use kernel::{Fault, HappeningId, LetterId, Moment, Never, ReaderId, Stop, SubscriptionId};
use store::{Store, Tx, params};

use super::drop_reader;
use crate::events::{SubscriptionEvent, record};
use crate::rules::{KEEP_HAPPENING_DAYS, KEEP_LETTER_DAYS, SUSPENDED_DAYS, days};
use crate::sql;

/// Of one transaction.
const BATCH: u32 = 200;

/// What was cleared away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lapsed {
    /// Subscriptions that nobody confirmed.
    pub unconfirmed: u64,
    /// Addresses that refused letters for long.
    pub suspended: u64,
    /// Letters, with what they told.
    pub letters: u64,
    /// Things that happened and that no letter tells any more.
    pub happenings: u64,
}

/// Clears away what is over.
///
/// # Errors
/// The engine's fault.
pub async fn lapse(store: &Store, now: Moment) -> Result<Lapsed, Fault> {
    let mut done = Lapsed::default();
    loop {
        let some = store::write!(store, |tx| -> Result<Lapsed, Stop<Never>> {
            let some = Lapsed {
                unconfirmed: drop_unconfirmed(tx, now).await?,
                suspended: drop_suspended(tx, now).await?,
                letters: drop_letters(tx, now).await?,
                happenings: drop_happenings(tx, now).await?,
            };
            if some.unconfirmed + some.suspended > 0 {
                let event = SubscriptionEvent::Lapsed {
                    unconfirmed: some.unconfirmed,
                    suspended: some.suspended,
                };
                record(tx, &event, now).await?;
            }
            Ok(some)
        })?;
        if some == Lapsed::default() {
            return Ok(done);
        }
        done.unconfirmed += some.unconfirmed;
        done.suspended += some.suspended;
        done.letters += some.letters;
        done.happenings += some.happenings;
    }
}

async fn drop_unconfirmed(tx: &mut Tx, now: Moment) -> Result<u64, Fault> {
    let rows = tx.fetch_all(sql::LIST_LAPSED, params![now, BATCH]).await?;
    for row in &rows {
        let (id, reader): (SubscriptionId, ReaderId) = (row.get("id")?, row.get("reader_id")?);
        tx.execute(sql::DROP_SUBSCRIPTION, params![id]).await?;
        let left = tx
            .fetch_one(sql::COUNT_SUBSCRIPTIONS_OF, params![reader])
            .await?;
        if left.get::<u64>("n")? == 0 {
            drop_reader(tx, reader).await?;
        }
    }
    Ok(rows.len() as u64)
}

async fn drop_suspended(tx: &mut Tx, now: Moment) -> Result<u64, Fault> {
    let values = params![now.plus_millis(-days(SUSPENDED_DAYS)), BATCH];
    let rows = tx.fetch_all(sql::LIST_LONG_SUSPENDED, values).await?;
    for row in &rows {
        let reader: ReaderId = row.get("id")?;
        drop_reader(tx, reader).await?;
    }
    Ok(rows.len() as u64)
}

async fn drop_letters(tx: &mut Tx, now: Moment) -> Result<u64, Fault> {
    let values = params![now.plus_millis(-days(KEEP_LETTER_DAYS)), BATCH];
    let rows = tx.fetch_all(sql::LIST_OLD_LETTERS, values).await?;
    for row in &rows {
        let letter: LetterId = row.get("id")?;
        tx.execute(sql::DROP_ITEMS_OF_LETTER, params![letter])
            .await?;
        tx.execute(sql::DROP_LETTER, params![letter]).await?;
    }
    Ok(rows.len() as u64)
}

async fn drop_happenings(tx: &mut Tx, now: Moment) -> Result<u64, Fault> {
    let least = HappeningId::least_at(now.plus_millis(-days(KEEP_HAPPENING_DAYS)));
    let rows = tx
        .fetch_all(sql::LIST_OLD_HAPPENINGS, params![least, BATCH])
        .await?;
    for row in &rows {
        let happening: HappeningId = row.get("id")?;
        tx.execute(sql::DROP_HAPPENING, params![happening]).await?;
    }
    Ok(rows.len() as u64)
}
