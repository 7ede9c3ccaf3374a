//! Other names of the same things, for the search: the built-in ones, the office's own list, what units are and were called.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use kernel::Fault;
use search::Synonyms;

use super::Indexing;
use super::items::other_names;

/// The list, and which one was read last.
#[derive(Debug, Clone, Default)]
pub struct Named {
    file: PathBuf,
    /// When the file that was read last had been written; nothing before the first reading.
    read: Arc<Mutex<Option<Option<SystemTime>>>>,
}

impl Named {
    /// Names from a file beside the built-in ones; an empty path for these alone.
    pub fn of(file: PathBuf) -> Self {
        Self {
            file,
            ..Self::default()
        }
    }

    /// Has everything read again.
    pub(super) fn forget(&self) {
        *self.read.lock().unwrap_or_else(|it| it.into_inner()) = None;
    }

    /// Whether something was written since the last reading, which this then is.
    fn is_new(&self) -> bool {
        let written = std::fs::metadata(&self.file)
            .and_then(|it| it.modified())
            .ok();
        let mut read = self.read.lock().unwrap_or_else(|it| it.into_inner());
        let is_new = *read != Some(written);
        *read = Some(written);
        is_new
    }

    /// A list that cannot be read is told in the log; the names of before that fault hold.
    fn read(&self) -> Synonyms {
        let mut synonyms = Synonyms::built_in();
        if self.file.as_os_str().is_empty() {
            return synonyms;
        }
        match std::fs::read_to_string(&self.file) {
            Ok(text) => {
                if let Err(error) = synonyms.extend(&text) {
                    tracing::warn!(%error, file = %self.file.display(), "the list of synonyms has a fault; lines behind it are left out");
                }
            }
            Err(error) => {
                tracing::warn!(%error, file = %self.file.display(), "the list of synonyms cannot be read");
            }
        }
        synonyms
    }
}

impl Indexing {
    /// Reads the names where they changed.
    pub(super) async fn name(&self) -> Result<(), Fault> {
        if !self.synonyms.is_new() {
            return Ok(());
        }
        let mut synonyms = self.synonyms.read();
        let directory = store::read!(self.store, |tx| store::directory::load(tx).await)?;
        for unit in directory.units() {
            let names = other_names(unit);
            if names.len() > 1 {
                synonyms.add(names);
            }
        }
        self.finder.set_synonyms(synonyms);
        Ok(())
    }
}
