//! 豁免 at the console: whoever holds it releases a unit from a promise, in public, with a reason and a basis, and names who approved.
//!
//! Officers propose a waiver and another person decides ([`crate::actions::propose`], [`crate::actions::decide`]); the console,
//! which has nobody beside it, says whose approval it carries out, and the log shows that it was the console.

use kernel::{ActorStanding, Moment, NotAllowed, OpenGovernmentOffice, PromiseId, Stop};
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
    /// Who approved it: post and name, or the document that says so.
    pub approved_by: String,
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
    match office.actor().standing() {
        ActorStanding::Operator => {}
        ActorStanding::System | ActorStanding::Officer { .. } => {
            return Err(Stop::Refused(NotAllowed::ApproverOnly.into()));
        }
    }
    let approved_by = cleaned(&command.approved_by);
    if approved_by.is_empty() {
        return Err(Stop::Refused(PromiseRefusal::ApproverMissing));
    }
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, office.actor(), now).await?;
        let promise = docket.find_for_hand(command.promise).await?;
        let state = rules::waive(&promise.state, now.date(), &command.reason, &command.basis)
            .map_err(Stop::Refused)?;
        let event = PromiseEvent::Waived {
            reason: cleaned(&command.reason),
            basis: cleaned(&command.basis),
            approved_by: Some(approved_by.clone()),
        };
        docket.close(&promise, state, event).await?;
        docket.finish().await?;
        Ok(())
    })
}
