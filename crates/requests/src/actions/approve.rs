//! 签发: the leader signs the letter under its number.

use calendar::Calendar;
use kernel::{Approver, Moment, Stop};
use store::{Store, params};

use super::act::{Act, Seen, check_not_drafter, check_unit, digest_of};
use crate::events::RequestEvent;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_words};
use crate::sql;

/// Signs it under a number that no other letter has.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn approve(
    store: &Store,
    (seen, letter_number): (Seen, &str),
    approver: &Approver,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let number = check_words(("letter_number", "告知书文号"), letter_number);
    let number = number.map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Approve).await?;
        check_unit(&act.case, approver.unit())?;
        check_not_drafter(&act.case, approver.actor())?;
        let taken = tx.fetch_optional(sql::FIND_LETTER, params![number]).await?;
        if taken.is_some() {
            return Err(Stop::Refused(RequestRefusal::LetterNumberTaken));
        }
        let Some(decision) = act.case.decision.as_mut() else {
            return Err(Stop::Refused(RequestRefusal::Changed));
        };
        decision.letter_number = Some(number.clone());
        let outcome = decision.outcome;
        let actor = approver.actor();
        let values = params![act.id(), actor.name(), now, number];
        tx.execute(sql::APPROVE_DECISION, values).await?;
        act.case.request.outcome = Some(outcome);
        let event = RequestEvent::Approved {
            outcome: outcome.code(),
            letter_number: number.clone(),
            digest: digest_of(&act.case),
        };
        act.keep(tx, (&number, event), (actor, now, calendar)).await
    })
}
