//! What is done to an edition on its way: handed in, taken back, given up, masked, passed, signed, kept, approved, returned.
//!
//! Each is a [`Verb`]: its address, the right that it needs, the action that it calls and what is said when it is done. One handler takes
//! them all from the edition's page; [`super::many`] takes some of them for many editions.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::{EditionId, NotAllowed, Stop, UnitId};
use publishing::DocumentRefusal;
use publishing::actions::{self, Approved, Judge, KeepFinding, PublishFirst};
use publishing::model::JointState;
use publishing::queries::Work;
use serde::Deserialize;
use ui::dates;

use super::show::ended;
use super::{outlet, work_of};
use crate::form::Posted;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Verb::ALL.iter().fold(Router::new(), |router, verb| {
        let path = format!("/desk/documents/{{id}}/{}", verb.path());
        let take =
            move |State(desk), Path(id): Path<String>, posted| act(desk, (id, *verb), posted);
        router.route(&path, post(take))
    })
}

/// An act on an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Submit,
    Recall,
    Discard,
    Mask,
    Replace,
    Pass,
    Sign,
    Keep,
    Countersign,
    Approve,
    PublishFirst,
    Ratify,
    Return,
}

/// What is typed into the forms of the acts.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    pub words: String,
    /// Editions that go the same step.
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub fingerprint: String,
    #[serde(default)]
    pub revision: String,
}

/// How an act ended: what is said, or why it was refused.
pub(super) type Outcome = Result<String, Stop<DocumentRefusal>>;

impl Verb {
    const ALL: &[Self] = &[
        Self::Submit,
        Self::Recall,
        Self::Discard,
        Self::Mask,
        Self::Replace,
        Self::Pass,
        Self::Sign,
        Self::Keep,
        Self::Countersign,
        Self::Approve,
        Self::PublishFirst,
        Self::Ratify,
        Self::Return,
    ];

    /// The last part of its address, and the name of its form.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Recall => "recall",
            Self::Discard => "discard",
            Self::Mask => "mask",
            Self::Replace => "replace",
            Self::Pass => "pass",
            Self::Sign => "sign",
            Self::Keep => "keep",
            Self::Countersign => "countersign",
            Self::Approve => "approve",
            Self::PublishFirst => "publish-first",
            Self::Ratify => "ratify",
            Self::Return => "return",
        }
    }

    /// Does it.
    ///
    /// # Errors
    /// Where the officer does not hold the right for the unit.
    pub(super) async fn perform(
        self,
        desk: &Desk,
        (officer, work): (&Officer, &Work),
        typed: &Typed,
    ) -> Result<Outcome, NotAllowed> {
        let (actor, unit) = (&officer.actor, work.document.unit);
        let (store, now) = (&desk.store, desk.now());
        let judge = Judge {
            edition: work.edition.id,
            together: ids_of(&typed.with),
            words: typed.words.clone(),
        };
        Ok(match self {
            Self::Submit => {
                let who = (&actor.unit_officer(unit)?, desk.library.as_ref());
                let done = actions::submit(store, &judge, who, now).await;
                done.map(|()| "已提交，等待科室负责人初审".to_owned())
            }
            Self::Recall => {
                let done = actions::recall(store, &judge, &actor.unit_officer(unit)?, now).await;
                done.map(|()| "已撤回，可以修改后重新提交".to_owned())
            }
            Self::Discard => {
                let done = actions::discard(store, &judge, &actor.unit_officer(unit)?, now).await;
                done.map(|()| "已废弃".to_owned())
            }
            Self::Mask => {
                let what = (work.edition.id, typed.revision.parse().unwrap_or(0));
                let done = actions::mask(store, what, &actor.unit_officer(unit)?, now).await;
                done.map(|count| format!("已脱敏{count}处，附件请另行处理后重新上传"))
            }
            Self::Replace => {
                let what = (work.edition.id, typed.revision.parse().unwrap_or(0));
                let right = actor.unit_officer(unit)?;
                let done = actions::replace_expressions(store, what, &right, now).await;
                done.map(|count| format!("已按规范用语替换{count}处，附件请另行修改后重新上传"))
            }
            Self::Pass => {
                let done = actions::pass(store, &judge, &actor.unit_leader(unit)?, now).await;
                done.map(|()| "初审通过，转保密审查".to_owned())
            }
            Self::Sign => {
                let done = actions::sign(store, &judge, &actor.secrecy_reviewer(unit)?, now).await;
                let next = match work.edition.joint.is_empty() {
                    true => "已签署保密审查，转领导审批",
                    false => "已签署保密审查，转联合发文单位会签",
                };
                done.map(|()| next.to_owned())
            }
            Self::Keep => {
                let command = KeepFinding {
                    edition: work.edition.id,
                    fingerprint: typed.fingerprint.clone(),
                    reason: typed.words.clone(),
                };
                let reviewer = actor.secrecy_reviewer(unit)?;
                let done = actions::keep_finding(store, &command, &reviewer, now).await;
                done.map(|()| "已记录保留理由".to_owned())
            }
            Self::Countersign => {
                let signer = actor.approver(signing_unit(officer, work).unwrap_or(unit))?;
                let done = actions::countersign(store, &judge, &signer, now).await;
                done.map(|()| "已会签".to_owned())
            }
            Self::PublishFirst => {
                let command = PublishFirst {
                    edition: work.edition.id,
                    reason: typed.words.clone(),
                };
                let when = (&outlet(desk), now);
                let leader = actor.unit_leader(unit)?;
                let done = actions::publish_first(store, &command, &leader, when).await;
                done.map(|()| "已先行公开，请按时补办审批".to_owned())
            }
            Self::Ratify => {
                let when = (&outlet(desk), now);
                let done = actions::ratify(store, &judge, &actor.approver(unit)?, when).await;
                done.map(|()| "已补办审批".to_owned())
            }
            Self::Approve => {
                let when = (&outlet(desk), now);
                let done = actions::approve(store, &judge, &actor.approver(unit)?, when).await;
                done.map(says)
            }
            Self::Return => {
                let done = actions::return_edition(store, &judge, actor, now).await;
                done.map(|()| "已退回起草人".to_owned())
            }
        })
    }
}

/// The unit for which somebody signs along: the first that is asked and whose leader they are.
pub(super) fn signing_unit(officer: &Officer, work: &Work) -> Option<UnitId> {
    let asked = work.edition.joint.iter();
    let mut asked = asked.filter(|it| it.state == JointState::Asked);
    let mine = asked.find(|it| officer.actor.approver(it.unit).is_ok());
    mine.map(|it| it.unit)
}

fn ids_of(typed: &[String]) -> Vec<EditionId> {
    typed.iter().filter_map(|it| it.parse().ok()).collect()
}

fn says(came: Approved) -> String {
    match came {
        Approved::Published => "已审批，现已公开".to_owned(),
        Approved::Scheduled(at) => format!("已审批，定于{}公开", dates::moment(at)),
        Approved::Filed => "已审批存档，不公开".to_owned(),
    }
}

/// Says how it ended on the edition's page, or shows what was wrong at the form.
async fn act(
    desk: Desk,
    (id, verb): (String, Verb),
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let id = work.edition.id.to_string();
    let outcome = verb.perform(&desk, (&officer, &work), &form).await?;
    ended(&desk, (&officer, &id), (verb.path(), form.words), outcome).await
}
