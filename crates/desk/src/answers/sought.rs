//! 搜索无果: words that several visitors sought in vain, the most sought first; they become a promise, an entry, or are not needed.

use ::answers::queries::list_sought;
use ::answers::{Channel, Sought, actions};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Page, PageAsk};
use serde::Deserialize;
use ui::dates;

use super::LIST;
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Where they are listed.
pub(super) const SOUGHT: &str = "/desk/answers/sought";
const PAGE: u32 = 50;

pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(SOUGHT, get(show))
        .route("/desk/answers/sought/dismiss", post(dismiss))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct From {
    after: String,
}

#[derive(Template)]
#[template(path = "answers/sought.html")]
struct SoughtPage {
    frame: DeskFrame,
    lines: Vec<Sought>,
    more: Option<String>,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(from): Query<From>,
) -> Result<Response, Snag> {
    officer.actor.open_government_office()?;
    page(&desk, &officer, &from.after, Errors::none()).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    after: &str,
    errors: Errors,
) -> Result<Response, Snag> {
    let ask = match after {
        "" => PageAsk::first(PAGE),
        key => PageAsk::after(key.to_owned(), PAGE),
    };
    let Page { items, next } = store::read!(desk.store, |tx| list_sought(tx, &ask).await)?;
    let status = errors.status();
    let page = SoughtPage {
        frame: desk.frame(officer, "搜索无果").under("问答", LIST),
        lines: items,
        more: next.map(|key| percent_encoded(&key)),
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

#[derive(Debug, Deserialize)]
struct Which {
    folded: String,
}

async fn dismiss(State(desk): State<Desk>, posted: Posted<Which>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = officer.actor.open_government_office()?;
    match actions::dismiss(
        &desk.store,
        (Channel::Search, &form.folded),
        &office,
        desk.now(),
    )
    .await
    {
        Ok(()) => Ok(flash::go(&desk, SOUGHT, "已标记为不需要公开")),
        Err(stop) => page(&desk, &officer, "", Errors::of(stop)?).await,
    }
}
