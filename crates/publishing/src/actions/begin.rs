//! 起草: a unit begins a document. Nothing of it is public before it has gone all the way.

use kernel::{BlobId, DocumentId, EditionId, Moment, Stop, UnitId, UnitOfficer};
use prose::Body;
use store::{Store, Tx, directory, params};

use super::gather::{Gatherer, check_issue};
use super::record;
use crate::events::DocumentEvent;
use crate::issue::Issue;
use crate::library::{Kind, Library};
use crate::metadata::{Metadata, TypedMetadata, read};
use crate::model::{Document, DocumentState, Interpreter, Scale, Validity};
use crate::rows::find_edition;
use crate::{DocumentRefusal, sql};

/// What is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    /// The kind's code.
    pub kind: String,
    /// Title, number, dates and the rest.
    pub metadata: TypedMetadata,
    /// The text; may be empty.
    pub body: Body,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// The document.
    pub document: DocumentId,
    /// Its first edition, a draft.
    pub edition: EditionId,
}

/// Begins a document.
///
/// # Errors
/// Every flaw of the form, or [`DocumentRefusal`], or the engine's fault.
pub async fn begin(
    store: &Store,
    command: &Begin,
    (officer, library): (&UnitOfficer, &Library),
    now: Moment,
) -> Result<Begun, Stop<DocumentRefusal>> {
    let kind = library.find_kind(&command.kind);
    let kind = kind.ok_or(Stop::Refused(DocumentRefusal::KindUnknown))?;
    let metadata = read(&command.metadata, (kind, library), now).map_err(first)?;
    store::write!(store, |tx| {
        begin_in(tx, (kind, &metadata, &command.body), officer, now).await
    })
}

/// The same within the caller's transaction, with metadata that were read.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn begin_in(
    tx: &mut Tx,
    (kind, metadata, body): (&Kind, &Metadata, &Body),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<Begun, Stop<DocumentRefusal>> {
    check_unit_stands(tx, officer.unit(), now).await?;
    let document = Document {
        id: tx.new_id(now),
        kind: kind.code.clone(),
        unit: officer.unit(),
        state: DocumentState::Unpublished,
        index_number: None,
        published_edition: None,
        first_published_at: None,
        validity: Validity::InForce,
        validity_from: None,
        validity_before: Validity::InForce,
    };
    super::save::check_number(tx, &document, &metadata.number).await?;
    check_issue(tx, &document, metadata.issue).await?;
    tx.execute(
        sql::ADD_DOCUMENT,
        params![
            document.id,
            document.kind,
            document.unit,
            kind.has_validity,
            now
        ],
    )
    .await?;
    let first = NewEdition {
        ordinal: 1,
        scale: Scale::First,
        change_note: "",
        metadata,
        body,
    };
    let edition = add_edition(tx, &document, &first, (officer, now)).await?;
    // Whoever drafts sees at once what the gate will stop.
    if let Some(begun) = find_edition(tx, edition).await? {
        super::submit::examine_anew(tx, &begun, now).await?;
    }
    Ok(Begun {
        document: document.id,
        edition,
    })
}

/// The first of several flaws: the forms show them all by asking [`read`] themselves.
pub(super) fn first(mut flaws: Vec<DocumentRefusal>) -> Stop<DocumentRefusal> {
    Stop::Refused(flaws.swap_remove(0))
}

async fn check_unit_stands(
    tx: &mut Tx,
    unit: UnitId,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let found = directory::find_unit(tx, unit).await?;
    if found.is_some_and(|it| it.exists_on(now.date())) {
        Ok(())
    } else {
        Err(Stop::Refused(DocumentRefusal::UnitUnknown))
    }
}

/// An edition about to be added.
pub(super) struct NewEdition<'a> {
    pub(super) ordinal: u32,
    pub(super) scale: Scale,
    pub(super) change_note: &'a str,
    pub(super) metadata: &'a Metadata,
    pub(super) body: &'a Body,
}

/// Adds a draft.
pub(super) async fn add_edition(
    tx: &mut Tx,
    document: &Document,
    new: &NewEdition<'_>,
    (officer, now): (&UnitOfficer, Moment),
) -> Result<EditionId, Stop<DocumentRefusal>> {
    let id: EditionId = tx.new_id(now);
    let (actor, it) = (officer.actor(), new.metadata);
    tx.execute(
        sql::ADD_EDITION,
        params![
            id,
            document.id,
            new.ordinal,
            new.scale.code(),
            new.change_note,
            it.column,
            it.title,
            it.number,
            it.theme,
            it.keywords,
            it.summary,
            it.made_on,
            it.effective_on,
            it.expires_on,
            it.unpublish_after,
            it.disclosure.code(),
            it.disclosure_ground,
            it.review_again_on,
            it.publish_at,
            actor.name(),
            actor.account(),
            now,
            document.unit,
            it.issue.map(Issue::key),
            it.interpreter.map_or("", Interpreter::code)
        ],
    )
    .await?;
    tx.execute(sql::ADD_BODY, params![id, new.body.html()])
        .await?;
    super::joint::name(tx, (id, document.unit), &it.joint_issuers, now).await?;
    let gatherer = Gatherer {
        edition: id,
        document: document.id,
        known: &[],
    };
    gatherer.gather(tx, &it.gathered).await?;
    note_images(tx, id, new.body).await?;
    let event = DocumentEvent::Drafted {
        edition: new.ordinal,
        kind: document.kind.clone(),
    };
    record(tx, document, &event, (actor, now)).await?;
    Ok(id)
}

/// Where pictures of bodies lie on the site: `/files/BLOB`.
pub const IMAGES: &str = "/files/";

/// Notes which pictures a body shows, so that they become public and hidden with it.
pub(super) async fn note_images(
    tx: &mut Tx,
    edition: EditionId,
    body: &Body,
) -> Result<(), Stop<DocumentRefusal>> {
    tx.execute(sql::REMOVE_IMAGES, params![edition]).await?;
    for address in body.list_images() {
        let blob: Option<BlobId> = address.strip_prefix(IMAGES).and_then(|id| id.parse().ok());
        if let Some(blob) = blob {
            tx.execute(sql::ADD_IMAGE, params![edition, blob]).await?;
        }
    }
    Ok(())
}
