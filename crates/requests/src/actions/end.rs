//! 不再处理: the asker was told what to supplement or to pay, and the last day for it is over.

use calendar::{Calendar, Date};
use kernel::{Moment, Stop, UnitOfficer};
use store::Store;

use super::act::{Act, Seen, check_unit};
use crate::events::RequestEvent;
use crate::outcome::Outcome;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_words};

/// Ends a request that nobody supplemented (第三十条). The words tell why no good reason for it is seen.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn end_unsupplied(
    store: &Store,
    (seen, words): (Seen, &str),
    officer: &UnitOfficer,
    by: (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let how = (RequestCommand::EndUnsupplied, Outcome::NotSupplemented);
    end(store, (seen, words, how), officer, by).await
}

/// Ends a request whose fee nobody paid (国办函〔2020〕109号).
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn end_unpaid(
    store: &Store,
    (seen, words): (Seen, &str),
    officer: &UnitOfficer,
    by: (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let how = (RequestCommand::EndUnpaid, Outcome::FeeUnpaid);
    end(store, (seen, words, how), officer, by).await
}

async fn end(
    store: &Store,
    (seen, words, (command, outcome)): (Seen, &str, (RequestCommand, Outcome)),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = check_words(("words", "终止办理的说明"), words).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, command).await?;
        check_unit(&act.case, officer.unit())?;
        let last = last_day_of(&act, outcome)?;
        if now.date() <= last {
            return Err(Stop::Refused(RequestRefusal::NotYetOver(last)));
        }
        act.end(outcome, now.date());
        let event = RequestEvent::Ended {
            outcome: outcome.code(),
        };
        act.keep(tx, (&words, event), (officer.actor(), now, calendar))
            .await
    })
}

/// The last day of what the asker was told to do.
fn last_day_of(act: &Act, outcome: Outcome) -> Result<Date, Stop<RequestRefusal>> {
    let last = match outcome {
        Outcome::FeeUnpaid => act.case.fee.as_ref().map(|it| it.due_on),
        _ => act.case.supplement.as_ref().map(|it| it.due_on),
    };
    last.ok_or(Stop::Refused(RequestRefusal::Changed))
}
