//! What can be done to documents and editions: one verb a file. Each loads, decides by the rules, saves and records in one
//! transaction; a refused act leaves no trace.

pub mod approve;
pub mod attach;
pub mod begin;
pub mod begin_of_year;
pub mod correct;
pub mod decide_validity;
pub mod expression;
mod gather;
pub mod import;
pub mod joint;
pub mod keep_finding;
pub mod keep_rule;
pub mod link_promises;
pub mod mask;
pub mod matching;
pub(crate) mod oblige;
pub mod publish;
pub mod publish_first;
pub mod remark;
pub mod render;
pub mod review;
pub mod review_citation;
mod rewrite;
pub mod save;
pub mod settle;
pub mod submit;
pub mod tie;
pub mod upload;
pub mod withdraw;

pub use approve::{Approved, approve};
pub use attach::{NewFile, attach, detach, replace};
pub use begin::{Begin, Begun, begin};
pub use begin_of_year::begin_of_year;
pub use correct::{Correct, correct};
pub use decide_validity::{DecideValidity, decide_validity};
pub use expression::{SetExpression, remove_expression, replace_expressions, set_expressions};
pub use import::{Arrival, Arrived, Import, import};
pub use joint::countersign;
pub use keep_finding::{KeepFinding, keep_finding};
pub use keep_rule::{SetKeepRule, remove_keep_rule, set_keep_rule};
pub use link_promises::{link_promises, unlink_promise};
pub use mask::mask;
pub use matching::confirm_promise;
pub use publish::{PublishedNow, publish_due};
pub use publish_first::{PublishFirst, publish_first, ratify};
pub use remark::{AnswerRemark, Remark, answer_remark, remark};
pub use render::{Claimed, claim_rendition, keep_rendition, survey_renditions};
pub use review::{Judge, pass, return_edition, sign};
pub use review_citation::{ReviewCitation, review_citation};
pub use save::{Save, save};
pub use settle::settle_due;
pub use submit::{discard, recall, submit};
pub use tie::{tie, untie};
pub use upload::{
    BeginUpload, add_part, attach_upload, begin_upload, cancel_upload, clear_uploads, list_parts,
    resume_upload,
};
pub use withdraw::{Withdraw, take_down_due, withdraw};

pub use crate::site_gate::{gate_of, gate_rules};

use kernel::{Actor, DocumentId, EditionId, Fault, Moment, NotAllowed, Stop, UnitId};
use sha2::{Digest as _, Sha256};
use store::{EventDraft, Tx, params};

use crate::DocumentRefusal;
use crate::events::DocumentEvent;
use crate::model::{Document, Edition, EditionState};
use crate::rows::{document_of, find_edition};
use crate::rules::{self, EditionCommand};
use crate::{sql, telling};

/// A document.
pub(crate) async fn load_document(
    tx: &mut Tx,
    id: DocumentId,
) -> Result<Document, Stop<DocumentRefusal>> {
    let row = tx.fetch_optional(sql::FIND_DOCUMENT, params![id]).await?;
    let row = row.ok_or(Stop::Refused(DocumentRefusal::Unknown))?;
    Ok(document_of(&row)?)
}

/// An edition with its document.
pub(crate) async fn load(
    tx: &mut Tx,
    id: EditionId,
) -> Result<(Document, Edition), Stop<DocumentRefusal>> {
    let edition = find_edition(tx, id).await?;
    let edition = edition.ok_or(Stop::Refused(DocumentRefusal::Unknown))?;
    let document = load_document(tx, edition.document).await?;
    Ok((document, edition))
}

/// Whoever acts acts for the unit whose matter it is.
pub(crate) fn check_unit(unit: UnitId, expected: UnitId) -> Result<(), NotAllowed> {
    if unit == expected {
        Ok(())
    } else {
        Err(NotAllowed::ResponsibleUnitOnly)
    }
}

/// A step of review: the state after it, its line in the history, its event.
struct Step<'a> {
    document: &'a Document,
    edition: &'a Edition,
    command: EditionCommand,
    words: &'a str,
}

impl Step<'_> {
    /// Decides, writes the new state and the line, records.
    async fn take(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        now: Moment,
    ) -> Result<EditionState, Stop<DocumentRefusal>> {
        let next = rules::after(self.edition.state, self.command).map_err(Stop::Refused)?;
        tx.execute(sql::SET_STATE, params![self.edition.id, next.code(), now])
            .await?;
        if matches!(next, EditionState::Draft | EditionState::Returned) {
            // What is changed is signed anew by all who issue it.
            tx.execute(sql::RESET_JOINT, params![self.edition.id, now])
                .await?;
        }
        self.note(tx, actor, now).await?;
        let event = DocumentEvent::Reviewed {
            edition: self.edition.ordinal,
            command: self.command.code().to_owned(),
            state: next.code().to_owned(),
            words_digest: digest_of_words(self.words),
        };
        record(tx, self.document, &event, (actor, now)).await?;
        Ok(next)
    }

    /// The line in the history alone.
    async fn note(&self, tx: &mut Tx, actor: &Actor, now: Moment) -> Result<(), Fault> {
        let count = tx
            .fetch_one(sql::COUNT_STEPS, params![self.edition.id])
            .await?;
        let ordinal: u64 = count.get::<u64>("n")? + 1;
        tx.execute(
            sql::ADD_STEP,
            params![
                self.edition.id,
                ordinal,
                self.command.code(),
                self.words,
                actor.title(),
                actor.name(),
                actor.account(),
                now,
                if telling::is_told(self.command) {
                    None
                } else {
                    Some(now)
                }
            ],
        )
        .await?;
        Ok(())
    }
}

/// Records what happened to a document.
async fn record(
    tx: &mut Tx,
    document: &Document,
    event: &DocumentEvent,
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let draft = EventDraft {
        chain: format!("document/{}", document.id),
        kind: event.kind(),
        subject: format!("document/{}", document.id),
        unit: Some(document.unit),
        body: event.body()?,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}

fn digest_of_words(words: &str) -> String {
    hex::encode(Sha256::digest(words.as_bytes()))
}
