//! Calendars to subscribe to: whose a secret address is.
//!
//! The secret itself is never here, only its SHA-256: whoever makes the address tells it once. What the calendar holds is a
//! question to [`crate::queries`].

use kernel::{AccountId, Actor, Fault, Moment};
use store::{EventDraft, Tx, params};

use super::sql;

/// What is known of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFeed {
    /// When its address was made.
    pub created_at: Moment,
}

/// Gives an account's calendar a new address; the old one ends.
///
/// # Errors
/// The engine's fault.
pub async fn open_feed(
    tx: &mut Tx,
    (account, token_hash): (AccountId, &str),
    actor: &Actor,
    now: Moment,
) -> Result<(), Fault> {
    tx.execute(sql::KEEP_FEED, params![account, token_hash, now])
        .await?;
    record(tx, account, "account.calendar_opened", (actor, now)).await
}

/// Ends an account's calendar; whether it had one.
///
/// # Errors
/// The engine's fault.
pub async fn end_feed(
    tx: &mut Tx,
    account: AccountId,
    actor: &Actor,
    now: Moment,
) -> Result<bool, Fault> {
    if tx.execute(sql::DROP_FEED, params![account]).await? == 0 {
        return Ok(false);
    }
    record(tx, account, "account.calendar_ended", (actor, now)).await?;
    Ok(true)
}

/// An account's calendar.
///
/// # Errors
/// The engine's fault.
pub async fn find_feed(tx: &mut Tx, account: AccountId) -> Result<Option<KnownFeed>, Fault> {
    let row = tx.fetch_optional(sql::FIND_FEED, params![account]).await?;
    row.map(|row| {
        Ok(KnownFeed {
            created_at: row.get("created_at")?,
        })
    })
    .transpose()
}

/// Whose calendar a secret's hash opens.
///
/// # Errors
/// The engine's fault.
pub async fn find_feed_owner(tx: &mut Tx, token_hash: &str) -> Result<Option<AccountId>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_FEED_OWNER, params![token_hash])
        .await?;
    row.map(|row| row.get("account_id")).transpose()
}

async fn record(
    tx: &mut Tx,
    account: AccountId,
    kind: &'static str,
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let draft = EventDraft {
        chain: format!("account/{account}"),
        kind,
        subject: format!("account/{account}"),
        unit: actor.unit(),
        body: serde_json::json!({}),
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}
