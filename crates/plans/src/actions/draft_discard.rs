//! 作废草稿: a draft that comes to nothing. Its file and its edits stay.

use kernel::{DraftId, Stop};
use store::{Store, params};

use crate::actions::Authority;
use crate::actions::draft_edit::find_editing;
use crate::draft::events::DraftEvent;
use crate::draft::{DraftRefusal, DraftState, sql};

/// Throws a draft away.
///
/// # Errors
/// [`DraftRefusal`], or the engine's fault.
pub async fn discard_draft(
    store: &Store,
    draft: DraftId,
    authority: &Authority<'_>,
) -> Result<(), Stop<DraftRefusal>> {
    let actor = authority.office.actor();
    store::write!(store, |tx| {
        let line = find_editing(tx, draft).await?;
        let state = DraftState::Discarded.code();
        let values = params![draft, state, line.plan, actor.name(), authority.now];
        tx.execute(sql::END_DRAFT, values).await?;
        let by = (actor, authority.now);
        DraftEvent::Discarded.record(tx, draft, by).await?;
        Ok(())
    })
}
