//! What is done to a public document: a new edition begun, its validity decided, taken off the site.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::{Date, DocumentId};
use publishing::Validity;
use publishing::actions::{self, Correct, DecideValidity, Withdraw};
use publishing::model::Scale;
use serde::Deserialize;

use super::show::{Tried, ended, page};
use super::{outlet, work_of};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/{id}/correct", post(correct))
        .route("/desk/documents/{id}/validity", post(decide))
        .route("/desk/documents/{id}/withdraw", post(withdraw))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    words: String,
    scale: String,
    validity: String,
    basis: String,
    effective_on: String,
    successor: String,
}

async fn correct(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let command = Correct {
        document: work.document.id,
        scale: Scale::from_code(&form.scale).unwrap_or(Scale::Major),
        change_note: form.words.clone(),
    };
    match actions::correct(&desk.store, &command, &right, desk.now()).await {
        Ok(edition) => Ok(flash::go(
            &desk,
            &format!("/desk/documents/{edition}/edit"),
            "已按现行版次建立新版次，修改后提交审核",
        )),
        Err(stop) => {
            let outcome: Result<&str, _> = Err(stop);
            ended(&desk, (&officer, &id), ("correct", form.words), outcome).await
        }
    }
}

async fn decide(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.approver(work.document.unit)?;
    let Some((validity, effective_on)) = decision(&form.validity, &form.effective_on, desk.today())
    else {
        let tried = Tried {
            form: "validity",
            words: form.basis,
            errors: Errors::none().with("validity", WRONG_DECISION),
            ..Tried::default()
        };
        return page(&desk, &officer, &id, tried).await;
    };
    let command = DecideValidity {
        document: work.document.id,
        validity,
        basis: form.basis.clone(),
        effective_on,
        words: form.words,
    };
    let when = (&outlet(&desk), desk.now());
    let done = actions::decide_validity(&desk.store, &command, &right, when).await;
    let outcome = done.map(|()| format!("已认定为“{}”，页面上已标明", validity.label()));
    ended(&desk, (&officer, &id), ("validity", form.basis), outcome).await
}

/// What is said where [`decision`] reads none.
pub(super) const WRONG_DECISION: &str = "请选择新的效力，日期写作 2026-11-22";

/// The validity that a form decides and the day from which it holds, today where none is typed.
pub(super) fn decision(validity: &str, day: &str, today: Date) -> Option<(Validity, Date)> {
    let effective_on = match day.trim() {
        "" => today,
        day => day.parse().ok()?,
    };
    Some((Validity::from_code(validity)?, effective_on))
}

async fn withdraw(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.approver(work.document.unit)?;
    let successor = match successor_of(&form.successor) {
        Ok(successor) => successor,
        Err(errors) => {
            let tried = Tried {
                form: "withdraw",
                words: form.words,
                errors,
                ..Tried::default()
            };
            return page(&desk, &officer, &id, tried).await;
        }
    };
    let command = Withdraw {
        document: work.document.id,
        reason: form.words.clone(),
        successor,
    };
    let done = actions::withdraw(&desk.store, &command, &right, desk.now()).await;
    let outcome = done.map(|()| "已撤下，原网址显示撤下的说明");
    ended(&desk, (&officer, &id), ("withdraw", form.words), outcome).await
}

/// The document that an address names: the address itself, or its last part.
fn successor_of(typed: &str) -> Result<Option<DocumentId>, Errors> {
    let typed = typed.trim().trim_end_matches('/');
    if typed.is_empty() {
        return Ok(None);
    }
    let last = typed.rsplit('/').next().unwrap_or(typed);
    let id = last.parse();
    id.map(Some)
        .map_err(|_| Errors::none().with("successor", "替代信息请填写它在本站的网址"))
}
