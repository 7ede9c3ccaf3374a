//! Pages of paper: Chinese text, tables and bars as PDF, with the font inside. Pure.
//!
//! [`Report`] sets headings, paragraphs, tables and charts one below the other and breaks pages; [`Canvas`] draws at a place.
//! The font lies in this crate, so that neither the machine that writes nor the one that reads needs it; a file carries only the
//! glyphs that it shows. Not here: images, forms, signatures, vertical text, bold and italic faces.

mod canvas;
mod file;
mod font;
mod report;
mod wrap;

pub use canvas::{Canvas, Color, Ink};
pub use report::{Column, Report, Side, Table};
pub use wrap::wrap;

/// Why a file could not be written: the font in this crate is damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the font for PDF files cannot be used: {what}")]
pub struct PaperError {
    /// What about it.
    pub what: &'static str,
}

#[cfg(test)]
mod tests;
