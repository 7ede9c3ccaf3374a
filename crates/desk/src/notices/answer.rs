//! 答复: the unit's form on the notice's page.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use oversight::actions::{Answer, answer};
use oversight::queries::find_notice;
use oversight::rules::CommandKind;
use serde::Deserialize;

use super::show::{Tried, page};
use super::{Sight, id_of};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/notices/{id}/answer", post(act))
}

#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    words: String,
    #[serde(default)]
    links: String,
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let notice = id_of(&id)?;
    let (sight, today) = (Sight::of(&officer.actor)?, desk.today());
    let found = store::read!(desk.store, |tx| find_notice(tx, notice, today).await)?;
    let unit = match found {
        Some(found) if sight.sees(found.notice.unit) => found.notice.unit,
        Some(_) | None => return Err(Snag::Missing("督办单")),
    };
    let right = officer.actor.unit_officer(unit)?;
    let command = Answer {
        notice,
        words: form.words.clone(),
        links: form.links.clone(),
    };
    match answer(&desk.store, &command, &right, desk.now()).await {
        Ok(()) => Ok(flash::go(
            &desk,
            &format!("/desk/notices/{notice}"),
            "已提交答复，等待督查人员审核",
        )),
        Err(stop) => {
            let tried = Tried {
                command: Some(CommandKind::Answer),
                words: form.words,
                links: form.links,
                errors: Errors::of(stop)?,
            };
            page(&desk, &officer, notice, tried).await
        }
    }
}
