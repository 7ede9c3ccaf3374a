//! 发布: an approved edition becomes public, takes the place of the one before, gets its 索引号, and keeps the promises that wait for it.
//!
//! What becomes public is what was signed: the digest is taken again. A promise that cannot be kept by it stays open, and the
//! link says why; the publication does not fail for it.

use std::sync::Arc;

use calendar::Calendar;
use kernel::{Actor, Date, DocumentId, EditionId, Fault, Moment, PromiseId, Refusal as _, Stop};
use promises::PromiseRefusal;
use promises::actions::Submit;
use promises::rules::Submission;
use promises::wording::is_web_address;
use store::{Store, Tx, params};

use super::matching::keep_what_fits;
use super::oblige::{self, Obliged};
use super::{Step, load, record};
use crate::digest::digest_of;
use crate::events::DocumentEvent;
use crate::filing::rules::FilingDesks;
use crate::issue::Issue;
use crate::library::{Library, Occasion};
use crate::metadata::number_key;
use crate::model::{Document, DocumentState, Edition, Interpreter, Scale};
use crate::rules::EditionCommand;
use crate::scan::{Scanner, check_scanned, scan_editions};
use crate::tally::Moves;
use crate::{DocumentRefusal, sql};

/// The site that documents come out on.
#[derive(Debug, Clone)]
pub struct Outlet {
    /// The site's address without a slash at the end, which the evidence of promises links to; empty where it has none that others can open.
    pub base_url: String,
    /// Columns and kinds, with the promises that documents open.
    pub library: Arc<Library>,
    /// By which the days of those promises are counted.
    pub calendar: Arc<Calendar>,
    /// Who looks files through for viruses before they come out.
    pub scanner: Scanner,
    /// Who looks through what is put on file with another unit (备案审查机构).
    pub filing_desks: Arc<FilingDesks>,
}

/// How many came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublishedNow {
    /// Published.
    pub published: u64,
    /// Given back, since they could not: their text is no longer what was signed, their number was taken.
    pub returned: u64,
    /// Left as they are, since their files could not be scanned.
    pub waiting: u64,
}

/// Editions published at once; the rest the next time.
const MOST: usize = 100;

/// What the secrecy officer and the units that issue it together signed must be what stands there; its digest.
pub(super) fn check_signature(edition: &Edition) -> Result<&str, Stop<DocumentRefusal>> {
    super::joint::check_joint(edition)?;
    check_secrecy_signature(edition)
}

/// What the secrecy officer signed must be what stands there; its digest.
pub(super) fn check_secrecy_signature(edition: &Edition) -> Result<&str, Stop<DocumentRefusal>> {
    let signed = edition.signed_digest.as_deref();
    signed
        .filter(|it| *it == digest_of(edition))
        .ok_or(Stop::Refused(DocumentRefusal::SignatureBroken))
}

/// Publishes what is due, each in its own transaction; run twice it does nothing more.
///
/// # Errors
/// The engine's fault.
pub async fn publish_due(
    store: &Store,
    outlet: &Outlet,
    now: Moment,
) -> Result<PublishedNow, Fault> {
    let due: Vec<EditionId> = store::read!(store, |tx| {
        let rows = tx.fetch_all(sql::LIST_DUE, params![now, MOST]).await?;
        rows.iter()
            .map(|row| row.get("id"))
            .collect::<Result<_, Fault>>()
    })?;
    let mut done = PublishedNow::default();
    let system = Actor::system();
    for id in due {
        let outcome = publish_one(store, id, (&system, outlet), now).await;
        match outcome {
            Ok(()) => done.published += 1,
            // The scanner is down: what is due stays due until it answers.
            Err(Stop::Refused(DocumentRefusal::FileNotScanned { .. })) => done.waiting += 1,
            Err(Stop::Refused(refusal)) => {
                give_back(store, id, &refusal, now).await?;
                done.returned += 1;
            }
            Err(Stop::Failed(fault)) => return Err(fault),
        }
    }
    Ok(done)
}

async fn publish_one(
    store: &Store,
    id: EditionId,
    (actor, outlet): (&Actor, &Outlet),
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    scan_editions(store, &outlet.scanner, std::iter::once(id), now).await?;
    store::write!(store, |tx| {
        let (document, edition) = load(tx, id).await?;
        publish_in(tx, (&document, &edition), actor, (outlet, now)).await
    })
}

/// What cannot come out at its time goes back to those who drafted it, and says why.
async fn give_back(
    store: &Store,
    id: EditionId,
    refusal: &DocumentRefusal,
    now: Moment,
) -> Result<(), Fault> {
    let words = format!("未能按时公开：{}", refusal.message());
    let returned = store::write!(store, |tx| {
        let (document, edition) = load(tx, id).await?;
        let step = Step {
            document: &document,
            edition: &edition,
            command: EditionCommand::Return,
            words: &words,
        };
        step.take(tx, &Actor::system(), now).await
    });
    match returned {
        // Somebody was faster: it is not scheduled any more.
        Ok(_) | Err(Stop::Refused(_)) => Ok(()),
        Err(Stop::Failed(fault)) => Err(fault),
    }
}

/// Publishes within the caller's transaction.
pub(super) async fn publish_in(
    tx: &mut Tx,
    (document, edition): (&Document, &Edition),
    actor: &Actor,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let digest = check_signature(edition)?;
    if document.state == DocumentState::Withdrawn {
        return Err(Stop::Refused(DocumentRefusal::AlreadyWithdrawn));
    }
    super::save::check_number(tx, document, &edition.metadata.number).await?;
    super::gather::check_issue(tx, document, edition.metadata.issue).await?;
    super::tie::check_order(tx, document, now).await?;
    check_scanned(tx, (&outlet.scanner, &edition.attachments), now).await?;
    let step = Step {
        document,
        edition,
        command: EditionCommand::Publish,
        words: "",
    };
    step.take(tx, actor, now).await?;
    let mut moves = Moves::default();
    moves.leave(tx, document.id).await?;
    supersede(tx, document, now).await?;
    tx.execute(sql::SET_PUBLISHED, params![edition.id, now])
        .await?;
    let index_number = number_in_index(tx, document, now).await?;
    show(tx, document, edition, now).await?;
    moves.enter(tx, document.id, now.date()).await?;
    moves.keep(tx).await?;
    cite(tx, document, edition).await?;
    let event = event_of(edition, (&index_number, digest));
    record(tx, document, &event, (actor, now)).await?;
    if document.first_published_at.is_none() {
        let obliged = Obliged {
            document: document.id,
            kind: &document.kind,
            unit: document.unit,
            title: &edition.metadata.title,
            edition: None,
        };
        oblige::open(
            tx,
            (Occasion::Published, now.civil()),
            &obliged,
            (actor, outlet, now),
        )
        .await?;
    }
    let proof = Proof {
        document: document.id,
        title: &edition.metadata.title,
        index_number: &index_number,
        published_on: now.date(),
        said: "",
    };
    keep_promises(tx, &proof, outlet, now).await?;
    match edition.scale {
        // A slip that is mended tells nothing new.
        Scale::Minor => Ok(()),
        Scale::First | Scale::Major => {
            keep_what_fits(tx, (document, edition), &proof, (outlet, now)).await
        }
    }
}

fn event_of(edition: &Edition, (index_number, digest): (&str, &str)) -> DocumentEvent {
    let it = &edition.metadata;
    let files = || {
        let files = edition.attachments.iter();
        files.map(|file| file.blob.as_str().to_owned()).collect()
    };
    match edition.scale {
        Scale::First => DocumentEvent::Published {
            edition: edition.ordinal,
            title: it.title.clone(),
            number: it.number.clone(),
            index_number: index_number.to_owned(),
            column: it.column.clone(),
            digest: digest.to_owned(),
            files: files(),
        },
        Scale::Minor | Scale::Major => DocumentEvent::Corrected {
            edition: edition.ordinal,
            title: it.title.clone(),
            scale: edition.scale.code().to_owned(),
            change_note: edition.change_note.clone(),
            digest: digest.to_owned(),
            files: files(),
        },
    }
}

async fn supersede(
    tx: &mut Tx,
    document: &Document,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let Some(before) = document.published_edition else {
        return Ok(());
    };
    tx.execute(sql::SET_STATE, params![before, "superseded", now])
        .await?;
    Ok(())
}

/// 索引号 `单位代码/年份-五位流水号`: given at the first publication, never given again.
async fn number_in_index(
    tx: &mut Tx,
    document: &Document,
    now: Moment,
) -> Result<String, Stop<DocumentRefusal>> {
    if let Some(known) = &document.index_number {
        return Ok(known.clone());
    }
    let year = now.date().year();
    let last = tx
        .fetch_one(sql::FIND_LAST_SERIAL, params![document.unit, year])
        .await?;
    let serial: u32 = last.get::<u32>("serial")? + 1;
    let unit = store::directory::find_unit(tx, document.unit).await?;
    let unit = unit.ok_or(Stop::Refused(DocumentRefusal::UnitUnknown))?;
    let index_number = format!("{}/{year}-{serial:05}", unit.code);
    tx.execute(
        sql::SET_INDEX,
        params![document.id, index_number, year, serial],
    )
    .await?;
    Ok(index_number)
}

/// What lists and the library read.
async fn show(
    tx: &mut Tx,
    document: &Document,
    edition: &Edition,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let it = &edition.metadata;
    tx.execute(
        sql::SHOW_EDITION,
        params![
            document.id,
            edition.id,
            it.column,
            it.title,
            it.number,
            number_key(&it.number),
            it.theme,
            it.summary,
            it.made_on,
            it.effective_on,
            it.expires_on,
            it.unpublish_after,
            now,
            now.date().year(),
            it.issue.map(Issue::key),
            it.interpreter.map_or("", Interpreter::code)
        ],
    )
    .await?;
    show_files(tx, edition, now).await?;
    Ok(())
}

/// Files and pictures of an edition become public with it, and the files are to be rendered.
pub(super) async fn show_files(tx: &mut Tx, edition: &Edition, now: Moment) -> Result<(), Fault> {
    for file in &edition.attachments {
        tx.execute(sql::PUBLISH_BLOB, params![file.blob, true])
            .await?;
    }
    tx.execute(sql::PUBLISH_IMAGES, params![edition.id]).await?;
    super::render::want(tx, &edition.attachments, now).await
}

/// Citations (《…》(…号)) of the text, each number once.
pub(super) async fn cite(
    tx: &mut Tx,
    document: &Document,
    edition: &Edition,
) -> Result<(), Stop<DocumentRefusal>> {
    tx.execute(sql::REMOVE_CITATIONS, params![document.id])
        .await?;
    let text = edition.body.text();
    let own = number_key(&edition.metadata.number);
    let mut known: Vec<String> = Vec::new();
    for mention in gongwen::identity::list_mentions(&text) {
        let number = mention.parsed.number.to_string();
        let key = number_key(&number);
        if key == own || known.contains(&number) {
            continue;
        }
        tx.execute(
            sql::ADD_CITATION,
            params![
                document.id,
                known.len() + 1,
                mention.title.as_deref().unwrap_or(""),
                number,
                key
            ],
        )
        .await?;
        known.push(number);
    }
    Ok(())
}

/// A public document as the evidence of promises names it.
pub(crate) struct Proof<'a> {
    pub(crate) document: DocumentId,
    pub(crate) title: &'a str,
    pub(crate) index_number: &'a str,
    /// The day that counts.
    pub(crate) published_on: Date,
    /// What besides its publication keeps them; empty for nothing.
    pub(crate) said: &'a str,
}

/// The promises that wait for this document are kept by it.
async fn keep_promises(
    tx: &mut Tx,
    proof: &Proof<'_>,
    outlet: &Outlet,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_LINKED_PROMISES, params![proof.document])
        .await?;
    for row in &rows {
        let state: String = row.get("state")?;
        if state == "waiting" || state == "refused" {
            keep_promise(tx, row.get("promise_id")?, proof, (outlet, now)).await?;
        }
    }
    Ok(())
}

/// One promise that waits for this document is kept by it; where the promise's own rules refuse, the link says why.
pub(crate) async fn keep_promise(
    tx: &mut Tx,
    promise: PromiseId,
    proof: &Proof<'_>,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let link = format!("{}/documents/{}", outlet.base_url, proof.document);
    let submission = Submission {
        published_on: proof.published_on,
        note: format!(
            "《{}》（索引号{}）{}",
            proof.title, proof.index_number, proof.said
        ),
        links: if is_web_address(&link) {
            vec![link]
        } else {
            Vec::new()
        },
        files: Vec::new(),
    };
    let (state, note) = match keep(tx, promise, &submission, now).await? {
        Ok(()) => ("kept", String::new()),
        Err(refusal) => ("refused", refusal.message()),
    };
    tx.execute(
        sql::SET_LINK_STATE,
        params![proof.document, promise, state, note],
    )
    .await?;
    Ok(())
}

async fn keep(
    tx: &mut Tx,
    promise: PromiseId,
    submission: &Submission,
    now: Moment,
) -> Result<Result<(), PromiseRefusal>, Fault> {
    let Some(found) = promises::queries::find_promise(tx, promise, now.date()).await? else {
        return Ok(Err(PromiseRefusal::Unknown));
    };
    // The publication is the unit's; that its promise is kept by it follows, and the program notes it.
    let system = Actor::system();
    let officer = match system.unit_officer(found.line.unit_id) {
        Ok(officer) => officer,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let command = Submit {
        promise,
        submission: submission.clone(),
    };
    match promises::actions::keep::submit_in(tx, &command, &officer, now).await {
        Ok(_) => Ok(Ok(())),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(fault)) => Err(fault),
    }
}
