//! 兑现规则 on the page of a promise: by which publications the promises of its duty are kept by themselves.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use publishing::actions::{SetKeepRule, remove_keep_rule, set_keep_rule};
use serde::Deserialize;

use super::{act, show};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/promises/{id}/rules", post(set))
        .route("/desk/promises/{id}/rules/remove", post(remove))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub column: String,
    pub words: String,
    pub mode: String,
}

async fn set(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let promise = act::load(&desk, &id).await?.line.id;
    let office = officer.actor.open_government_office()?;
    let command = SetKeepRule {
        promise,
        column: form.column.clone(),
        words: form.words.clone(),
        is_certain: form.mode == "certain",
    };
    let who = (&office, desk.library.as_ref());
    match set_keep_rule(&desk.store, &command, who, desk.now()).await {
        Ok(()) => Ok(flash::go(
            &desk,
            &format!("{}#rules", act::address(promise)),
            "已设置，今后发布的信息按此兑现",
        )),
        Err(stop) => {
            let tried = (form, Errors::of(stop)?);
            show::page(&desk, &officer, &id, tried).await
        }
    }
}

async fn remove(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let promise = act::load(&desk, &id).await?.line.id;
    let office = officer.actor.open_government_office()?;
    let what = (promise, form.column.as_str(), form.words.as_str());
    remove_keep_rule(&desk.store, what, &office, desk.now()).await?;
    let to = format!("{}#rules", act::address(promise));
    Ok(flash::go(&desk, &to, "已取消"))
}
