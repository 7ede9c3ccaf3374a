//! 批注: what a reviewer says at a place of the text, and what those who draft say became of it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::Stop;
use publishing::DocumentRefusal;
use publishing::actions::{self, AnswerRemark, Remark};
use serde::Deserialize;

use super::show::{Tried, ended, page};
use super::work_of;
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/{id}/remark", post(add))
        .route("/desk/documents/{id}/remark/answer", post(answer))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    quote: String,
    words: String,
    ordinal: String,
}

async fn add(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let command = Remark {
        edition: work.edition.id,
        quote: form.quote,
        words: form.words.clone(),
    };
    let done = actions::remark(&desk.store, &command, &officer.actor, desk.now()).await;
    match done {
        Ok(()) => {
            let outcome: Result<_, Stop<DocumentRefusal>> = Ok("已批注，退回后起草人逐条处理");
            ended(&desk, (&officer, &id), ("remark", String::new()), outcome).await
        }
        Err(stop) => {
            let tried = Tried {
                form: "remark",
                words: form.words,
                quote: command.quote,
                errors: Errors::of(stop)?,
            };
            page(&desk, &officer, &id, tried).await
        }
    }
}

async fn answer(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let command = AnswerRemark {
        edition: work.edition.id,
        ordinal: form.ordinal.parse().unwrap_or(0),
        answer: form.words.clone(),
    };
    let done = actions::answer_remark(&desk.store, &command, &right, desk.now()).await;
    let outcome = done.map(|()| "已记录");
    ended(&desk, (&officer, &id), ("remark", form.words), outcome).await
}
