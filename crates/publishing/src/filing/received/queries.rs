//! What screens ask of filings of other sites: those that a unit looks through by state, one with its history.
//!
//! Who may see which is decided by whoever asks.

use kernel::{Fault, FilingId, Moment, Page, PageAsk, UnitId};
use store::{Row, Tx, params};

use super::{Received, sql};
use crate::filing::model::FilingState;
use crate::filing::queries::{FilingStep, steps_of};
use crate::queries::key_of;
use crate::rows::coded;

/// One.
///
/// # Errors
/// The engine's fault.
pub async fn find(tx: &mut Tx, id: FilingId) -> Result<Option<Received>, Fault> {
    let row = tx.fetch_optional(sql::FIND, params![id]).await?;
    row.map(|row| received_of(&row)).transpose()
}

/// One by the key of the site that sent it and its id there.
///
/// # Errors
/// The engine's fault.
pub(super) async fn find_of_sender(
    tx: &mut Tx,
    (key, filing): (&str, &str),
) -> Result<Option<Received>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_OF_SENDER, params![key, filing])
        .await?;
    row.map(|row| received_of(&row)).transpose()
}

/// Those of a unit, or of all, in a state; what moved last is first.
///
/// # Errors
/// The engine's fault.
pub async fn list_received(
    tx: &mut Tx,
    (unit, state): (Option<UnitId>, FilingState),
    ask: &PageAsk,
) -> Result<Page<Received>, Fault> {
    let (at, id) = key_of(ask);
    let many = ask.limit + 1;
    let rows = match unit {
        Some(unit) => {
            let key = params![at, id, many, unit, state.code()];
            tx.fetch_all(sql::LIST_OF_RECEIVER, key).await?
        }
        None => {
            let key = params![at, id, many, state.code()];
            tx.fetch_all(sql::LIST_OF_ALL, key).await?
        }
    };
    let found = rows.iter().map(received_of);
    let found = found.collect::<Result<Vec<_>, Fault>>()?;
    Ok(Page::of(found, ask, |it| format!("{}_{}", it.since, it.id)))
}

/// How many of a unit's, or of all, stand where, of those that are under way.
///
/// # Errors
/// The engine's fault.
pub async fn count_received(
    tx: &mut Tx,
    unit: Option<UnitId>,
) -> Result<Vec<(FilingState, u64)>, Fault> {
    let rows = match unit {
        Some(unit) => tx.fetch_all(sql::COUNT_OF_RECEIVER, params![unit]).await?,
        None => tx.fetch_all(sql::COUNT_OF_ALL, params![]).await?,
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

/// What was done to one.
///
/// # Errors
/// The engine's fault.
pub async fn list_steps(tx: &mut Tx, id: FilingId) -> Result<Vec<FilingStep>, Fault> {
    let rows = tx.fetch_all(sql::LIST_STEPS, params![id]).await?;
    steps_of(&rows)
}

fn received_of(row: &Row) -> Result<Received, Fault> {
    Ok(Received {
        id: row.get("id")?,
        sender_key: row.get("sender_key")?,
        sender: row.get("sender")?,
        sender_filing: row.get("sender_filing")?,
        unit_name: row.get("unit_name")?,
        receiver_unit: row.get("receiver_id")?,
        receiver: row.get("receiver")?,
        title: row.get("title")?,
        number: row.get("number")?,
        digest: row.get("digest")?,
        state: coded(row, "state", FilingState::from_code)?,
        since: row.get("since")?,
        round: row.get("round")?,
        sent_at: row.get("sent_at")?,
        taken_at: row.get("taken_at")?,
        package: row.get("package_id")?,
        register_number: row.get("register_number")?,
        registered_on: row.get("registered_on")?,
    })
}
