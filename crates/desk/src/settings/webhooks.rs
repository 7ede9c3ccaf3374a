//! The list of webhooks.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use kernel::Fault;
use kernel::unit::Unit;
use store::directory;
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
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    hook: KnownWebhook,
    /// Whose messages it tells; `None` for all units'.
    unit: Option<Unit>,
    has_ended: bool,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    let today = desk.today();
    let rows = store::read!(desk.store, |tx| {
        let mut rows = Vec::new();
        for hook in list(tx).await? {
            let unit = match hook.webhook.unit {
                None => None,
                Some(unit) => directory::find_unit(tx, unit).await?,
            };
            let has_ended = unit
                .as_ref()
                .and_then(|unit| unit.valid_to)
                .is_some_and(|last| last < today);
            rows.push(Row {
                hook,
                unit,
                has_ended,
            });
        }
        Ok::<_, Fault>(rows)
    })?;
    html(&WebhooksPage {
        frame: desk
            .frame(&officer, "群机器人与回调")
            .under("系统设置", "/desk/settings"),
        rows,
    })
}
