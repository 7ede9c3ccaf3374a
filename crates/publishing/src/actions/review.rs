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
    /// The opinion; must be there where something is returned.
    pub words: String,
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
        let reviewer = (leader.actor(), leader.unit());
        let (document, edition) = load_for_review(tx, command.edition, reviewer).await?;
        let step = Step {
            document: &document,
            edition: &edition,
            command: EditionCommand::Pass,
            words: &words,
        };
        step.take(tx, leader.actor(), now).await?;
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
        let who = (reviewer.actor(), reviewer.unit());
        let (document, edition) = load_for_review(tx, command.edition, who).await?;
        rules::after(edition.state, EditionCommand::Sign).map_err(Stop::Refused)?;
        // What units publish as their own may have changed since; the gate of today decides.
        super::submit::examine_anew(tx, &edition, now).await?;
        let kept = check_findings(tx, &edition).await?;
        let digest = digest_of(&edition);
        let actor = reviewer.actor();
        tx.execute(
            sql::SET_SIGNATURE,
            params![edition.id, digest, actor.name(), actor.account(), now],
        )
        .await?;
        let step = Step {
            document: &document,
            edition: &edition,
            command: EditionCommand::Sign,
            words: &words,
        };
        step.take(tx, actor, now).await?;
        let event = DocumentEvent::Signed {
            edition: edition.ordinal,
            digest,
            kept,
        };
        record(tx, &document, &event, (actor, now)).await?;
        Ok(())
    })
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
        let (document, edition) = load(tx, command.edition).await?;
        rules::after(edition.state, EditionCommand::Return).map_err(Stop::Refused)?;
        let acting = stage_holder(actor, &document, edition.state)?;
        check_not_drafter(&acting, &edition.drafter)
            .map_err(|it| Stop::Refused(DocumentRefusal::from(it)))?;
        let step = Step {
            document: &document,
            edition: &edition,
            command: EditionCommand::Return,
            words: &words,
        };
        step.take(tx, &acting, now).await?;
        Ok(())
    })
}

/// Who may return it where it stands: the actor as acting by that right.
fn stage_holder(
    actor: &Actor,
    document: &Document,
    state: EditionState,
) -> Result<Actor, Stop<DocumentRefusal>> {
    let unit = document.unit;
    let held = match state {
        EditionState::FirstReview => actor.unit_leader(unit).map(|it| it.actor().clone()),
        EditionState::SecrecyReview => actor.secrecy_reviewer(unit).map(|it| it.actor().clone()),
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
                state.label(),
            )));
        }
    };
    held.map_err(|it| Stop::Refused(it.into()))
}

/// An edition that somebody other than its drafter looks at for its unit.
pub(super) async fn load_for_review(
    tx: &mut Tx,
    id: EditionId,
    (actor, unit): (&Actor, UnitId),
) -> Result<(Document, Edition), Stop<DocumentRefusal>> {
    let (document, edition) = load(tx, id).await?;
    check_unit(unit, &document)?;
    check_not_drafter(actor, &edition.drafter)
        .map_err(|it| Stop::Refused(DocumentRefusal::from(it)))?;
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
