//! 系统设置: when reminders go out and to whom, webhooks, and what could not be delivered.
//!
//! All of it is the system administrator's. Settings that belong to the machine (mail server, networks) are in `site.toml`, not
//! here.

mod deliveries;
mod reminders;
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
}
