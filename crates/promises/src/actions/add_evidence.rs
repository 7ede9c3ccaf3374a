//! 补充证据: more evidence for a promise that was kept. The judgement does not move.
//!
//! Safe to send twice: the same link of the same day adds nothing.

use kernel::{EvidenceId, Moment, Stop, UnitOfficer};
use store::Store;

use crate::actions::check_unit;
use crate::actions::keep::{Keep, Submit, add, digests, find_same, first_and_rest, owed};
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::PromiseState;
use crate::refusal::PromiseRefusal;
use crate::rules;

/// Adds a link to a kept promise.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn add_evidence(
    store: &Store,
    command: &Keep,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<EvidenceId, Stop<PromiseRefusal>> {
    add_submission(store, &Submit::from(command), officer, now).await
}

/// Adds several pieces of evidence to a kept promise; the first one's id.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn add_submission(
    store: &Store,
    command: &Submit,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<EvidenceId, Stop<PromiseRefusal>> {
    let submission = command.submission.tidied();
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, officer.actor(), now).await?;
        let promise = docket.find_for_hand(command.promise).await?;
        check_unit(officer, &promise)?;
        if matches!(promise.state, PromiseState::Kept { .. })
            && let Some(known) = find_same(docket.tx(), promise.id, &submission).await?
        {
            return Ok(known);
        }
        rules::add_evidence(&owed(&promise), &submission, now.date()).map_err(Stop::Refused)?;
        let id = add(docket.tx(), promise.id, &submission, (officer, now)).await?;
        let (link, links) = first_and_rest(&submission);
        let event = PromiseEvent::EvidenceAdded {
            published_on: submission.published_on,
            link,
            note: submission.note.clone(),
            links,
            files: digests(&submission),
        };
        docket.record(&promise, event).await?;
        docket.finish().await?;
        Ok(id)
    })
}
