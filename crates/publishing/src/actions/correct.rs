//! 更正、修订: a new edition of a public document, begun as a copy of the public one. It becomes public only through review.

use kernel::{DocumentId, EditionId, Fault, Moment, Stop, UnitOfficer};
use store::{Store, Tx, directory, params};

use super::begin::{NewEdition, add_edition};
use super::{check_unit, load_document};
use crate::metadata::Metadata;
use crate::model::{DocumentState, Edition, Scale};
use crate::rows::find_edition;
use crate::rules::{self, Demand};
use crate::{DocumentRefusal, gathered, sql};

/// What is corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correct {
    /// Which document.
    pub document: DocumentId,
    /// How much.
    pub scale: Scale,
    /// What changes, for the public; may be written later, but before review.
    pub change_note: String,
}

/// Begins a new edition; its id.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn correct(
    store: &Store,
    command: &Correct,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<EditionId, Stop<DocumentRefusal>> {
    let note = rules::check_words(&command.change_note, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let document = load_document(tx, command.document).await?;
        check_unit(officer.unit(), document.unit)?;
        let published = match (document.state, document.published_edition) {
            (DocumentState::Published, Some(id)) => id,
            (DocumentState::Withdrawn, _) => {
                return Err(Stop::Refused(DocumentRefusal::AlreadyWithdrawn));
            }
            _ => return Err(Stop::Refused(DocumentRefusal::NotPublished)),
        };
        let under_way = tx
            .fetch_optional(sql::FIND_UNDER_WAY, params![document.id])
            .await?;
        if under_way.is_some() {
            return Err(Stop::Refused(DocumentRefusal::UnderWay));
        }
        let before = find_edition(tx, published).await?;
        let before = before.ok_or_else(|| Fault::new("a public document without its edition"))?;
        let last = tx
            .fetch_one(sql::FIND_LAST_ORDINAL, params![document.id])
            .await?;
        let scale = match command.scale {
            Scale::First | Scale::Major => Scale::Major,
            Scale::Minor => Scale::Minor,
        };
        let metadata = Metadata {
            publish_at: None,
            joint_issuers: standing(tx, &before, now).await?,
            gathered: gathered::standing(&before.gathered),
            ..before.metadata.clone()
        };
        let new = NewEdition {
            ordinal: last.get::<u32>("ordinal")? + 1,
            scale,
            change_note: &note,
            metadata: &metadata,
            body: &before.body,
        };
        let id = add_edition(tx, &document, &new, (officer, now)).await?;
        tx.execute(sql::COPY_ATTACHMENTS, params![before.id, id])
            .await?;
        tx.execute(sql::COPY_FINDINGS, params![before.id, id])
            .await?;
        Ok(id)
    })
}

/// The names of the units that issued it together with its own and stand today.
async fn standing(
    tx: &mut Tx,
    before: &Edition,
    now: Moment,
) -> Result<Vec<String>, Stop<DocumentRefusal>> {
    let mut names = Vec::new();
    for it in &before.joint {
        let unit = directory::find_unit(tx, it.unit).await?;
        if unit.is_some_and(|it| it.exists_on(now.date())) {
            names.push(it.name.clone());
        }
    }
    Ok(names)
}
