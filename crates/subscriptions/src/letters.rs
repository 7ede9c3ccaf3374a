//! Letters to readers: what is due becomes a letter, whoever carries claims it, and notes how it went.
//!
//! A thing that happened enters one letter, in the transaction that writes the letter. The claim is committed before anything is sent; a carrier
//! who dies leaves a claim that runs out, and the letter goes out anew under the same id, by which mail programs know it. How a
//! letter is worded and sent is the carrier's business.

use kernel::{Fault, HappeningId, LetterId, Moment, Never, ReaderId, Stop, SubscriptionId};
use store::outbox::{DeliveryState, Failure, LEASE_MILLIS, MOST_ATTEMPTS, Trouble, wait_after};
use store::{Row, Store, Tx, params};

use crate::actions;
use crate::events::{SubscriptionEvent, record};
use crate::model::{Address, Followed, Happening, KnownHappening, LetterKind, Pace, What};
use crate::queries::{followed_of, pace_of};
use crate::rules::{MOST_LINES, MOST_REFUSALS};
use crate::sql;
use kernel::Vault;

/// Rows looked at for one batch of letters.
const BATCH: u32 = 200;
/// The longest reason that is kept, in characters.
const MOST_REASON: usize = 300;

/// A letter that its carrier holds for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its id: the same however often it is tried.
    pub id: LetterId,
    /// The carrier's mark.
    claim: String,
    reader: ReaderId,
    /// What it is for.
    pub kind: LetterKind,
    /// The try that this is, from 1.
    pub attempt: u32,
    /// When it was written.
    pub created_at: Moment,
    /// Whom it goes to; `None` where the site's key is another than then.
    pub address: Option<Address>,
    /// What opens the reader's subscriptions.
    pub key: Option<String>,
    /// The subscription that it asks about; `None` where it is gone, or none.
    pub about: Option<About>,
}

/// The subscription that a letter asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What is followed.
    pub followed: Followed,
    /// How often.
    pub pace: Pace,
    /// What confirms it, where it still is to be.
    pub key: Option<String>,
}

/// Writes letters of what is due; how many. One batch.
///
/// # Errors
/// The engine's fault.
pub async fn compose_due(store: &Store, now: Moment) -> Result<u64, Fault> {
    let due = store::read!(store, |tx| {
        tx.fetch_optional(sql::FIND_DUE_ITEM, params![now]).await
    })?;
    if due.is_none() {
        return Ok(0);
    }
    Ok(store::write!(store, |tx| -> Result<u64, Stop<Never>> {
        let rows = tx
            .fetch_all(sql::LIST_DUE_READERS, params![now, BATCH])
            .await?;
        for row in &rows {
            let (reader, id): (ReaderId, LetterId) = (row.get("reader_id")?, tx.new_id(now));
            let nothing: Option<SubscriptionId> = None;
            let letter = params![id, reader, LetterKind::Items.code(), nothing, now];
            tx.execute(sql::ADD_LETTER, letter).await?;
            let items = params![reader, id, now, MOST_LINES];
            tx.execute(sql::PUT_INTO_LETTER, items).await?;
        }
        Ok(rows.len() as u64)
    })?)
}

/// Claims what is to be carried, at most `limit` letters. Looks first: where nothing is, nothing is written.
///
/// # Errors
/// The engine's fault.
pub async fn claim(
    store: &Store,
    vault: &dyn Vault,
    limit: u32,
    now: Moment,
) -> Result<Vec<Held>, Fault> {
    let due = store::read!(store, |tx| {
        tx.fetch_optional(sql::FIND_DUE_LETTER, params![now]).await
    })?;
    if due.is_none() {
        return Ok(Vec::new());
    }
    Ok(store::write!(store, |tx| -> Result<_, Stop<Never>> {
        let claim: LetterId = tx.new_id(now);
        let until = now.plus_millis(LEASE_MILLIS);
        tx.execute(sql::CLAIM_LETTERS, params![claim, until, now, limit])
            .await?;
        let rows = tx.fetch_all(sql::LIST_CLAIMED, params![claim]).await?;
        let mut held = Vec::with_capacity(rows.len());
        for row in &rows {
            let about: Option<SubscriptionId> = row.get("subscription_id")?;
            let about = match about {
                Some(id) => find_about(tx, vault, id, now).await?,
                None => None,
            };
            held.push(held_of(row, (vault, claim), about)?);
        }
        Ok(held)
    })?)
}

/// What a letter tells, oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_told(tx: &mut Tx, letter: LetterId) -> Result<Vec<KnownHappening>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_TOLD, params![letter, MOST_LINES])
        .await?;
    rows.iter().map(happening_of).collect()
}

/// Notes that a letter was handed over; whether it still was the holder's to note.
///
/// # Errors
/// The engine's fault.
pub async fn note_delivered(store: &Store, held: &Held, now: Moment) -> Result<bool, Fault> {
    Ok(store::write!(store, |tx| -> Result<bool, Stop<Never>> {
        let values = params![held.id, held.claim, now];
        let is_noted = tx.execute(sql::NOTE_DELIVERED, values).await? == 1;
        if is_noted {
            tx.execute(sql::NOTE_REFUSALS, params![held.reader, 0_u32])
                .await?;
        }
        Ok(is_noted)
    })?)
}

/// Notes that a try failed: it is due again after a while, or over; what it is now. An address whose letters are refused for good several
/// times in a row is suspended.
///
/// # Errors
/// The engine's fault.
pub async fn note_failed(
    store: &Store,
    held: &Held,
    failure: &Failure,
    now: Moment,
) -> Result<DeliveryState, Fault> {
    let reason: String = failure.reason.chars().take(MOST_REASON).collect();
    let state = match failure.trouble {
        Trouble::NobodyThere => DeliveryState::Dropped,
        Trouble::Lasting => DeliveryState::Dead,
        Trouble::Passing if held.attempt >= MOST_ATTEMPTS => DeliveryState::Dead,
        Trouble::Passing => DeliveryState::Waiting,
    };
    Ok(store::write!(store, |tx| -> Result<_, Stop<Never>> {
        if state == DeliveryState::Waiting {
            let again = now.plus_millis(wait_after(held.attempt));
            tx.execute(sql::NOTE_AGAIN, params![held.id, held.claim, again, reason])
                .await?;
            return Ok(state);
        }
        let values = params![held.id, held.claim, now, reason, state.code()];
        let is_noted = tx.execute(sql::NOTE_OVER, values).await? == 1;
        if is_noted && failure.trouble == Trouble::Lasting {
            count_refusal(tx, held.reader, now).await?;
        }
        Ok(state)
    })?)
}

async fn count_refusal(tx: &mut Tx, reader: ReaderId, now: Moment) -> Result<(), Fault> {
    let row = tx.fetch_one(sql::FIND_READER, params![reader]).await?;
    let refusals = row.get::<u32>("refusals")? + 1;
    let suspended_at: Option<Moment> = row.get("suspended_at")?;
    tx.execute(sql::NOTE_REFUSALS, params![reader, refusals])
        .await?;
    if refusals < MOST_REFUSALS || suspended_at.is_some() {
        return Ok(());
    }
    tx.execute(sql::SUSPEND_READER, params![reader, now])
        .await?;
    tx.execute(sql::DROP_WAITING_ITEMS, params![reader]).await?;
    let count = actions::count_confirmed(tx, reader).await?;
    record(tx, &SubscriptionEvent::Suspended { count }, now).await
}

async fn find_about(
    tx: &mut Tx,
    vault: &dyn Vault,
    id: SubscriptionId,
    now: Moment,
) -> Result<Option<About>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_SUBSCRIPTION, params![id])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let sealed: Option<String> = row.get("confirm_token")?;
    let expires_at: Option<Moment> = row.get("expires_at")?;
    let is_open = expires_at.is_some_and(|it| it > now);
    let owner = format!("subscription/{id}/confirm");
    Ok(Some(About {
        followed: followed_of(&row)?,
        pace: pace_of(&row)?,
        key: sealed
            .filter(|_| is_open)
            .and_then(|it| vault.open(&it, &owner)),
    }))
}

fn held_of(
    row: &Row,
    (vault, claim): (&dyn Vault, LetterId),
    about: Option<About>,
) -> Result<Held, Fault> {
    let reader: ReaderId = row.get("reader_id")?;
    let kind: String = row.get("kind")?;
    let (address, token): (String, String) = (row.get("address")?, row.get("token")?);
    Ok(Held {
        id: row.get("id")?,
        claim: claim.to_string(),
        reader,
        kind: LetterKind::from_code(&kind)
            .ok_or_else(|| Fault::new(format!("column kind holds {kind:?}")))?,
        attempt: row.get("attempts")?,
        created_at: row.get("created_at")?,
        address: vault
            .open(&address, &format!("reader/{reader}/address"))
            .map(Address::known),
        key: vault.open(&token, &format!("reader/{reader}/token")),
        about,
    })
}

fn happening_of(row: &Row) -> Result<KnownHappening, Fault> {
    let id: HappeningId = row.get("id")?;
    let what: String = row.get("what")?;
    Ok(KnownHappening {
        id,
        happening: Happening {
            event: row.get("event_id")?,
            subject: row.get("subject")?,
            what: What::from_code(&what)
                .ok_or_else(|| Fault::new(format!("column what holds {what:?}")))?,
            title: row.get("title")?,
            number: row.get("number")?,
            words: row.get("words")?,
            on: row.get("happened_on")?,
            path: row.get("path")?,
        },
    })
}
