//! 我的账号: one's own password, second factor, sessions and delegations.

use axum::Router;

use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
}
