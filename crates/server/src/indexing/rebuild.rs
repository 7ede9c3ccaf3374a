//! Building the index anew beside the one that serves, and comparing an index with the database.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::Fault;
use search::{Finder, OutsideError, SearchIndex};

use super::{AT_ONCE, Indexing, Place, STAGES, Step, failed};

/// How an index differs from what is public.
#[derive(Debug, Default)]
pub struct Difference {
    /// Things that it holds.
    pub held: usize,
    /// Things that are public and not in it.
    pub missing: Vec<String>,
    /// Things in it that are not public.
    pub extra: Vec<String>,
}

impl Difference {
    /// Whether there is any.
    pub fn is_none(&self) -> bool {
        self.missing.is_empty() && self.extra.is_empty()
    }
}

impl Indexing {
    /// Builds an index beside the one that is there and puts it in its place; a site that is serving goes over to it
    /// within a second. Tells how many things are in it, again and again.
    ///
    /// # Errors
    /// The engine's or the disk's fault: the index of before stays.
    pub async fn rebuild(&self, tell: &mut dyn FnMut(u64)) -> Result<u64, Fault> {
        let fresh = Self {
            place: match &self.place {
                Place::Folder(folder) => Place::Folder(beside(folder, "new")),
                Place::Outside(outside) => {
                    Place::Outside(Arc::new(outside.beside().map_err(failed_outside)?))
                }
            },
            finder: Finder::default(),
            ..self.clone()
        };
        // What a rebuild that was cut short left is no beginning: the log may have gone on far behind it.
        match &fresh.place {
            Place::Folder(folder) => clear(folder)?,
            Place::Outside(outside) => outside.clear().await.map_err(failed_outside)?,
        }
        let mut kept = None;
        while let Step::More = fresh.step(&mut kept).await? {
            if let Some(kept) = &kept {
                tell(kept.count().await?);
            }
        }
        let mut count = 0;
        if let Some(mut kept) = kept {
            kept.leave().await?;
            kept.show().await?;
            count = kept.count().await?;
        }
        match (&fresh.place, &self.place) {
            (Place::Folder(fresh), Place::Folder(place)) => put_in_place(fresh, place)?,
            (Place::Outside(fresh), Place::Outside(place)) => {
                place.put_in_place(fresh).await.map_err(failed_outside)?;
            }
            (Place::Folder(_), Place::Outside(_)) | (Place::Outside(_), Place::Folder(_)) => {}
        }
        Ok(count)
    }

    /// The keys of all that is in the index.
    async fn keys(&self) -> Result<BTreeSet<String>, Fault> {
        match &self.place {
            Place::Folder(folder) => {
                let index = SearchIndex::open_existing(folder).map_err(failed)?;
                index.keys().map_err(failed)
            }
            Place::Outside(outside) => {
                if outside.progress().await.map_err(failed_outside)?.is_none() {
                    return Ok(BTreeSet::new());
                }
                outside.refresh().await.map_err(failed_outside)?;
                outside.keys().await.map_err(failed_outside)
            }
        }
    }

    /// Compares the index with what is public.
    ///
    /// # Errors
    /// The engine's or the disk's fault.
    pub async fn compare(&self) -> Result<Difference, Fault> {
        let mut held = self.keys().await?;
        let mut difference = Difference {
            held: held.len(),
            ..Difference::default()
        };
        let units = self.reading().await?;
        for item in units.units() {
            difference.look(&mut held, item.key);
        }
        for stage in STAGES {
            let mut after = String::new();
            loop {
                let things = self.list(stage, &after).await?;
                let Some(last) = things.last() else { break };
                after = last
                    .key()
                    .split_once('/')
                    .map_or_else(String::new, |it| it.1.to_owned());
                let is_all = things.len() < AT_ONCE as usize;
                for thing in things {
                    difference.look(&mut held, thing.key());
                }
                if is_all {
                    break;
                }
            }
        }
        difference.extra = held.into_iter().collect();
        Ok(difference)
    }
}

impl Difference {
    fn look(&mut self, held: &mut BTreeSet<String>, key: String) {
        if !held.remove(&key) {
            self.missing.push(key);
        }
    }
}

/// Puts a folder in the place of another. A serving site that finds its own gone may make an empty one in the moment between.
fn put_in_place(fresh: &Path, place: &Path) -> Result<(), Fault> {
    const TRIES: u32 = 10;
    let before = beside(place, "before");
    for tried in 1..=TRIES {
        clear(&before)?;
        if place.exists() {
            std::fs::rename(place, &before).map_err(fault)?;
        }
        match std::fs::rename(fresh, place) {
            Ok(()) => break,
            Err(error) if tried == TRIES => return Err(fault(error)),
            Err(_) => {}
        }
    }
    clear(&before)
}

fn failed_outside(error: OutsideError) -> Fault {
    Fault::caused("the index of the search engine", error)
}

fn fault(error: std::io::Error) -> Fault {
    Fault::caused("the index's folder", error)
}

fn beside(folder: &Path, what: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{what}"));
    folder.with_file_name(name)
}

fn clear(folder: &Path) -> Result<(), Fault> {
    match std::fs::remove_dir_all(folder) {
        Err(it) if it.kind() != std::io::ErrorKind::NotFound => Err(fault(it)),
        _ => Ok(()),
    }
}
