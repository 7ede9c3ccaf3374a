//! The list of one's messages.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Never, PageAsk, Stop};
use serde::Deserialize;
use store::outbox::{MessageLine, Shown, list_messages, note_all_read};
use ui::dates;

use super::own;
use crate::flash;
use crate::form::Posted;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/messages", get(show))
        .route("/desk/messages/read", post(read_all))
}

const PAGE: u32 = 30;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    view: String,
    #[serde(default)]
    after: String,
}

#[derive(Debug, Template)]
#[template(path = "messages/list.html")]
struct ListPage {
    frame: DeskFrame,
    lines: Vec<MessageLine>,
    more: Option<String>,
    shows_unread: bool,
    has_unread: bool,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let shows_unread = asked.view == "unread";
    let shown = if shows_unread {
        Shown::Unread
    } else {
        Shown::All
    };
    let ask = match asked.after.is_empty() {
        true => PageAsk::first(PAGE),
        false => PageAsk::after(asked.after.clone(), PAGE),
    };
    let account = own(&officer);
    let page = store::read!(desk.store, |tx| list_messages(tx, account, shown, &ask)
        .await)?;
    let view = if shows_unread { "unread" } else { "all" };
    html(&ListPage {
        frame: desk.frame(&officer, "消息"),
        more: page.next.map(|key| format!("?view={view}&after={key}")),
        has_unread: page.items.iter().any(|line| line.read_at.is_none()),
        lines: page.items,
        shows_unread,
    })
}

#[derive(Debug, Default, Deserialize)]
struct Through {
    #[serde(default)]
    through: String,
}

async fn read_all(State(desk): State<Desk>, posted: Posted<Through>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let through = form.through.parse().map_err(|_| Snag::Missing("消息"))?;
    let (account, now) = (own(&officer), desk.now());
    let read = store::write!(desk.store, |tx| -> Result<u64, Stop<Never>> {
        Ok(note_all_read(tx, through, account, now).await?)
    })?;
    let says = format!("已将{read}条消息标为已读");
    Ok(flash::go(&desk, "/desk/messages", &says))
}
