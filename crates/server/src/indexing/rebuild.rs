//! Building the index anew beside the one that serves, and comparing an index with the database.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kernel::Fault;
use search::{Finder, SearchIndex};

use super::{AT_ONCE, Indexing, STAGES, Step, failed};

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
    /// Builds an index in a folder of its own and puts it in the place of the one that is there; a site that is serving goes over to it
    /// within a second. Tells how many things are in it, again and again.
    ///
    /// # Errors
    /// The engine's or the disk's fault: the index of before stays.
    pub async fn rebuild(&self, tell: &mut dyn FnMut(u64)) -> Result<u64, Fault> {
        let fresh = Self {
            folder: beside(&self.folder, "new"),
            finder: Finder::default(),
            ..self.clone()
        };
        // What a rebuild that was cut short left is no beginning: the log may have gone on far behind it.
        clear(&fresh.folder)?;
        let mut kept = None;
        while let Step::More = fresh.step(&mut kept).await? {
            if let Some(kept) = &kept {
                tell(kept.index.count());
            }
        }
        let count = kept.as_ref().map_or(0, |it| it.index.count());
        drop(kept);
        put_in_place(&fresh.folder, &self.folder)?;
        Ok(count)
    }

    /// Compares the index with what is public.
    ///
    /// # Errors
    /// The engine's or the disk's fault.
    pub async fn compare(&self) -> Result<Difference, Fault> {
        let index = SearchIndex::open_existing(&self.folder).map_err(failed)?;
        let mut held = index.keys().map_err(failed)?;
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
