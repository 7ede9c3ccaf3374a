//! 豁免: the open-government office releases a unit from a promise, in public, with a reason and a basis.

use kernel::{Moment, OpenGovernmentOffice, PromiseId, Stop};
use store::Store;

use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::refusal::PromiseRefusal;
use crate::rules;
use crate::wording::cleaned;

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waive {
    /// Which promise.
    pub promise: PromiseId,
    /// Why; the public reads it.
    pub reason: String,
    /// The article or document that allows it.
    pub basis: String,
}

/// Waives a promise.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn waive(
    store: &Store,
    command: &Waive,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<PromiseRefusal>> {
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, office.actor(), now).await?;
        let promise = docket
            .find(command.promise)
            .await?
            .ok_or(Stop::Refused(PromiseRefusal::Unknown))?;
        let state = rules::waive(&promise.state, now.date(), &command.reason, &command.basis)
            .map_err(Stop::Refused)?;
        let event = PromiseEvent::Waived {
            reason: cleaned(&command.reason),
            basis: cleaned(&command.basis),
            approved_by: None,
        };
        docket.close(&promise, state, event).await?;
        docket.finish().await?;
        Ok(())
    })
}
