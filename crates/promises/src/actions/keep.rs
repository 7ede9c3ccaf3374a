//! 登记兑现: a unit shows that it kept a promise, by links, files or a note.
//!
//! Safe to send twice: the same evidence for the same promise answers as it did and adds nothing. Evidence that was returned
//! does not count as the same: it may be handed in anew once what it shows is mended.

use kernel::{BlobId, Date, EvidenceId, Moment, PromiseId, Stop, UnitOfficer};
use store::{Row, Store, StoredBlob, Tx, params};

use crate::actions::check_unit;
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::evidence_rule::{HandedIn, find_evidence_rule};
use crate::model::{Promise, PromiseState, Standing, standing};
use crate::refusal::PromiseRefusal;
use crate::rows::outcome_code;
use crate::rules::{self, Evidence, Owed, Submission};
use crate::sql;

/// One link that is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Which promise.
    pub promise: PromiseId,
    /// What shows it.
    pub evidence: Evidence,
}

/// Several pieces that are handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// Which promise.
    pub promise: PromiseId,
    /// What shows it.
    pub submission: Submission,
}

impl From<&Keep> for Submit {
    fn from(keep: &Keep) -> Self {
        Self {
            promise: keep.promise,
            submission: Submission::from(&keep.evidence),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepOutcome {
    /// The first piece of evidence.
    pub evidence: EvidenceId,
    /// The day on which the information became public.
    pub kept_on: Date,
    /// Kept on time or late.
    pub standing: Standing,
}

/// Keeps a promise by one link.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn keep(
    store: &Store,
    command: &Keep,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<KeepOutcome, Stop<PromiseRefusal>> {
    submit(store, &Submit::from(command), officer, now).await
}

/// The same within the caller's transaction: for keeping many at once.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn keep_in(
    tx: &mut Tx,
    command: &Keep,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<KeepOutcome, Stop<PromiseRefusal>> {
    submit_in(tx, &Submit::from(command), officer, now).await
}

/// Keeps a promise by several pieces of evidence.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn submit(
    store: &Store,
    command: &Submit,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<KeepOutcome, Stop<PromiseRefusal>> {
    store::write!(store, |tx| submit_in(tx, command, officer, now).await)
}

/// The same within the caller's transaction.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn submit_in(
    tx: &mut Tx,
    command: &Submit,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<KeepOutcome, Stop<PromiseRefusal>> {
    let submission = command.submission.tidied();
    let mut docket = Docket::begin(tx, officer.actor(), now).await?;
    let promise = docket.find_for_hand(command.promise).await?;
    check_unit(officer, &promise)?;
    if let PromiseState::Kept { on, .. } = promise.state
        && let Some(known) = find_same(docket.tx(), promise.id, &submission).await?
    {
        return Ok(KeepOutcome {
            evidence: known,
            kept_on: on,
            standing: standing(&promise.state, promise.due_on, now.date()),
        });
    }
    let owed = owed(&promise);
    let state = rules::keep(&owed, &submission, now).map_err(Stop::Refused)?;
    check_rule(docket.tx(), &promise, &submission).await?;
    let evidence = add(docket.tx(), promise.id, &submission, (officer, now)).await?;
    let (link, links) = first_and_rest(&submission);
    let event = PromiseEvent::Kept {
        published_on: submission.published_on,
        link,
        note: submission.note.clone(),
        due_on: promise.due_on,
        outcome: outcome_code(&state, promise.due_on).to_owned(),
        links,
        files: digests(&submission),
    };
    let kept = docket.close(&promise, state, event).await?;
    docket.finish().await?;
    Ok(KeepOutcome {
        evidence,
        kept_on: submission.published_on,
        standing: standing(&kept.state, kept.due_on, now.date()),
    })
}

/// Holds evidence to what its duty asks for.
async fn check_rule(
    tx: &mut Tx,
    promise: &Promise,
    submission: &Submission,
) -> Result<(), Stop<PromiseRefusal>> {
    let rule = find_evidence_rule(tx, &promise.origin.id()).await?;
    let handed_in = HandedIn {
        links: &submission.links,
        files: submission.files.len(),
    };
    rule.judge(handed_in).map_err(|short| {
        Stop::Refused(PromiseRefusal::RuleNotMet {
            rule: short.to_string(),
        })
    })
}

/// The promise's side of a decision about evidence.
pub(super) fn owed(promise: &Promise) -> Owed {
    Owed {
        state: promise.state.clone(),
        owed_from: promise.owed_from,
    }
}

/// The first link, and those after it: what the log tells first.
pub(super) fn first_and_rest(submission: &Submission) -> (String, Vec<String>) {
    match submission.links.split_first() {
        None => (String::new(), Vec::new()),
        Some((first, rest)) => (first.clone(), rest.to_vec()),
    }
}

/// The digests of the files.
pub(super) fn digests(submission: &Submission) -> Vec<BlobId> {
    submission
        .files
        .iter()
        .map(|file| file.blob.clone())
        .collect()
}

/// The first piece of evidence that says the same, where every piece handed in is known already and none was returned.
pub(super) async fn find_same(
    tx: &mut Tx,
    promise: PromiseId,
    submission: &Submission,
) -> Result<Option<EvidenceId>, Stop<PromiseRefusal>> {
    let rows = tx.fetch_all(sql::LIST_EVIDENCE, params![promise]).await?;
    let mut known = Vec::with_capacity(rows.len());
    for row in &rows {
        if row.get::<Option<Moment>>("returned_at")?.is_none()
            && row.get::<Date>("published_on")? == submission.published_on
        {
            known.push(Known::of(row)?);
        }
    }
    let mut first = None;
    for piece in pieces(submission) {
        match known.iter().find(|it| it.is(&piece)) {
            None => return Ok(None),
            Some(it) => first = first.or(Some(it.id)),
        }
    }
    Ok(first)
}

struct Known {
    id: EvidenceId,
    kind: String,
    link: String,
    note: String,
    blob: Option<BlobId>,
}

impl Known {
    fn of(row: &Row) -> Result<Self, kernel::Fault> {
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            link: row.get("link")?,
            note: row.get("note")?,
            blob: row.get("blob_id")?,
        })
    }

    fn is(&self, piece: &Piece<'_>) -> bool {
        match piece {
            Piece::Link(link) => self.kind == "link" && self.link == *link,
            Piece::File(file) => self.blob.as_ref() == Some(&file.blob),
            Piece::Note(note) => self.kind == "note" && self.note == *note,
        }
    }
}

enum Piece<'a> {
    Link(&'a str),
    File(&'a rules::EvidenceFile),
    /// A note that stands alone.
    Note(&'a str),
}

fn pieces(submission: &Submission) -> Vec<Piece<'_>> {
    let links = submission.links.iter().map(|link| Piece::Link(link));
    let mut pieces: Vec<Piece<'_>> = links
        .chain(submission.files.iter().map(Piece::File))
        .collect();
    if pieces.is_empty() {
        pieces.push(Piece::Note(&submission.note));
    }
    pieces
}

/// Adds every piece; the first one's id. The note stands with the first.
pub(super) async fn add(
    tx: &mut Tx,
    promise: PromiseId,
    submission: &Submission,
    (officer, now): (&UnitOfficer, Moment),
) -> Result<EvidenceId, Stop<PromiseRefusal>> {
    let mut first: Option<EvidenceId> = None;
    for piece in pieces(submission) {
        let id: EvidenceId = tx.new_id(now);
        let note = match (first, &piece) {
            (None, _) => submission.note.as_str(),
            (Some(_), _) => "",
        };
        let (kind, link, file) = match &piece {
            Piece::Link(link) => ("link", *link, None),
            Piece::File(file) => ("file", "", Some(*file)),
            Piece::Note(_) => ("note", "", None),
        };
        if let Some(file) = file {
            let blob = StoredBlob {
                id: file.blob.clone(),
                size: file.size,
                media_type: file.media_type.clone(),
                file_name: file.file_name.clone(),
                is_public: true,
            };
            tx.note_blob(&blob, now).await?;
        }
        tx.execute(
            sql::ADD_EVIDENCE,
            params![
                id,
                promise,
                link,
                note,
                submission.published_on,
                now,
                officer.actor().name(),
                kind,
                file.map(|it| it.blob.clone()),
                file.map_or("", |it| it.file_name.as_str()),
                file.map_or("", |it| it.media_type.as_str()),
                file.map_or(0, |it| it.size),
            ],
        )
        .await?;
        first = first.or(Some(id));
    }
    first.ok_or_else(|| kernel::Fault::new("a submission without a piece").into())
}
