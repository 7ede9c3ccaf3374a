//! The index that is being kept, in a folder or by an engine outside: both are written in the same way, and each knows how far it is.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use kernel::{DocumentId, EventId, Fault, Moment};
use search::{
    Engine, Item, Outside, OutsideError, OutsideWriter, Progress, SearchIndex, Turn, Writer,
};

use super::failed;

/// Where an index is.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a folder of this node's own.
    Folder(PathBuf),
    /// With an engine, for all nodes.
    Outside(Arc<Outside>),
}

/// An index that is being kept.
pub(super) struct Kept {
    shelf: Shelf,
    pub progress: Progress,
    /// Events of the last moments that are in it already.
    pub known: HashSet<EventId>,
    /// Files that were read in the last moments and are in it already.
    pub known_files: HashSet<(Moment, DocumentId)>,
}

enum Shelf {
    Folder(Arc<SearchIndex>, Box<Writer>),
    Outside(Arc<Outside>, Box<OutsideWriter>),
}

/// A fault of the engine, told with its cure: whoever starts the site with wrong settings reads it in the log.
fn failed_outside(error: OutsideError) -> Fault {
    let (told, cure) = error.told();
    tracing::error!(%error, told, cure, "the search engine");
    Fault::caused("keeping the index", error)
}

/// The moment of an event by its id: what is read later has no smaller one, on whichever node.
fn millis_of(event: EventId) -> u64 {
    let event = event.to_string();
    let digits: String = event
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(12)
        .collect();
    u64::from_str_radix(&digits, 16).unwrap_or(0)
}

impl Kept {
    /// Opens it, and hands it to readers before it can be written: another process may be writing it still.
    pub fn open(place: &Place, show: impl Fn(Engine, bool)) -> Result<Self, Fault> {
        let (shelf, progress) = match place {
            Place::Folder(folder) => {
                let index = Arc::new(SearchIndex::open(folder).map_err(failed)?);
                let progress = index.progress().map_err(failed)?;
                show(Engine::from(Arc::clone(&index)), progress.is_whole);
                let writer = Box::new(index.writer().map_err(failed)?);
                (Shelf::Folder(index, writer), progress)
            }
            Place::Outside(outside) => {
                show(Engine::from(Arc::clone(outside)), false);
                let writer = Box::new(OutsideWriter::of(Arc::clone(outside)));
                (
                    Shelf::Outside(Arc::clone(outside), writer),
                    Progress::default(),
                )
            }
        };
        Ok(Self {
            shelf,
            progress,
            known: HashSet::new(),
            known_files: HashSet::new(),
        })
    }

    /// Whether it can still be written: a folder that was deleted or replaced takes nothing in.
    pub fn is_there(&self) -> bool {
        match &self.shelf {
            Shelf::Folder(index, _) => index.is_there(),
            Shelf::Outside(..) => true,
        }
    }

    /// Whether a fault leaves it as it is: how far an engine is, is asked of it each time.
    pub fn outlives_faults(&self) -> bool {
        matches!(self.shelf, Shelf::Outside(..))
    }

    /// Whether this node is to write, from where the index is now. Another one may have written it, or somebody deleted it.
    pub async fn take_turn(&mut self) -> Result<bool, Fault> {
        let Shelf::Outside(_, writer) = &mut self.shelf else {
            return Ok(true);
        };
        let (progress, is_ours) = match writer.turn().await.map_err(failed_outside)? {
            Turn::Ours(progress) => (progress, true),
            Turn::Theirs(progress) => (progress, false),
        };
        if progress != self.progress {
            self.progress = progress;
            self.known.clear();
            self.known_files.clear();
        }
        Ok(is_ours)
    }

    /// What follows is read when the log has this newest event.
    pub fn read_at(&mut self, event: EventId) {
        if let Shelf::Outside(_, writer) = &mut self.shelf {
            writer.read_at(millis_of(event));
        }
    }

    /// Puts an item in the place of the one with its key.
    pub async fn put(&mut self, item: &Item) -> Result<(), Fault> {
        match &mut self.shelf {
            Shelf::Folder(_, writer) => writer.put(item).map_err(failed),
            Shelf::Outside(_, writer) => writer.put(item).await.map_err(failed_outside),
        }
    }

    /// Takes an item out.
    pub async fn remove(&mut self, key: &str) -> Result<(), Fault> {
        match &mut self.shelf {
            Shelf::Folder(_, writer) => {
                writer.remove(key);
                Ok(())
            }
            Shelf::Outside(_, writer) => writer.remove(key).await.map_err(failed_outside),
        }
    }

    /// Makes last what was put and taken, with how far that is.
    pub async fn commit(&mut self) -> Result<(), Fault> {
        match &mut self.shelf {
            Shelf::Folder(index, writer) => {
                writer.commit(&self.progress).map_err(failed)?;
                index.refresh().map_err(failed)
            }
            Shelf::Outside(_, writer) => {
                writer.commit(&self.progress).await.map_err(failed_outside)
            }
        }
    }

    /// Says that this node goes on writing, where nothing else said so for a while.
    pub async fn keep_turn(&mut self) -> Result<(), Fault> {
        match &mut self.shelf {
            Shelf::Folder(..) => Ok(()),
            Shelf::Outside(_, writer) => writer
                .keep_turn(&self.progress)
                .await
                .map_err(failed_outside),
        }
    }

    /// Lets another node write at once, where this one did.
    pub async fn leave(&mut self) -> Result<(), Fault> {
        let is_ours = self.take_turn().await?;
        match &mut self.shelf {
            Shelf::Outside(_, writer) if is_ours => {
                writer.leave(&self.progress).await.map_err(failed_outside)
            }
            Shelf::Outside(..) | Shelf::Folder(..) => Ok(()),
        }
    }

    /// Shows all that was committed.
    pub async fn show(&self) -> Result<(), Fault> {
        match &self.shelf {
            Shelf::Folder(..) => Ok(()),
            Shelf::Outside(outside, _) => outside.refresh().await.map_err(failed_outside),
        }
    }

    /// How many items it shows.
    pub async fn count(&self) -> Result<u64, Fault> {
        match &self.shelf {
            Shelf::Folder(index, _) => Ok(index.count()),
            Shelf::Outside(outside, _) => outside.count().await.map_err(failed_outside),
        }
    }
}
