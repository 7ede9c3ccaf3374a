//! Drafts as they lie in the database, and what screens see of them.

use gongwen::blocks::Source;
use gongwen::reading::PlanReading;
use kernel::{BlobId, DraftId, Fault, Moment, Page, PageAsk, PlanId};
use store::{Row, Store, Tx, params};

use super::edit::Logged;
use super::fold::{Drafted, fold};
use super::sql;
use crate::intake::read_reading;
use crate::queries::read_source;
use crate::records::parsed;

kernel::coded_enum! {
    /// What has become of a draft.
    DraftState {
        /// Worked on.
        Editing = "editing", "编辑中";
        /// Its plan is out.
        Approved = "approved", "审定发布";
        /// Thrown away.
        Discarded = "discarded", "作废";
    }
}

/// One draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// Its id.
    pub id: DraftId,
    /// What the plan is called.
    pub title: String,
    /// The name of the file.
    pub file_name: String,
    /// What has become of it.
    pub state: DraftState,
    /// The number of the newest edit.
    pub revision: u64,
    /// The plan that it became, or whose next version it seems to be.
    pub plan: Option<PlanId>,
    /// Who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: Moment,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Moment,
    /// The file.
    pub source: BlobId,
    /// Its text blocks.
    pub blocks: BlobId,
    /// What the reader said.
    pub reading: BlobId,
}

/// One edit in a draft's history.
#[derive(Debug, Clone, PartialEq)]
pub struct EditLine {
    /// What was done.
    pub logged: Logged,
    /// By whom.
    pub made_by: String,
    /// When.
    pub made_at: Moment,
}

/// A draft with everything that its screen shows.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    /// What lists show.
    pub line: DraftLine,
    /// The text of the file.
    pub source: Source,
    /// What the reader said.
    pub reading: PlanReading,
    /// The draft as it stands.
    pub drafted: Drafted,
    /// Every edit, the oldest first.
    pub history: Vec<EditLine>,
}

pub(crate) fn line_of(row: &Row) -> Result<DraftLine, Fault> {
    let state: String = row.get("state")?;
    Ok(DraftLine {
        id: row.get("id")?,
        title: row.get("title")?,
        file_name: row.get("file_name")?,
        state: DraftState::from_code(&state)
            .ok_or_else(|| Fault::new(format!("column state holds {state:?}")))?,
        revision: row.get("revision")?,
        plan: row.get("plan_id")?,
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        changed_by: row.get("changed_by")?,
        changed_at: row.get("changed_at")?,
        source: row.get("source_blob")?,
        blocks: row.get("blocks_blob")?,
        reading: row.get("reading_blob")?,
    })
}

/// Drafts in a state, the last changed first.
///
/// # Errors
/// The engine's fault.
pub async fn list_drafts(
    tx: &mut Tx,
    state: DraftState,
    ask: &PageAsk,
) -> Result<Page<DraftLine>, Fault> {
    let (at, id) = match ask.after.as_deref().and_then(|key| key.split_once('_')) {
        Some((at, id)) => (at.to_owned(), id.to_owned()),
        // After every moment.
        None => ("9999".to_owned(), String::new()),
    };
    let rows = tx
        .fetch_all(
            sql::LIST_DRAFTS,
            params![state.code(), at, id, ask.limit + 1],
        )
        .await?;
    let lines = rows.iter().map(line_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |line| {
        format!("{}_{}", line.changed_at, line.id)
    }))
}

/// How many drafts are worked on.
///
/// # Errors
/// The engine's fault.
pub async fn count_drafts(tx: &mut Tx, state: DraftState) -> Result<u64, Fault> {
    let row = tx
        .fetch_one(sql::COUNT_DRAFTS, params![state.code()])
        .await?;
    row.get("n")
}

/// A draft's line.
///
/// # Errors
/// The engine's fault.
pub async fn find_draft_line(tx: &mut Tx, id: DraftId) -> Result<Option<DraftLine>, Fault> {
    let row = tx.fetch_optional(sql::FIND_DRAFT, params![id]).await?;
    row.as_ref().map(line_of).transpose()
}

/// The draft that a plan, as it stands, came from; `None` for a plan that came by the console.
///
/// # Errors
/// The engine's fault.
pub async fn find_draft_of(tx: &mut Tx, plan: PlanId) -> Result<Option<DraftId>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_DRAFT_OF_PLAN, params![plan])
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(crate) async fn list_edits(tx: &mut Tx, id: DraftId) -> Result<Vec<EditLine>, Fault> {
    let rows = tx.fetch_all(sql::LIST_EDITS, params![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(EditLine {
                logged: Logged {
                    revision: row.get("revision")?,
                    edit: parsed(row, "command")?,
                },
                made_by: row.get("made_by")?,
                made_at: row.get("made_at")?,
            })
        })
        .collect()
}

/// A draft as it stands: its reading with its edits.
pub(crate) fn folded(reading: &PlanReading, history: &[EditLine]) -> Result<Drafted, Fault> {
    let log: Vec<Logged> = history.iter().map(|it| it.logged.clone()).collect();
    fold(reading, &log)
}

/// A draft with everything that its screen shows.
///
/// # Errors
/// A fault of the engine or the disk.
pub async fn find_draft(store: &Store, id: DraftId) -> Result<Option<OpenDraft>, Fault> {
    let found = store::read!(store, |tx| {
        let Some(line) = find_draft_line(tx, id).await? else {
            return Ok(None);
        };
        Ok(Some((line, list_edits(tx, id).await?)))
    })?;
    let Some((line, history)) = found else {
        return Ok(None);
    };
    let reading = read_reading(store, &line.reading).await?;
    let source = read_source(store, &line.blocks).await?;
    Ok(Some(OpenDraft {
        drafted: folded(&reading, &history)?,
        line,
        source,
        reading,
        history,
    }))
}
