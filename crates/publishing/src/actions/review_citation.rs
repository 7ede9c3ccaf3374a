//! 复核引用: whoever publishes a document that cites a repealed one has looked at it again, and says what was done.
//!
//! Nothing is changed by it: a correction is a new edition and goes its own way.

use kernel::{DocumentId, Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::{check_unit, digest_of_words, load_document, record};
use crate::events::DocumentEvent;
use crate::rules::{self, Demand};
use crate::{DocumentRefusal, sql};

/// What was looked at, and what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewCitation {
    /// The document that cites.
    pub document: DocumentId,
    /// What it cites.
    pub cited: DocumentId,
    /// What was done about it.
    pub words: String,
}

/// Notes that a citation was looked at.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn review_citation(
    store: &Store,
    command: &ReviewCitation,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Required).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let document = load_document(tx, command.document).await?;
        check_unit(officer.unit(), document.unit)?;
        let closed = tx
            .execute(
                sql::CLOSE_CITATION_REVIEW,
                params![
                    command.document,
                    command.cited,
                    now,
                    officer.actor().name(),
                    words
                ],
            )
            .await?;
        if closed == 0 {
            return Err(Stop::Refused(DocumentRefusal::NoCitationReview));
        }
        let event = DocumentEvent::CitationReviewed {
            cited: command.cited.to_string(),
            words_digest: digest_of_words(&words),
        };
        record(tx, &document, &event, (officer.actor(), now)).await?;
        Ok(())
    })
}
