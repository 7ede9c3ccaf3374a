//! Reading the audit log is an act: a search, an export, one event opened. Turning a page of a search is not another.
//!
//! Of what was typed only references enter the log; names and free words by their digest, so that a search for a person does
//! not write the person down.

use kernel::{AuditAdministrator, EventId, Fault, Moment, Never, Stop};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::AuditAsk;
use crate::database::Store;
use crate::event::{EventDraft, RecordedEvent, find_event};
use crate::transaction::Tx;

const SEARCHED: &str = "audit.searched";
const OPENED: &str = "audit.opened";
const EXPORTED: &str = "audit.exported";

/// Notes a search; its event's id goes along with the pages of the search.
///
/// # Errors
/// The engine's fault.
pub async fn note_search(
    store: &Store,
    ask: &AuditAsk,
    reader: &AuditAdministrator,
    now: Moment,
) -> Result<EventId, Fault> {
    note(store, (SEARCHED, facts(ask)), reader, now).await
}

/// Notes an export of what a search would find.
///
/// # Errors
/// The engine's fault.
pub async fn note_export(
    store: &Store,
    (ask, format): (&AuditAsk, &'static str),
    reader: &AuditAdministrator,
    now: Moment,
) -> Result<EventId, Fault> {
    let mut facts = facts(ask);
    facts.insert("format".to_owned(), json!(format));
    note(store, (EXPORTED, facts), reader, now).await
}

/// Notes that one event was opened outside a search.
///
/// # Errors
/// The engine's fault.
pub async fn note_opening(
    store: &Store,
    event: &RecordedEvent,
    reader: &AuditAdministrator,
    now: Moment,
) -> Result<EventId, Fault> {
    let facts = Map::from_iter([("event".to_owned(), json!(event.id.to_string()))]);
    note(store, (OPENED, facts), reader, now).await
}

/// The event of a search, where this person made exactly this search.
///
/// # Errors
/// The engine's fault.
pub async fn find_noted_search(
    tx: &mut Tx,
    id: EventId,
    (ask, reader): (&AuditAsk, &AuditAdministrator),
) -> Result<Option<EventId>, Fault> {
    let Some(event) = find_event(tx, id).await? else {
        return Ok(None);
    };
    let is_same = event.kind == SEARCHED
        && reader.actor().is_account(event.account)
        && event.facts()? == Value::Object(facts(ask));
    Ok(is_same.then_some(id))
}

async fn note(
    store: &Store,
    (kind, facts): (&'static str, Map<String, Value>),
    reader: &AuditAdministrator,
    now: Moment,
) -> Result<EventId, Fault> {
    let event = crate::write!(store, |tx| -> Result<_, Stop<Never>> {
        let draft = EventDraft {
            chain: "audit".to_owned(),
            kind,
            subject: "audit".to_owned(),
            unit: None,
            body: Value::Object(facts.clone()),
        };
        Ok(tx.record(draft, reader.actor(), now).await?)
    })?;
    Ok(event.id)
}

/// What was asked for, by reference.
fn facts(ask: &AuditAsk) -> Map<String, Value> {
    let digest = |text: &String| hex::encode(Sha256::digest(text.as_bytes()));
    let mut facts = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            facts.insert(name.to_owned(), value);
        }
    };
    put("from", ask.from.map(|day| json!(day.to_string())));
    put("through", ask.through.map(|day| json!(day.to_string())));
    put("account", ask.account.map(|id| json!(id.to_string())));
    put(
        "actor_digest",
        ask.actor.as_ref().map(|it| json!(digest(it))),
    );
    put("kinds", (!ask.kinds.is_empty()).then(|| json!(ask.kinds)));
    put("subject", ask.subject.as_ref().map(|it| json!(it)));
    put("unit", ask.unit.map(|id| json!(id.to_string())));
    put("address", ask.address.as_ref().map(|it| json!(it)));
    put(
        "words_digest",
        ask.words.as_ref().map(|it| json!(digest(it))),
    );
    facts
}
