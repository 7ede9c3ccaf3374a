//! 请示: a clerk asks a leader to sign a nil return; the open-government office asks an approver for a waiver or another due day.
//!
//! Nothing changes before somebody else has decided; the promise goes on being owed, and its clock runs.

use calendar::{Calendar, Span};
use kernel::{
    Actor, Moment, OpenGovernmentOffice, PromiseId, ProposalId, Right, Role, Stop, UnitId,
    UnitOfficer,
};
use store::{Store, Tx, params};

use crate::actions::check_unit;
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::{Promise, WaitsFor};
use crate::refusal::PromiseRefusal;
use crate::rules::{self, Lengthening};
use crate::work::{ProposalKind, set_wait, sql};

/// There was nothing to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeNilReturn {
    /// For which promise.
    pub promise: PromiseId,
    /// Why there was nothing; the public reads it once it is signed.
    pub reason: String,
}

/// A unit is to be released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeWaiver {
    /// From which promise.
    pub promise: PromiseId,
    /// Why.
    pub reason: String,
    /// What allows it.
    pub basis: String,
}

/// A due day is to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeMove {
    /// Of which promise.
    pub promise: PromiseId,
    /// How much longer.
    pub by: Span,
    /// Why.
    pub reason: String,
    /// What allows it.
    pub basis: String,
}

/// Proposes a nil return, for a leader of the unit to sign.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn propose_nil_return(
    store: &Store,
    command: &ProposeNilReturn,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<ProposalId, Stop<PromiseRefusal>> {
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, officer.actor(), now).await?;
        let promise = docket.find_for_hand(command.promise).await?;
        check_unit(officer, &promise)?;
        let reason = rules::propose_nil_return(&promise, &command.reason, now.date())
            .map_err(Stop::Refused)?;
        let asked = Asked {
            kind: ProposalKind::NilReturn,
            deciding_unit: promise.unit_id,
            reason,
            basis: String::new(),
            span: None,
        };
        let id = ask(&mut docket, &promise, asked, (officer.actor(), now)).await?;
        docket.finish().await?;
        Ok(id)
    })
}

/// Proposes a waiver, for an approver of the office's unit to decide.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn propose_waiver(
    store: &Store,
    command: &ProposeWaiver,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<ProposalId, Stop<PromiseRefusal>> {
    store::write!(store, |tx| propose_waiver_in(tx, command, office, now)
        .await)
}

/// The same within the caller's transaction.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn propose_waiver_in(
    tx: &mut Tx,
    command: &ProposeWaiver,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<ProposalId, Stop<PromiseRefusal>> {
    let mut docket = Docket::begin(tx, office.actor(), now).await?;
    let promise = docket.find_for_hand(command.promise).await?;
    let words = (command.reason.as_str(), command.basis.as_str());
    let (reason, basis) = rules::propose_waiver(&promise.state, words).map_err(Stop::Refused)?;
    let asked = Asked {
        kind: ProposalKind::Waiver,
        deciding_unit: unit_of_office(office.actor())?,
        reason,
        basis,
        span: None,
    };
    let id = ask(&mut docket, &promise, asked, (office.actor(), now)).await?;
    docket.finish().await?;
    Ok(id)
}

/// Proposes another due day. The clock is tried at once, so that nobody asks for what it would not take.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn propose_move(
    store: &Store,
    command: &ProposeMove,
    office: &OpenGovernmentOffice,
    (calendar, now): (&Calendar, Moment),
) -> Result<ProposalId, Stop<PromiseRefusal>> {
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, office.actor(), now).await?;
        let promise = docket.find_for_hand(command.promise).await?;
        let words = (command.reason.as_str(), command.basis.as_str());
        rules::allow(&promise.state, rules::CommandKind::ProposeMove).map_err(Stop::Refused)?;
        let (reason, basis) =
            rules::propose_waiver(&promise.state, words).map_err(Stop::Refused)?;
        let by = Lengthening {
            by: command.by,
            basis: &basis,
            told_on: now.date(),
            calendar,
        };
        rules::lengthen(&promise, by).map_err(Stop::Refused)?;
        let asked = Asked {
            kind: ProposalKind::Move,
            deciding_unit: unit_of_office(office.actor())?,
            reason,
            basis,
            span: Some(command.by),
        };
        let id = ask(&mut docket, &promise, asked, (office.actor(), now)).await?;
        docket.finish().await?;
        Ok(id)
    })
}

/// The unit for which somebody is the office: its approver decides.
fn unit_of_office(actor: &Actor) -> Result<UnitId, Stop<PromiseRefusal>> {
    let right = Right::OpenGovernmentOffice;
    let mut posts = actor.posts().iter();
    posts
        .find(|post| {
            post.role == Role::OpenGovernmentOffice && right.reach_for(post.role).is_some()
        })
        .map(|post| post.unit)
        .ok_or(Stop::Refused(PromiseRefusal::NoDecidingUnit))
}

/// What is asked for, checked.
struct Asked {
    kind: ProposalKind,
    deciding_unit: UnitId,
    reason: String,
    basis: String,
    span: Option<Span>,
}

async fn ask(
    docket: &mut Docket<'_>,
    promise: &Promise,
    asked: Asked,
    (actor, now): (&Actor, Moment),
) -> Result<ProposalId, Stop<PromiseRefusal>> {
    let waiting = docket
        .tx()
        .fetch_optional(sql::FIND_WAITING, params![promise.id])
        .await?;
    if waiting.is_some() {
        return Err(Stop::Refused(PromiseRefusal::ProposalWaits));
    }
    let id: ProposalId = docket.tx().new_id(now);
    docket
        .tx()
        .execute(
            sql::ADD_PROPOSAL,
            params![
                id,
                promise.id,
                asked.kind.code(),
                asked.deciding_unit,
                asked.reason,
                asked.basis,
                asked.span.map(|it| it.to_string()),
                actor.name(),
                actor.account(),
                now,
            ],
        )
        .await?;
    let waits_for = match asked.kind {
        ProposalKind::NilReturn => WaitsFor::Signature,
        ProposalKind::Waiver | ProposalKind::Move => WaitsFor::Decision,
    };
    set_wait(docket.tx(), promise.id, waits_for).await?;
    let event = PromiseEvent::Proposed {
        kind: asked.kind.code().to_owned(),
        reason: asked.reason,
        basis: asked.basis,
        span: asked.span.map(|it| format!("延长{}", it.describe())),
    };
    docket.record(promise, event).await?;
    Ok(id)
}
