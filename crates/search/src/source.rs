//! What is asked of an index, whichever engine keeps it: results, and how many items have what. Answers want no more than this.

use crate::answer::{Answered, Asking};
use crate::find::{Ask, Found};
use crate::index::{IndexError, SearchIndex};

/// How many items have some grams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Having {
    /// Items that there are.
    pub total: u64,
    /// Of each gram, items that have it anywhere and in the title.
    pub counts: Vec<(u64, u64)>,
}

/// An index to ask: the embedded one, or the one that an engine outside keeps.
pub(crate) trait Source {
    /// Searches.
    fn find(&self, ask: &Ask<'_>) -> Result<Found, IndexError>;

    /// Counts, for an estimate of how rare each gram is.
    fn having(&self, grams: &[&str]) -> Result<Having, IndexError>;
}

impl Source for SearchIndex {
    fn find(&self, ask: &Ask<'_>) -> Result<Found, IndexError> {
        self.find(ask)
    }

    fn having(&self, grams: &[&str]) -> Result<Having, IndexError> {
        let searcher = self.reader.searcher();
        let count =
            |field, gram: &str| searcher.doc_freq(&tantivy::Term::from_field_text(field, gram));
        let mut counts = Vec::with_capacity(grams.len());
        for gram in grams {
            counts.push((
                count(self.fields.all, gram)?,
                count(self.fields.title, gram)?,
            ));
        }
        Ok(Having {
            total: searcher.num_docs(),
            counts,
        })
    }
}

impl SearchIndex {
    /// Answers a question from what is in the index.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn answer(&self, asking: &Asking<'_>) -> Result<Answered, IndexError> {
        let source: &dyn Source = self;
        source.answer(asking)
    }
}
