//! Parts: what is to be told to a person, gathered until it becomes one message.
//!
//! A part is added in the transaction that decided on telling it and taken in the transaction that writes the message, so that
//! none is lost between the two and none is told twice.

use kernel::{AccountId, Fault, Moment};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Topic, sql};
use crate::params;
use crate::transaction::Tx;

/// A part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<T> {
    /// Its name among the parts of its person: the same is added once.
    pub name: String,
    /// What it says.
    pub body: T,
}

/// Adds a part for a person.
///
/// # Errors
/// The engine's fault.
pub async fn add_part<T: Serialize + Sync>(
    tx: &mut Tx,
    (account, topic): (AccountId, Topic),
    part: &Part<T>,
    now: Moment,
) -> Result<(), Fault> {
    let body = serde_json::to_string(&part.body)
        .map_err(|cause| Fault::caused("writing a part", cause))?;
    tx.execute(
        sql::ADD_PART,
        params![account, topic.code(), part.name, body, now],
    )
    .await?;
    Ok(())
}

/// The people for whom parts of a topic wait, after an id, at most `limit`.
///
/// # Errors
/// The engine's fault.
pub async fn list_part_owners(
    tx: &mut Tx,
    topic: Topic,
    after: Option<AccountId>,
    limit: u32,
) -> Result<Vec<AccountId>, Fault> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = tx
        .fetch_all(sql::LIST_PART_OWNERS, params![topic.code(), after, limit])
        .await?;
    rows.iter().map(|row| row.get("account_id")).collect()
}

/// Takes a person's parts out, by name, at most `limit`: whoever takes them writes the message in the same transaction.
///
/// # Errors
/// The engine's fault, or a part that is not of the type asked for.
pub async fn take_parts<T: DeserializeOwned>(
    tx: &mut Tx,
    (account, topic): (AccountId, Topic),
    limit: u32,
) -> Result<Vec<Part<T>>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_PARTS, params![account, topic.code(), limit])
        .await?;
    let mut parts = Vec::with_capacity(rows.len());
    for row in &rows {
        let (name, body): (String, String) = (row.get("name")?, row.get("body")?);
        tx.execute(sql::DROP_PART, params![account, topic.code(), name])
            .await?;
        let body = serde_json::from_str(&body)
            .map_err(|cause| Fault::caused(format!("reading the part {name}"), cause))?;
        parts.push(Part { name, body });
    }
    Ok(parts)
}
