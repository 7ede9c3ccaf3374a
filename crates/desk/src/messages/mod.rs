//! 消息: what somebody was told, newest first, and how they want to be told.
//!
//! Everybody sees their own messages and nobody else's.

mod list;
mod preferences;
mod show;

use axum::Router;
use kernel::{AccountId, Fault};
use store::Tx;
use store::outbox::count_unread;

use crate::session::Officer;
use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(show::router())
        .merge(preferences::router())
}

/// How many messages somebody has not read.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn count(tx: &mut Tx, account: Option<AccountId>) -> Result<u64, Fault> {
    match account {
        Some(account) => count_unread(tx, account).await,
        None => Ok(0),
    }
}

fn own(officer: &Officer) -> AccountId {
    officer.entered.account.id
}
