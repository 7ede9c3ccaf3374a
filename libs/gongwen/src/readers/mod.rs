//! Readers: the bytes of a file become a [`Source`] of paragraphs and tables. Which reader is chosen depends on the
//! content alone. Readers do not know what a plan is, never touch the disk and never panic on any input; run them in a
//! process with limits of memory and time all the same, since they parse what strangers send.

mod assembly;
mod docx;
mod error;
mod html;
mod ooxml;
mod pdf;
mod text;
mod words;
mod wrap;
mod xlsx;

pub(crate) use pdf::begins_with_heads;

pub use docx::read_docx;
pub use error::ReadError;
pub use html::read_html;
pub use pdf::read_pdf;
pub use text::{read_csv, read_text};
pub use xlsx::{SheetSource, read_sheets, read_xlsx};

use crate::blocks::{Format, Source};
use crate::limits::Limits;
use crate::sniff::{Kind, sniff};

/// Reads a file of any format that there is a reader for.
///
/// # Errors
/// Says in Chinese what is wrong, where, and what to do next; see [`ReadError`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    check_size(bytes, limits)?;
    match sniff(bytes) {
        Kind::Empty => Err(ReadError::Empty),
        Kind::Readable(Format::Text) => read_text(bytes, limits),
        Kind::Readable(Format::Html) => read_html(bytes, limits),
        Kind::Readable(Format::Docx) => read_docx(bytes, limits),
        Kind::Readable(Format::Xlsx) => read_xlsx(bytes, limits),
        Kind::Readable(Format::Pdf) => read_pdf(bytes, limits),
        Kind::Locked => Err(ReadError::Encrypted),
        Kind::Foreign(kind) if kind.is_legacy_office() => Err(ReadError::LegacyOffice { kind }),
        Kind::Foreign(kind) => Err(ReadError::OtherFormat { kind }),
        Kind::Unknown => Err(ReadError::UnknownFormat),
    }
}

fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    if bytes.len() <= limits.bytes {
        return Ok(());
    }
    Err(ReadError::TooLarge {
        bytes: bytes.len(),
        limit: limits.bytes,
    })
}
