//! 修改草稿: one edit, saved at once in a transaction of its own, so that nothing is lost when browser or server dies.

use kernel::{DraftId, Stop};
use store::{Store, Tx, params};

use crate::actions::Authority;
use crate::actions::draft_create::{name_of, next};
use crate::draft::events::DraftEvent;
use crate::draft::records::{DraftLine, find_draft_line, folded, line_of, list_edits};
use crate::draft::{DraftRefusal, DraftState, Drafted, Edit, Logged, sql};
use crate::intake::{read_reading, title};
use crate::records::json;
use gongwen::reading::PlanReading;

/// What is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct EditDraft {
    /// The draft.
    pub draft: DraftId,
    /// The number of the newest edit that the officer saw.
    pub seen: u64,
    /// The edit.
    pub edit: Edit,
}

/// Changes a draft; the number of the edit.
///
/// # Errors
/// [`DraftRefusal`], [`DraftRefusal::Stale`] among them; or a fault of the engine or the disk.
pub async fn edit_draft(
    store: &Store,
    command: &EditDraft,
    authority: &Authority<'_>,
) -> Result<u64, Stop<DraftRefusal>> {
    let line = store::read!(store, |tx| find_draft_line(tx, command.draft).await)?;
    let line = line.ok_or(Stop::Refused(DraftRefusal::Unknown))?;
    // The reading of a draft never changes, so it may be read before the transaction.
    let reading = read_reading(store, &line.reading).await?;
    store::write!(store, |tx| edit_in(tx, command, &reading, authority).await)
}

async fn edit_in(
    tx: &mut Tx,
    command: &EditDraft,
    reading: &PlanReading,
    authority: &Authority<'_>,
) -> Result<u64, Stop<DraftRefusal>> {
    let line = find_editing(tx, command.draft).await?;
    let mut history = list_edits(tx, command.draft).await?;
    let drafted = folded(reading, &history)?;
    let edit = &command.edit;
    drafted.check(edit, command.seen).map_err(Stop::Refused)?;
    let revision = next(drafted.revision)?;
    let actor = authority.office.actor();
    let logged = Logged {
        revision,
        edit: edit.clone(),
    };
    history.push(crate::draft::EditLine {
        logged,
        made_by: actor.name().to_owned(),
        made_at: authority.now,
    });
    let after: Drafted = folded(reading, &history)?;
    let called = name_of(&title(&after.content.document), &line.file_name);
    let values = params![
        command.draft,
        revision,
        json(edit)?,
        actor.name(),
        actor.account(),
        authority.now
    ];
    tx.execute(sql::ADD_EDIT, values).await?;
    let values = params![
        command.draft,
        line.revision,
        revision,
        called,
        actor.name(),
        authority.now
    ];
    tx.execute(sql::MOVE_DRAFT, values).await?;
    DraftEvent::Edited {
        revision,
        edit: edit.clone(),
    }
    .record(tx, command.draft, (actor, authority.now))
    .await?;
    Ok(revision)
}

/// A draft that may still be changed.
pub(super) async fn find_editing(
    tx: &mut Tx,
    id: DraftId,
) -> Result<DraftLine, Stop<DraftRefusal>> {
    let row = tx.fetch_optional(sql::FIND_DRAFT, params![id]).await?;
    let line = line_of(&row.ok_or(Stop::Refused(DraftRefusal::Unknown))?)?;
    match line.state {
        DraftState::Editing => Ok(line),
        DraftState::Approved | DraftState::Discarded => Err(Stop::Refused(DraftRefusal::Closed {
            state: line.state.label(),
        })),
    }
}
