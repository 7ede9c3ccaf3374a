//! An engine outside in the place of the embedded index: whatever speaks OpenSearch's protocol, so that many nodes share one index.
//!
//! Written to the REST interface of OpenSearch 1.x and 2.x, which is that of Elasticsearch 7.10, and to nothing that needs a plugin or a script. The engine
//! keeps what [`crate::Item`] says, cut here (`fields`), finds candidates (`clauses`, `find`) and counts; order, marks and answers are made here
//! as the embedded index makes them (`weigh.rs`). An index has its format in its name and is asked by an alias, so that programs of two versions do not disturb
//! each other and a new index takes the place of an old one in one step.

mod answers;
mod clauses;
mod fields;
mod find;
mod suggest;
mod wire;
mod write;

use std::collections::BTreeSet;
use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::answer::{Answered, Asking};
use crate::find::{Ask, Found};
use crate::index::{IndexError, Progress};
use crate::source::Source;
use crate::suggest::Begun;
use answers::Searched;
use find::Session;
pub use wire::{OutsideError, OutsideSettings};
use wire::{Reply, Sent, Wire};
pub use write::{OutsideWriter, Turn};

/// How much longer an answer may take than a search: it asks several.
const ANSWER: u32 = 3;

/// The index that an engine outside keeps for this site.
///
/// Asking it blocks until it answers: on a thread that may, and not on one that runs futures.
pub struct Outside {
    wire: Wire,
    /// The name under which the index is asked and written.
    alias: String,
    /// What the names of indexes begin with that may be under the alias.
    base: String,
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outside")
            .field("alias", &self.alias)
            .finish_non_exhaustive()
    }
}

/// Whether a text may begin the names of indexes.
pub fn is_index_name(name: &str) -> bool {
    const LONGEST: usize = 60;
    let is_sign =
        |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'_';
    name.len() <= LONGEST
        && name.bytes().all(is_sign)
        && name.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
}

impl Outside {
    /// The engine of these settings, which is asked on `handle`. Nothing is sent yet.
    ///
    /// # Errors
    /// Settings that cannot be used.
    pub fn of(settings: OutsideSettings, handle: Handle) -> Result<Self, OutsideError> {
        if !is_index_name(&settings.index) {
            return Err(OutsideError::Settings("the index's name"));
        }
        let base = format!("{}-v{}", settings.index, fields::format());
        Ok(Self {
            alias: base.clone(),
            base,
            wire: Wire::of(settings, handle)?,
        })
    }

    /// The index that is built beside this one.
    ///
    /// # Errors
    /// As of [`Self::of`].
    pub fn beside(&self) -> Result<Self, OutsideError> {
        let (settings, handle) = self.wire.parts();
        Ok(Self {
            alias: format!("{}-next", self.base),
            base: self.base.clone(),
            wire: Wire::of(settings, handle)?,
        })
    }

    fn path(&self, what: &str) -> String {
        format!("/{}/{what}", self.alias)
    }

    fn session(&self, times: u32) -> Session<'_> {
        Session {
            outside: self,
            until: Instant::now() + self.wire.patience() * times,
        }
    }

    /// Searches.
    ///
    /// # Errors
    /// The engine's, [`OutsideError::is_passing`] among them.
    pub fn find(&self, ask: &Ask<'_>) -> Result<Found, IndexError> {
        self.session(1).find(ask)
    }

    /// Answers a question from what can be found.
    ///
    /// # Errors
    /// The engine's.
    pub fn answer(&self, asking: &Asking<'_>) -> Result<Answered, IndexError> {
        let session = self.session(ANSWER);
        let source: &dyn Source = &session;
        source.answer(asking)
    }

    /// Titles and names that go on as what was typed begins.
    ///
    /// # Errors
    /// The engine's.
    pub fn suggest(&self, begun: Begun<'_>, most: usize) -> Result<Vec<String>, IndexError> {
        Ok(self.session(1).suggest(begun, most)?)
    }

    /// Makes the index where there is none; whether one was there already.
    ///
    /// # Errors
    /// Where an index of that name is none of ours, or the engine fails.
    pub async fn make_ready(&self) -> Result<bool, OutsideError> {
        if self.check().await? {
            return Ok(true);
        }
        let first = match self.alias == self.base {
            // Of two nodes that begin at once one makes it.
            true => format!("{}-first", self.base),
            false => format!("{}-{}", self.base, uuid::Uuid::now_v7().simple()),
        };
        let body = Sent::Json(fields::index_body(&self.alias));
        let made = self
            .wire
            .once(Method::PUT, &format!("/{first}"), body)
            .await?
            .done();
        match made {
            Ok(_) => Ok(false),
            Err(OutsideError::Refused { status: 400, kind })
                if kind == "resource_already_exists_exception" =>
            {
                match self.check().await? {
                    true => Ok(true),
                    false => Err(OutsideError::Foreign(first)),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the alias is there and leads to one index of our format.
    async fn check(&self) -> Result<bool, OutsideError> {
        let Some(indexes) = self.indexes().await? else {
            return Ok(false);
        };
        let path = self.path("_mapping");
        let mappings = self
            .wire
            .once(Method::GET, &path, Sent::Nothing)
            .await?
            .done()?;
        let is_ours = |index: &String| {
            let format = mappings
                .get(index)
                .and_then(|it| it.pointer("/mappings/_meta/gongkai_format"));
            format.and_then(Value::as_str) == Some(&fields::format())
        };
        match indexes.as_slice() {
            [one] if is_ours(one) => Ok(true),
            indexes => Err(OutsideError::Foreign(indexes.join(", "))),
        }
    }

    /// The indexes under the alias; `None` where nothing has its name.
    async fn indexes(&self) -> Result<Option<Vec<String>>, OutsideError> {
        let path = format!("/_alias/{}", self.alias);
        let Reply { status, body } = self.wire.once(Method::GET, &path, Sent::Nothing).await?;
        if status == 404 {
            let path = format!("/{}", self.alias);
            let reply = self.wire.once(Method::GET, &path, Sent::Nothing).await?;
            return match reply.status {
                404 => Ok(None),
                // An index has the name that an alias should have.
                _ => Err(OutsideError::Foreign(self.alias.clone())),
            };
        }
        let body = Reply { status, body }.done()?;
        let indexes = body
            .as_object()
            .ok_or(OutsideError::Malformed("aliases are no object"))?;
        Ok(Some(indexes.keys().cloned().collect()))
    }

    /// Puts the index that was built beside in the place of this one; the one of before is deleted in the same step.
    ///
    /// # Errors
    /// The engine's: the index of before stays.
    pub async fn put_in_place(&self, built: &Self) -> Result<(), OutsideError> {
        let new = built.indexes().await?.unwrap_or_default();
        let [new] = new.as_slice() else {
            return Err(OutsideError::Foreign(built.alias.clone()));
        };
        let mut actions = vec![
            json!({ "add": { "index": new, "alias": self.alias } }),
            json!({ "remove": { "index": new, "alias": built.alias } }),
        ];
        let old = self.indexes().await?.unwrap_or_default();
        actions.extend(
            old.iter()
                .map(|it| json!({ "remove_index": { "index": it } })),
        );
        let body = Sent::Json(json!({ "actions": actions }));
        self.wire
            .patiently(Method::POST, "/_aliases", body)
            .await?
            .done()?;
        Ok(())
    }

    /// Deletes the index under this alias, where there is one.
    ///
    /// # Errors
    /// The engine's.
    pub async fn clear(&self) -> Result<(), OutsideError> {
        for index in self.indexes().await?.unwrap_or_default() {
            let reply = self
                .wire
                .once(Method::DELETE, &format!("/{index}"), Sent::Nothing)
                .await?;
            if reply.status != 404 {
                reply.done()?;
            }
        }
        Ok(())
    }

    /// Shows what was written until now.
    ///
    /// # Errors
    /// The engine's.
    pub async fn refresh(&self) -> Result<(), OutsideError> {
        self.wire
            .patiently(Method::POST, &self.path("_refresh"), Sent::Nothing)
            .await?
            .done()?;
        Ok(())
    }

    /// How far it follows the log; nothing where there is no index.
    ///
    /// # Errors
    /// The engine's.
    pub async fn progress(&self) -> Result<Option<Progress>, OutsideError> {
        Ok(write::find_note(self).await?.map(|it| it.progress))
    }

    /// How many items it shows; none where there is no index.
    ///
    /// # Errors
    /// The engine's.
    pub async fn count(&self) -> Result<u64, OutsideError> {
        let body = Sent::Json(json!({ "query": { "exists": { "field": "key" } } }));
        let path = self.path("_count");
        let reply = self.wire.once(Method::POST, &path, body).await?;
        if reply.status == 404 {
            return Ok(0);
        }
        let count = reply.done()?.get("count").and_then(Value::as_u64);
        count.ok_or(OutsideError::Malformed("a count is missing"))
    }

    /// The keys of all items that it shows, in order.
    ///
    /// # Errors
    /// The engine's.
    pub async fn keys(&self) -> Result<BTreeSet<String>, OutsideError> {
        const AT_ONCE: usize = 5_000;
        let mut keys = BTreeSet::new();
        let mut after: Option<Value> = None;
        loop {
            let mut body = json!({
                "size": AT_ONCE,
                "_source": false,
                "track_total_hits": false,
                "query": { "exists": { "field": "key" } },
                "sort": [{ "key": "asc" }],
            });
            if let Some(after) = after {
                body["search_after"] = after;
            }
            let path = self.path("_search");
            let answer = self
                .wire
                .patiently(Method::POST, &path, Sent::Json(body))
                .await?;
            let searched = Searched::of(answer.done()?)?;
            if searched.is_partial() {
                return Err(OutsideError::Malformed(
                    "a part of the index did not answer",
                ));
            }
            let hits = searched.hits.hits;
            let is_all = hits.len() < AT_ONCE;
            after = hits.last().map(|it| Value::Array(it.sort.clone()));
            keys.extend(hits.into_iter().map(|it| it.id));
            if is_all {
                return Ok(keys);
            }
        }
    }
}
