//! 双向关联: an interpretation is tied to what it interprets, so that each page leads to the other and its publication keeps the
//! promise that the interpreted document opened.
//!
//! Whose text is not public yet is tied within its own unit only: a tie tells that a document exists.

use kernel::{DocumentId, Moment, Stop, UnitOfficer};
use store::{Store, Tx, params};

use super::oblige::{keep_if_public, list_kept_by};
use super::publish::Outlet;
use super::{check_unit, load_document, record};
use crate::events::DocumentEvent;
use crate::library::Library;
use crate::model::{Document, DocumentState};
use crate::{DocumentRefusal, sql};

/// Ties of one document at most.
const MOST_TIES: u64 = 20;

/// Ties a document to what it interprets. One that is tied already stays.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn tie(
    store: &Store,
    (interpreting, interpreted): (DocumentId, DocumentId),
    officer: &UnitOfficer,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let document = load_document(tx, interpreting).await?;
        check_unit(officer.unit(), document.unit)?;
        let other = load_document(tx, interpreted).await?;
        check_pair((&document, &other), &outlet.library)?;
        let ties = tx
            .fetch_one(sql::COUNT_TIES, params![document.id])
            .await?
            .get::<u64>("n")?;
        if ties >= MOST_TIES {
            return Err(Stop::Refused(DocumentRefusal::TooManyTies));
        }
        let actor = officer.actor();
        let added = tx
            .execute(
                sql::ADD_TIE,
                params![document.id, other.id, actor.name(), now],
            )
            .await?;
        if added == 0 {
            return Ok(());
        }
        let event = DocumentEvent::Tied {
            interpreted: other.id.to_string(),
        };
        record(tx, &document, &event, (actor, now)).await?;
        let what = (other.id, other.kind.as_str());
        let kept = list_kept_by(tx, what, &document.kind, (actor, outlet, now)).await?;
        for promise in &kept {
            tx.execute(
                sql::LINK_PROMISE,
                params![document.id, promise, actor.name(), now],
            )
            .await?;
        }
        keep_if_public(tx, (document.id, other.id), &kept, (outlet, now)).await
    })
}

/// Takes a tie back. A promise that was kept by it stays kept.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn untie(
    store: &Store,
    (interpreting, interpreted): (DocumentId, DocumentId),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let document = load_document(tx, interpreting).await?;
        check_unit(officer.unit(), document.unit)?;
        let removed = tx
            .execute(sql::REMOVE_TIE, params![document.id, interpreted])
            .await?;
        if removed == 0 {
            return Err(Stop::Refused(DocumentRefusal::TieUnknown));
        }
        tx.execute(sql::UNLINK_PROMISES_OF, params![document.id, interpreted])
            .await?;
        let event = DocumentEvent::Untied {
            interpreted: interpreted.to_string(),
        };
        record(tx, &document, &event, (officer.actor(), now)).await?;
        Ok(())
    })
}

fn check_pair(
    (document, other): (&Document, &Document),
    library: &Library,
) -> Result<(), Stop<DocumentRefusal>> {
    let interprets = |it: &Document| library.find_kind(&it.kind).is_some_and(|it| it.interprets);
    if !interprets(document) {
        return Err(Stop::Refused(DocumentRefusal::InterpretsNothing));
    }
    if interprets(other) || other.state == DocumentState::Withdrawn {
        return Err(Stop::Refused(DocumentRefusal::NotInterpreted));
    }
    // Of another unit's drafts nobody learns from here that they are there.
    if other.state != DocumentState::Published && other.unit != document.unit {
        return Err(Stop::Refused(DocumentRefusal::NotInterpreted));
    }
    Ok(())
}

/// An interpretation does not come out before what it interprets: together with it, or after.
pub(super) async fn check_order(
    tx: &mut Tx,
    document: &Document,
    at: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_INTERPRETED, params![document.id])
        .await?;
    for row in &rows {
        if row.get::<String>("document_state")? != "unpublished" {
            continue;
        }
        let is_in_time = row.get::<String>("state")? == "scheduled"
            && row
                .get::<Option<Moment>>("publish_at")?
                .is_some_and(|it| it <= at);
        if !is_in_time {
            let title = row.get("title")?;
            return Err(Stop::Refused(DocumentRefusal::InterpretedLater(title)));
        }
    }
    Ok(())
}
