//! One message. Opening it is reading it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{MessageId, Never, Stop};
use store::outbox::{Line, MessageLine, find_message, note_read};
use ui::dates;

use super::own;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/messages/{id}", get(show))
}

#[derive(Debug, Template)]
#[template(path = "messages/show.html")]
struct ShowPage {
    frame: DeskFrame,
    message: MessageLine,
    groups: Vec<Group>,
}

/// Lines under one heading.
#[derive(Debug)]
struct Group {
    heading: String,
    lines: Vec<Line>,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let id: MessageId = id.parse().map_err(|_| Snag::Missing("消息"))?;
    let (account, now) = (own(&officer), desk.now());
    let found = store::read!(desk.store, |tx| find_message(tx, id).await)?;
    let Some(message) = found.filter(|it| it.account == Some(account)) else {
        return Err(Snag::Missing("消息"));
    };
    if message.read_at.is_none() {
        store::write!(desk.store, |tx| -> Result<(), Stop<Never>> {
            note_read(tx, id, account, now).await?;
            Ok(())
        })?;
    }
    html(&ShowPage {
        frame: desk
            .frame(&officer, message.subject.clone())
            .under("消息", "/desk/messages"),
        groups: groups(&message.body.lines),
        message,
    })
}

fn groups(lines: &[Line]) -> Vec<Group> {
    lines
        .chunk_by(|a, b| a.heading == b.heading)
        .map(|lines| Group {
            heading: lines[0].heading.clone(),
            lines: lines.to_vec(),
        })
        .collect()
}
