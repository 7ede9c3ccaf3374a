//! 提交审核、撤回、废弃: what those who draft do with their draft as a whole.
//!
//! At submission the gate looks through title, summary and body; what it found before and finds no more is gone, what stays keeps what
//! was decided about it.

use kernel::{EditionId, Moment, Stop, UnitOfficer};
use store::{Store, Tx, params};

use super::attach::keep_found;
use super::{Step, check_unit, gate_of, load};
use crate::examine::examine;
use crate::library::Library;
use crate::metadata::missing;
use crate::model::{Edition, Scale};
use crate::rules::{self, Demand, EditionCommand};
use crate::{DocumentRefusal, sql};

/// Hands a draft in for review.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn submit(
    store: &Store,
    (edition, words): (EditionId, &str),
    (officer, library): (&UnitOfficer, &Library),
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let (document, edition) = load(tx, edition).await?;
        check_unit(officer.unit(), &document)?;
        rules::after(edition.state, EditionCommand::Submit).map_err(Stop::Refused)?;
        let kind = library.find_kind(&document.kind);
        let kind = kind.ok_or(Stop::Refused(DocumentRefusal::KindUnknown))?;
        let has_content = !edition.body.is_empty() || !edition.attachments.is_empty();
        let labels = missing(&edition.metadata, kind, has_content);
        if !labels.is_empty() {
            let refusal = DocumentRefusal::NotReady(labels.join("、"));
            return Err(Stop::Refused(refusal));
        }
        if edition.scale != Scale::First && edition.change_note.is_empty() {
            return Err(Stop::Refused(DocumentRefusal::ChangeNoteMissing));
        }
        super::save::check_number(tx, &document, &edition.metadata.number).await?;
        examine_anew(tx, &edition, now).await?;
        let step = Step {
            document: &document,
            edition: &edition,
            command: EditionCommand::Submit,
            words: &words,
        };
        step.take(tx, officer.actor(), now).await?;
        Ok(())
    })
}

/// Looks through title, summary and body; what is found no more is forgotten.
pub(super) async fn examine_anew(
    tx: &mut Tx,
    edition: &Edition,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let gate = gate_of(tx, now.date()).await?;
    let found = examine(&gate, &edition.metadata, &edition.body);
    let known = tx
        .fetch_all(sql::LIST_FINDINGS, params![edition.id])
        .await?;
    for row in &known {
        let fingerprint: String = row.get("fingerprint")?;
        let is_of_file = row.get::<Option<u32>>("attachment")?.is_some();
        if !is_of_file && !found.iter().any(|it| it.fingerprint == fingerprint) {
            tx.execute(sql::REMOVE_FINDING, params![edition.id, fingerprint])
                .await?;
        }
    }
    for (at, it) in found.iter().enumerate() {
        keep_found(tx, edition.id, (None, at, it)).await?;
    }
    Ok(())
}

/// Takes back what was handed in, to change it.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn recall(
    store: &Store,
    (edition, words): (EditionId, &str),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    end(
        store,
        (edition, EditionCommand::Recall, words),
        officer,
        now,
    )
    .await
}

/// Gives a draft up.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn discard(
    store: &Store,
    (edition, words): (EditionId, &str),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    end(
        store,
        (edition, EditionCommand::Discard, words),
        officer,
        now,
    )
    .await
}

async fn end(
    store: &Store,
    (edition, command, words): (EditionId, EditionCommand, &str),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let (document, edition) = load(tx, edition).await?;
        check_unit(officer.unit(), &document)?;
        let step = Step {
            document: &document,
            edition: &edition,
            command,
            words: &words,
        };
        step.take(tx, officer.actor(), now).await?;
        Ok(())
    })
}
