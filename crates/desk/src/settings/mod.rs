//! 系统设置: when reminders go out and to whom, webhooks, what could not be delivered, how many of the public follow what.
//!
//! All of it is the system administrator's. Settings that belong to the machine (mail server, networks) are in `site.toml`, not
//! here.

mod deliveries;
mod reminders;
mod subscriptions;
mod webhook;
mod webhooks;

use axum::Router;

use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(reminders::router())
        .merge(webhooks::router())
        .merge(webhook::router())
        .merge(deliveries::router())
        .merge(subscriptions::router())
}
