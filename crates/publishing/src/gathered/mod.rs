//! Collections (专题, 政府公报): an edition gathers public documents under chapters, by reference.
//!
//! What belongs to the edition, and is signed with it, is which documents, in which order, under which headings, with which words. What those
//! documents say of themselves is asked of them when a page is made: a title that was corrected is shown corrected, and what was withdrawn is
//! shown no more ([0030](../../../../docs/decisions/0030-collections-refer.md)). How a list is typed is in [`typed`]; it is resolved and kept by
//! `crate::actions::gather`.

mod queries;
pub(crate) mod sql;
pub mod typed;

use kernel::{DocumentId, Moment};

pub(crate) use queries::load;
pub use queries::{list_gathering, list_shown};

use crate::issue::Issue;
use crate::public::PublicLine;
use typed::{TypedChapter, TypedEntry};

/// Chapters of an edition at most.
pub const MOST_CHAPTERS: usize = 50;
/// Documents of an edition at most.
pub const MOST_DOCUMENTS: usize = 2000;

/// A chapter (章节, 栏目).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// What stands over it; empty for a first chapter without heading.
    pub heading: String,
    /// What it gathers, in order; never empty.
    pub entries: Vec<Entry>,
}

/// A document that is gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub document: DocumentId,
    /// A line of the collection's own about it; may be empty.
    pub words: String,
    /// 索引号.
    pub index_number: String,
    /// Its title today.
    pub title: String,
    /// Whether it is still public; else it was withdrawn.
    pub is_public: bool,
}

/// A part of what an edition gathers, as the public sees it today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The documents, in order.
    pub lines: Vec<ShownLine>,
    /// How many of this part were withdrawn and are not among them.
    pub withdrawn: u64,
    /// After which place the next part begins; `None` at the end.
    pub next: Option<u32>,
}

/// A gathered document as the public sees it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownLine {
    /// Its place among all that the edition gathers, from 1.
    pub place: u32,
    /// Its chapter, from 1.
    pub chapter: u32,
    /// The collection's own words; may be empty.
    pub words: String,
    /// The document.
    pub line: PublicLine,
}

/// A public collection in which a document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathering {
    /// The collection's id.
    pub id: DocumentId,
    /// Its kind's code.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub unit_name: String,
    /// Which issue it is.
    pub issue: Option<Issue>,
    /// When it became public.
    pub published_at: Moment,
}

/// Each chapter's ordinal and heading with the place after which it begins.
pub fn outline(chapters: &[Chapter]) -> Vec<(u32, &str, u32)> {
    let mut place = 0;
    let mut outline = Vec::with_capacity(chapters.len());
    for (ordinal, chapter) in (1..).zip(chapters) {
        outline.push((ordinal, chapter.heading.as_str(), place));
        place += u32::try_from(chapter.entries.len()).unwrap_or(u32::MAX);
    }
    outline
}

/// How many documents there are.
pub fn count(chapters: &[Chapter]) -> usize {
    chapters.iter().map(|it| it.entries.len()).sum()
}

/// What is gathered as somebody would type it: by 索引号, which no other document has.
pub fn typed_of(chapters: &[Chapter]) -> Vec<TypedChapter> {
    let typed = |entry: &Entry| TypedEntry {
        line: 0,
        reference: match entry.index_number.as_str() {
            "" => entry.document.to_string(),
            number => number.to_owned(),
        },
        title: entry.title.clone(),
        words: entry.words.clone(),
    };
    let chapters = chapters.iter().map(|it| TypedChapter {
        line: 0,
        heading: it.heading.clone(),
        entries: it.entries.iter().map(typed).collect(),
    });
    typed::numbered(chapters.collect())
}

/// What of it is public still: what a new edition begins with.
pub(crate) fn standing(chapters: &[Chapter]) -> Vec<TypedChapter> {
    let standing = chapters.iter().map(|it| Chapter {
        heading: it.heading.clone(),
        entries: it
            .entries
            .iter()
            .filter(|it| it.is_public)
            .cloned()
            .collect(),
    });
    let standing: Vec<Chapter> = standing.filter(|it| !it.entries.is_empty()).collect();
    typed_of(&standing)
}
