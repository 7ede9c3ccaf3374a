//! 初审、保密审查、退回: each stage by whoever holds it, never by the drafter.
//!
//! The secrecy officer signs a digest of all that is to become public (《条例》第十七条). What the gate holds to be grave must be gone or
//! kept by a stated reason before.

use kernel::{Actor, EditionId, Moment, SecrecyReviewer, Stop, UnitId, UnitLeader};
use store::{Store, Tx, params};

use super::{Step, check_unit, load, record};
use crate::digest::digest_of;
use crate::events::DocumentEvent;
use crate::examine::Gravity;
use crate::model::{Document, Edition, EditionState};
use crate::rules::{self, Demand, EditionCommand, check_not_drafter};
use crate::{DocumentRefusal, sql};

/// What a reviewer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Which edition.
    pub edition: EditionId,
    /// Editions that go the same step in the same transaction, as a policy and its interpretation do (同步审签): all of them, or none.
    pub together: Vec<EditionId>,
    /// The opinion; must be there where something is returned.
    pub words: String,
}

impl Judge {
    /// On one edition.
    pub fn of(edition: EditionId, words: impl Into<String>) -> Self {
        Self {
            edition,
            together: Vec::new(),
            words: words.into(),
        }
    }

    /// Every edition, each once.
    pub(super) fn editions(&self) -> Vec<EditionId> {
        let mut all = vec![self.edition];
        for id in &self.together {
            if !all.contains(id) {
                all.push(*id);
            }
        }
        all
    }

    /// A refusal as it is told: of one that goes along with its title.
    pub(super) fn told(
        &self,
        edition: &Edition,
        stop: Stop<DocumentRefusal>,
    ) -> Stop<DocumentRefusal> {
        match stop {
            Stop::Refused(why) if edition.id != self.edition => {
                Stop::Refused(DocumentRefusal::Together {
                    title: edition.metadata.title.clone(),
                    why: Box::new(why),
                })
            }
            other => other,
        }
    }
}

/// 初审通过.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn pass(
    store: &Store,
    command: &Judge,
    leader: &UnitLeader,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        for id in command.editions() {
            let (document, edition) = load(tx, id).await?;
            let step = Step {
                document: &document,
                edition: &edition,
                command: EditionCommand::Pass,
                words: &words,
            };
            let passed = async {
                check_reviewer((&document, &edition), leader.actor(), leader.unit())?;
                step.take(tx, leader.actor(), now).await
            };
            passed.await.map_err(|stop| command.told(&edition, stop))?;
        }
        Ok(())
    })
}

/// 保密审查通过: signs what is to become public.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn sign(
    store: &Store,
    command: &Judge,
    reviewer: &SecrecyReviewer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        for id in command.editions() {
            let (document, edition) = load(tx, id).await?;
            sign_in(tx, (&document, &edition, &words), reviewer, now)
                .await
                .map_err(|stop| command.told(&edition, stop))?;
        }
        Ok(())
    })
}

async fn sign_in(
    tx: &mut Tx,
    (document, edition, words): (&Document, &Edition, &str),
    reviewer: &SecrecyReviewer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let actor = reviewer.actor();
    check_reviewer((document, edition), actor, reviewer.unit())?;
    let command = if edition.joint.is_empty() {
        EditionCommand::Sign
    } else {
        EditionCommand::SignJointly
    };
    rules::after(edition.state, command).map_err(Stop::Refused)?;
    // What units publish as their own may have changed since; the gate of today decides.
    super::submit::examine_anew(tx, edition, now).await?;
    let kept = check_findings(tx, edition).await?;
    let digest = digest_of(edition);
    tx.execute(
        sql::SET_SIGNATURE,
        params![edition.id, digest, actor.name(), actor.account(), now],
    )
    .await?;
    let step = Step {
        document,
        edition,
        command,
        words,
    };
    step.take(tx, actor, now).await?;
    super::joint::ask(tx, edition.id, now).await?;
    let event = DocumentEvent::Signed {
        edition: edition.ordinal,
        digest,
        kept,
    };
    record(tx, document, &event, (actor, now)).await?;
    Ok(())
}

/// 退回: at whichever stage it stands, by whoever holds that stage.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn return_edition(
    store: &Store,
    command: &Judge,
    actor: &Actor,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Required).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        for id in command.editions() {
            let (document, edition) = load(tx, id).await?;
            let step = Step {
                document: &document,
                edition: &edition,
                command: EditionCommand::Return,
                words: &words,
            };
            let returned = async {
                rules::after(edition.state, EditionCommand::Return).map_err(Stop::Refused)?;
                let acting = stage_holder(actor, (&document, &edition))?;
                check_not_drafter(&acting, &edition.drafter)
                    .map_err(|it| Stop::Refused(DocumentRefusal::from(it)))?;
                step.take(tx, &acting, now).await
            };
            returned
                .await
                .map_err(|stop| command.told(&edition, stop))?;
        }
        Ok(())
    })
}

/// Who may return it where it stands, and remark on it: the actor as acting by that right.
pub(super) fn stage_holder(
    actor: &Actor,
    (document, edition): (&Document, &Edition),
) -> Result<Actor, Stop<DocumentRefusal>> {
    let unit = document.unit;
    let held = match edition.state {
        EditionState::FirstReview => actor.unit_leader(unit).map(|it| it.actor().clone()),
        EditionState::SecrecyReview => actor.secrecy_reviewer(unit).map(|it| it.actor().clone()),
        EditionState::Countersigning => super::joint::holder(actor, (document, edition)),
        EditionState::Approval | EditionState::Scheduled => {
            actor.approver(unit).map(|it| it.actor().clone())
        }
        EditionState::Draft
        | EditionState::Returned
        | EditionState::Filed
        | EditionState::Published
        | EditionState::Superseded
        | EditionState::Withdrawn
        | EditionState::Discarded => {
            return Err(Stop::Refused(DocumentRefusal::NotAtThisStage(
                edition.state.label(),
            )));
        }
    };
    held.map_err(|it| Stop::Refused(it.into()))
}

/// Somebody other than its drafter looks at an edition, for its unit.
pub(super) fn check_reviewer(
    (document, edition): (&Document, &Edition),
    actor: &Actor,
    unit: UnitId,
) -> Result<(), Stop<DocumentRefusal>> {
    check_unit(unit, document.unit)?;
    check_not_drafter(actor, &edition.drafter)
        .map_err(|it| Stop::Refused(DocumentRefusal::from(it)))
}

/// An edition that somebody other than its drafter looks at for its unit.
pub(super) async fn load_for_review(
    tx: &mut Tx,
    id: EditionId,
    (actor, unit): (&Actor, UnitId),
) -> Result<(Document, Edition), Stop<DocumentRefusal>> {
    let (document, edition) = load(tx, id).await?;
    check_reviewer((&document, &edition), actor, unit)?;
    Ok((document, edition))
}

/// Grave findings are gone or kept by a reason; how many are kept.
async fn check_findings(tx: &mut Tx, edition: &Edition) -> Result<u64, Stop<DocumentRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_FINDINGS, params![edition.id])
        .await?;
    let (mut open, mut kept) = (0, 0);
    for row in &rows {
        let is_grave = row.get::<String>("severity")? == Gravity::Block.code();
        let is_kept = !row.get::<String>("keep_reason")?.is_empty();
        match (is_kept, is_grave) {
            (true, _) => kept += 1,
            (false, true) => open += 1,
            (false, false) => {}
        }
    }
    if open > 0 {
        return Err(Stop::Refused(DocumentRefusal::FindingsOpen(open)));
    }
    Ok(kept)
}
