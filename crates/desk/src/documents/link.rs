//! 关联承诺: which open promises of the unit the publication keeps.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::PromiseId;
use publishing::actions;
use serde::Deserialize;

use super::show::ended;
use super::{outlet, work_of};
use crate::flash;
use crate::form::Posted;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/{id}/promises", post(link))
        .route("/desk/documents/{id}/promises/remove", post(unlink))
        .route("/desk/documents/{id}/promises/confirm", post(confirm))
}

#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    promise: Vec<String>,
}

impl Typed {
    fn ids(&self) -> Vec<PromiseId> {
        self.promise
            .iter()
            .filter_map(|it| it.parse().ok())
            .collect()
    }
}

async fn link(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let ids = form.ids();
    let what = (work.document.id, ids.as_slice());
    let done = actions::link_promises(&desk.store, what, &right, desk.now()).await;
    let outcome = done.map(|()| "已关联，发布后自动登记兑现");
    ended(&desk, (&officer, &id), ("promises", String::new()), outcome).await
}

/// A proposed promise is kept by what is public already.
async fn confirm(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let mut outcome = Ok("没有选择承诺");
    for promise in form.ids() {
        let what = (work.document.id, promise);
        let when = (&outlet(&desk), desk.now());
        let done = actions::confirm_promise(&desk.store, what, &right, when).await;
        outcome = done.map(|()| "已登记兑现");
        if outcome.is_err() {
            break;
        }
    }
    ended(&desk, (&officer, &id), ("promises", String::new()), outcome).await
}

async fn unlink(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    for promise in form.ids() {
        let what = (work.document.id, promise);
        actions::unlink_promise(&desk.store, what, &right).await?;
    }
    let to = format!("/desk/documents/{}#promises", work.edition.id);
    Ok(flash::go(&desk, &to, "已取消关联"))
}
