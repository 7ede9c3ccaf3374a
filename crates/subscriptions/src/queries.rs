//! What pages ask of subscriptions: one reader's, by the link of a letter; numbers for the desk. No address leaves here.

use kernel::{Fault, Moment, ReaderId, SubscriptionId};
use store::outbox::DeliveryState;
use store::{Row, Tx, params};

use crate::model::{Followed, Pace};
use crate::rules::MOST_SUBSCRIPTIONS;
use crate::{sql, token};

/// The most that a count counts.
pub const MOST_COUNTED: u32 = 1000;

/// A subscription as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionLine {
    /// Its id.
    pub id: SubscriptionId,
    /// What is followed.
    pub followed: Followed,
    /// How often.
    pub pace: Pace,
    /// Since when; `None` while it waits for confirmation.
    pub since: Option<Moment>,
}

/// What a reader follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderView {
    /// Whether letters rest, for too many were refused.
    pub is_suspended: bool,
    /// What is followed, in the order in which it was asked for.
    pub lines: Vec<SubscriptionLine>,
}

/// What the link of a confirmation asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is to be followed.
    pub followed: Followed,
    /// How often.
    pub pace: Pace,
}

/// Numbers for the desk. Those that are looked up stop at [`MOST_COUNTED`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Confirmed ones by kind and pace.
    pub followed: Vec<(String, String, u64)>,
    /// Those that wait for confirmation.
    pub unconfirmed: u64,
    /// Suspended addresses.
    pub suspended: u64,
    /// Letters that wait.
    pub waiting: u64,
    /// Letters of the last days that were given up.
    pub dead: u64,
}

/// What the link of a letter opens; `None` where it opens nothing.
///
/// # Errors
/// The engine's fault.
pub async fn find_reader(tx: &mut Tx, key: &str) -> Result<Option<ReaderView>, Fault> {
    if !token::is_token(key) {
        return Ok(None);
    }
    let row = tx
        .fetch_optional(sql::FIND_READER_BY_TOKEN, params![token::hash_of(key)])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let (reader, suspended_at): (ReaderId, Option<Moment>) =
        (row.get("id")?, row.get("suspended_at")?);
    let rows = tx
        .fetch_all(
            sql::LIST_SUBSCRIPTIONS_OF,
            params![reader, MOST_SUBSCRIPTIONS],
        )
        .await?;
    let lines = rows.iter().map(line_of).collect::<Result<_, _>>()?;
    Ok(Some(ReaderView {
        is_suspended: suspended_at.is_some(),
        lines,
    }))
}

/// What the link of a confirmation asks; `None` where it is none, was used, or ran out.
///
/// # Errors
/// The engine's fault.
pub async fn find_asked(tx: &mut Tx, key: &str, now: Moment) -> Result<Option<Asked>, Fault> {
    if !token::is_token(key) {
        return Ok(None);
    }
    let row = tx
        .fetch_optional(sql::FIND_ASKED, params![token::hash_of(key), now])
        .await?;
    row.map(|row| {
        Ok(Asked {
            followed: followed_of(&row)?,
            pace: pace_of(&row)?,
        })
    })
    .transpose()
}

/// How many follow what.
///
/// # Errors
/// The engine's fault.
pub async fn count(tx: &mut Tx) -> Result<Numbers, Fault> {
    let mut followed = Vec::new();
    for row in tx.fetch_all(sql::LIST_TALLIES, params![]).await? {
        followed.push((row.get("kind")?, row.get("pace")?, row.get("n")?));
    }
    Ok(Numbers {
        followed,
        unconfirmed: count_of(tx, sql::COUNT_WAITING).await?,
        suspended: count_of(tx, sql::COUNT_SUSPENDED).await?,
        waiting: count_letters(tx, DeliveryState::Waiting).await?,
        dead: count_letters(tx, DeliveryState::Dead).await?,
    })
}

async fn count_of(tx: &mut Tx, statement: &'static str) -> Result<u64, Fault> {
    let row = tx.fetch_one(statement, params![MOST_COUNTED]).await?;
    row.get("n")
}

async fn count_letters(tx: &mut Tx, state: DeliveryState) -> Result<u64, Fault> {
    let values = params![state.code(), MOST_COUNTED];
    tx.fetch_one(sql::COUNT_LETTERS, values).await?.get("n")
}

pub(crate) fn followed_of(row: &Row) -> Result<Followed, Fault> {
    let place: String = row.get("place")?;
    Followed::read(&place).ok_or_else(|| Fault::new(format!("column place holds {place:?}")))
}

pub(crate) fn pace_of(row: &Row) -> Result<Pace, Fault> {
    let pace: String = row.get("pace")?;
    Pace::from_code(&pace).ok_or_else(|| Fault::new(format!("column pace holds {pace:?}")))
}

fn line_of(row: &Row) -> Result<SubscriptionLine, Fault> {
    Ok(SubscriptionLine {
        id: row.get("id")?,
        followed: followed_of(row)?,
        pace: pace_of(row)?,
        since: row.get("since")?,
    })
}
