//! 认定效力: a leader decides that a document was amended, repealed in part or as a whole, or stands again; each with its basis and day.
//!
//! 《政府网站发展指引》: what is repealed is marked on the page itself. What dates say (尚未施行, 已失效) is derived and never decided here.

use kernel::{Actor, Approver, Date, DocumentId, Moment, Stop};
use store::{Store, Tx, params};

use super::oblige::{self, Obliged};
use super::publish::Outlet;
use super::{check_unit, load_document, record};
use crate::events::DocumentEvent;
use crate::library::{Library, Occasion};
use crate::metadata::number_key;
use crate::model::{Document, DocumentState, Validity};
use crate::rules::{self, Demand};
use crate::tally::Moves;
use crate::{DocumentRefusal, sql};

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideValidity {
    /// Which document.
    pub document: DocumentId,
    /// What it is from then on.
    pub validity: Validity,
    /// By what: the title and number of the document that says so.
    pub basis: String,
    /// From when.
    pub effective_on: Date,
    /// What changed, for the public; may be empty.
    pub words: String,
}

/// Decides on validity.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn decide_validity(
    store: &Store,
    command: &DecideValidity,
    approver: &Approver,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Optional).map_err(Stop::Refused)?;
    let basis = rules::check_words(&command.basis, Demand::Optional).map_err(Stop::Refused)?;
    if basis.is_empty() {
        return Err(Stop::Refused(DocumentRefusal::BasisMissing));
    }
    store::write!(store, |tx| {
        let document = load_document(tx, command.document).await?;
        check_unit(approver.unit(), document.unit)?;
        check(&document, command.validity, &outlet.library)?;
        // What holds until the day of the new decision is what holds today: a decision of days to come that is overtaken never held.
        let before = document.validity_on(now.date());
        let mut moves = Moves::default();
        moves.leave(tx, document.id).await?;
        tx.execute(
            sql::SET_VALIDITY,
            params![
                document.id,
                command.validity.code(),
                command.effective_on,
                before.code()
            ],
        )
        .await?;
        moves.enter(tx, document.id, now.date()).await?;
        moves.keep(tx).await?;
        let count = tx
            .fetch_one(sql::COUNT_VALIDITY_CHANGES, params![document.id])
            .await?;
        let basis_document = find_basis(tx, &basis).await?;
        let actor = approver.actor();
        tx.execute(
            sql::ADD_VALIDITY_CHANGE,
            params![
                document.id,
                count.get::<u64>("n")? + 1,
                command.validity.code(),
                basis,
                basis_document.filter(|it| *it != document.id),
                command.effective_on,
                words,
                actor.title(),
                actor.name(),
                now
            ],
        )
        .await?;
        let row = tx
            .fetch_one(sql::FIND_DOCUMENT, params![document.id])
            .await?;
        let title: String = row.get("title")?;
        let event = DocumentEvent::ValidityChanged {
            title: title.clone(),
            validity: command.validity.code().to_owned(),
            basis: basis.clone(),
            effective_on: command.effective_on,
        };
        record(tx, &document, &event, (actor, now)).await?;
        let number_key: Option<String> = row.get("number_key")?;
        let told = Told {
            document: &document,
            title: &title,
            number_key: number_key.as_deref(),
        };
        follow_up(tx, (command, &told), actor, (outlet, now)).await
    })
}

/// The document that was decided about.
struct Told<'a> {
    document: &'a Document,
    title: &'a str,
    number_key: Option<&'a str>,
}

/// Who cites what is no longer in force looks at it again; what a repeal obliges to is opened, from the day on which it holds.
async fn follow_up(
    tx: &mut Tx,
    (command, told): (&DecideValidity, &Told<'_>),
    actor: &Actor,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let is_repealed = match command.validity {
        Validity::Repealed => true,
        Validity::PartlyRepealed => false,
        Validity::InForce | Validity::Amended | Validity::NotYet | Validity::Expired => {
            return Ok(());
        }
    };
    if let Some(key) = told.number_key {
        tx.execute(
            sql::OPEN_CITATION_REVIEWS,
            params![key, told.document.id, now],
        )
        .await?;
    }
    if !is_repealed {
        return Ok(());
    }
    let obliged = Obliged {
        document: told.document.id,
        kind: &told.document.kind,
        unit: told.document.unit,
        title: told.title,
        edition: None,
    };
    let from = match command.effective_on > now.date() {
        true => command.effective_on.at(0, 0, 0, 0),
        false => now.civil(),
    };
    oblige::open(
        tx,
        (Occasion::Repealed, from),
        &obliged,
        (actor, outlet, now),
    )
    .await?;
    Ok(())
}

fn check(
    document: &Document,
    validity: Validity,
    library: &Library,
) -> Result<(), Stop<DocumentRefusal>> {
    match document.state {
        DocumentState::Published => {}
        DocumentState::Unpublished => return Err(Stop::Refused(DocumentRefusal::NotPublished)),
        DocumentState::Withdrawn => {
            return Err(Stop::Refused(DocumentRefusal::AlreadyWithdrawn));
        }
    }
    if !library
        .find_kind(&document.kind)
        .is_some_and(|it| it.has_validity)
    {
        return Err(Stop::Refused(DocumentRefusal::NoValidity));
    }
    match validity {
        Validity::NotYet | Validity::Expired => {
            Err(Stop::Refused(DocumentRefusal::ValidityUnchanged))
        }
        decided if decided == document.validity => {
            Err(Stop::Refused(DocumentRefusal::ValidityUnchanged))
        }
        Validity::InForce | Validity::Amended | Validity::PartlyRepealed | Validity::Repealed => {
            Ok(())
        }
    }
}

/// The document here that the basis names by its number.
async fn find_basis(tx: &mut Tx, basis: &str) -> Result<Option<DocumentId>, Stop<DocumentRefusal>> {
    for mention in gongwen::identity::list_mentions(basis) {
        let Some(key) = number_key(&mention.parsed.number.to_string()) else {
            continue;
        };
        let row = tx
            .fetch_optional(sql::FIND_BY_NUMBER_KEY, params![key])
            .await?;
        if let Some(row) = row {
            return Ok(Some(row.get("id")?));
        }
    }
    Ok(None)
}
