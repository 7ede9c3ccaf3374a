//! What the engine answers, as far as it is read.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::wire::{OutsideError, refused};
use crate::schema::Signals;

/// Reads a whole answer.
pub(super) fn read<T: DeserializeOwned>(body: Value) -> Result<T, OutsideError> {
    serde_json::from_value(body).map_err(|_| OutsideError::Malformed("a part of it is missing"))
}

/// `_msearch`
#[derive(Debug, Deserialize)]
pub(super) struct Several {
    responses: Vec<Value>,
}

impl Several {
    /// The answers to `asked` searches; the first one that failed fails all.
    pub fn of(body: Value, asked: usize) -> Result<Vec<Searched>, OutsideError> {
        let several: Self = read(body)?;
        if several.responses.len() != asked {
            return Err(OutsideError::Malformed(
                "it has not as many parts as were asked for",
            ));
        }
        several.responses.into_iter().map(Searched::of).collect()
    }
}

/// `_search`
#[derive(Debug, Deserialize)]
pub(super) struct Searched {
    pub hits: Hits,
    #[serde(default)]
    pub aggregations: HashMap<String, Buckets>,
    #[serde(default)]
    timed_out: bool,
    #[serde(rename = "_shards")]
    shards: Option<Shards>,
}

#[derive(Debug, Deserialize)]
struct Shards {
    #[serde(default)]
    failed: u32,
}

impl Searched {
    pub fn of(body: Value) -> Result<Self, OutsideError> {
        if body.get("error").is_some() {
            let status = body.get("status").and_then(Value::as_u64).unwrap_or(400);
            return Err(refused(u16::try_from(status).unwrap_or(400), &body));
        }
        read(body)
    }

    /// Whether a part of the index did not answer, or not in time.
    pub fn is_partial(&self) -> bool {
        self.timed_out || self.shards.as_ref().is_some_and(|it| it.failed > 0)
    }

    pub fn total(&self) -> u64 {
        self.hits.total.as_ref().map_or(0, |it| it.value)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Hits {
    total: Option<Total>,
    pub hits: Vec<HitOf>,
}

#[derive(Debug, Deserialize)]
struct Total {
    value: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct HitOf {
    #[serde(rename = "_id")]
    pub id: String,
    #[serde(rename = "_source")]
    pub source: Option<Weighable>,
    #[serde(default)]
    pub matched_queries: Vec<String>,
    #[serde(default)]
    pub sort: Vec<Value>,
}

/// What of an item is read before its text is.
#[derive(Debug, Deserialize)]
pub(super) struct Weighable {
    pub signals: Signals,
    pub kind: String,
    pub unit: Vec<String>,
    pub year: String,
    pub theme: Vec<String>,
    pub standing: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Buckets {
    pub buckets: Vec<Bucket>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Bucket {
    pub key: String,
    pub doc_count: u64,
}

/// `_mget`
#[derive(Debug, Deserialize)]
pub(super) struct Got {
    pub docs: Vec<One>,
}

#[derive(Debug, Deserialize)]
pub(super) struct One {
    #[serde(rename = "_id")]
    pub id: String,
    #[serde(rename = "_source")]
    pub source: Option<Kept>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Kept {
    pub item: crate::item::Item,
}

/// `_termvectors`
#[derive(Debug, Deserialize)]
pub(super) struct Vectors {
    #[serde(default)]
    pub term_vectors: HashMap<String, Vector>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Vector {
    pub field_statistics: Option<Statistics>,
    #[serde(default)]
    pub terms: HashMap<String, TermOf>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Statistics {
    pub doc_count: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct TermOf {
    /// Nothing where no document has it.
    #[serde(default)]
    pub doc_freq: u64,
}
