//! 保存: a draft is written anew under the revision that was opened; a stale one is refused, so that nobody overwrites anybody.

use kernel::{EditionId, Moment, Stop, UnitOfficer};
use prose::Body;
use store::{Store, Tx, params};

use super::begin::{first, note_images};
use super::gather::{Gatherer, check_issue};
use super::{check_unit, load};
use crate::gathered::typed::numbered;
use crate::issue::Issue;
use crate::library::Library;
use crate::metadata::{Metadata, TypedMetadata, number_key, read};
use crate::model::{Document, Edition, Interpreter, Scale};
use crate::rules::{self, EditionCommand};
use crate::{DocumentRefusal, sql};

/// What is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// Which edition.
    pub edition: EditionId,
    /// The revision that was opened.
    pub revision: u32,
    /// Title, number, dates and the rest.
    pub metadata: TypedMetadata,
    /// The text.
    pub body: Body,
    /// How much it changes; of a first edition nothing else is true.
    pub scale: Scale,
    /// What changed, for the public.
    pub change_note: String,
}

/// Saves a draft; its revision now.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn save(
    store: &Store,
    command: &Save,
    (officer, library): (&UnitOfficer, &Library),
    now: Moment,
) -> Result<u32, Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let (document, edition) = load_for_edit(tx, command.edition, officer).await?;
        if edition.revision != command.revision {
            return Err(Stop::Refused(DocumentRefusal::Stale {
                mine: command.revision,
                theirs: edition.revision,
            }));
        }
        let kind = library.find_kind(&document.kind);
        let kind = kind.ok_or(Stop::Refused(DocumentRefusal::KindUnknown))?;
        let metadata = read(&command.metadata, (kind, library), now).map_err(first)?;
        check_number(tx, &document, &metadata.number).await?;
        check_issue(tx, &document, metadata.issue).await?;
        write(tx, (&edition, command, &metadata), officer, now).await?;
        let saved = Edition {
            // What is found is told by the lines that the form has when it is opened again.
            metadata: Metadata {
                gathered: numbered(metadata.gathered),
                ..metadata
            },
            body: command.body.clone(),
            ..edition
        };
        super::submit::examine_anew(tx, &saved, now).await?;
        Ok(saved.revision + 1)
    })
}

/// An edition that an officer of its unit may edit now.
pub(super) async fn load_for_edit(
    tx: &mut Tx,
    id: EditionId,
    officer: &UnitOfficer,
) -> Result<(Document, Edition), Stop<DocumentRefusal>> {
    let (document, edition) = load(tx, id).await?;
    check_unit(officer.unit(), document.unit)?;
    rules::after(edition.state, EditionCommand::Edit).map_err(Stop::Refused)?;
    Ok((document, edition))
}

async fn write(
    tx: &mut Tx,
    (edition, command, it): (&Edition, &Save, &Metadata),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let note =
        rules::check_words(&command.change_note, rules::Demand::Optional).map_err(Stop::Refused)?;
    let scale = match (edition.scale, command.scale) {
        (Scale::First, _) => Scale::First,
        (_, Scale::First) => Scale::Major,
        (_, chosen) => chosen,
    };
    tx.execute(
        sql::SET_EDITION,
        params![
            edition.id,
            note,
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
            officer.actor().name(),
            now,
            scale.code(),
            it.issue.map(Issue::key),
            it.interpreter.map_or("", Interpreter::code)
        ],
    )
    .await?;
    tx.execute(sql::SET_BODY, params![edition.id, command.body.html()])
        .await?;
    let joint = (edition.id, officer.unit());
    super::joint::name(tx, joint, &it.joint_issuers, now).await?;
    let gatherer = Gatherer {
        edition: edition.id,
        document: edition.document,
        known: &edition.gathered,
    };
    gatherer.gather(tx, &it.gathered).await?;
    note_images(tx, edition.id, &command.body).await?;
    Ok(())
}

/// A 发文字号 belongs to one document of a unit.
pub(super) async fn check_number(
    tx: &mut Tx,
    document: &Document,
    number: &str,
) -> Result<(), Stop<DocumentRefusal>> {
    let Some(key) = number_key(number) else {
        return Ok(());
    };
    let holder = tx
        .fetch_optional(
            sql::FIND_NUMBER_HOLDER,
            params![document.unit, key, document.id],
        )
        .await?;
    match holder {
        None => Ok(()),
        Some(row) => Err(Stop::Refused(DocumentRefusal::NumberTaken(
            row.get("title")?,
        ))),
    }
}
