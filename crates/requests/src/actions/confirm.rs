//! 确认收到、受理: the day of receipt is settled, and the request is taken up.

use calendar::{Calendar, Date};
use kernel::{Moment, Stop, UnitOfficer};
use store::Store;

use super::act::{Act, Seen, check_unit};
use crate::events::RequestEvent;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_receipt};

/// Settles the day of receipt (第三十一条); the clock of the reply begins.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn confirm(
    store: &Store,
    (seen, received_on): (Seen, Date),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Confirm).await?;
        check_unit(&act.case, officer.unit())?;
        let it = &act.case.request;
        check_receipt((it.channel, it.submitted_at), received_on, now.date())
            .map_err(Stop::Refused)?;
        act.case.request.received_on = Some(received_on);
        let event = RequestEvent::Confirmed { received_on };
        act.keep(tx, ("", event), (officer.actor(), now, calendar))
            .await
    })
}

/// Takes it up.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn accept(
    store: &Store,
    seen: Seen,
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let act = Act::begin(tx, seen, RequestCommand::Accept).await?;
        check_unit(&act.case, officer.unit())?;
        let by = (officer.actor(), now, calendar);
        act.keep(tx, ("", RequestEvent::Accepted), by).await
    })
}
