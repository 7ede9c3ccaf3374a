//! What visitors sought in vain is added up by words. No event: strangers did it.

use jiff::ToSpan as _;
use kernel::{Fault, Moment, Never, Stop};
use store::{Store, params};

use crate::rules::{LEAST_SOUGHT, MOST_SOUGHT, SOUGHT_DAYS};
use crate::sql;
use crate::vain::Waiting;

/// Rows that are forgotten in one go.
const FORGOTTEN_AT_ONCE: u32 = 500;

/// Adds it up. What few sought, and long ago, is forgotten; so is what was sought longest ago, where there would be too much.
///
/// # Errors
/// The engine's fault.
pub async fn note_sought(store: &Store, taken: &[Waiting], now: Moment) -> Result<(), Fault> {
    let today = now.date();
    Ok(store::write!(store, |tx| -> Result<(), Stop<Never>> {
        for it in taken {
            tx.execute(
                sql::NOTE_SOUGHT,
                params![it.folded, it.words, it.times, today],
            )
            .await?;
        }
        let long_ago = today.saturating_sub(SOUGHT_DAYS.days());
        let values = params![long_ago, LEAST_SOUGHT, FORGOTTEN_AT_ONCE];
        tx.execute(sql::FORGET_SOUGHT, values).await?;
        let count: u64 = tx.fetch_one(sql::COUNT_SOUGHT, params![]).await?.get("n")?;
        if count > MOST_SOUGHT {
            tx.execute(sql::DROP_OLDEST_SOUGHT, params![count - MOST_SOUGHT])
                .await?;
        }
        Ok(())
    })?)
}
