//! 我的账号: one's own password, second factor, outside identity, sessions and delegations.

mod delegations;
mod identity;
mod password;
mod second_factor;
mod sessions;
mod show;

pub(crate) use identity::WhichForm;

use axum::Router;

use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(show::router())
        .merge(password::router())
        .merge(second_factor::router())
        .merge(identity::router())
        .merge(sessions::router())
        .merge(delegations::router())
}
