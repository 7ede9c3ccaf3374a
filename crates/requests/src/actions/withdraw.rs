//! 撤回申请: the asker takes it back, by the receipt or in writing.

use calendar::Calendar;
use kernel::{Moment, Stop};
use store::Store;

use super::act::{Act, Hand, Seen};
use crate::events::RequestEvent;
use crate::outcome::Outcome;
use crate::refusal::RequestRefusal;
use crate::rules::RequestCommand;

/// Takes it back.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn withdraw(
    store: &Store,
    (seen, words): (Seen, &str),
    hand: Hand<'_>,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = promises::wording::cleaned(words);
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Withdraw).await?;
        hand.check(&act.case)?;
        act.end(Outcome::Withdrawn, now.date());
        let event = RequestEvent::Ended {
            outcome: Outcome::Withdrawn.code(),
        };
        act.keep(tx, (&words, event), (hand.actor(), now, calendar))
            .await
    })
}
