//! 保留: the secrecy officer, who did not draft, says why a finding may stay. A secrecy mark never may.

use kernel::{EditionId, Moment, SecrecyReviewer, Stop};
use store::{Store, params};

use super::review::load_for_review;
use super::{digest_of_words, record};
use crate::events::DocumentEvent;
use crate::rules::{self, Demand, EditionCommand};
use crate::{DocumentRefusal, sql};

/// The gate's code of what is never kept.
const NEVER_KEPT: &str = "secrecy_mark";

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepFinding {
    /// Which edition.
    pub edition: EditionId,
    /// Which finding.
    pub fingerprint: String,
    /// Why.
    pub reason: String,
}

/// Keeps a finding.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn keep_finding(
    store: &Store,
    command: &KeepFinding,
    reviewer: &SecrecyReviewer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let reason = rules::check_words(&command.reason, Demand::Required).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let actor = reviewer.actor();
        let (document, edition) =
            load_for_review(tx, command.edition, (actor, reviewer.unit())).await?;
        rules::after(edition.state, EditionCommand::Sign).map_err(Stop::Refused)?;
        let key = params![edition.id, command.fingerprint];
        let found = tx.fetch_optional(sql::FIND_FINDING, key).await?;
        let found = found.ok_or(Stop::Refused(DocumentRefusal::FindingUnknown))?;
        if found.get::<String>("kind")? == NEVER_KEPT {
            return Err(Stop::Refused(DocumentRefusal::CannotKeep));
        }
        tx.execute(
            sql::KEEP_FINDING,
            params![edition.id, command.fingerprint, reason, actor.name(), now],
        )
        .await?;
        let event = DocumentEvent::FindingKept {
            edition: edition.ordinal,
            fingerprint: command.fingerprint.clone(),
            reason_digest: digest_of_words(&reason),
        };
        record(tx, &document, &event, (actor, now)).await?;
        Ok(())
    })
}
