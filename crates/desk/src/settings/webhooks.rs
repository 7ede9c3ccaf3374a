//! The list of webhooks.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use store::outbox::webhook::{KnownWebhook, list};

use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/settings/webhooks", get(show))
}

#[derive(Debug, Template)]
#[template(path = "settings/webhooks.html")]
struct WebhooksPage {
    frame: DeskFrame,
    hooks: Vec<KnownWebhook>,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    let hooks = store::read!(desk.store, |tx| list(tx).await)?;
    html(&WebhooksPage {
        frame: desk
            .frame(&officer, "群机器人与回调")
            .under("系统设置", "/desk/settings"),
        hooks,
    })
}
