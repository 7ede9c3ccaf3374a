//! 我的账号: one's own password, second factor, sessions and delegations.

mod delegations;
mod password;
mod second_factor;
mod sessions;
mod show;

use axum::Router;

use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(show::router())
        .merge(password::router())
        .merge(second_factor::router())
        .merge(sessions::router())
        .merge(delegations::router())
}
