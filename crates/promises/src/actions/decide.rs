//! 签署与审批: a leader signs a nil return, an approver decides on a waiver or another due day. Never whoever asked for it.
//!
//! A move goes into the clock as an extension with its basis, so that the proof shows it; a refusal is closed with its reason.

use calendar::Calendar;
use kernel::{Actor, Approver, Moment, NotAllowed, ProposalId, Right, Stop, UnitId, UnitLeader};
use store::{Store, Tx, params};

use crate::docket::{Docket, DueMove};
use crate::events::PromiseEvent;
use crate::model::Promise;
use crate::refusal::PromiseRefusal;
use crate::rows::outcome_code;
use crate::rules::{self, Lengthening};
use crate::work::{
    Proposal, ProposalKind, ProposalState, proposal_of, role_of, set_wait, sql,
    wait_without_proposal,
};

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decide {
    /// On which proposal.
    pub proposal: ProposalId,
    /// How.
    pub ruling: Ruling,
}

/// How a proposal is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// Granted.
    Approve,
    /// Refused.
    Refuse {
        /// Why.
        reason: String,
    },
}

/// A leader signs a nil return or sends it back.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn sign_nil_return(
    store: &Store,
    command: &Decide,
    leader: &UnitLeader,
    now: Moment,
) -> Result<(), Stop<PromiseRefusal>> {
    store::write!(store, |tx| sign_nil_return_in(tx, command, leader, now)
        .await)
}

/// The same within the caller's transaction.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn sign_nil_return_in(
    tx: &mut Tx,
    command: &Decide,
    leader: &UnitLeader,
    now: Moment,
) -> Result<(), Stop<PromiseRefusal>> {
    let actor = leader.actor();
    let decider = Decider {
        actor,
        unit: leader.unit(),
        decided_as: role_of(actor, Right::UnitLeader, leader.unit()),
    };
    let mut docket = Docket::begin(tx, actor, now).await?;
    let (proposal, promise) = load(&mut docket, command.proposal, &decider).await?;
    if proposal.kind != ProposalKind::NilReturn {
        return Err(Stop::Refused(NotAllowed::ApproverOnly.into()));
    }
    if let Ruling::Refuse { reason } = &command.ruling {
        refuse(&mut docket, (&proposal, &promise), reason, (&decider, now)).await?;
        return Ok(docket.finish().await?);
    }
    let proposed_on = proposal.proposed_at.date();
    let state = rules::sign_nil_return(&promise.state, proposed_on, now).map_err(Stop::Refused)?;
    settle(
        &mut docket,
        &proposal,
        (ProposalState::Approved, ""),
        (&decider, now),
    )
    .await?;
    let event = PromiseEvent::NilReturnSigned {
        reason: proposal.reason,
        proposed_on,
        due_on: promise.due_on,
        signed_as: decider.decided_as.to_owned(),
        outcome: outcome_code(&state, promise.due_on).to_owned(),
    };
    docket.close(&promise, state, event).await?;
    Ok(docket.finish().await?)
}

/// An approver decides on a waiver or a move.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn decide_proposal(
    store: &Store,
    command: &Decide,
    approver: &Approver,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<PromiseRefusal>> {
    store::write!(store, |tx| decide_proposal_in(
        tx,
        command,
        approver,
        (calendar, now)
    )
    .await)
}

/// The same within the caller's transaction.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn decide_proposal_in(
    tx: &mut Tx,
    command: &Decide,
    approver: &Approver,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<PromiseRefusal>> {
    let actor = approver.actor();
    let decider = Decider {
        actor,
        unit: approver.unit(),
        decided_as: role_of(actor, Right::Approver, approver.unit()),
    };
    let mut docket = Docket::begin(tx, actor, now).await?;
    let (proposal, promise) = load(&mut docket, command.proposal, &decider).await?;
    if proposal.kind == ProposalKind::NilReturn {
        return Err(Stop::Refused(NotAllowed::UnitLeaderOnly.into()));
    }
    if let Ruling::Refuse { reason } = &command.ruling {
        refuse(&mut docket, (&proposal, &promise), reason, (&decider, now)).await?;
        return Ok(docket.finish().await?);
    }
    let by = (&decider, now);
    settle(&mut docket, &proposal, (ProposalState::Approved, ""), by).await?;
    match proposal.span {
        None => waive(&mut docket, (&proposal, &promise), by).await?,
        Some(span) => {
            let by = Lengthening {
                by: span,
                basis: &proposal.basis,
                told_on: now.date(),
                calendar,
            };
            move_due(&mut docket, (&proposal, &promise), by).await?;
        }
    }
    Ok(docket.finish().await?)
}

/// Who decides, for which unit, by which role.
struct Decider<'a> {
    actor: &'a Actor,
    unit: UnitId,
    decided_as: &'static str,
}

async fn load(
    docket: &mut Docket<'_>,
    id: ProposalId,
    decider: &Decider<'_>,
) -> Result<(Proposal, Promise), Stop<PromiseRefusal>> {
    let row = docket
        .tx()
        .fetch_optional(sql::FIND_PROPOSAL, params![id])
        .await?
        .ok_or(Stop::Refused(PromiseRefusal::ProposalUnknown))?;
    let proposal = proposal_of(&row)?;
    if proposal.deciding_unit != decider.unit {
        let refused = match proposal.kind {
            ProposalKind::NilReturn => NotAllowed::UnitLeaderOnly,
            ProposalKind::Waiver | ProposalKind::Move => NotAllowed::ApproverOnly,
        };
        return Err(Stop::Refused(refused.into()));
    }
    proposal
        .check_other(decider.actor)
        .map_err(|refused| Stop::Refused(refused.into()))?;
    if proposal.state != ProposalState::Waiting {
        return Err(Stop::Refused(PromiseRefusal::ProposalDecided));
    }
    let promise = docket.find_for_hand(proposal.promise).await?;
    Ok((proposal, promise))
}

async fn settle(
    docket: &mut Docket<'_>,
    proposal: &Proposal,
    (state, note): (ProposalState, &str),
    (decider, now): (&Decider<'_>, Moment),
) -> Result<(), Stop<PromiseRefusal>> {
    let changed = docket
        .tx()
        .execute(
            sql::DECIDE_PROPOSAL,
            params![
                proposal.id,
                state.code(),
                decider.actor.name(),
                decider.decided_as,
                now,
                note
            ],
        )
        .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Stop::Refused(PromiseRefusal::ProposalDecided))
    }
}

async fn refuse(
    docket: &mut Docket<'_>,
    (proposal, promise): (&Proposal, &Promise),
    reason: &str,
    (decider, now): (&Decider<'_>, Moment),
) -> Result<(), Stop<PromiseRefusal>> {
    let reason = rules::refuse_proposal(reason).map_err(Stop::Refused)?;
    settle(
        docket,
        proposal,
        (ProposalState::Refused, &reason),
        (decider, now),
    )
    .await?;
    set_wait(docket.tx(), promise.id, wait_without_proposal(promise)).await?;
    let event = PromiseEvent::ProposalRefused {
        kind: proposal.kind.code().to_owned(),
        reason,
        decided_as: decider.decided_as.to_owned(),
    };
    docket.record(promise, event).await?;
    Ok(())
}

async fn waive(
    docket: &mut Docket<'_>,
    (proposal, promise): (&Proposal, &Promise),
    (decider, now): (&Decider<'_>, Moment),
) -> Result<(), Stop<PromiseRefusal>> {
    let state = rules::waive(
        &promise.state,
        now.date(),
        &proposal.reason,
        &proposal.basis,
    )
    .map_err(Stop::Refused)?;
    let event = PromiseEvent::Waived {
        reason: proposal.reason.clone(),
        basis: proposal.basis.clone(),
        approved_by: Some(decider.decided_as.to_owned()),
    };
    docket.close(promise, state, event).await?;
    Ok(())
}

async fn move_due(
    docket: &mut Docket<'_>,
    (proposal, promise): (&Proposal, &Promise),
    by: Lengthening<'_>,
) -> Result<(), Stop<PromiseRefusal>> {
    let clock = rules::lengthen(promise, by).map_err(Stop::Refused)?;
    set_wait(docket.tx(), promise.id, wait_without_proposal(promise)).await?;
    let longer = by.by.describe();
    let to = DueMove {
        clock,
        due_basis: format!(
            "{}；经批准延长{longer}（{}）",
            promise.due_basis, proposal.basis
        ),
        owed_from: promise.owed_from,
        title: promise.title.clone(),
        why: format!(
            "经批准延长{longer}：{}。依据：{}",
            proposal.reason, proposal.basis
        ),
    };
    docket.move_due(promise, to, by.calendar).await?;
    Ok(())
}
