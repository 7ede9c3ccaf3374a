//! 批量办理: one order for many ticked promises, its progress, and a report of what was refused and why.
//!
//! The order is taken in at once and worked afterwards, item by item; what a stop of the server leaves waiting goes on when it
//! runs again. Domain rules are in `promises`.

mod new;
mod show;

pub(crate) use new::What;

use axum::Router;

use crate::site::Desk;

/// The addresses of all of it.
pub(crate) fn router() -> Router<Desk> {
    Router::new().merge(new::router()).merge(show::router())
}
