//! 移交: another unit answers. The day of receipt stays, so the clock goes on.

use calendar::Calendar;
use kernel::{Moment, OpenGovernmentOffice, Stop, UnitId};
use store::Store;

use super::act::{Act, Seen};
use super::submit::check_organ;
use crate::events::RequestEvent;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_words};

/// Hands it over.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn hand_over(
    store: &Store,
    (seen, to, words): (Seen, UnitId, &str),
    office: &OpenGovernmentOffice,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let words = check_words(("words", "移交的理由"), words).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::HandOver).await?;
        check_organ(tx, to, now).await?;
        let from = act.case.request.unit;
        if to == from {
            return Err(Stop::Refused(RequestRefusal::UnitUnknown));
        }
        act.case.request.unit = to;
        let event = RequestEvent::HandedOver { from, to };
        act.keep(tx, (&words, event), (office.actor(), now, calendar))
            .await
    })
}
