//! 登记兑现: a unit shows that it kept a promise.
//!
//! Safe to send twice: the same evidence for the same promise answers as it did and adds nothing.

use kernel::{Date, EvidenceId, Moment, PromiseId, Stop, UnitOfficer};
use store::{Store, Tx, params};

use crate::actions::check_unit;
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::{PromiseState, Standing, standing};
use crate::refusal::PromiseRefusal;
use crate::rows::outcome_code;
use crate::rules::{self, Evidence, Owed};
use crate::sql;
use crate::wording::cleaned;

/// What is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Which promise.
    pub promise: PromiseId,
    /// What shows it.
    pub evidence: Evidence,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepOutcome {
    /// The evidence's id.
    pub evidence: EvidenceId,
    /// The day on which the information became public.
    pub kept_on: Date,
    /// Kept on time or late.
    pub standing: Standing,
}

/// Keeps a promise.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn keep(
    store: &Store,
    command: &Keep,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<KeepOutcome, Stop<PromiseRefusal>> {
    store::write!(store, |tx| keep_in(tx, command, officer, now).await)
}

/// The same within the caller's transaction: for keeping many at once.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn keep_in(
    tx: &mut Tx,
    command: &Keep,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<KeepOutcome, Stop<PromiseRefusal>> {
    let evidence = tidy(&command.evidence);
    let mut docket = Docket::begin(tx, officer.actor(), now).await?;
    let promise = docket
        .find(command.promise)
        .await?
        .ok_or(Stop::Refused(PromiseRefusal::Unknown))?;
    check_unit(officer, &promise)?;
    if let PromiseState::Kept { on, .. } = promise.state
        && let Some(known) = find_same(docket.tx(), command.promise, &evidence).await?
    {
        return Ok(KeepOutcome {
            evidence: known,
            kept_on: on,
            standing: standing(&promise.state, promise.due_on, now.date()),
        });
    }
    let owed = Owed {
        state: promise.state.clone(),
        owed_from: promise.owed_from,
    };
    let state = rules::keep(&owed, &evidence, now).map_err(Stop::Refused)?;
    let id = add(docket.tx(), command.promise, &evidence, (officer, now)).await?;
    let event = PromiseEvent::Kept {
        published_on: evidence.published_on,
        link: evidence.link,
        note: evidence.note,
        due_on: promise.due_on,
        outcome: outcome_code(&state, promise.due_on).to_owned(),
    };
    let kept = docket.close(&promise, state, event).await?;
    docket.finish().await?;
    Ok(KeepOutcome {
        evidence: id,
        kept_on: command.evidence.published_on,
        standing: standing(&kept.state, kept.due_on, now.date()),
    })
}

/// The same words without what cannot be seen.
pub(super) fn tidy(evidence: &Evidence) -> Evidence {
    Evidence {
        link: evidence.link.trim().to_owned(),
        note: cleaned(&evidence.note),
        published_on: evidence.published_on,
    }
}

/// The piece that says the same, where there is one.
pub(super) async fn find_same(
    tx: &mut Tx,
    promise: PromiseId,
    evidence: &Evidence,
) -> Result<Option<EvidenceId>, Stop<PromiseRefusal>> {
    let row = tx
        .fetch_optional(
            sql::FIND_EVIDENCE,
            params![promise, evidence.link, evidence.published_on],
        )
        .await?;
    Ok(row.map(|row| row.get("id")).transpose()?)
}

pub(super) async fn add(
    tx: &mut Tx,
    promise: PromiseId,
    evidence: &Evidence,
    (officer, now): (&UnitOfficer, Moment),
) -> Result<EvidenceId, Stop<PromiseRefusal>> {
    let id: EvidenceId = tx.new_id(now);
    tx.execute(
        sql::ADD_EVIDENCE,
        params![
            id,
            promise,
            evidence.link,
            evidence.note,
            evidence.published_on,
            now,
            officer.actor().name()
        ],
    )
    .await?;
    Ok(id)
}
