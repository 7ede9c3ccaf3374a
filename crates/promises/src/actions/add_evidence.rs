//! 补充证据: more evidence for a promise that was kept. The judgement does not move.
//!
//! Safe to send twice: the same link of the same day adds nothing.

use kernel::{EvidenceId, Moment, Stop, UnitOfficer};
use store::Store;

use crate::actions::check_unit;
use crate::actions::keep::{Keep, add, find_same, tidy};
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::PromiseState;
use crate::refusal::PromiseRefusal;
use crate::rules::{self, Owed};

/// Adds evidence to a kept promise.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn add_evidence(
    store: &Store,
    command: &Keep,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<EvidenceId, Stop<PromiseRefusal>> {
    let evidence = tidy(&command.evidence);
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, officer.actor(), now).await?;
        let promise = docket
            .find(command.promise)
            .await?
            .ok_or(Stop::Refused(PromiseRefusal::Unknown))?;
        check_unit(officer, &promise)?;
        if matches!(promise.state, PromiseState::Kept { .. })
            && let Some(known) = find_same(docket.tx(), promise.id, &evidence).await?
        {
            return Ok(known);
        }
        let owed = Owed {
            state: promise.state.clone(),
            owed_from: promise.owed_from,
        };
        rules::add_evidence(&owed, &evidence, now.date()).map_err(Stop::Refused)?;
        let id = add(docket.tx(), promise.id, &evidence, (officer, now)).await?;
        let event = PromiseEvent::EvidenceAdded {
            published_on: evidence.published_on,
            link: evidence.link.clone(),
            note: evidence.note.clone(),
        };
        docket.record(&promise, event).await?;
        docket.finish().await?;
        Ok(id)
    })
}
