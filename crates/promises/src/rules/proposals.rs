//! Decisions about the way to a promise's end: progress, nil returns and waivers that one proposes and another decides, and
//! evidence that is returned.
//!
//! Pure. Whoever proposes does not decide; that is asked of the accounts at the actions.

use kernel::{Date, Moment};

use super::table::{CommandKind, allow};
use crate::model::{KeptBy, Promise, PromiseState};
use crate::refusal::PromiseRefusal;
use crate::wording::cleaned;

/// Progress as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// How far, 0..=100.
    pub percent: u8,
    /// In words; the public reads it.
    pub note: String,
    /// The day that the words speak of.
    pub stated_on: Date,
}

/// Decides on a report of progress. It may fall: the words say why.
///
/// # Errors
/// Why not.
pub fn report_progress(
    state: &PromiseState,
    progress: &Progress,
    today: Date,
) -> Result<Progress, PromiseRefusal> {
    allow(state, CommandKind::ReportProgress)?;
    if progress.percent > 100 {
        return Err(PromiseRefusal::PercentOutOfRange);
    }
    let note = cleaned(&progress.note);
    if note.is_empty() {
        return Err(PromiseRefusal::ProgressNoteMissing);
    }
    if note.chars().count() > 1000 {
        return Err(PromiseRefusal::NoteTooLong);
    }
    if progress.stated_on > today {
        return Err(PromiseRefusal::StatedInFuture {
            given: progress.stated_on,
            today,
        });
    }
    Ok(Progress {
        note,
        ..progress.clone()
    })
}

/// Decides on proposing a nil return: the reason, cleaned. There must have been a time to look at.
///
/// # Errors
/// Why not.
pub fn propose_nil_return(
    promise: &Promise,
    reason: &str,
    today: Date,
) -> Result<String, PromiseRefusal> {
    allow(&promise.state, CommandKind::ProposeNilReturn)?;
    if today < promise.owed_from {
        return Err(PromiseRefusal::PeriodNotBegun {
            owed_from: promise.owed_from,
        });
    }
    checked_reason(reason)
}

/// Decides on signing a nil return. What was asked for on a day counts for that day: a leader who signs later does not make it
/// late, and one who never signs leaves the promise open.
///
/// # Errors
/// Why not.
pub fn sign_nil_return(
    state: &PromiseState,
    proposed_on: Date,
    now: Moment,
) -> Result<PromiseState, PromiseRefusal> {
    allow(state, CommandKind::SignNilReturn)?;
    Ok(PromiseState::Kept {
        on: proposed_on,
        at: now,
        how: KeptBy::NilReturn,
    })
}

/// Decides on returning evidence: the reason, cleaned.
///
/// # Errors
/// Why not.
pub fn return_evidence(state: &PromiseState, reason: &str) -> Result<String, PromiseRefusal> {
    allow(state, CommandKind::ReturnEvidence)?;
    checked_reason(reason)
}

/// Decides on waiving.
///
/// # Errors
/// Why not.
pub fn waive(
    state: &PromiseState,
    on: Date,
    reason: &str,
    basis: &str,
) -> Result<PromiseState, PromiseRefusal> {
    allow(state, CommandKind::Waive)?;
    let (reason, basis) = (checked_reason(reason)?, checked_basis(basis)?);
    Ok(PromiseState::Waived { on, reason, basis })
}

/// Decides on making void.
///
/// # Errors
/// Why not.
pub fn make_void(state: &PromiseState, reason: &str) -> Result<PromiseState, PromiseRefusal> {
    allow(state, CommandKind::MakeVoid)?;
    Ok(PromiseState::Void {
        reason: checked_reason(reason)?,
    })
}

/// The words with which a waiver is proposed: reason and basis, cleaned.
///
/// # Errors
/// Why not.
pub fn propose_waiver(
    state: &PromiseState,
    (reason, basis): (&str, &str),
) -> Result<(String, String), PromiseRefusal> {
    allow(state, CommandKind::ProposeWaiver)?;
    Ok((checked_reason(reason)?, checked_basis(basis)?))
}

/// The words of a decision against a proposal, cleaned.
///
/// # Errors
/// Why not.
pub fn refuse_proposal(reason: &str) -> Result<String, PromiseRefusal> {
    checked_reason(reason)
}

pub(crate) fn checked_reason(reason: &str) -> Result<String, PromiseRefusal> {
    let reason = cleaned(reason);
    if reason.is_empty() {
        return Err(PromiseRefusal::ReasonMissing);
    }
    if reason.chars().count() > 1000 {
        return Err(PromiseRefusal::ReasonTooLong);
    }
    Ok(reason)
}

pub(super) fn checked_basis(basis: &str) -> Result<String, PromiseRefusal> {
    let basis = cleaned(basis);
    if basis.is_empty() {
        return Err(PromiseRefusal::BasisMissing);
    }
    if basis.chars().count() > 500 {
        return Err(PromiseRefusal::BasisTooLong);
    }
    Ok(basis)
}
