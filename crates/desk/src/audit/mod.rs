//! 审计日志: the audit administrator looks for who did what, when, from where; opens one event; takes what was found along.
//!
//! Everything that is asked for stands in the address. A search, an export and an event opened by itself are events too; turning
//! a page of one's own search is not.

mod asked;
mod export;
mod facts;
mod list;
mod names;
mod show;

use axum::Router;

use crate::site::Desk;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(export::router())
        .merge(show::router())
}
