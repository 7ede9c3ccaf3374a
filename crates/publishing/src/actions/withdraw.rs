//! 撤下: a public document leaves the site. A tombstone stays with the reason, the day and what replaces it.
//!
//! By the leader, with a reason that the public reads; or by the program the day after the last on which it is to be shown
//! (公示期满). All its editions leave with it, and files that no other public edition holds.

use kernel::{Actor, Approver, Date, DocumentId, Fault, Moment, Stop};
use store::{Store, Tx, params};

use super::{check_unit, load_document, record};
use crate::events::DocumentEvent;
use crate::model::{Document, DocumentState};
use crate::rules::{self, Demand};
use crate::tally::Moves;
use crate::{DocumentRefusal, sql};

/// What is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdraw {
    /// Which document.
    pub document: DocumentId,
    /// Why; the public reads it.
    pub reason: String,
    /// What replaces it.
    pub successor: Option<DocumentId>,
}

/// Documents taken down at once; the rest the next time.
const MOST: usize = 500;

/// Takes a document off the site.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn withdraw(
    store: &Store,
    command: &Withdraw,
    approver: &Approver,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let reason = rules::check_words(&command.reason, Demand::Required).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let document = load_document(tx, command.document).await?;
        check_unit(approver.unit(), document.unit)?;
        match document.state {
            DocumentState::Published => {}
            DocumentState::Unpublished => {
                return Err(Stop::Refused(DocumentRefusal::NotPublished));
            }
            DocumentState::Withdrawn => {
                return Err(Stop::Refused(DocumentRefusal::AlreadyWithdrawn));
            }
        }
        if let Some(successor) = command.successor {
            check_successor(tx, &document, successor).await?;
        }
        let actor = approver.actor();
        take_down(tx, &document, (&reason, command.successor), (actor, now)).await
    })
}

async fn check_successor(
    tx: &mut Tx,
    document: &Document,
    successor: DocumentId,
) -> Result<(), Stop<DocumentRefusal>> {
    let row = tx
        .fetch_optional(sql::FIND_DOCUMENT, params![successor])
        .await?;
    let state: Option<String> = row.map(|it| it.get("state")).transpose()?;
    let is_public = state.as_deref() == Some(DocumentState::Published.code());
    if is_public && successor != document.id {
        Ok(())
    } else {
        Err(Stop::Refused(DocumentRefusal::SuccessorUnknown))
    }
}

/// Takes down what was to be shown until yesterday; how many.
///
/// # Errors
/// The engine's fault.
pub async fn take_down_due(store: &Store, now: Moment) -> Result<u64, Fault> {
    let today = now.date();
    let leaving = store::read!(store, |tx| list_leaving(tx, today).await)?;
    if leaving.is_empty() {
        return Ok(0);
    }
    let system = Actor::system();
    let done = store::write!(store, |tx| -> Result<u64, Stop<DocumentRefusal>> {
        let leaving = list_leaving(tx, today).await?;
        for id in &leaving {
            let document = load_document(tx, *id).await?;
            take_down(
                tx,
                &document,
                ("公示期满，按规定停止公示", None),
                (&system, now),
            )
            .await?;
        }
        Ok(leaving.len() as u64)
    });
    done.map_err(|stop| match stop {
        Stop::Failed(fault) => fault,
        Stop::Refused(refusal) => Fault::caused("taking down what is due", refusal),
    })
}

async fn list_leaving(tx: &mut Tx, today: Date) -> Result<Vec<DocumentId>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_LEAVING, params![today, MOST])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

async fn take_down(
    tx: &mut Tx,
    document: &Document,
    (reason, successor): (&str, Option<DocumentId>),
    (actor, now): (&Actor, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let row = tx
        .fetch_one(sql::FIND_DOCUMENT, params![document.id])
        .await?;
    let event = DocumentEvent::Withdrawn {
        title: row.get("title")?,
        index_number: document.index_number.clone().unwrap_or_default(),
        reason: reason.to_owned(),
        successor: successor.map(|it| format!("/documents/{it}")),
    };
    let mut moves = Moves::default();
    moves.leave(tx, document.id).await?;
    moves.keep(tx).await?;
    tx.execute(sql::WITHDRAW, params![document.id, now, reason, successor])
        .await?;
    tx.execute(sql::END_EDITIONS, params![document.id]).await?;
    tx.execute(sql::REMOVE_CITATIONS, params![document.id])
        .await?;
    tx.execute(sql::HIDE_BLOBS, params![document.id]).await?;
    record(tx, document, &event, (actor, now)).await?;
    super::publish_first::end_owed(tx, document, reason, (actor, now)).await
}
