//! 退回证据: the open-government office sends back what a promise was kept with. It is owed again; its due day stays, so it may be
//! late at once. What was returned stays on record beside what is handed in later.

use kernel::{Moment, OpenGovernmentOffice, PromiseId, Stop};
use store::{Store, Tx};

use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::{PromiseState, Standing, standing};
use crate::refusal::PromiseRefusal;
use crate::rules;

/// What is sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnEvidence {
    /// Of which promise.
    pub promise: PromiseId,
    /// Why; the public reads it.
    pub reason: String,
}

/// Returns evidence; how the promise stands then.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn return_evidence(
    store: &Store,
    command: &ReturnEvidence,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<Standing, Stop<PromiseRefusal>> {
    store::write!(store, |tx| return_evidence_in(tx, command, office, now)
        .await)
}

/// The same within the caller's transaction.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn return_evidence_in(
    tx: &mut Tx,
    command: &ReturnEvidence,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<Standing, Stop<PromiseRefusal>> {
    let mut docket = Docket::begin(tx, office.actor(), now).await?;
    let promise = docket.find_for_hand(command.promise).await?;
    let reason = rules::return_evidence(&promise.state, &command.reason).map_err(Stop::Refused)?;
    let becomes = standing(&PromiseState::Open, promise.due_on, now.date());
    let event = PromiseEvent::EvidenceReturned {
        reason: reason.clone(),
        due_on: promise.due_on,
        is_late: becomes == Standing::Late,
    };
    let reopened = docket.reopen(&promise, &reason, event).await?;
    super::hand_over::follow(&mut docket, reopened, now.date()).await?;
    docket.finish().await?;
    Ok(becomes)
}
