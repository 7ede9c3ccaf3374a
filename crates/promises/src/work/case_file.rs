//! The file of one promise: everything that is known of the work on it, for the desk; and the part that is for everybody.
//!
//! What is inside the house (proposals that nobody has decided, nil returns sent back) stays out of [`PublicFile`].

use kernel::{Date, EvidenceId, Fault, Moment, PromiseId};
use store::{Tx, params};

use super::{Proposal, ProposalKind, ProposalState, proposal_of, sql};
use crate::model::{Promise, Returns};
use crate::queries::{evidence_of, list_history};
use crate::rows::promise_of;
use crate::rules::{EvidenceFile, Progress};
use crate::views::HistoryLine;

/// How many reports of progress a page shows.
const MOST_PROGRESS: u32 = 50;

/// A report of progress as it stands on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressLine {
    /// What was told.
    pub progress: Progress,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// By whom.
    pub recorded_by: String,
}

/// All that the desk shows of the work on a promise, beside [`crate::queries::find_promise`].
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The promise.
    pub promise: Promise,
    /// Reports of progress, newest first.
    pub progress: Vec<ProgressLine>,
    /// What was asked for, oldest first.
    pub proposals: Vec<Proposal>,
    /// All that happened, oldest first.
    pub history: Vec<HistoryLine>,
}

impl CaseFile {
    /// The proposal that waits.
    pub fn waiting(&self) -> Option<&Proposal> {
        self.proposals
            .iter()
            .find(|it| it.state == ProposalState::Waiting)
    }
}

/// What the public sees of the work on a promise.
#[derive(Debug, Clone)]
pub struct PublicFile {
    /// What the office sent back.
    pub returns: Returns,
    /// Reports of progress, newest first.
    pub progress: Vec<ProgressLine>,
    /// Signed nil returns, and decisions on waivers and moves: granted or not.
    pub decided: Vec<Proposal>,
}

impl PublicFile {
    /// Whether a waiver or a move was decided, either way.
    pub fn has_moves(&self) -> bool {
        self.decided
            .iter()
            .any(|it| it.kind != ProposalKind::NilReturn)
    }
}

/// All that the desk shows of the work on a promise.
///
/// # Errors
/// The engine's fault.
pub async fn find_case_file(tx: &mut Tx, id: PromiseId) -> Result<Option<CaseFile>, Fault> {
    let row = tx
        .fetch_optional(crate::sql::FIND_PROMISE, params![id])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(CaseFile {
        promise: promise_of(&row)?,
        progress: list_progress(tx, id).await?,
        proposals: list_proposals(tx, id).await?,
        history: list_history(tx, id)
            .await?
            .into_iter()
            .map(|(_, line)| line)
            .collect(),
    }))
}

/// What the public sees of the work on a promise.
///
/// # Errors
/// The engine's fault.
pub async fn find_public_file(tx: &mut Tx, id: PromiseId) -> Result<Option<PublicFile>, Fault> {
    let row = tx
        .fetch_optional(crate::sql::FIND_PROMISE, params![id])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let proposals = list_proposals(tx, id).await?;
    Ok(Some(PublicFile {
        returns: promise_of(&row)?.returns,
        progress: list_progress(tx, id).await?,
        decided: proposals.into_iter().filter(is_public).collect(),
    }))
}

/// Whether the public sees a proposal: once it is decided, but not a nil return that the own leader sent back.
fn is_public(proposal: &Proposal) -> bool {
    match (proposal.kind, proposal.state) {
        (_, ProposalState::Approved)
        | (ProposalKind::Waiver | ProposalKind::Move, ProposalState::Refused) => true,
        (ProposalKind::NilReturn, ProposalState::Refused)
        | (_, ProposalState::Waiting | ProposalState::Lapsed) => false,
    }
}

async fn list_progress(tx: &mut Tx, id: PromiseId) -> Result<Vec<ProgressLine>, Fault> {
    tx.fetch_all(sql::LIST_PROGRESS, params![id, MOST_PROGRESS])
        .await?
        .iter()
        .map(|row| {
            let percent: i64 = row.get("percent")?;
            Ok(ProgressLine {
                progress: Progress {
                    percent: u8::try_from(percent)
                        .map_err(|cause| Fault::caused("column percent", cause))?,
                    note: row.get("note")?,
                    stated_on: row.get::<Date>("stated_on")?,
                },
                recorded_at: row.get("recorded_at")?,
                recorded_by: row.get("recorded_by")?,
            })
        })
        .collect()
}

async fn list_proposals(tx: &mut Tx, id: PromiseId) -> Result<Vec<Proposal>, Fault> {
    tx.fetch_all(sql::LIST_PROPOSALS, params![id])
        .await?
        .iter()
        .map(proposal_of)
        .collect()
}

/// A file of evidence that everybody may read: its promise is kept and it was not returned.
///
/// # Errors
/// The engine's fault.
pub async fn find_evidence_file(
    tx: &mut Tx,
    id: EvidenceId,
) -> Result<Option<(PromiseId, EvidenceFile)>, Fault> {
    let found = find(tx, id).await?;
    Ok(found.and_then(|it| it.is_public.then_some((it.promise, it.file))))
}

/// A file of evidence for the desk, returned or not.
///
/// # Errors
/// The engine's fault.
pub async fn find_any_evidence_file(
    tx: &mut Tx,
    id: EvidenceId,
) -> Result<Option<(PromiseId, EvidenceFile)>, Fault> {
    Ok(find(tx, id).await?.map(|it| (it.promise, it.file)))
}

struct Found {
    promise: PromiseId,
    file: EvidenceFile,
    is_public: bool,
}

async fn find(tx: &mut Tx, id: EvidenceId) -> Result<Option<Found>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_EVIDENCE_FILE, params![id])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let outcome: String = row.get("outcome")?;
    let evidence = evidence_of(&row)?;
    let is_public = outcome != "open" && evidence.returned.is_none();
    let promise = row.get("promise_id")?;
    Ok(evidence.file.map(|file| Found {
        promise,
        file,
        is_public,
    }))
}
