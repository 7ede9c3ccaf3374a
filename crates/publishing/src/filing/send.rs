//! 报送备案: a unit puts what it published on file with the unit above it, and sends it again once it is supplemented or mended.
//!
//! What is sent is the edition that is public, with the digest that was signed; sending keeps the promise to do so.

use kernel::{Actor, DocumentId, FilingId, Moment, Stop, UnitOfficer};
use store::{Store, Tx, directory, params};

use super::model::{Filing, FilingState, Papers};
use super::refusal::FilingRefusal;
use super::rules::{self, FilingCommand, receiver_of};
use super::{FilingEvent, Step, carried, digest_of, load, note, queries, record, sql};
use crate::actions::oblige::list_filed;
use crate::actions::publish::{Outlet, Proof, keep_promise};
use crate::actions::{check_unit, load as load_edition, load_document};
use crate::model::{Document, DocumentState, Edition};
use crate::sql::LINK_PROMISE;

/// A document about to be put on file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendFiling {
    /// The receiver's name, where the unit above is not on this site; not asked for otherwise.
    pub receiver: String,
    /// What goes along.
    pub papers: Papers,
}

/// A filing about to be sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResendFiling {
    /// Which.
    pub filing: FilingId,
    /// What goes along, as it is now.
    pub papers: Papers,
    /// What was supplemented or mended.
    pub words: String,
}

/// Puts a document on file.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn send(
    store: &Store,
    (document, command): (DocumentId, &SendFiling),
    officer: &UnitOfficer,
    (outlet, now): (&Outlet, Moment),
) -> Result<FilingId, Stop<FilingRefusal>> {
    let papers = rules::check_papers(&command.papers).map_err(Stop::Refused)?;
    let typed = rules::check_line(("receiver", "受理备案的机关"), &command.receiver);
    let typed = typed.map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let (document, edition) = load_public(tx, document, (officer, outlet)).await?;
        check_first(tx, (&document, &edition)).await?;
        let actor = officer.actor();
        let directory = directory::load(tx).await?;
        let whose = (document.unit, outlet.filing_desks.as_ref());
        let receiver = receiver_of(&directory, whose, now.date());
        let name = receiver.map_or_else(|| typed.clone(), |it| it.name.clone());
        if name.is_empty() {
            return Err(Stop::Refused(FilingRefusal::ReceiverMissing));
        }
        let filing = Filing {
            id: tx.new_id(now),
            document: document.id,
            edition: edition.id,
            unit: document.unit,
            receiver_unit: receiver.map(|it| it.id),
            receiver: name,
            title: edition.metadata.title.clone(),
            number: edition.metadata.number.clone(),
            index_number: document.index_number.clone().unwrap_or_default(),
            digest: edition.signed_digest.clone().unwrap_or_default(),
            papers: papers.clone(),
            state: FilingState::Sent,
            since: now,
            round: 1,
            sent_at: now,
            sent_by: actor.account(),
            register_number: String::new(),
            registered_on: None,
        };
        add(tx, &filing).await?;
        note(tx, (filing.id, FilingCommand::Send, ""), (actor, now)).await?;
        let event = event_of(&filing, &edition);
        record(tx, &filing, &event, (actor, now)).await?;
        keep(tx, (&document, &filing), (actor, outlet, now)).await?;
        Ok(filing.id)
    })
}

/// Sends a filing again that came back.
///
/// # Errors
/// [`FilingRefusal`], or the engine's fault.
pub async fn resend(
    store: &Store,
    command: &ResendFiling,
    officer: &UnitOfficer,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let papers = rules::check_papers(&command.papers).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let filing = load(tx, command.filing).await?;
        let verb = filing.state.sent_again_by();
        rules::after(filing.state, verb).map_err(Stop::Refused)?;
        let words = rules::check_words(&command.words, verb).map_err(Stop::Refused)?;
        let (document, edition) = load_answered(tx, &filing, officer).await?;
        let actor = officer.actor();
        let filing = Filing {
            edition: edition.id,
            title: edition.metadata.title.clone(),
            number: edition.metadata.number.clone(),
            digest: edition.signed_digest.clone().unwrap_or_default(),
            papers: papers.clone(),
            round: filing.round + 1,
            sent_at: now,
            sent_by: actor.account(),
            ..filing
        };
        let step = Step {
            filing: &filing,
            command: verb,
            words: &words,
        };
        let event = event_of(&filing, &edition);
        step.take(tx, &event, (actor, now)).await?;
        tx.execute(
            sql::SEND_AGAIN,
            params![
                filing.id,
                filing.edition,
                filing.title,
                filing.number,
                filing.digest,
                filing.papers.explanation,
                filing.papers.legal_review,
                filing.papers.contact,
                filing.round,
                filing.sent_at,
                filing.sent_by
            ],
        )
        .await?;
        keep(tx, (&document, &filing), (actor, outlet, now)).await
    })
}

/// A public document of a kind that is put on file.
async fn load_public(
    tx: &mut Tx,
    id: DocumentId,
    (officer, outlet): (&UnitOfficer, &Outlet),
) -> Result<(Document, Edition), Stop<FilingRefusal>> {
    let document = load_document(tx, id).await.map_err(carried)?;
    check_unit(officer.unit(), document.unit)?;
    let kind = outlet.library.find_kind(&document.kind);
    if !kind.is_some_and(crate::library::Kind::is_filed) {
        return Err(Stop::Refused(FilingRefusal::NotOfKind));
    }
    match (document.state, document.published_edition) {
        (DocumentState::Published, Some(edition)) => {
            load_edition(tx, edition).await.map_err(carried)
        }
        _ => Err(Stop::Refused(FilingRefusal::NotPublic)),
    }
}

/// What an answer is about: the edition that is public now, or the one that was sent, where the document has been taken off the site since.
async fn load_answered(
    tx: &mut Tx,
    filing: &Filing,
    officer: &UnitOfficer,
) -> Result<(Document, Edition), Stop<FilingRefusal>> {
    let document = load_document(tx, filing.document).await;
    let document = document.map_err(carried)?;
    check_unit(officer.unit(), document.unit)?;
    let edition = document.published_edition.unwrap_or(filing.edition);
    load_edition(tx, edition).await.map_err(carried)
}

/// It is neither on its way nor on file as it stands.
async fn check_first(
    tx: &mut Tx,
    (document, edition): (&Document, &Edition),
) -> Result<(), Stop<FilingRefusal>> {
    let refused = |filing: &Filing| {
        if filing.state.is_under_way() {
            return Some(FilingRefusal::UnderWay);
        }
        let is_on_file = filing.state == FilingState::Registered && filing.edition == edition.id;
        is_on_file.then_some(FilingRefusal::OnFile)
    };
    let known = queries::list_of_document(tx, document.id).await?;
    match known.iter().find_map(refused) {
        Some(refusal) => Err(Stop::Refused(refusal)),
        None => Ok(()),
    }
}

async fn add(tx: &mut Tx, it: &Filing) -> Result<(), Stop<FilingRefusal>> {
    tx.execute(
        sql::ADD_FILING,
        params![
            it.id,
            it.document,
            it.edition,
            it.unit,
            it.receiver_unit,
            it.receiver,
            it.title,
            it.number,
            it.index_number,
            it.digest,
            it.papers.explanation,
            it.papers.legal_review,
            it.papers.contact,
            it.state.code(),
            it.round,
            it.sent_at,
            it.sent_by
        ],
    )
    .await?;
    Ok(())
}

fn event_of(filing: &Filing, edition: &Edition) -> FilingEvent {
    let papers = &filing.papers;
    FilingEvent::Sent {
        edition: edition.ordinal,
        receiver: filing.receiver.clone(),
        round: filing.round,
        digest: filing.digest.clone(),
        papers_digest: digest_of(&[&papers.explanation, &papers.legal_review, &papers.contact]),
    }
}

/// The promises to send it are kept.
async fn keep(
    tx: &mut Tx,
    (document, filing): (&Document, &Filing),
    (actor, outlet, now): (&Actor, &Outlet, Moment),
) -> Result<(), Stop<FilingRefusal>> {
    let whose = (document.id, document.kind.as_str());
    let open = list_filed(tx, whose, (actor, outlet, now)).await;
    let said = format!("，已报送{}备案", filing.receiver);
    for promise in open.map_err(carried)? {
        tx.execute(
            LINK_PROMISE,
            params![document.id, promise, actor.name(), now],
        )
        .await?;
        let proof = Proof {
            document: document.id,
            title: &filing.title,
            index_number: &filing.index_number,
            published_on: now.date(),
            said: &said,
        };
        let kept = keep_promise(tx, promise, &proof, (outlet, now)).await;
        kept.map_err(carried)?;
    }
    Ok(())
}
