//! The log: every act is an event in the transaction of its change, chained by hashes.
//!
//! A chain is a row of events of one thing (`plan/ID`, `unit/ID`); each carries the hash of the one before it, so an event
//! cannot be changed, dropped or slipped in without every later hash of its chain disagreeing. What is public of it enters the
//! tree of [`crate::ledger`] later; here it is only marked.

use kernel::{AccountId, Actor, Date, EventId, Fault, Moment, UnitId};
use sha2::{Digest, Sha256};

use crate::audit::kinds::find_kind;
use crate::ledger::entry_of;
use crate::ledger::sql::MARK_PENDING;
use crate::row::Row;
use crate::transaction::Tx;
use crate::{params, sql};

/// An event about to be recorded.
#[derive(Debug, Clone)]
pub struct EventDraft {
    /// The chain it belongs to: `unit/ID`, `plan/ID`, `site`.
    pub chain: String,
    /// What happened: `promise.kept`. A closed list in each crate.
    pub kind: &'static str,
    /// What it happened to: `promise/ID`.
    pub subject: String,
    /// The unit it concerns.
    pub unit: Option<UnitId>,
    /// The facts, as JSON. Never personal data.
    pub body: serde_json::Value,
}

/// An event as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its chain.
    pub chain: String,
    /// Its place in the chain, from 1.
    pub seq: u64,
    /// Its id; ids sort by time across chains.
    pub id: EventId,
    /// What happened.
    pub kind: String,
    /// What it happened to.
    pub subject: String,
    /// The unit it concerns.
    pub unit: Option<UnitId>,
    /// As what somebody did it: never the name of a person who signed in, for the log is for ever and partly public.
    pub actor: String,
    /// As what: `system`, `operator`, `officer`.
    pub actor_standing: String,
    /// The account that they had signed in with; none for the program and the console.
    pub account: Option<AccountId>,
    /// The address that they acted from; none for the program and the console.
    pub address: Option<String>,
    /// When.
    pub happened_at: Moment,
    /// The facts, as JSON text, byte for byte as hashed.
    pub body: String,
    /// The hash of the event before it; 64 zeros for the first.
    pub previous_hash: String,
    /// Its own hash.
    pub hash: String,
}

/// The `previous_hash` of a chain's first event.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl RecordedEvent {
    /// The hash that its other fields give: SHA-256 over them as a JSON array of texts. Events of somebody who had signed in have
    /// two fields more and another word in front, so that those of before keep their hashes.
    pub fn computed_hash(&self) -> String {
        let unit = self.unit.map(|unit| unit.to_string()).unwrap_or_default();
        let (seq, id) = (self.seq.to_string(), self.id.to_string());
        let happened_at = self.happened_at.to_string();
        let has_account = self.account.is_some() || self.address.is_some();
        let account = self.account.map(|it| it.to_string()).unwrap_or_default();
        let mut fields = vec![
            if has_account {
                "gongkai-event-2"
            } else {
                "gongkai-event-1"
            },
            &self.chain,
            &seq,
            &id,
            &self.kind,
            &self.subject,
            &unit,
            &self.actor,
            &self.actor_standing,
        ];
        if has_account {
            fields.push(&account);
            fields.push(self.address.as_deref().unwrap_or_default());
        }
        fields.extend([
            happened_at.as_str(),
            self.body.as_str(),
            self.previous_hash.as_str(),
        ]);
        let text = serde_json::to_string(&fields).expect("an array of texts is always JSON");
        hex::encode(Sha256::digest(text.as_bytes()))
    }

    /// The day in China on which it happened.
    pub fn happened_on(&self) -> Date {
        self.happened_at.date()
    }

    /// Its facts.
    ///
    /// # Errors
    /// Where the stored text is no JSON.
    pub fn facts(&self) -> Result<serde_json::Value, Fault> {
        serde_json::from_str(&self.body)
            .map_err(|cause| Fault::caused(format!("the body of event {}", self.id), cause))
    }
}

impl Tx {
    /// Appends an event to its chain, in this transaction.
    ///
    /// # Errors
    /// The engine's fault; where debug assertions are on, a kind without words in [`crate::audit::kinds`].
    pub async fn record(
        &mut self,
        draft: EventDraft,
        actor: &Actor,
        now: Moment,
    ) -> Result<RecordedEvent, Fault> {
        if cfg!(debug_assertions) && find_kind(draft.kind).is_none() {
            let kind = draft.kind;
            return Err(Fault::new(format!(
                "the kind {kind:?} has no words yet: give it some in store::audit::kinds"
            )));
        }
        let head = self
            .fetch_optional(sql::FIND_CHAIN, params![draft.chain])
            .await?;
        let (seq, previous_hash) = match head {
            Some(row) => (row.get::<u64>("seq")? + 1, row.get("hash")?),
            None => (1, GENESIS.to_owned()),
        };
        let mut event = RecordedEvent {
            chain: draft.chain,
            seq,
            id: self.new_id(now),
            kind: draft.kind.to_owned(),
            subject: draft.subject,
            unit: draft.unit,
            actor: actor.title(),
            actor_standing: actor.standing_code().to_owned(),
            account: actor.account(),
            address: actor.address().map(ToOwned::to_owned),
            happened_at: now,
            body: draft.body.to_string(),
            previous_hash,
            hash: String::new(),
        };
        event.hash = event.computed_hash();
        self.append(&event).await?;
        if entry_of(&event).is_some() {
            self.execute(
                MARK_PENDING,
                params![event.happened_at, event.chain, event.seq],
            )
            .await?;
        }
        Ok(event)
    }

    async fn append(&mut self, event: &RecordedEvent) -> Result<(), Fault> {
        self.execute(
            sql::ADD_EVENT,
            params![
                event.chain,
                event.seq,
                event.id,
                event.kind,
                event.subject,
                event.unit,
                event.actor,
                event.actor_standing,
                event.happened_at,
                event.body,
                event.previous_hash,
                event.hash,
                event.account,
                event.address,
            ],
        )
        .await?;
        self.execute(sql::MOVE_CHAIN, params![event.chain, event.seq, event.hash])
            .await?;
        Ok(())
    }
}

/// The hash of a chain's newest event: what is known as of it is known until the hash is another. `None` where nothing happened yet.
///
/// # Errors
/// The engine's fault.
pub async fn find_head(tx: &mut Tx, chain: &str) -> Result<Option<String>, Fault> {
    let head = tx.fetch_optional(sql::FIND_CHAIN, params![chain]).await?;
    head.map(|row| row.get("hash")).transpose()
}

/// The events of a subject, oldest first, at most `limit`.
///
/// # Errors
/// The engine's fault.
pub async fn list_of_subject(
    tx: &mut Tx,
    subject: &str,
    limit: u32,
) -> Result<Vec<RecordedEvent>, Fault> {
    tx.fetch_all(sql::LIST_EVENTS_OF_SUBJECT, params![subject, limit])
        .await?
        .iter()
        .map(event_of)
        .collect()
}

/// The events after an id, oldest first, at most `limit`: how caches and feeds follow the log.
///
/// # Errors
/// The engine's fault.
pub async fn list_after(
    tx: &mut Tx,
    after: Option<EventId>,
    limit: u32,
) -> Result<Vec<RecordedEvent>, Fault> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    tx.fetch_all(sql::LIST_EVENTS_AFTER, params![after, limit])
        .await?
        .iter()
        .map(event_of)
        .collect()
}

/// One event.
///
/// # Errors
/// The engine's fault.
pub async fn find_event(tx: &mut Tx, id: EventId) -> Result<Option<RecordedEvent>, Fault> {
    let row = tx.fetch_optional(sql::FIND_EVENT, params![id]).await?;
    row.as_ref().map(event_of).transpose()
}

/// The newest events of all chains, newest first, at most `limit`.
///
/// # Errors
/// The engine's fault.
pub async fn list_newest(tx: &mut Tx, limit: u32) -> Result<Vec<RecordedEvent>, Fault> {
    tx.fetch_all(sql::LIST_NEWEST_EVENTS, params![limit])
        .await?
        .iter()
        .map(event_of)
        .collect()
}

pub(crate) fn event_of(row: &Row) -> Result<RecordedEvent, Fault> {
    Ok(RecordedEvent {
        chain: row.get("chain")?,
        seq: row.get("seq")?,
        id: row.get("id")?,
        kind: row.get("kind")?,
        subject: row.get("subject")?,
        unit: row.get("unit_id")?,
        actor: row.get("actor")?,
        actor_standing: row.get("actor_standing")?,
        account: row.get("account_id")?,
        address: row.get("address")?,
        happened_at: row.get("happened_at")?,
        body: row.get("body")?,
        previous_hash: row.get("previous_hash")?,
        hash: row.get("hash")?,
    })
}
