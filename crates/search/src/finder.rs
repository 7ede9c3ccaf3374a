//! The index that a running site searches: whoever fills it may put another in its place, and readers never wait.

use std::sync::{Arc, RwLock};

use crate::index::SearchIndex;
use crate::words::Synonyms;

/// What a site searches in. Cheap to clone; all clones see the same index.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    shelf: Arc<RwLock<Shelf>>,
}

#[derive(Debug, Default)]
struct Shelf {
    index: Option<Arc<SearchIndex>>,
    is_whole: bool,
    /// None before the first reading.
    synonyms: Option<Arc<Synonyms>>,
}

/// What is searched in now.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The index.
    pub index: Arc<SearchIndex>,
    /// Whether everything is in it; where it is being filled, results lack something.
    pub is_whole: bool,
    /// Other names of the same things.
    pub synonyms: Arc<Synonyms>,
}

impl Finder {
    /// The index, where there is one yet.
    pub fn opened(&self) -> Option<Opened> {
        let shelf = self.shelf.read().unwrap_or_else(|it| it.into_inner());
        Some(Opened {
            index: Arc::clone(shelf.index.as_ref()?),
            is_whole: shelf.is_whole,
            synonyms: shelf.synonyms.clone().unwrap_or_default(),
        })
    }

    /// Other names of the same things; `None` where they were not read yet. They are there without an index, too.
    pub fn synonyms(&self) -> Option<Arc<Synonyms>> {
        let shelf = self.shelf.read().unwrap_or_else(|it| it.into_inner());
        shelf.synonyms.clone()
    }

    /// Puts an index in the place of the one before.
    pub fn put(&self, index: Arc<SearchIndex>) {
        let mut shelf = self.shelf.write().unwrap_or_else(|it| it.into_inner());
        shelf.index = Some(index);
        shelf.is_whole = false;
    }

    /// Says whether everything is in it.
    pub fn set_whole(&self, is_whole: bool) {
        let mut shelf = self.shelf.write().unwrap_or_else(|it| it.into_inner());
        shelf.is_whole = is_whole;
    }

    /// Puts other names in the place of those before.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        let mut shelf = self.shelf.write().unwrap_or_else(|it| it.into_inner());
        shelf.synonyms = Some(Arc::new(synonyms));
    }
}
