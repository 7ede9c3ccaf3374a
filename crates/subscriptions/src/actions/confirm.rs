//! 确认订阅: whoever reads the address uses the link of the letter, and is told from now on.
//!
//! The link opens once. An address that was suspended gets its letters again: that it was reached shows that it can be.

use kernel::{Moment, ReaderId, Stop, SubscriptionId};
use store::{Store, params};

use crate::events::{SubscriptionEvent, record};
use crate::model::{Followed, Pace};
use crate::queries::{followed_of, pace_of};
use crate::refusal::SubscriptionRefusal;
use crate::{searches, sql, token};
use kernel::Vault;

/// What is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// What is followed.
    pub followed: Followed,
    /// How often it is told.
    pub pace: Pace,
    /// What opens the reader's subscriptions; `None` where the site's key is another than then.
    pub key: Option<String>,
}

/// Confirms what the link asks about.
///
/// # Errors
/// [`SubscriptionRefusal::ConfirmLinkUnknown`], [`SubscriptionRefusal::SearchesFull`], or the engine's fault.
pub async fn confirm(
    store: &Store,
    vault: &dyn Vault,
    key: &str,
    now: Moment,
) -> Result<Confirmed, Stop<SubscriptionRefusal>> {
    let unknown = || Stop::Refused(SubscriptionRefusal::ConfirmLinkUnknown);
    if !token::is_token(key) {
        return Err(unknown());
    }
    store::write!(store, |tx| {
        let row = tx
            .fetch_optional(sql::FIND_ASKED, params![token::hash_of(key), now])
            .await?
            .ok_or_else(unknown)?;
        let (id, reader): (SubscriptionId, ReaderId) = (row.get("id")?, row.get("reader_id")?);
        let (followed, pace) = (followed_of(&row)?, pace_of(&row)?);
        let state: String = row.get("state")?;
        if state == "waiting" && !searches::is_room_for(tx, &followed).await? {
            return Err(Stop::Refused(SubscriptionRefusal::SearchesFull));
        }
        tx.execute(sql::CONFIRM, params![id, now]).await?;
        if state == "waiting" {
            tx.execute(
                sql::MOVE_TALLY,
                params![followed.kind(), pace.code(), 1_i64],
            )
            .await?;
            searches::add_follower(tx, &followed).await?;
            let event = SubscriptionEvent::Confirmed {
                kind: followed.kind().to_owned(),
                pace: pace.code().to_owned(),
            };
            record(tx, &event, now).await?;
        }
        let known = tx.fetch_one(sql::FIND_READER, params![reader]).await?;
        let suspended_at: Option<Moment> = known.get("suspended_at")?;
        if suspended_at.is_some() {
            tx.execute(sql::RESUME_READER, params![reader]).await?;
            record(tx, &SubscriptionEvent::Resumed {}, now).await?;
        }
        let sealed: String = known.get("token")?;
        Ok(Confirmed {
            followed,
            pace,
            key: vault.open(&sealed, &format!("reader/{reader}/token")),
        })
    })
}
