//! What becomes public of an event: a closed list of kinds, and of each kind the facts that leave the house.
//!
//! The default is not public. A fact enters by name, so that one added to an event later stays inside until somebody puts it here.
//! Names of persons, addresses and words that clerks write to each other never enter: a leaf cannot be taken back. A kind
//! added to this list needs a migration that marks the events of that kind which were recorded before.

use ledger::{LONGEST_ENTRY, Receipt};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::event::RecordedEvent;

/// A kind of event that the public may see.
#[derive(Debug, Clone, Copy)]
pub struct PublicKind {
    /// The kind, as the event says it.
    pub kind: &'static str,
    /// Which of its facts.
    pub facts: &'static [&'static str],
    /// A fact and its value that keep an event of this kind inside.
    pub inside_where: Option<(&'static str, &'static str)>,
}

const fn public(kind: &'static str, facts: &'static [&'static str]) -> PublicKind {
    PublicKind {
        kind,
        facts,
        inside_where: None,
    }
}

/// The list.
pub const KINDS: &[PublicKind] = &[
    public("promise.opened", &["title", "due_on", "basis", "calendar"]),
    public(
        "promise.kept",
        &[
            "published_on",
            "link",
            "links",
            "files",
            "due_on",
            "outcome",
        ],
    ),
    public(
        "promise.evidence_added",
        &["published_on", "link", "links", "files"],
    ),
    public(
        "promise.evidence_returned",
        &["reason", "due_on", "is_late"],
    ),
    public("promise.progress_reported", &["percent", "stated_on"]),
    PublicKind {
        kind: "promise.proposal_refused",
        facts: &["kind", "reason", "decided_as"],
        // What a unit's own leader sends back stays in the unit.
        inside_where: Some(("kind", "nil_return")),
    },
    public(
        "promise.nil_return_signed",
        &["reason", "proposed_on", "due_on", "signed_as", "outcome"],
    ),
    public("promise.waived", &["reason", "basis"]),
    public("promise.made_void", &["reason"]),
    public("promise.due_moved", &["from", "to", "why", "calendar"]),
    public(
        "promise.handed_over",
        &["from", "from_name", "to", "to_name", "basis", "due_on"],
    ),
    // What a notice says stays within the government; that there is one, and by when it is to be answered, does not.
    public("promise.notice_issued", &["number", "due_on"]),
    public("promises.became_late", &["due_on", "count"]),
    public("promises.recomputed", &["calendar", "looked_at", "moved"]),
    public(
        "document.published",
        &[
            "edition",
            "title",
            "number",
            "index_number",
            "column",
            "digest",
            "files",
        ],
    ),
    // Who answers for an import stays inside; that a document came by it and was public since when does not.
    public(
        "document.imported",
        &[
            "edition",
            "title",
            "number",
            "index_number",
            "column",
            "digest",
            "files",
            "published_on",
            "validity",
        ],
    ),
    public(
        "document.corrected",
        &[
            "edition",
            "title",
            "scale",
            "change_note",
            "digest",
            "files",
        ],
    ),
    public(
        "document.withdrawn",
        &["title", "index_number", "reason", "successor"],
    ),
    public(
        "document.validity_changed",
        &["title", "validity", "basis", "effective_on"],
    ),
    // What units write to each other about it stays inside; that it is on file, with whom and under which number, does not.
    public(
        "filing.registered",
        &["title", "receiver", "register_number", "registered_on"],
    ),
    public("plan.imported", &["title", "duties", "opened", "source"]),
    public(
        "plan.revision_accepted",
        &[
            "added",
            "dropped",
            "changed",
            "opened",
            "moved",
            "withdrawn",
            "granted_kept",
            "late_withdrawn",
            "late_postponed",
            "late_reason",
        ],
    ),
    public(
        "catalogue.imported",
        &[
            "added",
            "known",
            "opened",
            "source",
            "late_withdrawn",
            "late_postponed",
            "late_reason",
        ],
    ),
    public(
        "unit.reorganised",
        &[
            "how",
            "name",
            "successors",
            "new_name",
            "from_on",
            "basis",
            "promises",
            "late",
        ],
    ),
];

/// Bytes of facts that an entry may hold; the rest of it is shorter than what remains.
const MOST_FACTS: usize = LONGEST_ENTRY - 4096;

/// The entry by which an event stands in the public log; `None` where it is not public.
///
/// JSON in one line with its keys in order of their letters, so that the same event gives the same bytes. `hash` is the event's
/// own hash in its chain: it binds what the public does not see, without showing it.
pub fn entry_of(event: &RecordedEvent) -> Option<String> {
    let public = KINDS.iter().find(|public| public.kind == event.kind)?;
    // An event whose body is no JSON cannot have been recorded by this program: `check` tells of it.
    let body: Value = serde_json::from_str(&event.body).unwrap_or(Value::Null);
    if let Some((fact, value)) = public.inside_where
        && body.get(fact).and_then(Value::as_str) == Some(value)
    {
        return None;
    }
    let facts: Map<String, Value> = public
        .facts
        .iter()
        .filter_map(|fact| Some(((*fact).to_owned(), body.get(*fact)?.clone())))
        .collect();
    let mut entry = json!({
        "log": "gongkai-public-act-1",
        "event": event.id.to_string(),
        "chain": event.chain,
        "seq": event.seq,
        "hash": event.hash,
        "kind": event.kind,
        "subject": event.subject,
        "unit": event.unit.map(|unit| unit.to_string()),
        "by": event.actor_standing,
        "at": event.happened_at.to_string(),
    });
    let facts = canonical(&Value::Object(facts));
    let (name, value) = if facts.len() > MOST_FACTS {
        let digest = hex::encode(Sha256::digest(facts.as_bytes()));
        ("facts_sha256", Value::String(digest))
    } else {
        ("facts", serde_json::from_str(&facts).unwrap_or(Value::Null))
    };
    if let Value::Object(fields) = &mut entry {
        fields.insert(name.to_owned(), value);
    }
    Some(canonical(&entry))
}

/// What is handed in and gets a receipt, by the kind of its event.
const RECEIVED: &[(&str, &str)] = &[
    ("promise.kept", "兑现证据"),
    ("promise.evidence_added", "补充证据"),
    ("promise.nil_return_signed", "零报告"),
    ("promise.progress_reported", "进展情况"),
];

/// Whether something was handed in by it, so that it has a receipt.
pub fn is_receipted(event: &RecordedEvent) -> bool {
    RECEIVED.iter().any(|(kind, _)| *kind == event.kind)
}

/// The receipt for an event: that it was received, and its hash, which binds all that was handed in.
pub fn receipt_of(event: &RecordedEvent) -> Receipt {
    let known = RECEIVED.iter().find(|(kind, _)| *kind == event.kind);
    let what = known.map_or(event.kind.as_str(), |(_, what)| what);
    Receipt {
        number: event.id.to_string(),
        what: what.to_owned(),
        subject: event.subject.clone(),
        digest: format!("sha256:{}", event.hash),
        received_at: event.happened_at.to_string(),
    }
}

/// JSON without blanks, the keys of every object in order of their bytes.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.keys().collect();
            names.sort();
            let fields: Vec<_> = names
                .into_iter()
                .map(|name| {
                    let value = fields.get(name).map(canonical).unwrap_or_default();
                    format!("{}:{value}", Value::String(name.clone()))
                })
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}
