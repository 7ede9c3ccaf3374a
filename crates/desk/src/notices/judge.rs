//! 办结、退回、撤回: the supervisors' forms on the notice's page.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use oversight::actions::{Judge, close, return_answer, withdraw};
use oversight::rules::CommandKind;
use serde::Deserialize;

use super::id_of;
use super::show::{Tried, page};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/notices/{id}/close", post(act_close))
        .route("/desk/notices/{id}/return", post(act_return))
        .route("/desk/notices/{id}/withdraw", post(act_withdraw))
}

#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    words: String,
}

async fn act_close(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    act(&desk, (&id, CommandKind::Close), posted).await
}

async fn act_return(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    act(&desk, (&id, CommandKind::Return), posted).await
}

async fn act_withdraw(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    act(&desk, (&id, CommandKind::Withdraw), posted).await
}

async fn act(
    desk: &Desk,
    (id, kind): (&str, CommandKind),
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let supervisor = officer.actor.supervisor()?;
    let command = Judge {
        notice: id_of(id)?,
        words: form.words.clone(),
    };
    let now = desk.now();
    let (outcome, says) = match kind {
        CommandKind::Return => {
            let calendar = desk.calendar();
            let when = (calendar.as_ref(), now);
            (
                return_answer(&desk.store, &command, &supervisor, when).await,
                "已退回，答复期限重新计算",
            )
        }
        CommandKind::Withdraw => (
            withdraw(&desk.store, &command, &supervisor, now).await,
            "已撤回督办单",
        ),
        CommandKind::Close | CommandKind::Answer => (
            close(&desk.store, &command, &supervisor, now).await,
            "已办结",
        ),
    };
    match outcome {
        Ok(()) => {
            let to = format!("/desk/notices/{}", command.notice);
            Ok(flash::go(desk, &to, says))
        }
        Err(stop) => {
            let tried = Tried {
                command: Some(kind),
                words: form.words,
                links: String::new(),
                errors: Errors::of(stop)?,
            };
            page(desk, &officer, command.notice, tried).await
        }
    }
}
