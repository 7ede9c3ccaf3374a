//! Pages of paper: Chinese text, tables and bars as PDF, with the font inside. Pure.
//!
//! [`Report`] sets headings, paragraphs, tables and charts one below the other and breaks pages; [`Print`] sets a text as official documents
//! are printed; [`Canvas`] draws at a place.
//! The font lies in this crate, so that neither the machine that writes nor the one that reads needs it; a file carries only the
//! glyphs that it shows. Files are PDF/UA-1: programs that read aloud find headings, tables and what a chart says. The file itself is
//! krilla's work. Not here: images, forms, signatures, vertical text, bold and italic faces.

mod canvas;
mod font;
mod grid;
mod pdf;
mod print;
mod report;
mod structure;
mod wrap;

pub use canvas::{Canvas, Color, Ink};
pub use grid::GridCell;
pub use print::{Code, Measure, Print};
pub use report::{Column, Report, Side, Table};
pub use structure::Role;
pub use wrap::wrap;

/// Why a file could not be written: the font in this crate is damaged, or the file has no title.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no PDF file can be written: {what}")]
pub struct PaperError {
    /// What stands against it.
    pub what: String,
}

impl PaperError {
    fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

#[cfg(test)]
mod tests;
