//! 查看申请人身份信息: whoever sees who asked, unmasked, leaves an event of it.

use kernel::{Moment, RequestId, Stop, UnitOfficer, Vault};
use store::{Store, params};

use super::act::{check_unit, record};
use crate::case::Case;
use crate::events::RequestEvent;
use crate::model::Identity;
use crate::queries;
use crate::refusal::RequestRefusal;
use crate::rows::request_of;
use crate::sql;

/// Opens it.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn open_identity(
    store: &Store,
    request: RequestId,
    officer: &UnitOfficer,
    (vault, now): (&dyn Vault, Moment),
) -> Result<Identity, Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let row = tx
            .fetch_optional(sql::FIND_REQUEST, params![request])
            .await?;
        let found = row.as_ref().map(request_of).transpose()?;
        let found = found.ok_or(Stop::Refused(RequestRefusal::Unknown))?;
        check_unit(&Case::new(found.clone()), officer.unit())?;
        let identity = queries::open_identity(tx, request, vault).await?;
        let event = RequestEvent::IdentityOpened;
        record(tx, &found, &event, (officer.actor(), now)).await?;
        identity.ok_or(Stop::Refused(RequestRefusal::Unknown))
    })
}
