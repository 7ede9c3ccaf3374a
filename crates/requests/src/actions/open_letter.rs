//! 打开告知书: a letter names who asks, so that whoever opens one leaves the same event as whoever looks at them.

use kernel::{Moment, RequestId, Stop, UnitOfficer, Vault};
use missive::Missive;
use store::{Store, params};

use super::act::{check_unit, record};
use crate::events::RequestEvent;
use crate::letter::{LetterSlot, Office};
use crate::queries;
use crate::refusal::RequestRefusal;
use crate::rows::{case_of, request_of};
use crate::sql;

/// Opens it, with whom it goes to.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn open_letter(
    store: &Store,
    (request, slot): (RequestId, LetterSlot),
    officer: &UnitOfficer,
    (vault, office, now): (&dyn Vault, &Office<'_>, Moment),
) -> Result<Missive, Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let row = tx
            .fetch_optional(sql::FIND_REQUEST, params![request])
            .await?;
        let found = row.as_ref().map(request_of).transpose()?;
        let found = found.ok_or(Stop::Refused(RequestRefusal::Unknown))?;
        let case = case_of(tx, found).await?;
        check_unit(&case, officer.unit())?;
        let letter = queries::find_letter(tx, (&case, slot), office).await?;
        let letter = letter.ok_or(Stop::Refused(RequestRefusal::LetterUnknown))?;
        let to = queries::open_addressee(tx, (&case, slot), vault).await?;
        let event = RequestEvent::IdentityOpened;
        record(tx, &case.request, &event, (officer.actor(), now)).await?;
        Ok(Missive { to, ..letter })
    })
}
