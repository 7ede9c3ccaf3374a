//! Reading a list row by row: CSV, JSON (an array, or an object a line), or a WordPress export. Nothing is held but the row that is read.
//!
//! Pure: a reader of bytes and a function that takes rows come from the caller. The text is UTF-8 already.

mod csv;
mod json;
mod wordpress;

use std::io::BufRead;
use std::ops::ControlFlow;

use super::heading::Heading;
use super::mapping::{Mapping, Meant};
use super::refusal::ImportRefusal;
use super::row::RawRow;

/// Bytes of one row at most: no text of a document is longer.
const LARGEST_ROW: usize = 8 * 1024 * 1024;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Comma-separated, the first line names the columns.
    Csv,
    /// An array of objects.
    JsonArray,
    /// An object a line.
    JsonLines,
    /// A WordPress export (WXR).
    WordPress,
}

/// How a list is written, by its first letters.
pub fn sort_of(head: &str) -> Sort {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    match head.chars().next() {
        Some('[') => Sort::JsonArray,
        Some('{') => Sort::JsonLines,
        Some('<') => Sort::WordPress,
        Some(_) | None => Sort::Csv,
    }
}

/// Hands every row to `take`, in order, until it breaks.
///
/// # Errors
/// Where the list itself cannot be read further; the rows before were handed over.
pub fn read_rows(
    list: impl BufRead,
    (sort, mapping): (Sort, &Mapping),
    take: &mut dyn FnMut(RawRow) -> ControlFlow<()>,
) -> Result<(), ImportRefusal> {
    match sort {
        Sort::Csv => csv::read(list, mapping, take),
        Sort::JsonArray => json::read_array(list, mapping, take),
        Sort::JsonLines => json::read_lines(list, mapping, take),
        Sort::WordPress => wordpress::read(list, take),
    }
}

/// What the headings of a row are, each once.
struct Headings<'a> {
    mapping: &'a Mapping,
    known: Vec<Heading>,
}

impl<'a> Headings<'a> {
    fn of(mapping: &'a Mapping) -> Self {
        Self {
            mapping,
            known: Vec::new(),
        }
    }

    /// The heading that a word is; `None` where the operator does not want it.
    fn take(&mut self, word: &str) -> Result<Option<Heading>, ImportRefusal> {
        match self.mapping.heading(word) {
            None => {
                let word = word.chars().take(80).collect();
                Err(ImportRefusal::HeadingUnknown(word))
            }
            Some(Meant::Unwanted) => Ok(None),
            Some(Meant::Known(heading)) if self.known.contains(&heading) => {
                Err(ImportRefusal::HeadingTwice(heading.label()))
            }
            Some(Meant::Known(heading)) => {
                self.known.push(heading);
                Ok(Some(heading))
            }
        }
    }
}

#[cfg(test)]
mod tests;
