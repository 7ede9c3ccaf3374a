//! Writing into the engine: items in batches, and behind them how far the index is.
//!
//! Of several nodes one writes. It says so in the document that tells how far the index is, and writes that document only over the version that it read;
//! the others see it move and stand back, and one of them goes on where it stands still. Each item carries the moment of the log that it was read
//! at as its version: what was read earlier and comes later does not replace what is newer.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Outside;
use super::fields::{PROGRESS, document_of};
use super::wire::{LONGEST_WAIT, OutsideError, Sent, refused};
use crate::index::Progress;
use crate::item::Item;

/// Bytes and items of one batch.
const BATCH_BYTES: usize = 4 << 20;
const BATCH_ITEMS: usize = 500;

/// How often a batch is sent of which the engine took a part.
const TRIES: u32 = 8;

/// After how long another node takes over where nothing moves, and how often whoever writes moves something.
const LEASE: Duration = Duration::from_secs(20);
const BEAT: Duration = Duration::from_secs(5);

/// How far the index is, and who writes it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Note {
    pub progress: Progress,
    /// The one that writes; empty where it has gone.
    writer: String,
    /// Where the engine keeps it: its own numbers, by which it is written over.
    #[serde(skip)]
    place: Option<(u64, u64)>,
}

/// Whose turn it is to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Ours, from there on.
    Ours(Progress),
    /// Another node's; so far it has come.
    Theirs(Progress),
}

/// Writes into an engine.
#[derive(Debug)]
pub struct OutsideWriter {
    outside: Arc<Outside>,
    me: String,
    /// The note as it was last seen.
    seen: Option<(u64, u64)>,
    moved: Instant,
    written: Instant,
    lease: Duration,
    version: u64,
    waiting: Vec<String>,
    bytes: usize,
}

/// The note; `None` where there is no index or none in it.
pub(super) async fn find_note(outside: &Outside) -> Result<Option<Note>, OutsideError> {
    let path = outside.path(&format!("_doc/{PROGRESS}"));
    let reply = outside.wire.once(Method::GET, &path, Sent::Nothing).await?;
    if reply.status == 404 {
        return Ok(None);
    }
    let body = reply.done()?;
    let number = |name| body.get(name).and_then(Value::as_u64);
    let place = number("_seq_no").zip(number("_primary_term"));
    let note = body.pointer("/_source/about").cloned().unwrap_or_default();
    let note: Note = serde_json::from_value(note)
        .map_err(|_| OutsideError::Malformed("how far the index is"))?;
    Ok(Some(Note { place, ..note }))
}

fn is_blocked(done: &Value) -> bool {
    let kind = done.pointer("/error/type").and_then(Value::as_str);
    kind == Some("cluster_block_exception")
}

impl OutsideWriter {
    /// A writer; nothing is sent yet.
    pub fn of(outside: Arc<Outside>) -> Self {
        Self {
            outside,
            me: uuid::Uuid::now_v7().to_string(),
            seen: None,
            moved: Instant::now(),
            written: Instant::now(),
            lease: LEASE,
            version: 1,
            waiting: Vec::new(),
            bytes: 0,
        }
    }

    /// A writer that takes over where nothing moves for so long.
    pub fn with_lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    /// Whose turn it is; the index is made where there is none.
    ///
    /// # Errors
    /// The engine's.
    pub async fn turn(&mut self) -> Result<Turn, OutsideError> {
        // What a commit that failed left comes again from where the index is.
        self.waiting.clear();
        self.bytes = 0;
        let Some(note) = find_note(&self.outside).await? else {
            self.outside.make_ready().await?;
            self.seen = None;
            return Ok(Turn::Ours(Progress::default()));
        };
        let has_moved = self.seen != note.place;
        self.seen = note.place;
        if has_moved {
            self.moved = Instant::now();
        }
        let is_free = note.writer.is_empty() || note.writer == self.me;
        match is_free || self.moved.elapsed() >= self.lease {
            true => Ok(Turn::Ours(note.progress)),
            false => Ok(Turn::Theirs(note.progress)),
        }
    }

    /// Items that follow were read when the log was that far, in milliseconds.
    pub fn read_at(&mut self, millis: u64) {
        self.version = self.version.max(millis);
    }

    /// Puts an item in the place of the one with its key.
    ///
    /// # Errors
    /// The engine's, where a batch is full.
    pub async fn put(&mut self, item: &Item) -> Result<(), OutsideError> {
        let lines = format!(
            "{}\n{}\n",
            self.action("index", &item.key),
            document_of(item)
        );
        self.wait_with(lines).await
    }

    /// Takes an item out.
    ///
    /// # Errors
    /// The engine's, where a batch is full.
    pub async fn remove(&mut self, key: &str) -> Result<(), OutsideError> {
        let line = format!("{}\n", self.action("delete", key));
        self.wait_with(line).await
    }

    fn action(&self, verb: &str, key: &str) -> Value {
        json!({ verb: { "_id": key, "version": self.version, "version_type": "external_gte" } })
    }

    async fn wait_with(&mut self, lines: String) -> Result<(), OutsideError> {
        if self.bytes + lines.len() > BATCH_BYTES || self.waiting.len() >= BATCH_ITEMS {
            self.send().await?;
        }
        self.bytes += lines.len();
        self.waiting.push(lines);
        Ok(())
    }

    /// Makes what was put and taken last, and then how far that is.
    ///
    /// # Errors
    /// [`OutsideError::Taken`] where another node wrote meanwhile; else the engine's. What was sent comes again then, and does no harm.
    pub async fn commit(&mut self, progress: &Progress) -> Result<(), OutsideError> {
        self.send().await?;
        self.note(progress, self.me.clone()).await
    }

    /// Says that whoever writes is still there, where it has said nothing for a while.
    ///
    /// # Errors
    /// As of [`Self::commit`].
    pub async fn keep_turn(&mut self, progress: &Progress) -> Result<(), OutsideError> {
        if self.written.elapsed() < BEAT.min(self.lease / 4) {
            return Ok(());
        }
        self.note(progress, self.me.clone()).await
    }

    /// Lets another one write at once.
    ///
    /// # Errors
    /// As of [`Self::commit`].
    pub async fn leave(&mut self, progress: &Progress) -> Result<(), OutsideError> {
        self.note(progress, String::new()).await
    }

    async fn note(&mut self, progress: &Progress, writer: String) -> Result<(), OutsideError> {
        let note = Note {
            progress: progress.clone(),
            writer,
            place: None,
        };
        let condition = match self.seen {
            Some((number, term)) => format!("if_seq_no={number}&if_primary_term={term}"),
            None => "op_type=create".to_owned(),
        };
        let path = self
            .outside
            .path(&format!("_doc/{PROGRESS}?require_alias=true&{condition}"));
        let body = Sent::Json(json!({ "about": note }));
        let reply = self
            .outside
            .wire
            .patiently(Method::PUT, &path, body)
            .await?;
        if reply.status == 409 {
            return Err(OutsideError::Taken);
        }
        let body = reply.done()?;
        let number = |name| body.get(name).and_then(Value::as_u64);
        self.seen = number("_seq_no").zip(number("_primary_term"));
        self.moved = Instant::now();
        self.written = self.moved;
        Ok(())
    }

    /// Sends what waits; what the engine had no time for is sent again.
    async fn send(&mut self) -> Result<(), OutsideError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let mut wait = self.outside.wire.wait();
        for _ in 0..TRIES {
            if waiting.is_empty() {
                return Ok(());
            }
            waiting = self.send_once(waiting).await?;
            if !waiting.is_empty() {
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
        match waiting.is_empty() {
            true => Ok(()),
            false => Err(OutsideError::Busy(429)),
        }
    }

    /// Sends a batch; what of it must come again.
    async fn send_once(&self, batch: Vec<String>) -> Result<Vec<String>, OutsideError> {
        let lines = batch.concat();
        let path = self.outside.path("_bulk?require_alias=true");
        let reply = self
            .outside
            .wire
            .patiently(Method::POST, &path, Sent::Lines(lines))
            .await?;
        let body = reply.done()?;
        let items = body.get("items").and_then(Value::as_array);
        let items = items.filter(|it| it.len() == batch.len());
        let items = items.ok_or(OutsideError::Malformed("a batch has not as many results"))?;
        let mut again = Vec::new();
        for (lines, item) in batch.into_iter().zip(items) {
            let (verb, done) = item
                .as_object()
                .and_then(|it| it.iter().next())
                .ok_or(OutsideError::Malformed("a result of a batch"))?;
            let status = done.get("status").and_then(Value::as_u64).unwrap_or(500);
            match (verb.as_str(), u16::try_from(status).unwrap_or(500)) {
                // A newer one is there already, or was taken out already.
                (_, 200..=299 | 409) => {}
                ("delete", 404) if done.get("error").is_none() => {}
                (_, 429 | 503) => again.push(lines),
                // The engine's disk is full: what it has can be read.
                (_, 403) if is_blocked(done) => again.push(lines),
                // One item that the engine cannot take must not keep all others out; `index check` names it.
                (_, status @ 400) => {
                    let key = done.get("_id").and_then(Value::as_str).unwrap_or_default();
                    let mut kind = String::new();
                    let _ = write!(kind, "{}", refused(status, done));
                    tracing::error!(key, kind, "the search engine does not take an item");
                }
                (_, status) => return Err(refused(status, done)),
            }
        }
        Ok(again)
    }
}
