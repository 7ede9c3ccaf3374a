//! 审核、保密审查、退回: each stage by whoever holds it, never by the drafter.

use calendar::Calendar;
use kernel::{Actor, Approver, Moment, SecrecyReviewer, Stop, UnitId, UnitLeader};
use store::Store;

use super::act::{Act, Seen, check_not_drafter, check_unit, digest_of};
use crate::events::RequestEvent;
use crate::model::Stage;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_words};

/// 审核通过.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn pass(
    store: &Store,
    (seen, words): (Seen, &str),
    leader: &UnitLeader,
    by: (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let who = (leader.actor(), leader.unit());
    forward(store, (seen, words, RequestCommand::Pass), who, by).await
}

/// 保密审查通过: what is given may leave (第十七条).
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn sign(
    store: &Store,
    (seen, words): (Seen, &str),
    reviewer: &SecrecyReviewer,
    by: (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let who = (reviewer.actor(), reviewer.unit());
    forward(store, (seen, words, RequestCommand::Sign), who, by).await
}

async fn forward(
    store: &Store,
    (seen, words, command): (Seen, &str, RequestCommand),
    (actor, unit): (&Actor, UnitId),
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = promises::wording::cleaned(words);
    store::write!(store, |tx| {
        let act = Act::begin(tx, seen, command).await?;
        check_unit(&act.case, unit)?;
        check_not_drafter(&act.case, actor)?;
        let event = RequestEvent::Reviewed {
            stage: act.case.request.stage.code(),
            digest: digest_of(&act.case),
        };
        act.keep(tx, (&words, event), (actor, now, calendar)).await
    })
}

/// Who sends an answer back.
#[derive(Debug, Clone, Copy)]
pub enum Reviewer<'a> {
    /// At the review.
    Leader(&'a UnitLeader),
    /// At the review of secrecy.
    Secrecy(&'a SecrecyReviewer),
    /// Before it is signed.
    Approver(&'a Approver),
}

impl Reviewer<'_> {
    fn who(&self) -> (&Actor, UnitId, Stage) {
        match self {
            Self::Leader(it) => (it.actor(), it.unit(), Stage::Review),
            Self::Secrecy(it) => (it.actor(), it.unit(), Stage::SecrecyReview),
            Self::Approver(it) => (it.actor(), it.unit(), Stage::Approval),
        }
    }
}

/// 退回: the answer goes back with the reviewer's words.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn return_draft(
    store: &Store,
    (seen, words): (Seen, &str),
    reviewer: Reviewer<'_>,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = check_words(("words", "退回的意见"), words).map_err(Stop::Refused)?;
    let (actor, unit, at) = reviewer.who();
    store::write!(store, |tx| {
        let act = Act::begin(tx, seen, RequestCommand::Return).await?;
        check_unit(&act.case, unit)?;
        check_not_drafter(&act.case, actor)?;
        let stage = act.case.request.stage;
        if stage != at {
            let refused = RequestRefusal::NotAtThisStage(stage.label());
            return Err(Stop::Refused(refused));
        }
        let event = RequestEvent::Returned {
            stage: stage.code(),
        };
        act.keep(tx, (&words, event), (actor, now, calendar)).await
    })
}
