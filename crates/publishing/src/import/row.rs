//! A row of an old site's list: as it stands there, and as it is here once each word has been understood.

use std::fmt;

use kernel::{Moment, UnitId};

use super::heading::Heading;
use super::refusal::ImportRefusal;
use crate::metadata::TypedMetadata;
use crate::model::Validity;

/// Where a row stands, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line of the file.
    Line(u64),
    /// So many-th in a file whose lines say nothing.
    Item(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "第{line}行"),
            Self::Item(item) => write!(f, "第{item}件"),
        }
    }
}

/// A row as it stands in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Where.
    pub place: Place,
    /// What it says under which heading.
    pub cells: Vec<(Heading, String)>,
    /// Why it cannot be used, whatever it says.
    pub flaw: Option<ImportRefusal>,
}

impl RawRow {
    /// What it says under a heading; empty where nothing.
    pub fn cell(&self, heading: Heading) -> &str {
        let cell = self.cells.iter().find(|(it, _)| *it == heading);
        cell.map_or("", |(_, text)| text.trim())
    }

    /// Bytes that it takes.
    pub fn weight(&self) -> usize {
        self.cells.iter().map(|(_, text)| text.len()).sum()
    }
}

/// A row that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stood.
    pub place: Place,
    /// By what it is known again: `file/…` or `url/…`.
    pub key: String,
    /// The file that holds the text, within the folder.
    pub file: Option<String>,
    /// The text itself, where the list holds it.
    pub content: Option<String>,
    /// The unit that answers for it.
    pub unit: UnitId,
    /// The kind's code.
    pub kind: String,
    /// Title, number, dates and the rest.
    pub metadata: TypedMetadata,
    /// When it became public on the old site.
    pub published_at: Moment,
    /// What was decided about its validity.
    pub validity: Validity,
    /// Its address on the old site, in its normal form.
    pub old_address: Option<String>,
    /// Its files, within the folder.
    pub attachments: Vec<String>,
}
