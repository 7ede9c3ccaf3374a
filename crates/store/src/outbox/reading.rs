//! What screens ask of messages and deliveries.
//!
//! Every list is paged by key, every count stops at a number that nobody reads on from.

use kernel::{AccountId, DeliveryId, Fault, MessageId, Moment, Page, PageAsk};

use super::{Body, DeliveryState, Topic, Way, sql};
use crate::params;
use crate::row::Row;
use crate::transaction::Tx;

/// The most that a count counts.
const MOST_COUNTED: u32 = 1000;

/// Sorts after every id.
const AFTER_ALL: &str = "g";

/// A message as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageLine {
    /// Its id.
    pub id: MessageId,
    /// Its topic.
    pub topic: Topic,
    /// Its reader.
    pub account: Option<AccountId>,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub body: Body,
    /// When it came.
    pub created_at: Moment,
    /// When it was read.
    pub read_at: Option<Moment>,
}

/// A delivery as the administrator sees it: of the message no more than the subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// Its id.
    pub id: DeliveryId,
    /// How it leaves.
    pub way: Way,
    /// What has become of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the newest try failed.
    pub last_error: Option<String>,
    /// When it is tried next.
    pub due_at: Moment,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// The message's subject.
    pub subject: String,
}

/// An account's messages, newest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_messages(
    tx: &mut Tx,
    account: AccountId,
    shown: Shown,
    ask: &PageAsk,
) -> Result<Page<MessageLine>, Fault> {
    let statement = match shown {
        Shown::All => sql::LIST_MESSAGES,
        Shown::Unread => sql::LIST_UNREAD_MESSAGES,
    };
    let before = ask.after.as_deref().unwrap_or(AFTER_ALL);
    let rows = tx
        .fetch_all(statement, params![account, before, ask.limit + 1])
        .await?;
    let lines = rows.iter().map(message_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |line| line.id.to_string()))
}

/// Which messages are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All.
    All,
    /// Those not read yet.
    Unread,
}

/// A message.
///
/// # Errors
/// The engine's fault.
pub async fn find_message(tx: &mut Tx, id: MessageId) -> Result<Option<MessageLine>, Fault> {
    let row = tx.fetch_optional(sql::FIND_MESSAGE, params![id]).await?;
    row.as_ref().map(message_of).transpose()
}

/// How many messages an account has not read; stops at a thousand.
///
/// # Errors
/// The engine's fault.
pub async fn count_unread(tx: &mut Tx, account: AccountId) -> Result<u64, Fault> {
    let row = tx
        .fetch_one(sql::COUNT_UNREAD, params![account, MOST_COUNTED])
        .await?;
    row.get("n")
}

/// Notes that its reader read a message; whether it was theirs and unread.
///
/// # Errors
/// The engine's fault.
pub async fn note_read(
    tx: &mut Tx,
    id: MessageId,
    account: AccountId,
    now: Moment,
) -> Result<bool, Fault> {
    Ok(tx
        .execute(sql::NOTE_READ, params![id, account, now])
        .await?
        == 1)
}

/// Notes that its reader read all messages up to one.
///
/// # Errors
/// The engine's fault.
pub async fn note_all_read(
    tx: &mut Tx,
    through: MessageId,
    account: AccountId,
    now: Moment,
) -> Result<u64, Fault> {
    tx.execute(sql::NOTE_ALL_READ, params![account, through, now])
        .await
}

/// The deliveries in a state, newest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_deliveries(
    tx: &mut Tx,
    state: DeliveryState,
    ask: &PageAsk,
) -> Result<Page<DeliveryLine>, Fault> {
    let before = ask.after.as_deref().unwrap_or(AFTER_ALL);
    let rows = tx
        .fetch_all(
            sql::LIST_DELIVERIES,
            params![state.code(), before, ask.limit + 1],
        )
        .await?;
    let lines = rows
        .iter()
        .map(delivery_of)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |line| line.id.to_string()))
}

/// How many deliveries are in a state; stops at a thousand.
///
/// # Errors
/// The engine's fault.
pub async fn count_deliveries(tx: &mut Tx, state: DeliveryState) -> Result<u64, Fault> {
    let row = tx
        .fetch_one(sql::COUNT_DELIVERIES, params![state.code(), MOST_COUNTED])
        .await?;
    row.get("n")
}

pub(super) fn topic_of(row: &Row) -> Result<Topic, Fault> {
    let code: String = row.get("topic")?;
    Topic::from_code(&code).ok_or_else(|| Fault::new(format!("column topic holds {code:?}")))
}

pub(super) fn body_of(row: &Row) -> Result<Body, Fault> {
    let text: String = row.get("body")?;
    serde_json::from_str(&text).map_err(|cause| Fault::caused("reading a message", cause))
}

fn message_of(row: &Row) -> Result<MessageLine, Fault> {
    Ok(MessageLine {
        id: row.get("id")?,
        topic: topic_of(row)?,
        account: row.get("account_id")?,
        subject: row.get("subject")?,
        body: body_of(row)?,
        created_at: row.get("created_at")?,
        read_at: row.get("read_at")?,
    })
}

fn delivery_of(row: &Row) -> Result<DeliveryLine, Fault> {
    let channel: String = row.get("channel")?;
    let target: String = row.get("target_id")?;
    let state: String = row.get("state")?;
    Ok(DeliveryLine {
        id: row.get("id")?,
        way: Way::from_columns(&channel, &target)?,
        state: DeliveryState::from_code(&state)
            .ok_or_else(|| Fault::new(format!("column state holds {state:?}")))?,
        attempts: row.get("attempts")?,
        last_error: row.get("last_error")?,
        due_at: row.get("due_at")?,
        finished_at: row.get("finished_at")?,
        subject: row.get("subject")?,
    })
}
