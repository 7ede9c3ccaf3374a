//! 备案审查 of what another site sent: registered, returned, objected to or declined by the same table as any filing, and answered.

use kernel::{Actor, Approver, Fault, FilingId, Moment, Stop, UnitId, UnitOfficer};
use ledger::Signer;
use store::{Store, Tx, params};

use super::queries::{find, list_steps};
use super::{Received, ReceivedEvent, note, sql};
use crate::actions::check_unit;
use crate::filing::exchange::Answer;
use crate::filing::judge::{JudgeFiling, Prepared, prepare};
use crate::filing::model::FilingState;
use crate::filing::refusal::FilingRefusal;
use crate::filing::rules::{self, FilingCommand};
use crate::filing::{digest_of, sql as own_sql};

/// 予以备案.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn register_received(
    store: &Store,
    command: &JudgeFiling,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<FilingRefusal>> {
    let who = (officer.actor(), officer.unit());
    judge(store, (command, FilingCommand::Register), who, now).await
}

/// 退回补正.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn return_received(
    store: &Store,
    command: &JudgeFiling,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<FilingRefusal>> {
    let who = (officer.actor(), officer.unit());
    judge(store, (command, FilingCommand::Return), who, now).await
}

/// 提出审查意见.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn object_received(
    store: &Store,
    command: &JudgeFiling,
    leader: &Approver,
    now: Moment,
) -> Result<(), Stop<FilingRefusal>> {
    let who = (leader.actor(), leader.unit());
    judge(store, (command, FilingCommand::Object), who, now).await
}

/// 不予备案.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn decline_received(
    store: &Store,
    command: &JudgeFiling,
    leader: &Approver,
    now: Moment,
) -> Result<(), Stop<FilingRefusal>> {
    let who = (leader.actor(), leader.unit());
    judge(store, (command, FilingCommand::Decline), who, now).await
}

async fn judge(
    store: &Store,
    (command, verb): (&JudgeFiling, FilingCommand),
    (actor, unit): (&Actor, UnitId),
    now: Moment,
) -> Result<(), Stop<FilingRefusal>> {
    let prepared = prepare(command, verb).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let found = find(tx, command.filing).await?;
        let filing = found.ok_or(Stop::Refused(FilingRefusal::Unknown))?;
        check_unit(unit, filing.receiver_unit)?;
        let next = rules::after(filing.state, verb).map_err(Stop::Refused)?;
        tx.execute(sql::SET_STATE, params![filing.id, next.code(), now])
            .await?;
        if next == FilingState::Registered {
            enter(tx, &filing, &prepared, now).await?;
        }
        let event = ReceivedEvent::Answered {
            command: verb.code().to_owned(),
            round: filing.round,
            words_digest: digest_of(&[&prepared.words]),
            register_number: prepared.register_number.clone(),
        };
        let step = (&filing, verb, prepared.words.as_str());
        note(tx, step, &event, (actor, now)).await?;
        Ok(())
    })
}

/// The number under which it is registered, never another's of the same unit.
async fn enter(
    tx: &mut Tx,
    filing: &Received,
    prepared: &Prepared,
    now: Moment,
) -> Result<(), Stop<FilingRefusal>> {
    let number = &prepared.register_number;
    check_free(tx, (filing.id, filing.receiver_unit), number).await?;
    tx.execute(sql::SET_REGISTER, params![filing.id, number, now.date()])
        .await?;
    Ok(())
}

/// A number is given once by a unit, to its own site's filings and to others'.
pub(crate) async fn check_free(
    tx: &mut Tx,
    (filing, receiver): (FilingId, UnitId),
    number: &str,
) -> Result<(), Stop<FilingRefusal>> {
    for statement in [own_sql::FIND_REGISTERED, sql::FIND_REGISTERED] {
        let taken = tx
            .fetch_optional(statement, params![receiver, number])
            .await?;
        let other = taken.map(|row| row.get::<FilingId>("id")).transpose()?;
        if other.is_some_and(|it| it != filing) {
            return Err(Stop::Refused(FilingRefusal::NumberTaken(number.to_owned())));
        }
    }
    Ok(())
}

/// The newest answer to a filing, signed; `None` before there is one.
///
/// # Errors
/// The engine's fault, or that it cannot be signed.
pub async fn answer_of(
    tx: &mut Tx,
    filing: &Received,
    (site, signer): (&str, &dyn Signer),
) -> Result<Option<String>, Fault> {
    if filing.state == FilingState::Sent {
        return Ok(None);
    }
    let steps = list_steps(tx, filing.id).await?;
    let Some(step) = steps.last() else {
        return Ok(None);
    };
    let is_registered = filing.state == FilingState::Registered;
    let answer = Answer {
        key: signer.verifier().text(),
        site: site.to_owned(),
        receiver: filing.receiver.clone(),
        filing: filing.sender_filing.clone(),
        round: filing.round,
        digest: filing.digest.clone(),
        command: step.command.code().to_owned(),
        words: step.words.clone(),
        register_number: match is_registered {
            true => filing.register_number.clone(),
            false => String::new(),
        },
        registered_on: filing.registered_on.filter(|_| is_registered),
        answered_at: step.at,
    };
    let note = answer.sign(signer);
    let note = note.map_err(|cause| Fault::caused("signing an answer", cause))?;
    Ok(Some(note.to_string()))
}
