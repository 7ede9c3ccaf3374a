//! 政策与解读: what an interpretation is tied to; and citations of what is no longer in force, looked at again.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::{DocumentId, Stop};
use publishing::DocumentRefusal;
use publishing::actions::{self, ReviewCitation};
use publishing::ties::find_meant;
use serde::Deserialize;

use super::show::ended;
use super::{outlet, work_of};
use crate::form::Posted;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/{id}/tie", post(tie))
        .route("/desk/documents/{id}/untie", post(untie))
        .route("/desk/documents/{id}/cited", post(review))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    /// An address, a 索引号 or a 发文字号.
    interpreted: String,
    cited: String,
    words: String,
}

async fn tie(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let unit = work.document.unit;
    let right = officer.actor.unit_officer(unit)?;
    let typed = form.interpreted.as_str();
    let meant = store::read!(desk.store, |tx| find_meant(tx, (typed, unit)).await)?;
    let done = match meant {
        None => Err(Stop::Refused(DocumentRefusal::NotInterpreted)),
        Some(meant) => {
            let what = (work.document.id, meant);
            actions::tie(&desk.store, what, &right, (&outlet(&desk), desk.now())).await
        }
    };
    let outcome = done.map(|()| "已关联，两边的公开页面相互链接");
    ended(&desk, (&officer, &id), ("tie", form.interpreted), outcome).await
}

async fn untie(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let interpreted: DocumentId = parsed(&form.interpreted)?;
    let what = (work.document.id, interpreted);
    let done = actions::untie(&desk.store, what, &right, desk.now()).await;
    let outcome = done.map(|()| "已取消关联");
    ended(&desk, (&officer, &id), ("tie", String::new()), outcome).await
}

async fn review(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let command = ReviewCitation {
        document: work.document.id,
        cited: parsed(&form.cited)?,
        words: form.words.clone(),
    };
    let done = actions::review_citation(&desk.store, &command, &right, desk.now()).await;
    let outcome = done.map(|()| "已记录复核结果");
    ended(&desk, (&officer, &id), ("cited", form.words), outcome).await
}

fn parsed(id: &str) -> Result<DocumentId, Snag> {
    id.parse()
        .map_err(|_| Snag::BadForm("没有这件信息，请刷新页面后重试".to_owned()))
}
