//! Carrying deliveries: claimed in batches for a while, ended as delivered, to be tried again, or dead with the reason.
//!
//! A claim that ran out is claimed anew by whoever comes next, so a killed carrier loses nothing and at most what it held is
//! told twice. How a message is sent is the carrier's business.

use kernel::{AccountId, DeliveryId, Fault, MessageId, Moment, Never, Stop};

use super::{Body, DeliveryState, Topic, Way, sql};
use crate::database::Store;
use crate::params;
use crate::row::Row;
use crate::transaction::Tx;

/// How long a claim holds, in milliseconds: longer than a batch may take to be carried.
pub const LEASE_MILLIS: i64 = 3 * 60 * 1000;

/// How often a delivery is tried before it is given up: over about two days.
pub const MOST_ATTEMPTS: u32 = 10;

/// The longest reason that is kept, in characters.
const MOST_REASON: usize = 500;

/// A delivery that its carrier holds until `LEASE_MILLIS` have passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its id: the same however often it is tried.
    pub id: DeliveryId,
    /// The carrier's mark.
    claim: String,
    /// How it leaves.
    pub way: Way,
    /// The try that this is, from 1.
    pub attempt: u32,
    /// The message.
    pub message: MessageId,
    /// Its topic.
    pub topic: Topic,
    /// Whom it is told.
    pub account: Option<AccountId>,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub body: Body,
    /// When it was put into the outbox.
    pub created_at: Moment,
}

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It may pass: the other side is away or busy.
    Passing,
    /// It will not pass: the other side refused for good.
    Lasting,
    /// There is nobody to tell any more.
    NobodyThere,
}

/// A try that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Whether it may pass.
    pub trouble: Trouble,
    /// What the administrator reads, without secrets and addresses of persons.
    pub reason: String,
}

/// How long to wait after the try of that number, in milliseconds: one minute, then longer each time, at most twelve hours.
pub fn wait_after(attempt: u32) -> i64 {
    const MINUTES: [i64; 8] = [1, 3, 10, 30, 90, 240, 480, 720];
    let last = MINUTES.len() - 1;
    let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or(last);
    MINUTES[index.min(last)] * 60_000
}

impl Store {
    /// Claims what is due, at most `limit` deliveries. Looks first: where nothing is due, nothing is written.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn claim_deliveries(&self, limit: u32, now: Moment) -> Result<Vec<Claimed>, Fault> {
        let due = crate::read!(self, |tx| {
            tx.fetch_optional(sql::FIND_DUE_DELIVERY, params![now])
                .await
        })?;
        if due.is_none() {
            return Ok(Vec::new());
        }
        Ok(crate::write!(self, |tx| -> Result<_, Stop<Never>> {
            let claim: DeliveryId = tx.new_id(now);
            let until = now.plus_millis(LEASE_MILLIS);
            let taken = tx
                .execute(sql::CLAIM_DELIVERIES, params![claim, until, now, limit])
                .await?;
            if taken == 0 {
                return Ok(Vec::new());
            }
            let rows = tx.fetch_all(sql::LIST_CLAIMED, params![claim]).await?;
            let claimed = rows
                .iter()
                .map(|row| claimed_of(row, claim))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(claimed)
        })?)
    }

    /// Notes that a delivery was handed over; whether it still was the claimer's to note.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn note_delivered(&self, held: &Claimed, now: Moment) -> Result<bool, Fault> {
        Ok(crate::write!(self, |tx| -> Result<_, Stop<Never>> {
            let values = params![held.id, held.claim, now];
            Ok(tx.execute(sql::NOTE_DELIVERED, values).await? == 1)
        })?)
    }

    /// Notes that a try failed: it is due again after a while, or given up; what it is now.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn note_failed(
        &self,
        held: &Claimed,
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
        Ok(crate::write!(self, |tx| -> Result<_, Stop<Never>> {
            if state == DeliveryState::Waiting {
                let again = now.plus_millis(wait_after(held.attempt));
                tx.execute(sql::NOTE_AGAIN, params![held.id, held.claim, again, reason])
                    .await?;
            } else {
                tx.execute(
                    sql::NOTE_DEAD,
                    params![held.id, held.claim, now, reason, state.code()],
                )
                .await?;
            }
            Ok(state)
        })?)
    }
}

/// Has a dead delivery tried again from the beginning; whether it was dead.
///
/// # Errors
/// The engine's fault.
pub async fn revive(tx: &mut Tx, id: DeliveryId, now: Moment) -> Result<bool, Fault> {
    Ok(tx.execute(sql::REVIVE_DELIVERY, params![id, now]).await? == 1)
}

fn claimed_of(row: &Row, claim: DeliveryId) -> Result<Claimed, Fault> {
    let channel: String = row.get("channel")?;
    let target: String = row.get("target_id")?;
    Ok(Claimed {
        id: row.get("id")?,
        claim: claim.to_string(),
        way: Way::from_columns(&channel, &target)?,
        attempt: row.get("attempts")?,
        message: row.get("message_id")?,
        topic: super::reading::topic_of(row)?,
        account: row.get("account_id")?,
        subject: row.get("subject")?,
        body: super::reading::body_of(row)?,
        created_at: row.get("created_at")?,
    })
}
