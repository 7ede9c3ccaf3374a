//! 投递情况: what waits, what was given up and why, and a second chance for it.
//!
//! Of the messages themselves the administrator sees the subject only.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{DeliveryId, Never, PageAsk, Stop};
use serde::Deserialize;
use store::outbox::{DeliveryLine, DeliveryState, list_deliveries, revive};
use ui::dates;

use crate::flash;
use crate::form::{NoFields, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const PATH: &str = "/desk/settings/deliveries";

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(PATH, get(show))
        .route("/desk/settings/deliveries/{id}/retry", post(retry))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

#[derive(Debug, Template)]
#[template(path = "settings/deliveries.html")]
struct DeliveriesPage {
    frame: DeskFrame,
    state: DeliveryState,
    states: &'static [DeliveryState],
    lines: Vec<DeliveryLine>,
    more: Option<String>,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    let state = DeliveryState::from_code(&asked.state).unwrap_or(DeliveryState::Dead);
    let ask = match asked.after.is_empty() {
        true => PageAsk::first(50),
        false => PageAsk::after(asked.after.clone(), 50),
    };
    let page = store::read!(desk.store, |tx| list_deliveries(tx, state, &ask).await)?;
    html(&DeliveriesPage {
        frame: desk
            .frame(&officer, "投递情况")
            .under("系统设置", "/desk/settings"),
        state,
        states: DeliveryState::ALL,
        more: page
            .next
            .map(|key| format!("{PATH}?state={}&after={key}", state.code())),
        lines: page.items,
    })
}

async fn retry(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    posted.officer.actor.system_administrator()?;
    let id: DeliveryId = id.parse().map_err(|_| Snag::Missing("投递"))?;
    let now = desk.now();
    let revived = store::write!(desk.store, |tx| -> Result<bool, Stop<Never>> {
        Ok(revive(tx, id, now).await?)
    })?;
    let says = if revived {
        "已重新放入发件箱"
    } else {
        "这条投递不在失败状态，没有改动"
    };
    Ok(flash::go(&desk, PATH, says))
}
