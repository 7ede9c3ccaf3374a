//! The index on disk: opened or made, written in batches, read while it is written.
//!
//! How far it follows the log is a part of each commit, so that an index never believes to know what it does not hold. A folder
//! that cannot be read is no fault that anybody must mend: an empty index takes its place, and whoever fills it begins anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::{DocSet, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Term};
use thiserror::Error;

use crate::facets::Names;
use crate::item::Item;
use crate::outside::OutsideError;
use crate::schema::{FORMAT, Fields, document_of, register, schema};

/// Memory of the writer, in bytes.
const WRITER_BYTES: usize = 96 * 1024 * 1024;

/// Single texts are read, not many in a row: small blocks are unpacked faster.
const BLOCK_BYTES: usize = 8 * 1024;

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_blocksize: BLOCK_BYTES,
        ..IndexSettings::default()
    }
}

/// A fault of the index.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The library's.
    #[error("the index: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// The disk's.
    #[error("the index's folder: {0}")]
    Disk(#[from] std::io::Error),
    /// The engine outside.
    #[error(transparent)]
    Outside(#[from] OutsideError),
    /// What is kept in it is not what this program wrote.
    #[error("the index holds what cannot be read: {0}")]
    Content(String),
}

impl IndexError {
    /// Whether it is the engine outside that fails: everything else goes on, and it has been logged where it was asked.
    pub fn is_outside(&self) -> bool {
        matches!(self, Self::Outside(_))
    }
}

/// How far an index follows what it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The last event of the log that it has taken in; empty before the first.
    pub event: String,
    /// Whether everything from before that event is in it.
    pub is_whole: bool,
    /// The key up to which a filling has come, where it is under way.
    pub filled: String,
    /// The moment up to which files that were read after their publication have been taken in; empty before the first.
    #[serde(default)]
    pub read: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    format: u32,
    progress: Progress,
}

/// An index, for reading.
pub struct SearchIndex {
    pub(crate) index: Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    pub(crate) scratch: Mutex<Vec<crate::gather::Scratch>>,
    pub(crate) names: Names,
    place: Option<Place>,
}

/// Where an index lies, and which one lies there: another may be put in its place while it is read.
#[derive(Debug)]
struct Place {
    folder: PathBuf,
    mark: String,
}

/// The file that tells which index a folder holds.
const MARK: &str = "which";

/// The one writer of an index.
pub struct Writer {
    writer: IndexWriter,
    fields: Fields,
}

impl SearchIndex {
    /// Opens the index of a folder; where there is none, or it cannot be used, an empty one is made in its place.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        match Self::open_existing(folder) {
            Ok(index) => return Ok(index),
            Err(error) if folder.join("meta.json").exists() => {
                tracing::warn!(%error, "the index cannot be used and is made anew");
                std::fs::remove_dir_all(folder)?;
            }
            Err(_) => {}
        }
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join(MARK), uuid::Uuid::now_v7().to_string())?;
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let (schema, fields) = schema();
        let index = Index::create(directory, schema, settings())?;
        Self::of(index, fields, Some(folder.to_owned()))
    }

    /// Opens the index of a folder as it is.
    ///
    /// # Errors
    /// Where there is none, or it is not one of this version.
    pub fn open_existing(folder: &Path) -> Result<Self, IndexError> {
        let index = Index::open_in_dir(folder)?;
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(IndexError::Content("other fields".to_owned()));
        }
        let payload = index.load_metas()?.payload;
        let is_ours = payload.as_deref().is_none_or(|it| {
            serde_json::from_str::<Payload>(it).is_ok_and(|it| it.format == FORMAT)
        });
        if !is_ours {
            return Err(IndexError::Content("another format".to_owned()));
        }
        Self::of(index, fields, Some(folder.to_owned()))
    }

    /// An index in memory, for tests and small sites.
    ///
    /// # Errors
    /// The library's fault.
    pub fn in_memory() -> Result<Self, IndexError> {
        let (schema, fields) = schema();
        Self::of(
            Index::builder()
                .schema(schema)
                .settings(settings())
                .create_in_ram()?,
            fields,
            None,
        )
    }

    fn of(index: Index, fields: Fields, place: Option<PathBuf>) -> Result<Self, IndexError> {
        register(&index);
        let place = place.map(|folder| {
            let mark = mark_of(&folder);
            Place { folder, mark }
        });
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            index,
            reader,
            fields,
            scratch: Mutex::new(Vec::new()),
            names: Names::default(),
            place,
        })
    }

    /// Its writer: one at a time.
    ///
    /// # Errors
    /// Where another process writes, or the disk fails.
    pub fn writer(&self) -> Result<Writer, IndexError> {
        let writer = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
        Ok(Writer {
            writer,
            fields: self.fields,
        })
    }

    /// How far it follows the log.
    ///
    /// # Errors
    /// Where its own notes cannot be read.
    pub fn progress(&self) -> Result<Progress, IndexError> {
        let Some(payload) = self.index.load_metas()?.payload else {
            return Ok(Progress::default());
        };
        let payload: Payload =
            serde_json::from_str(&payload).map_err(|it| IndexError::Content(it.to_string()))?;
        Ok(payload.progress)
    }

    /// Shows what was committed since.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn refresh(&self) -> Result<(), IndexError> {
        Ok(self.reader.reload()?)
    }

    /// Whether it is still in its folder: one that was deleted or replaced goes on answering from what is open, and takes nothing in.
    pub fn is_there(&self) -> bool {
        self.place
            .as_ref()
            .is_none_or(|it| it.folder.join("meta.json").exists() && mark_of(&it.folder) == it.mark)
    }

    /// The keys of all items, in order.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn keys(&self) -> Result<BTreeSet<String>, IndexError> {
        let mut keys = BTreeSet::new();
        for leaf in self.reader.searcher().segment_readers() {
            let inverted = leaf.inverted_index(self.fields.key)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let basic = tantivy::schema::IndexRecordOption::Basic;
                let mut postings = inverted.read_postings_from_terminfo(terms.value(), basic)?;
                while postings.doc() != tantivy::TERMINATED {
                    if !leaf.is_deleted(postings.doc()) {
                        keys.insert(String::from_utf8_lossy(terms.key()).into_owned());
                    }
                    postings.advance();
                }
            }
        }
        Ok(keys)
    }

    /// How many items it holds.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether it holds an item.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn holds(&self, key: &str) -> Result<bool, IndexError> {
        let term = Term::from_field_text(self.fields.key, key);
        for leaf in self.reader.searcher().segment_readers() {
            let inverted = leaf.inverted_index(self.fields.key)?;
            let found = inverted.read_postings(&term, tantivy::schema::IndexRecordOption::Basic)?;
            let Some(mut postings) = found else { continue };
            while postings.doc() != tantivy::TERMINATED {
                if !leaf.is_deleted(postings.doc()) {
                    return Ok(true);
                }
                postings.advance();
            }
        }
        Ok(false)
    }
}

fn mark_of(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(MARK)).unwrap_or_default()
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Puts an item in the place of the one with its key.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn put(&self, item: &Item) -> Result<(), IndexError> {
        self.remove(&item.key);
        self.add(item)
    }

    /// Adds an item whose key is not there: faster than [`Self::put`].
    ///
    /// # Errors
    /// The disk's fault.
    pub fn add(&self, item: &Item) -> Result<(), IndexError> {
        self.writer.add_document(document_of(self.fields, item))?;
        Ok(())
    }

    /// Takes an item out.
    pub fn remove(&self, key: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.key, key));
    }

    /// Takes everything out.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn clear(&self) -> Result<(), IndexError> {
        self.writer.delete_all_documents()?;
        Ok(())
    }

    /// Makes what was put and taken since the last commit last, together with how far that is.
    ///
    /// # Errors
    /// The disk's fault; nothing of it counts then.
    pub fn commit(&mut self, progress: &Progress) -> Result<(), IndexError> {
        let payload = Payload {
            format: FORMAT,
            progress: progress.clone(),
        };
        let payload = serde_json::to_string(&payload).expect("plain data is JSON");
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        Ok(())
    }

    /// Merges everything into one segment and waits for it.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn merge(mut self) -> Result<(), IndexError> {
        let segments = self.writer.index().searchable_segment_ids()?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        Ok(self.writer.wait_merging_threads()?)
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}
