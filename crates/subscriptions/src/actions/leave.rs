//! 退订: a reader follows one thing less, or nothing any more; with the last one the address is deleted at once.
//!
//! 《个人信息保护法》第十五条、第四十七条: consent is taken back as easily as it was given, and what was kept by it is deleted.

use kernel::{Moment, Stop, SubscriptionId};
use store::Store;

use super::{drop_reader, drop_subscription, find_by_key, list_of};
use crate::events::{SubscriptionEvent, record};
use crate::refusal::SubscriptionRefusal;

/// Ends one subscription; whether it was the last.
///
/// # Errors
/// [`SubscriptionRefusal`], or the engine's fault.
pub async fn leave(
    store: &Store,
    key: &str,
    subscription: SubscriptionId,
    now: Moment,
) -> Result<bool, Stop<SubscriptionRefusal>> {
    store::write!(store, |tx| {
        let reader = find_by_key(tx, key).await?;
        let rows = list_of(tx, reader).await?;
        let mut named = None;
        for row in &rows {
            if row.get::<SubscriptionId>("id")? == subscription {
                named = Some(row);
            }
        }
        let row = named.ok_or(Stop::Refused(SubscriptionRefusal::Unknown))?;
        let is_last = rows.len() == 1;
        let count = u64::from(drop_subscription(tx, reader, row).await?);
        if is_last {
            drop_reader(tx, reader).await?;
        }
        record(tx, &SubscriptionEvent::Left { count, is_last }, now).await?;
        Ok(is_last)
    })
}

/// Ends all of them and deletes the address: what the one click of a mail program does (RFC 8058).
///
/// # Errors
/// [`SubscriptionRefusal::LinkUnknown`], or the engine's fault.
pub async fn leave_all(
    store: &Store,
    key: &str,
    now: Moment,
) -> Result<(), Stop<SubscriptionRefusal>> {
    store::write!(store, |tx| {
        let reader = find_by_key(tx, key).await?;
        let event = SubscriptionEvent::Left {
            count: drop_reader(tx, reader).await?,
            is_last: true,
        };
        record(tx, &event, now).await?;
        Ok(())
    })
}
