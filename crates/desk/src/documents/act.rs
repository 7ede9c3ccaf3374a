//! What is done to an edition on its way: handed in, taken back, given up, masked, passed, signed, kept, approved, returned.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::Stop;
use publishing::DocumentRefusal;
use publishing::actions::{self, Approved, Judge, KeepFinding};
use publishing::queries::Work;
use serde::Deserialize;
use ui::dates;

use super::show::{Tried, page};
use super::{outlet, work_of};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/{id}/submit", post(submit))
        .route("/desk/documents/{id}/recall", post(recall))
        .route("/desk/documents/{id}/discard", post(discard))
        .route("/desk/documents/{id}/mask", post(mask))
        .route("/desk/documents/{id}/pass", post(pass))
        .route("/desk/documents/{id}/sign", post(sign))
        .route("/desk/documents/{id}/keep", post(keep))
        .route("/desk/documents/{id}/approve", post(approve))
        .route("/desk/documents/{id}/return", post(give_back))
}

#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    words: String,
    #[serde(default)]
    fingerprint: String,
    #[serde(default)]
    revision: String,
}

/// A form of the page: whose, on what, what was typed.
struct Sent {
    officer: Officer,
    work: Work,
    typed: Typed,
}

impl Sent {
    async fn of(desk: &Desk, id: &str, posted: Posted<Typed>) -> Result<Self, Snag> {
        let Posted { officer, form } = posted;
        let work = work_of(desk, &officer, id).await?;
        Ok(Self {
            officer,
            work,
            typed: form,
        })
    }

    fn judge(&self) -> Judge {
        Judge {
            edition: self.work.edition.id,
            words: self.typed.words.clone(),
        }
    }

    /// Says how it ended on the edition's page, or shows what was wrong at the form.
    async fn end(
        self,
        desk: &Desk,
        form: &'static str,
        outcome: Result<String, Stop<DocumentRefusal>>,
    ) -> Result<Response, Snag> {
        let id = self.work.edition.id.to_string();
        match outcome {
            Ok(says) => Ok(flash::go(desk, &format!("/desk/documents/{id}"), &says)),
            Err(stop) => {
                let tried = Tried {
                    form,
                    words: self.typed.words,
                    errors: Errors::of(stop)?,
                };
                page(desk, &self.officer, &id, tried).await
            }
        }
    }
}

async fn submit(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent.officer.actor.unit_officer(sent.work.document.unit)?;
    let what = (sent.work.edition.id, sent.typed.words.as_str());
    let who = (&right, desk.library.as_ref());
    let done = actions::submit(&desk.store, what, who, desk.now()).await;
    let outcome = done.map(|()| "已提交，等待科室负责人初审".to_owned());
    sent.end(&desk, "submit", outcome).await
}

async fn recall(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent.officer.actor.unit_officer(sent.work.document.unit)?;
    let what = (sent.work.edition.id, sent.typed.words.as_str());
    let done = actions::recall(&desk.store, what, &right, desk.now()).await;
    let outcome = done.map(|()| "已撤回，可以修改后重新提交".to_owned());
    sent.end(&desk, "recall", outcome).await
}

async fn discard(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent.officer.actor.unit_officer(sent.work.document.unit)?;
    let what = (sent.work.edition.id, sent.typed.words.as_str());
    let done = actions::discard(&desk.store, what, &right, desk.now()).await;
    let outcome = done.map(|()| "已废弃".to_owned());
    sent.end(&desk, "discard", outcome).await
}

async fn mask(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent.officer.actor.unit_officer(sent.work.document.unit)?;
    let revision = sent.typed.revision.parse().unwrap_or(0);
    let what = (sent.work.edition.id, revision);
    let done = actions::mask(&desk.store, what, &right, desk.now()).await;
    let outcome = done.map(|count| format!("已脱敏{count}处，附件请另行处理后重新上传"));
    sent.end(&desk, "mask", outcome).await
}

async fn pass(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent.officer.actor.unit_leader(sent.work.document.unit)?;
    let done = actions::pass(&desk.store, &sent.judge(), &right, desk.now()).await;
    let outcome = done.map(|()| "初审通过，转保密审查".to_owned());
    sent.end(&desk, "pass", outcome).await
}

async fn sign(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent
        .officer
        .actor
        .secrecy_reviewer(sent.work.document.unit)?;
    let done = actions::sign(&desk.store, &sent.judge(), &right, desk.now()).await;
    let outcome = done.map(|()| "已签署保密审查，转领导审批".to_owned());
    sent.end(&desk, "sign", outcome).await
}

async fn keep(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent
        .officer
        .actor
        .secrecy_reviewer(sent.work.document.unit)?;
    let command = KeepFinding {
        edition: sent.work.edition.id,
        fingerprint: sent.typed.fingerprint.clone(),
        reason: sent.typed.words.clone(),
    };
    let done = actions::keep_finding(&desk.store, &command, &right, desk.now()).await;
    let outcome = done.map(|()| "已记录保留理由".to_owned());
    sent.end(&desk, "keep", outcome).await
}

async fn approve(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let right = sent.officer.actor.approver(sent.work.document.unit)?;
    let what = (sent.work.edition.id, sent.typed.words.as_str());
    let when = (&outlet(&desk), desk.now());
    let done = actions::approve(&desk.store, what, &right, when).await;
    let outcome = done.map(|came| match came {
        Approved::Published => "已审批，现已公开".to_owned(),
        Approved::Scheduled(at) => format!("已审批，定于{}公开", dates::moment(at)),
        Approved::Filed => "已审批存档，不公开".to_owned(),
    });
    sent.end(&desk, "approve", outcome).await
}

async fn give_back(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let sent = Sent::of(&desk, &id, posted).await?;
    let done =
        actions::return_edition(&desk.store, &sent.judge(), &sent.officer.actor, desk.now()).await;
    let outcome = done.map(|()| "已退回起草人".to_owned());
    sent.end(&desk, "return", outcome).await
}
