//! 作废: a promise that never was owed, or is owed no more, leaves the count; its record stays.

use kernel::{Moment, OpenGovernmentOffice, PromiseId, Stop};
use store::Store;

use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::refusal::PromiseRefusal;
use crate::rules;
use crate::wording::cleaned;

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeVoid {
    /// Which promise.
    pub promise: PromiseId,
    /// Why; the public reads it.
    pub reason: String,
}

/// Makes a promise void.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn make_void(
    store: &Store,
    command: &MakeVoid,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<PromiseRefusal>> {
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, office.actor(), now).await?;
        let promise = docket.find_for_hand(command.promise).await?;
        let state = rules::make_void(&promise.state, &command.reason).map_err(Stop::Refused)?;
        let event = PromiseEvent::MadeVoid {
            reason: cleaned(&command.reason),
        };
        docket.close(&promise, state, event).await?;
        docket.finish().await?;
        Ok(())
    })
}
