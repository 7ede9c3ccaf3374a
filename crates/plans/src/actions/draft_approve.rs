//! 审定发布: a draft becomes a plan whose promises are open, or the next version of a known plan that waits to be accepted.
//!
//! One transaction, by the way of every import: whoever kills the program in the middle finds the draft as it was, and nothing
//! owed by it.

use gongwen::reading::PlanReading;
use kernel::{DraftId, PlanId, Stop};
use store::{Store, StoredBlob, Tx, directory, params};

use crate::actions::Authority;
use crate::actions::draft_edit::find_editing;
use crate::actions::import_plan::{ImportOutcome, Intake, Kept, keep_reading};
use crate::draft::events::DraftEvent;
use crate::draft::preview::count_unled;
use crate::draft::records::{folded, list_edits};
use crate::draft::settings::Settings;
use crate::draft::{DraftRefusal, DraftState, find_draft, sql};

/// What to do where nobody answers for a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unled {
    /// Refuse.
    Refused,
    /// Go ahead: its promises open once its units are clear.
    Awaited,
}

/// What is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApproveDraft {
    /// The draft.
    pub draft: DraftId,
    /// The number of the newest edit that the officer saw: nobody approves what they have not seen.
    pub seen: u64,
    /// What to do where nobody answers for a duty.
    pub unled: Unled,
}

/// Lets a draft take effect.
///
/// # Errors
/// [`DraftRefusal`], or a fault of the engine or the disk.
pub async fn approve_draft(
    store: &Store,
    command: &ApproveDraft,
    authority: &Authority<'_>,
) -> Result<ImportOutcome, Stop<DraftRefusal>> {
    let open = find_draft(store, command.draft).await?;
    let open = open.ok_or(Stop::Refused(DraftRefusal::Unknown))?;
    let content = &open.drafted.content;
    let reading = content.to_reading();
    let kept = Kept {
        source: file_of(&open.line.source, &open.line.file_name),
        blocks: file_of(&open.line.blocks, "blocks.json"),
        reading: keep_reading(store, &reading).await?,
    };
    let intake = Intake::of(reading, Settings::of(content), kept)
        .map_err(|refusal| Stop::Refused(refusal.into()))?;
    let approval = Approval {
        command,
        said: &open.reading,
        intake: &intake,
    };
    store::write!(store, |tx| approval.take_effect(tx, authority).await)
}

/// A blob that is known already: noting it again changes nothing.
fn file_of(id: &kernel::BlobId, name: &str) -> StoredBlob {
    StoredBlob {
        id: id.clone(),
        size: 0,
        media_type: String::new(),
        file_name: name.to_owned(),
        is_public: false,
    }
}

struct Approval<'a> {
    command: &'a ApproveDraft,
    said: &'a PlanReading,
    intake: &'a Intake,
}

impl Approval<'_> {
    async fn take_effect(
        &self,
        tx: &mut Tx,
        authority: &Authority<'_>,
    ) -> Result<ImportOutcome, Stop<DraftRefusal>> {
        let draft = self.command.draft;
        find_editing(tx, draft).await?;
        let drafted = folded(self.said, &list_edits(tx, draft).await?)?;
        let revision = drafted.revision;
        // What was made ready before the transaction is what stands, too.
        if revision != self.command.seen || drafted.content.to_reading() != self.intake.reading {
            return Err(Stop::Refused(DraftRefusal::Stale { revision }));
        }
        let directory = directory::load(tx).await?;
        let when = (authority.calendar, authority.now.date());
        let count = count_unled(&drafted.content, &directory, when);
        if count > 0 && self.command.unled == Unled::Refused {
            return Err(Stop::Refused(DraftRefusal::Unled { count }));
        }
        let outcome = self.intake.take_in(tx, authority).await.map_err(of_plan)?;
        let plan: PlanId = outcome.plan();
        let actor = authority.office.actor();
        let state = DraftState::Approved.code();
        let values = params![draft, state, plan, actor.name(), authority.now];
        tx.execute(sql::END_DRAFT, values).await?;
        DraftEvent::Approved {
            plan: plan.to_string(),
            revision,
            reading: self.intake.kept.reading.id.to_string(),
        }
        .record(tx, draft, (actor, authority.now))
        .await?;
        Ok(outcome)
    }
}

fn of_plan(stop: Stop<crate::PlanRefusal>) -> Stop<DraftRefusal> {
    match stop {
        Stop::Refused(refusal) => Stop::Refused(refusal.into()),
        Stop::Failed(fault) => Stop::Failed(fault),
    }
}
