//! 接收备案答复: what the receiver's site signed acts as its judgement here.
//!
//! It counts only from the key that the configuration names for the organ the filing was sent to, and for the sending that it names; the same
//! answer twice is one.

use kernel::{FilingId, Moment, Stop, UnitOfficer};
use sha2::{Digest as _, Sha256};
use store::{Store, Tx, params};

use super::exchange::{Answer, MOST_BYTES, PackageRefusal, Partners};
use super::judge::{JudgeFiling, judge_in, prepare};
use super::model::Filing;
use super::refusal::FilingRefusal;
use super::rules::FilingCommand;
use super::{load, sql};
use crate::actions::check_unit;
use crate::actions::publish::Outlet;

/// Characters of an opinion at most.
const MOST_WORDS: usize = 50_000;

/// Takes an answer in; what was done.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn take_answer(
    store: &Store,
    (filing, bytes): (FilingId, &[u8]),
    (officer, partners): (&UnitOfficer, &Partners),
    (outlet, now): (&Outlet, Moment),
) -> Result<FilingCommand, Stop<FilingRefusal>> {
    let refused = |it: PackageRefusal| Stop::Refused(FilingRefusal::from(it));
    if bytes.len() > MOST_BYTES {
        return Err(refused(PackageRefusal::TooLarge));
    }
    let digest = hex::encode(Sha256::digest(bytes));
    store::write!(store, |tx| {
        let filing = load(tx, filing).await?;
        check_unit(officer.unit(), filing.unit)?;
        if filing.receiver_unit.is_some() {
            return Err(Stop::Refused(FilingRefusal::AnsweredHere));
        }
        let key = partners.receivers.get(&filing.receiver);
        let answer = Answer::open(bytes, key.map(String::as_str)).map_err(refused)?;
        let (verb, command) = read(&filing, &answer).map_err(refused)?;
        if is_known(tx, (&filing, &digest)).await? {
            return Ok(verb);
        }
        if (answer.round, &answer.digest) != (filing.round, &filing.digest) {
            return Err(refused(PackageRefusal::OtherRound(answer.round)));
        }
        let mut prepared = prepare(&command, verb).map_err(Stop::Refused)?;
        prepared.registered_on = answer.registered_on;
        prepared.answered_by = Some(name_of(&answer.key).to_owned());
        let what = (&filing, verb, &prepared);
        judge_in(tx, what, officer.actor(), (outlet, now)).await?;
        tx.execute(sql::SET_ANSWER, params![filing.id, digest])
            .await?;
        Ok(verb)
    })
}

/// What an answer to this filing says.
fn read(filing: &Filing, answer: &Answer) -> Result<(FilingCommand, JudgeFiling), PackageRefusal> {
    if answer.filing != filing.id.to_string() {
        return Err(PackageRefusal::OtherFiling);
    }
    let verb = match FilingCommand::from_code(&answer.command) {
        Some(
            it @ (FilingCommand::Register
            | FilingCommand::Return
            | FilingCommand::Object
            | FilingCommand::Decline),
        ) => it,
        _ => return Err(PackageRefusal::NotAnAnswer),
    };
    // What is registered has its day; and what is written must fit where it is kept.
    let is_dated = verb != FilingCommand::Register || answer.registered_on.is_some();
    let is_short = answer.words.chars().count() <= MOST_WORDS;
    if !is_dated || !is_short {
        return Err(PackageRefusal::NotAnAnswer);
    }
    let command = JudgeFiling {
        filing: filing.id,
        words: answer.words.clone(),
        register_number: answer.register_number.clone(),
    };
    Ok((verb, command))
}

async fn is_known(
    tx: &mut Tx,
    (filing, digest): (&Filing, &str),
) -> Result<bool, Stop<FilingRefusal>> {
    let known = tx
        .fetch_optional(sql::FIND_ANSWER, params![filing.id, digest])
        .await?;
    Ok(known.is_some())
}

/// The name of a key: what stands before its first `+`.
fn name_of(key: &str) -> &str {
    key.split('+').next().unwrap_or_default()
}
