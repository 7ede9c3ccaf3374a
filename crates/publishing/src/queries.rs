//! What the desk asks: editions on their way by stage, one edition with all that its reviewers need, a document with its history.
//!
//! Who may see which is decided by whoever asks; what the public sees is in [`crate::public`].

use kernel::{
    AccountId, BlobId, Date, DocumentId, EditionId, Fault, Moment, Page, PageAsk, PromiseId,
    UnitId, UploadId,
};
use promises::model::Origin;
use store::{Row, Tx, Value, params};

use crate::examine::{Gravity, Part};
use crate::model::{Document, Edition, Scale, Upload};
use crate::rows::{coded, document_of, find_edition as load_edition, upload_of};
use crate::rules::EditionCommand;
use crate::ties::{self, CitationReview, TiedLine};
use crate::{EditionState, Validity, sql};

/// An edition in a list of what is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkLine {
    /// Its id.
    pub id: EditionId,
    /// Its document.
    pub document: DocumentId,
    /// 1, 2, 3.
    pub ordinal: u32,
    /// Where it stands.
    pub state: EditionState,
    /// Its title.
    pub title: String,
    /// The kind's code.
    pub kind: String,
    /// The unit.
    pub unit: UnitId,
    /// The unit's short name.
    pub unit_name: String,
    /// Whoever wrote it.
    pub drafted_by: String,
    /// When it last moved.
    pub changed_at: Moment,
    /// When it is to come out.
    pub publish_at: Option<Moment>,
}

/// A finding as reviewers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// By what it is known.
    pub fingerprint: String,
    /// Which part.
    pub part: Part,
    /// Of a file: its ordinal.
    pub attachment: Option<u32>,
    /// Where.
    pub place: String,
    /// The gate's code.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// How grave.
    pub gravity: Gravity,
    /// What to do.
    pub advice: String,
    /// What was found, masked.
    pub sample: String,
    /// Why it stays; empty while nobody decided.
    pub keep_reason: String,
    /// Who said so.
    pub kept_by: Option<String>,
}

/// A step of review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// What was done.
    pub command: EditionCommand,
    /// The opinion.
    pub words: String,
    /// As what.
    pub acted_as: String,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Moment,
}

/// A reviewer's remark at a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkLine {
    /// 1, 2, 3.
    pub ordinal: u32,
    /// The words that it is about, as they stood; empty where it is about the whole.
    pub quote: String,
    /// Where they stood.
    pub place: String,
    /// What is to be done.
    pub words: String,
    /// Whether nobody has said what became of it.
    pub is_open: bool,
    /// As what it was made.
    pub acted_as: String,
    /// By whom.
    pub made_by: String,
    /// When.
    pub made_at: Moment,
    /// What was done about it.
    pub answer: String,
}

/// A promise that waits for a document, or was kept by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedPromise {
    /// Its id.
    pub id: PromiseId,
    /// What is owed, with the period.
    pub title: String,
    /// By when.
    pub due_on: Date,
    /// waiting, kept, refused.
    pub state: String,
    /// Why it was refused.
    pub note: String,
}

/// An edition in the history of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionLine {
    /// Its id.
    pub id: EditionId,
    /// 1, 2, 3.
    pub ordinal: u32,
    /// Where it stands.
    pub state: EditionState,
    /// How much it changed.
    pub scale: Scale,
    /// What changed.
    pub change_note: String,
    /// Its title.
    pub title: String,
    /// When it became public.
    pub published_at: Option<Moment>,
}

/// What was decided about validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidityLine {
    /// What it was from then on.
    pub validity: Validity,
    /// By what.
    pub basis: String,
    /// The document here that the basis names.
    pub basis_document: Option<DocumentId>,
    /// From when.
    pub effective_on: Date,
    /// What changed.
    pub words: String,
    /// As what it was decided.
    pub acted_as: String,
}

/// An edition with all that its reviewers need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Its document.
    pub document: Document,
    /// The edition.
    pub edition: Edition,
    /// The unit's name.
    pub unit_name: String,
    /// What the gate found.
    pub findings: Vec<FindingLine>,
    /// What was done.
    pub steps: Vec<StepLine>,
    /// What reviewers said at places of the text.
    pub remarks: Vec<RemarkLine>,
    /// The promises linked.
    pub promises: Vec<LinkedPromise>,
    /// The document's editions, newest first.
    pub editions: Vec<EditionLine>,
    /// What was decided about validity.
    pub validity_changes: Vec<ValidityLine>,
    /// What interprets the document.
    pub interpreting: Vec<TiedLine>,
    /// What it interprets.
    pub interpreted: Vec<TiedLine>,
    /// Its citations of what is no longer in force.
    pub citation_reviews: Vec<CitationReview>,
}

/// Editions at a stage, of one unit or of all; what moved last is first.
///
/// # Errors
/// The engine's fault.
pub async fn list_at_work(
    tx: &mut Tx,
    (unit, state): (Option<UnitId>, EditionState),
    ask: &PageAsk,
) -> Result<Page<WorkLine>, Fault> {
    let (at, id) = key_of(ask);
    let mut values: Vec<Value> = params![at, id, ask.limit + 1, state.code()].to_vec();
    let statement = match unit {
        None => sql::LIST_AT_WORK,
        Some(unit) => {
            values.extend(params![unit].to_vec());
            sql::LIST_AT_WORK_OF
        }
    };
    let rows = tx.fetch_all(statement, &values).await?;
    let lines = rows
        .iter()
        .map(work_line_of)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.changed_at, it.id)
    }))
}

/// Where a page of a newest-first list begins.
pub(crate) fn key_of(ask: &PageAsk) -> (String, String) {
    let given = ask.after.as_deref().and_then(|key| key.split_once('_'));
    let first = ("9999".to_owned(), "g".to_owned());
    given.map_or(first, |(at, id)| (at.to_owned(), id.to_owned()))
}

/// How many editions stand at each stage, of one unit or of all.
///
/// # Errors
/// The engine's fault.
pub async fn count_at_work(
    tx: &mut Tx,
    unit: Option<UnitId>,
) -> Result<Vec<(EditionState, u64)>, Fault> {
    let rows = match unit {
        None => tx.fetch_all(sql::COUNT_AT_WORK, params![]).await?,
        Some(unit) => tx.fetch_all(sql::COUNT_AT_WORK_OF, params![unit]).await?,
    };
    rows.iter()
        .map(|row| Ok((coded(row, "state", EditionState::from_code)?, row.get("n")?)))
        .collect()
}

/// An edition that waits for somebody outside the stages of its own unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingLine {
    /// The edition.
    pub id: EditionId,
    /// Its title.
    pub title: String,
    /// The short name of the unit that drafts it.
    pub unit_name: String,
    /// Since when it waits.
    pub since: Moment,
}

/// What the leader of a unit is asked to sign together with other units, longest waiting first.
///
/// # Errors
/// The engine's fault.
pub async fn list_asked_to_sign(tx: &mut Tx, unit: UnitId) -> Result<Vec<WaitingLine>, Fault> {
    let rows = tx.fetch_all(sql::LIST_ASKED_TO_SIGN, params![unit]).await?;
    rows.iter().map(waiting_of).collect()
}

/// What came out of a unit before its approval and is to be approved, longest waiting first.
///
/// # Errors
/// The engine's fault.
pub async fn list_approval_owed(tx: &mut Tx, unit: UnitId) -> Result<Vec<WaitingLine>, Fault> {
    let rows = tx.fetch_all(sql::LIST_APPROVAL_OWED, params![unit]).await?;
    rows.iter().map(waiting_of).collect()
}

/// How many editions wait for the leader of a unit outside the stages: to be signed with other units, to be approved after they came out.
///
/// # Errors
/// The engine's fault.
pub async fn count_waiting_for_leader(tx: &mut Tx, unit: UnitId) -> Result<u64, Fault> {
    let mut waiting = 0;
    for statement in [sql::COUNT_ASKED_TO_SIGN, sql::COUNT_APPROVAL_OWED] {
        let row = tx.fetch_one(statement, params![unit]).await?;
        waiting += row.get::<u64>("n")?;
    }
    Ok(waiting)
}

/// Publications of a unit that may keep promises of it, which somebody is to decide.
///
/// # Errors
/// The engine's fault.
pub async fn list_proposed(tx: &mut Tx, unit: UnitId) -> Result<Vec<WaitingLine>, Fault> {
    let rows = tx.fetch_all(sql::LIST_PROPOSED_OF, params![unit]).await?;
    rows.iter().map(waiting_of).collect()
}

/// By which publications the promises of a duty or item are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepRule {
    /// The column's code.
    pub column: String,
    /// Words that the title holds, with blanks between; empty: any.
    pub words: String,
    /// Whether what fits keeps by itself; else it is proposed.
    pub is_certain: bool,
    /// Who set it.
    pub set_by: String,
}

/// The rules of a duty or item, in the order in which they were set.
///
/// # Errors
/// The engine's fault.
pub async fn list_keep_rules(tx: &mut Tx, origin: Origin) -> Result<Vec<KeepRule>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_KEEP_RULES, params![origin.id()])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(KeepRule {
                column: row.get("column_code")?,
                words: row.get("words")?,
                is_certain: row.get::<u32>("is_certain")? == 1,
                set_by: row.get("set_by")?,
            })
        })
        .collect()
}

fn waiting_of(row: &Row) -> Result<WaitingLine, Fault> {
    Ok(WaitingLine {
        id: row.get("id")?,
        title: row.get("title")?,
        unit_name: row.get("short_name")?,
        since: row.get("happened_at")?,
    })
}

/// An edition with all that its reviewers need.
///
/// # Errors
/// The engine's fault.
pub async fn find_work(tx: &mut Tx, id: EditionId) -> Result<Option<Work>, Fault> {
    let Some(edition) = load_edition(tx, id).await? else {
        return Ok(None);
    };
    let row = tx
        .fetch_one(sql::FIND_DOCUMENT, params![edition.document])
        .await?;
    let document = document_of(&row)?;
    let unit = store::directory::find_unit(tx, document.unit).await?;
    Ok(Some(Work {
        unit_name: unit.map(|it| it.name).unwrap_or_default(),
        findings: list_findings(tx, id).await?,
        steps: list_steps(tx, id).await?,
        remarks: list_remarks(tx, id).await?,
        promises: list_linked(tx, document.id).await?,
        editions: list_editions(tx, sql::LIST_EDITIONS_OF, document.id).await?,
        validity_changes: list_validity_changes(tx, document.id).await?,
        interpreting: ties::list_interpreting(tx, document.id).await?,
        interpreted: ties::list_interpreted(tx, document.id).await?,
        citation_reviews: ties::list_citation_reviews(tx, document.id).await?,
        document,
        edition,
    }))
}

/// A document.
///
/// # Errors
/// The engine's fault.
pub async fn find_document(tx: &mut Tx, id: DocumentId) -> Result<Option<Document>, Fault> {
    let row = tx.fetch_optional(sql::FIND_DOCUMENT, params![id]).await?;
    row.as_ref().map(document_of).transpose()
}

/// An edition with its text.
///
/// # Errors
/// The engine's fault.
pub async fn find_edition(tx: &mut Tx, id: EditionId) -> Result<Option<Edition>, Fault> {
    load_edition(tx, id).await
}

/// The edition of a document that is under way.
///
/// # Errors
/// The engine's fault.
pub async fn find_under_way(tx: &mut Tx, id: DocumentId) -> Result<Option<EditionId>, Fault> {
    let row = tx.fetch_optional(sql::FIND_UNDER_WAY, params![id]).await?;
    row.map(|it| it.get("id")).transpose()
}

/// The units in whose editions a picture stands: who may see it before it is public.
///
/// # Errors
/// The engine's fault.
pub async fn list_units_of_image(tx: &mut Tx, blob: &BlobId) -> Result<Vec<UnitId>, Fault> {
    let rows = tx.fetch_all(sql::FIND_IMAGE_UNIT, params![blob]).await?;
    rows.iter().map(|row| row.get("unit_id")).collect()
}

async fn list_findings(tx: &mut Tx, id: EditionId) -> Result<Vec<FindingLine>, Fault> {
    let rows = tx.fetch_all(sql::LIST_FINDINGS, params![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(FindingLine {
                fingerprint: row.get("fingerprint")?,
                part: coded(row, "part", Part::from_code)?,
                attachment: row.get("attachment")?,
                place: row.get("place")?,
                kind: row.get("kind")?,
                label: row.get("label")?,
                gravity: coded(row, "severity", Gravity::from_code)?,
                advice: row.get("advice")?,
                sample: row.get("sample")?,
                keep_reason: row.get("keep_reason")?,
                kept_by: row.get("kept_by")?,
            })
        })
        .collect()
}

async fn list_remarks(tx: &mut Tx, id: EditionId) -> Result<Vec<RemarkLine>, Fault> {
    let rows = tx.fetch_all(sql::LIST_REMARKS, params![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(RemarkLine {
                ordinal: row.get("ordinal")?,
                quote: row.get("quote")?,
                place: row.get("place")?,
                words: row.get("words")?,
                is_open: row.get::<String>("state")? == "open",
                acted_as: row.get("acted_as")?,
                made_by: row.get("made_by")?,
                made_at: row.get("made_at")?,
                answer: row.get("answer")?,
            })
        })
        .collect()
}

async fn list_steps(tx: &mut Tx, id: EditionId) -> Result<Vec<StepLine>, Fault> {
    let rows = tx.fetch_all(sql::LIST_STEPS, params![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(StepLine {
                command: coded(row, "command", EditionCommand::from_code)?,
                words: row.get("words")?,
                acted_as: row.get("acted_as")?,
                actor: row.get("actor")?,
                at: row.get("happened_at")?,
            })
        })
        .collect()
}

/// The promises that wait for a document, or were kept by it.
///
/// # Errors
/// The engine's fault.
pub async fn list_linked(tx: &mut Tx, id: DocumentId) -> Result<Vec<LinkedPromise>, Fault> {
    let rows = tx.fetch_all(sql::LIST_LINKED_PROMISES, params![id]).await?;
    rows.iter()
        .map(|row| {
            let (title, period): (String, Option<String>) =
                (row.get("title")?, row.get("period_label")?);
            Ok(LinkedPromise {
                id: row.get("promise_id")?,
                title: match period {
                    Some(period) => format!("{title}（{period}）"),
                    None => title,
                },
                due_on: row.get("due_on")?,
                state: row.get("state")?,
                note: row.get("note")?,
            })
        })
        .collect()
}

pub(crate) async fn list_editions(
    tx: &mut Tx,
    statement: &'static str,
    id: DocumentId,
) -> Result<Vec<EditionLine>, Fault> {
    let rows = tx.fetch_all(statement, params![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(EditionLine {
                id: row.get("id")?,
                ordinal: row.get("ordinal")?,
                state: coded(row, "state", EditionState::from_code)?,
                scale: coded(row, "scale", Scale::from_code)?,
                change_note: row.get("change_note")?,
                title: row.get("title")?,
                published_at: row.get("published_at")?,
            })
        })
        .collect()
}

pub(crate) async fn list_validity_changes(
    tx: &mut Tx,
    id: DocumentId,
) -> Result<Vec<ValidityLine>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_VALIDITY_CHANGES, params![id])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ValidityLine {
                validity: coded(row, "validity", Validity::from_code)?,
                basis: row.get("basis")?,
                basis_document: row.get("basis_document_id")?,
                effective_on: row.get("effective_on")?,
                words: row.get("words")?,
                acted_as: row.get("acted_as")?,
            })
        })
        .collect()
}

fn work_line_of(row: &Row) -> Result<WorkLine, Fault> {
    Ok(WorkLine {
        id: row.get("id")?,
        document: row.get("document_id")?,
        ordinal: row.get("ordinal")?,
        state: coded(row, "state", EditionState::from_code)?,
        title: row.get("title")?,
        kind: row.get("kind")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        drafted_by: row.get("drafted_by")?,
        changed_at: row.get("changed_at")?,
        publish_at: row.get("publish_at")?,
    })
}

/// An upload, whoever's it is, and the unit of its draft.
///
/// # Errors
/// The engine's fault.
pub async fn find_upload(tx: &mut Tx, id: UploadId) -> Result<Option<(Upload, UnitId)>, Fault> {
    let row = tx.fetch_optional(sql::FIND_UPLOAD, params![id]).await?;
    row.map(|row| Ok((upload_of(&row)?, row.get("unit_id")?)))
        .transpose()
}

/// What somebody has under way to a draft, oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_uploads(
    tx: &mut Tx,
    (edition, account): (EditionId, AccountId),
    now: Moment,
) -> Result<Vec<Upload>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_UPLOADS, params![edition, account])
        .await?;
    let all: Vec<Upload> = rows.iter().map(upload_of).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|it| it.expires_at >= now).collect())
}

/// How many uploads are under way, and bytes of them that are here.
///
/// # Errors
/// The engine's fault.
pub async fn count_staged(tx: &mut Tx) -> Result<(u64, u64), Fault> {
    let row = tx.fetch_one(sql::COUNT_STAGED, params![]).await?;
    Ok((row.get("n")?, row.get("received")?))
}

/// The ids of public documents in order, behind one: for whoever goes through all of them.
///
/// # Errors
/// The engine's fault.
pub async fn list_public_ids(
    tx: &mut Tx,
    after: &str,
    limit: u32,
) -> Result<Vec<DocumentId>, Fault> {
    let rows = tx
        .fetch_all(crate::subsites::sql::LIST_PUBLIC_IDS, params![after, limit])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// What interprets a document, as far as it is public.
///
/// # Errors
/// The engine's fault.
pub async fn list_interpreting_public(
    tx: &mut Tx,
    id: DocumentId,
) -> Result<Vec<ties::PublicTie>, Fault> {
    Ok(ties::list_public_ties(tx, id).await?.0)
}
