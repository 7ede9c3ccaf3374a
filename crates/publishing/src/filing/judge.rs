//! 备案审查: the unit above registers what was put on file, asks for more, objects to it, or says that it is none of that kind.
//!
//! Where that unit is not on this site it answers on paper, and the sender notes what it said.

use kernel::{Actor, Approver, Date, FilingId, Moment, Stop, UnitId, UnitOfficer};
use store::{Store, Tx, params};

use super::model::{Filing, FilingState};
use super::received::check_free;
use super::refusal::FilingRefusal;
use super::rules::{self, FilingCommand};
use super::{FilingEvent, Step, carried, digest_of, load, sql};
use crate::actions::oblige::{self, Obliged};
use crate::actions::publish::Outlet;
use crate::actions::{check_unit, load_document};
use crate::library::Occasion;

/// What is said of a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeFiling {
    /// Which.
    pub filing: FilingId,
    /// The opinion.
    pub words: String,
    /// 备案登记号, where it is registered.
    pub register_number: String,
}

/// 予以备案.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn register(
    store: &Store,
    command: &JudgeFiling,
    officer: &UnitOfficer,
    when: (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let who = (officer.actor(), officer.unit());
    judge(store, (command, FilingCommand::Register), who, when).await
}

/// 退回补正.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn return_filing(
    store: &Store,
    command: &JudgeFiling,
    officer: &UnitOfficer,
    when: (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let who = (officer.actor(), officer.unit());
    judge(store, (command, FilingCommand::Return), who, when).await
}

/// 提出审查意见: the document is to be mended or repealed.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn object(
    store: &Store,
    command: &JudgeFiling,
    leader: &Approver,
    when: (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let who = (leader.actor(), leader.unit());
    judge(store, (command, FilingCommand::Object), who, when).await
}

/// 不予备案.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn decline(
    store: &Store,
    command: &JudgeFiling,
    leader: &Approver,
    when: (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let who = (leader.actor(), leader.unit());
    judge(store, (command, FilingCommand::Decline), who, when).await
}

/// 登记书面意见: what a unit that is not on this site answered, as the sender notes it.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn note_outcome(
    store: &Store,
    (command, outcome): (&JudgeFiling, FilingCommand),
    officer: &UnitOfficer,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let prepared = prepare(command, outcome).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let filing = load(tx, command.filing).await?;
        check_unit(officer.unit(), filing.unit)?;
        if filing.receiver_unit.is_some() {
            return Err(Stop::Refused(FilingRefusal::AnsweredHere));
        }
        let what = (&filing, outcome, &prepared);
        judge_in(tx, what, officer.actor(), (outlet, now)).await
    })
}

async fn judge(
    store: &Store,
    (command, verb): (&JudgeFiling, FilingCommand),
    (actor, unit): (&Actor, UnitId),
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let prepared = prepare(command, verb).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let filing = load(tx, command.filing).await?;
        let Some(receiver) = filing.receiver_unit else {
            // Nobody of this site judges what a unit elsewhere judges.
            return Err(Stop::Refused(FilingRefusal::Unknown));
        };
        check_unit(unit, receiver)?;
        if actor.is_account(filing.sent_by) {
            return Err(Stop::Refused(FilingRefusal::OwnFiling));
        }
        judge_in(tx, (&filing, verb, &prepared), actor, (outlet, now)).await
    })
}

/// Words and number without what cannot be seen.
pub(super) struct Prepared {
    pub(super) words: String,
    pub(super) register_number: String,
    /// The day of the number; today where nobody elsewhere says another.
    pub(super) registered_on: Option<Date>,
    /// The name of the key that signed the answer, where it came from another site.
    pub(super) answered_by: Option<String>,
}

pub(super) fn prepare(
    command: &JudgeFiling,
    verb: FilingCommand,
) -> Result<Prepared, FilingRefusal> {
    let words = rules::check_words(&command.words, verb)?;
    let number = rules::check_line(("register_number", "备案登记号"), &command.register_number)?;
    if verb == FilingCommand::Register && number.is_empty() {
        return Err(FilingRefusal::NumberMissing);
    }
    Ok(Prepared {
        words,
        register_number: number,
        registered_on: None,
        answered_by: None,
    })
}

pub(super) async fn judge_in(
    tx: &mut Tx,
    (filing, verb, prepared): (&Filing, FilingCommand, &Prepared),
    actor: &Actor,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let step = Step {
        filing,
        command: verb,
        words: &prepared.words,
    };
    let event = event_of(filing, prepared, (verb, now.date()));
    let next = step.take(tx, &event, (actor, now)).await?;
    let occasion = match next {
        FilingState::Registered => return enter(tx, filing, prepared, now).await,
        FilingState::Returned => Occasion::FilingReturned,
        FilingState::Objected => Occasion::FilingObjected,
        FilingState::Sent | FilingState::Declined => return Ok(()),
    };
    let document = load_document(tx, filing.document).await;
    let document = document.map_err(carried)?;
    let obliged = Obliged {
        document: document.id,
        kind: &document.kind,
        unit: filing.unit,
        title: &filing.title,
        edition: Some(filing.round),
    };
    let when = (occasion, now.civil());
    let opened = oblige::open(tx, when, &obliged, (actor, outlet, now)).await;
    opened.map_err(carried)?;
    Ok(())
}

/// The number under which it is registered, never another's.
async fn enter(
    tx: &mut Tx,
    filing: &Filing,
    prepared: &Prepared,
    now: Moment,
) -> Result<(), Stop<FilingRefusal>> {
    let number = &prepared.register_number;
    if let Some(receiver) = filing.receiver_unit {
        check_free(tx, (filing.id, receiver), number).await?;
    }
    let day = prepared.registered_on.unwrap_or(now.date());
    tx.execute(sql::SET_REGISTER, params![filing.id, number, day])
        .await?;
    Ok(())
}

fn event_of(
    filing: &Filing,
    prepared: &Prepared,
    (verb, today): (FilingCommand, Date),
) -> FilingEvent {
    let words_digest = digest_of(&[&prepared.words]);
    let answered_by = prepared.answered_by.clone();
    match verb {
        FilingCommand::Return => FilingEvent::Returned {
            words_digest,
            answered_by,
        },
        FilingCommand::Object => FilingEvent::Objected {
            words_digest,
            answered_by,
        },
        FilingCommand::Decline => FilingEvent::Declined {
            words_digest,
            answered_by,
        },
        FilingCommand::Register
        | FilingCommand::Send
        | FilingCommand::Supplement
        | FilingCommand::Answer => FilingEvent::Registered {
            title: filing.title.clone(),
            receiver: filing.receiver.clone(),
            register_number: prepared.register_number.clone(),
            registered_on: prepared.registered_on.unwrap_or(today),
            answered_by,
        },
    }
}
