//! 修改频次: how often one subscription is told of. What waits to be told follows the new pace.

use kernel::{Moment, Stop, SubscriptionId};
use store::{Store, params};

use super::{find_by_key, list_of};
use crate::events::{SubscriptionEvent, record};
use crate::model::Pace;
use crate::refusal::SubscriptionRefusal;
use crate::rules;
use crate::sql;

/// Changes it; nothing happens where it is so already.
///
/// # Errors
/// [`SubscriptionRefusal`], or the engine's fault.
pub async fn change_pace(
    store: &Store,
    key: &str,
    (subscription, pace): (SubscriptionId, Pace),
    now: Moment,
) -> Result<(), Stop<SubscriptionRefusal>> {
    store::write!(store, |tx| {
        let reader = find_by_key(tx, key).await?;
        for row in list_of(tx, reader).await? {
            let (id, before): (SubscriptionId, String) = (row.get("id")?, row.get("pace")?);
            if id != subscription {
                continue;
            }
            if before == pace.code() {
                return Ok(());
            }
            let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
            tx.execute(sql::SET_PACE, params![id, pace.code()]).await?;
            let due_at = rules::due_at(pace, now);
            tx.execute(sql::MOVE_ITEMS, params![reader, id, due_at])
                .await?;
            if state == "confirmed" {
                tx.execute(sql::MOVE_TALLY, params![kind, before, -1_i64])
                    .await?;
                tx.execute(sql::MOVE_TALLY, params![kind, pace.code(), 1_i64])
                    .await?;
            }
            let pace = pace.code().to_owned();
            record(tx, &SubscriptionEvent::PaceChanged { pace }, now).await?;
            return Ok(());
        }
        Err(Stop::Refused(SubscriptionRefusal::Unknown))
    })
}
