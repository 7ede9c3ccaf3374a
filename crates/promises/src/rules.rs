//! Decisions about promises: which act is allowed in which state, and what makes evidence good enough.
//!
//! Pure: no SQL, no async, no clock of its own. [`TRANSITIONS`] is the whole table of state and command; tests walk it, docs
//! print it. Who may act is proved by type at the actions, not here.

use kernel::{Date, Moment};

use crate::model::PromiseState;
use crate::refusal::PromiseRefusal;
use crate::wording::{cleaned, turns_direction};

/// A state without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateKind {
    /// Owed.
    Open,
    /// Kept.
    Kept,
    /// Released with a reason.
    Waived,
    /// Not owed.
    Void,
}

/// What can be done to a promise, without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandKind {
    /// 登记兑现.
    Keep,
    /// 补充证据.
    AddEvidence,
    /// 豁免.
    Waive,
    /// 作废.
    MakeVoid,
    /// 调整到期日 (a new calendar, a revised plan, another span).
    MoveDue,
}

/// What the table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Allowed; the promise is then in this state.
    Becomes(StateKind),
    /// Refused, with this code.
    Refused(&'static str),
}

impl StateKind {
    /// Every state.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Kept, Self::Waived, Self::Void];
}

impl CommandKind {
    /// Every command.
    pub const ALL: &'static [Self] = &[
        Self::Keep,
        Self::AddEvidence,
        Self::Waive,
        Self::MakeVoid,
        Self::MoveDue,
    ];

    /// Who may do it.
    pub fn right(self) -> &'static str {
        match self {
            Self::Keep | Self::AddEvidence => "责任单位经办人或政务公开办公室",
            Self::Waive | Self::MakeVoid | Self::MoveDue => "政务公开办公室",
        }
    }
}

use CommandKind::{AddEvidence, Keep, MakeVoid, MoveDue, Waive};
use StateKind::{Kept, Open, Void, Waived};
use Verdict::{Becomes, Refused};

/// State × command: everything that can be asked and what the answer is.
pub const TRANSITIONS: &[(StateKind, CommandKind, Verdict)] = &[
    (Open, Keep, Becomes(Kept)),
    (Open, AddEvidence, Refused("promises.not_kept_yet")),
    (Open, Waive, Becomes(Waived)),
    (Open, MakeVoid, Becomes(Void)),
    (Open, MoveDue, Becomes(Open)),
    (Kept, Keep, Refused("promises.already_kept")),
    (Kept, AddEvidence, Becomes(Kept)),
    (Kept, Waive, Refused("promises.already_kept")),
    (Kept, MakeVoid, Refused("promises.already_kept")),
    (Kept, MoveDue, Refused("promises.already_kept")),
    (Waived, Keep, Refused("promises.already_waived")),
    (Waived, AddEvidence, Refused("promises.already_waived")),
    (Waived, Waive, Refused("promises.already_waived")),
    (Waived, MakeVoid, Refused("promises.already_waived")),
    (Waived, MoveDue, Refused("promises.already_waived")),
    (Void, Keep, Refused("promises.already_void")),
    (Void, AddEvidence, Refused("promises.already_void")),
    (Void, Waive, Refused("promises.already_void")),
    (Void, MakeVoid, Refused("promises.already_void")),
    (Void, MoveDue, Refused("promises.already_void")),
];

/// Whether a command may be done in a state.
///
/// # Errors
/// Why not.
pub fn allow(state: &PromiseState, command: CommandKind) -> Result<(), PromiseRefusal> {
    match (state, command) {
        (PromiseState::Open, Keep | Waive | MakeVoid | MoveDue)
        | (PromiseState::Kept { .. }, AddEvidence) => Ok(()),
        (PromiseState::Open, AddEvidence) => Err(PromiseRefusal::NotKeptYet),
        (PromiseState::Kept { on, .. }, Keep | Waive | MakeVoid | MoveDue) => {
            Err(PromiseRefusal::AlreadyKept { on: *on })
        }
        (PromiseState::Waived { .. }, Keep | AddEvidence | Waive | MakeVoid | MoveDue) => {
            Err(PromiseRefusal::AlreadyWaived)
        }
        (PromiseState::Void { .. }, Keep | AddEvidence | Waive | MakeVoid | MoveDue) => {
            Err(PromiseRefusal::AlreadyVoid)
        }
    }
}

/// Evidence as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where the information stands.
    pub link: String,
    /// What the recorder adds; may be empty.
    pub note: String,
    /// The day on which the information became public.
    pub published_on: Date,
}

/// The promise's side of a decision about evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its state.
    pub state: PromiseState,
    /// The first day on which it could be kept.
    pub owed_from: Date,
}

/// Decides on keeping a promise. The day that counts is the one on which the information became public, for that is
/// what 《条例》第二十六条 asks; when it was recorded is kept beside it and shown.
///
/// # Errors
/// Why not.
pub fn keep(owed: &Owed, evidence: &Evidence, now: Moment) -> Result<PromiseState, PromiseRefusal> {
    allow(&owed.state, Keep)?;
    check_evidence(owed, evidence, now.date())?;
    Ok(PromiseState::Kept {
        on: evidence.published_on,
        at: now,
    })
}

/// Decides on adding evidence to a kept promise. The judgement does not move: it stands on what it was kept with.
///
/// # Errors
/// Why not.
pub fn add_evidence(owed: &Owed, evidence: &Evidence, today: Date) -> Result<(), PromiseRefusal> {
    allow(&owed.state, AddEvidence)?;
    check_evidence(owed, evidence, today)
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
    allow(state, Waive)?;
    let (reason, basis) = (checked_reason(reason)?, cleaned(basis));
    if basis.is_empty() {
        return Err(PromiseRefusal::BasisMissing);
    }
    if basis.chars().count() > 500 {
        return Err(PromiseRefusal::BasisTooLong);
    }
    Ok(PromiseState::Waived { on, reason, basis })
}

/// Decides on making void.
///
/// # Errors
/// Why not.
pub fn make_void(state: &PromiseState, reason: &str) -> Result<PromiseState, PromiseRefusal> {
    allow(state, MakeVoid)?;
    Ok(PromiseState::Void {
        reason: checked_reason(reason)?,
    })
}

fn checked_reason(reason: &str) -> Result<String, PromiseRefusal> {
    let reason = cleaned(reason);
    if reason.is_empty() {
        return Err(PromiseRefusal::ReasonMissing);
    }
    if reason.chars().count() > 1000 {
        return Err(PromiseRefusal::ReasonTooLong);
    }
    Ok(reason)
}

fn check_evidence(owed: &Owed, evidence: &Evidence, today: Date) -> Result<(), PromiseRefusal> {
    check_link(&evidence.link)?;
    if evidence.note.chars().count() > 1000 {
        return Err(PromiseRefusal::NoteTooLong);
    }
    if evidence.published_on > today {
        return Err(PromiseRefusal::PublishedInFuture {
            given: evidence.published_on,
            today,
        });
    }
    if evidence.published_on < owed.owed_from && evidence.note.trim().is_empty() {
        return Err(PromiseRefusal::PublishedBeforeOwed {
            given: evidence.published_on,
            owed_from: owed.owed_from,
        });
    }
    Ok(())
}

/// An address that a citizen can open: http or https, a host, nothing that breaks a line or a page.
fn check_link(link: &str) -> Result<(), PromiseRefusal> {
    if link.len() > 2000 {
        return Err(PromiseRefusal::LinkTooLong);
    }
    let scheme_end = link.find("://").unwrap_or(0);
    let (scheme, rest) = link.split_at(scheme_end);
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest
        .trim_start_matches("://")
        .split(['/', '?', '#'])
        .next()
        .unwrap_or("");
    let is_clean = !link
        .chars()
        .any(|c| breaks_line(c) || matches!(c, '<' | '>' | '"' | '\\' | '`'));
    // A name before the host (https://gov.example@evil.example) shows one site and opens another.
    if is_web && is_clean && !host.is_empty() && !host.starts_with(':') && !host.contains('@') {
        Ok(())
    } else {
        Err(PromiseRefusal::LinkNotHttp)
    }
}

fn breaks_line(c: char) -> bool {
    c.is_whitespace() || c.is_control() || turns_direction(c)
}

#[cfg(test)]
mod tests;
