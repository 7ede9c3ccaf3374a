//! 作废: a promise that never was owed, or is owed no more, leaves the count; its record stays.

use kernel::{Fault, Moment, OpenGovernmentOffice, PromiseId, Stop};
use store::Store;

use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::{Promise, PromiseState};
use crate::refusal::PromiseRefusal;
use crate::rules;

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
        let promise = docket
            .find(command.promise)
            .await?
            .ok_or(Stop::Refused(PromiseRefusal::Unknown))?;
        let state = rules::make_void(&promise.state, &command.reason).map_err(Stop::Refused)?;
        void_with(&mut docket, &promise, state).await?;
        docket.finish().await?;
        Ok(())
    })
}

/// Makes an open promise void within a docket, for crates whose own change takes the promise away.
///
/// # Errors
/// The engine's fault; a promise that is not open.
pub async fn void_in(
    docket: &mut Docket<'_>,
    promise: &Promise,
    reason: &str,
) -> Result<(), Fault> {
    let state = PromiseState::Void {
        reason: reason.to_owned(),
    };
    void_with(docket, promise, state).await
}

async fn void_with(
    docket: &mut Docket<'_>,
    promise: &Promise,
    state: PromiseState,
) -> Result<(), Fault> {
    let PromiseState::Void { reason } = &state else {
        return Err(Fault::new("only a void state makes void"));
    };
    let event = PromiseEvent::MadeVoid {
        reason: reason.clone(),
    };
    docket.close(promise, state, event).await?;
    Ok(())
}
