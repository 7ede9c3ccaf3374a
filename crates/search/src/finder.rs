//! The index that a running site searches, wherever it is: whoever fills it may put another in its place, and readers never wait.

use std::sync::{Arc, RwLock};

use crate::answer::{Answered, Asking};
use crate::find::{Ask, Found};
use crate::index::{IndexError, SearchIndex};
use crate::outside::Outside;
use crate::suggest::Begun;
use crate::words::Synonyms;

/// What a site searches in. Cheap to clone; all clones see the same index.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    shelf: Arc<RwLock<Shelf>>,
}

/// Who keeps the index. Both are asked on a thread that may block.
#[derive(Debug, Clone)]
pub enum Engine {
    /// The program itself, in a folder.
    Embedded(Arc<SearchIndex>),
    /// A search engine of its own.
    Outside(Arc<Outside>),
}

impl From<Arc<SearchIndex>> for Engine {
    fn from(index: Arc<SearchIndex>) -> Self {
        Self::Embedded(index)
    }
}

impl From<Arc<Outside>> for Engine {
    fn from(outside: Arc<Outside>) -> Self {
        Self::Outside(outside)
    }
}

impl Engine {
    /// Searches.
    ///
    /// # Errors
    /// The disk's or the engine's fault.
    pub fn find(&self, ask: &Ask<'_>) -> Result<Found, IndexError> {
        match self {
            Self::Embedded(index) => index.find(ask),
            Self::Outside(outside) => outside.find(ask),
        }
    }

    /// Answers a question from what is in the index.
    ///
    /// # Errors
    /// The disk's or the engine's fault.
    pub fn answer(&self, asking: &Asking<'_>) -> Result<Answered, IndexError> {
        match self {
            Self::Embedded(index) => index.answer(asking),
            Self::Outside(outside) => outside.answer(asking),
        }
    }

    /// Titles and names that go on as what was typed begins, the usual ones first. Folded: in 简.
    ///
    /// # Errors
    /// The disk's or the engine's fault.
    pub fn suggest(&self, begun: Begun<'_>, most: usize) -> Result<Vec<String>, IndexError> {
        match self {
            Self::Embedded(index) => index.suggest(begun, most),
            Self::Outside(outside) => outside.suggest(begun, most),
        }
    }
}

#[derive(Debug, Default)]
struct Shelf {
    index: Option<Engine>,
    is_whole: bool,
    /// None before the first reading.
    synonyms: Option<Arc<Synonyms>>,
}

/// What is searched in now.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The index.
    pub index: Engine,
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
            index: shelf.index.clone()?,
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
    pub fn put(&self, index: impl Into<Engine>) {
        let mut shelf = self.shelf.write().unwrap_or_else(|it| it.into_inner());
        shelf.index = Some(index.into());
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
