//! 提交审核、撤回、废弃: what those who draft do with their draft as a whole.
//!
//! At submission the gate looks through title, summary and body; what it found before and finds no more is gone, what stays keeps what
//! was decided about it.

use kernel::{Moment, Stop, UnitOfficer};
use store::{Store, Tx, params};

use super::attach::keep_found;
use super::review::Judge;
use super::{Step, check_unit, gate_of, load};
use crate::examine::examine;
use crate::library::Library;
use crate::metadata::missing;
use crate::model::{Document, Edition, Scale};
use crate::rules::{self, Demand, EditionCommand};
use crate::yearly::OWED;
use crate::{DocumentRefusal, sql};

/// Hands a draft in for review.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn submit(
    store: &Store,
    command: &Judge,
    (officer, library): (&UnitOfficer, &Library),
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        for id in command.editions() {
            let (document, edition) = load(tx, id).await?;
            let what = (&document, &edition, words.as_str());
            submit_in(tx, what, (officer, library), now)
                .await
                .map_err(|stop| command.told(&edition, stop))?;
        }
        Ok(())
    })
}

async fn submit_in(
    tx: &mut Tx,
    (document, edition, words): (&Document, &Edition, &str),
    (officer, library): (&UnitOfficer, &Library),
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    check_unit(officer.unit(), document.unit)?;
    rules::after(edition.state, EditionCommand::Submit).map_err(Stop::Refused)?;
    let kind = library.find_kind(&document.kind);
    let kind = kind.ok_or(Stop::Refused(DocumentRefusal::KindUnknown))?;
    let has_content =
        !edition.body.is_empty() || !edition.attachments.is_empty() || !edition.gathered.is_empty();
    let mut labels = missing(&edition.metadata, kind, has_content);
    if edition.body.text().contains(OWED) {
        labels.push("标有“【请补充】”的内容");
    }
    if !labels.is_empty() {
        let refusal = DocumentRefusal::NotReady(labels.join("、"));
        return Err(Stop::Refused(refusal));
    }
    if edition.scale != Scale::First && edition.change_note.is_empty() {
        return Err(Stop::Refused(DocumentRefusal::ChangeNoteMissing));
    }
    super::save::check_number(tx, document, &edition.metadata.number).await?;
    super::gather::check_issue(tx, document, edition.metadata.issue).await?;
    examine_anew(tx, edition, now).await?;
    let step = Step {
        document,
        edition,
        command: EditionCommand::Submit,
        words,
    };
    step.take(tx, officer.actor(), now).await?;
    Ok(())
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
    command: &Judge,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    end(store, (command, EditionCommand::Recall), officer, now).await
}

/// Gives a draft up.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn discard(
    store: &Store,
    command: &Judge,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    end(store, (command, EditionCommand::Discard), officer, now).await
}

async fn end(
    store: &Store,
    (judge, command): (&Judge, EditionCommand),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&judge.words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        for id in judge.editions() {
            let (document, edition) = load(tx, id).await?;
            let step = Step {
                document: &document,
                edition: &edition,
                command,
                words: &words,
            };
            let ended = async {
                check_unit(officer.unit(), document.unit)?;
                step.take(tx, officer.actor(), now).await
            };
            ended.await.map_err(|stop| judge.told(&edition, stop))?;
        }
        Ok(())
    })
}
