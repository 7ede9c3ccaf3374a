//! 人员与权限: accounts, their roles, their access.

use axum::Router;

use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
}
