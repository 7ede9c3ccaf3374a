//! What files hide, and taking it out: bytes go in, findings with places come out, or a clean file with a proof.
//!
//! Looks into DOCX, XLSX, PPTX, PDF, JPEG, PNG, WebP, TIFF, OFD and ZIP, and into what MP4, QuickTime and MP3 say beside picture and sound,
//! told by content. Pure, and bounded by [`Limits`]; run it in a
//! process with limits of memory and time all the same, since it parses what strangers send. Not seen: pixels and sound (scans, faces, voices), what a
//! conditional format or an animation hides, fonts whose letters say something else than they show, PDF text clipped away by shapes that
//! are no rectangles, earlier revisions of a PDF (that there are some is said), and all within files that are locked or of other formats
//! ([`HiddenKind::Unseen`] says so).

mod archive;
mod clean;
mod docx;
mod error;
mod hidden;
mod inspection;
mod limits;
mod masking;
mod ofd;
mod office;
mod package;
mod pdf;
mod picture;
mod pptx;
mod proof;
mod recording;
mod sort;
mod tree;
mod what;
mod xlsx;

pub use archive::{Entry, list_entries};
pub use clean::clean;
pub use error::FileError;
pub use hidden::{Hidden, HiddenKind, Passage, Treatment};
pub use limits::Limits;
pub use ofd::read_pages as read_ofd_pages;
pub use pptx::{ShownSlide, read_slides};
pub use proof::{Cleaned, Proof};
pub use recording::read as read_recording;
pub use sort::Sort;
pub use what::What;

use inspection::Inspection;

/// The place of properties.
pub const PROPERTIES: &str = "文件属性";

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// What it is.
    pub sort: Sort,
    /// What is hidden in it, with all of its text.
    pub hidden: Vec<Hidden>,
    /// What everybody sees.
    pub visible: Vec<Passage>,
}

/// Looks for what a file hides.
///
/// # Errors
/// Where the file is broken, locked, or goes beyond the limits.
pub fn look(bytes: &[u8], limits: &Limits) -> Result<Vec<Hidden>, FileError> {
    Ok(read(bytes, limits)?.hidden)
}

/// Reads all texts of a file, hidden ones and those that everybody sees.
///
/// # Errors
/// Where the file is broken, locked, or goes beyond the limits.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Contents, FileError> {
    if bytes.len() > limits.bytes {
        return Err(FileError::TooLarge {
            bytes: bytes.len(),
            limit: limits.bytes,
        });
    }
    let mut inspection = Inspection::new(limits);
    let sort = inspection.inspect(bytes)?;
    Ok(Contents {
        sort,
        hidden: inspection.hidden,
        visible: inspection.visible,
    })
}
