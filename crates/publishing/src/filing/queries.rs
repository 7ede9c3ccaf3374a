//! What screens ask of filings: those of a unit by state, those that a unit judges, one with its history, those of a document.
//!
//! Who may see which is decided by whoever asks.

use kernel::{DocumentId, Fault, FilingId, Moment, Page, PageAsk, UnitId};
use store::{Row, Tx, params};

use super::model::{Filing, FilingState, Papers};
use super::rules::FilingCommand;
use super::sql;
use crate::queries::key_of;
use crate::rows::coded;

/// On which side of filings a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It puts them on file.
    Sender(UnitId),
    /// It looks through them.
    Receiver(UnitId),
    /// Those of all units, as the open-government office sees them.
    All,
}

/// A filing in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingLine {
    /// The filing.
    pub filing: Filing,
    /// The sender's short name.
    pub unit_name: String,
}

/// An act upon a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingStep {
    /// What was done.
    pub command: FilingCommand,
    /// The opinion.
    pub words: String,
    /// As what.
    pub acted_as: String,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Moment,
}

/// A filing.
///
/// # Errors
/// The engine's fault.
pub async fn find(tx: &mut Tx, id: FilingId) -> Result<Option<Filing>, Fault> {
    let row = tx.fetch_optional(sql::FIND_FILING, params![id]).await?;
    row.map(|row| filing_of(&row)).transpose()
}

/// The filings of a document, the newest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_of_document(tx: &mut Tx, id: DocumentId) -> Result<Vec<Filing>, Fault> {
    let rows = tx.fetch_all(sql::LIST_OF_DOCUMENT, params![id]).await?;
    rows.iter().map(filing_of).collect()
}

/// Filings of one side in a state; what moved last is first.
///
/// # Errors
/// The engine's fault.
pub async fn list_filings(
    tx: &mut Tx,
    (side, state): (Side, FilingState),
    ask: &PageAsk,
) -> Result<Page<FilingLine>, Fault> {
    let (at, id) = key_of(ask);
    let many = ask.limit + 1;
    let rows = match side {
        Side::Sender(unit) => {
            let key = params![at, id, many, unit, state.code()];
            tx.fetch_all(sql::LIST_OF_UNIT, key).await?
        }
        Side::Receiver(unit) => {
            let key = params![at, id, many, unit, state.code()];
            tx.fetch_all(sql::LIST_OF_RECEIVER, key).await?
        }
        Side::All => {
            let key = params![at, id, many, state.code()];
            tx.fetch_all(sql::LIST_OF_ALL, key).await?
        }
    };
    let lines = rows.iter().map(|row| {
        Ok(FilingLine {
            filing: filing_of(row)?,
            unit_name: row.get("short_name")?,
        })
    });
    let lines = lines.collect::<Result<Vec<_>, Fault>>()?;
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.filing.since, it.filing.id)
    }))
}

/// How many filings of one side stand where, of those that are under way.
///
/// # Errors
/// The engine's fault.
pub async fn count_filings(tx: &mut Tx, side: Side) -> Result<Vec<(FilingState, u64)>, Fault> {
    let rows = match side {
        Side::Sender(unit) => tx.fetch_all(sql::COUNT_OF_UNIT, params![unit]).await?,
        Side::Receiver(unit) => tx.fetch_all(sql::COUNT_OF_RECEIVER, params![unit]).await?,
        Side::All => tx.fetch_all(sql::COUNT_OF_ALL, params![]).await?,
    };
    rows.iter()
        .map(|row| Ok((coded(row, "state", FilingState::from_code)?, row.get("n")?)))
        .collect()
}

/// How many a unit has registered since a moment: from it the next number is proposed.
///
/// # Errors
/// The engine's fault.
pub async fn count_registered(tx: &mut Tx, unit: UnitId, since: Moment) -> Result<u64, Fault> {
    let key = params![unit, since];
    tx.fetch_one(sql::COUNT_REGISTERED, key).await?.get("n")
}

/// What was done to a filing.
///
/// # Errors
/// The engine's fault.
pub async fn list_steps(tx: &mut Tx, id: FilingId) -> Result<Vec<FilingStep>, Fault> {
    let rows = tx.fetch_all(sql::LIST_STEPS, params![id]).await?;
    steps_of(&rows)
}

pub(super) fn steps_of(rows: &[Row]) -> Result<Vec<FilingStep>, Fault> {
    let steps = rows.iter().map(|row| {
        Ok(FilingStep {
            command: coded(row, "command", FilingCommand::from_code)?,
            words: row.get("words")?,
            acted_as: row.get("acted_as")?,
            actor: row.get("actor")?,
            at: row.get("happened_at")?,
        })
    });
    steps.collect()
}

fn filing_of(row: &Row) -> Result<Filing, Fault> {
    Ok(Filing {
        id: row.get("id")?,
        document: row.get("document_id")?,
        edition: row.get("edition_id")?,
        unit: row.get("unit_id")?,
        receiver_unit: row.get("receiver_id")?,
        receiver: row.get("receiver")?,
        title: row.get("title")?,
        number: row.get("number")?,
        index_number: row.get("index_number")?,
        digest: row.get("digest")?,
        papers: Papers {
            explanation: row.get("explanation")?,
            legal_review: row.get("legal_review")?,
            contact: row.get("contact")?,
        },
        state: coded(row, "state", FilingState::from_code)?,
        since: row.get("since")?,
        round: row.get("round")?,
        sent_at: row.get("sent_at")?,
        sent_by: row.get("sent_account")?,
        register_number: row.get("register_number")?,
        registered_on: row.get("registered_on")?,
    })
}
