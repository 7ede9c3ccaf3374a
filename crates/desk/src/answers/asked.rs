//! 公众没有得到答案的问题: how often each was asked and when last; one becomes an entry or is not needed.

use ::answers::queries::list_asked;
use ::answers::{Asked, Channel, actions};
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

const HERE: &str = "/desk/answers/asked";
const PAGE: u32 = 50;

pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(HERE, get(show))
        .route("/desk/answers/dismiss", post(dismiss))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sought {
    after: String,
}

#[derive(Template)]
#[template(path = "answers/asked.html")]
struct AskedPage {
    frame: DeskFrame,
    lines: Vec<Asked>,
    more: Option<String>,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(sought): Query<Sought>,
) -> Result<Response, Snag> {
    officer.actor.open_government_office()?;
    page(&desk, &officer, &sought.after, Errors::none()).await
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
    let Page { items, next } = store::read!(desk.store, |tx| list_asked(tx, &ask).await)?;
    let status = errors.status();
    let page = AskedPage {
        frame: desk.frame(officer, "公众提问").under("问答", LIST),
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
        (Channel::Question, &form.folded),
        &office,
        desk.now(),
    )
    .await
    {
        Ok(()) => Ok(flash::go(&desk, HERE, "已标记为不需要整理")),
        Err(stop) => page(&desk, &officer, "", Errors::of(stop)?).await,
    }
}
