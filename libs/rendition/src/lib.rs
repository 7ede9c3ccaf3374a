//! Files for those who cannot open them: Office files, PDF, tables and lists become pages of small, clean HTML, and a plain text.
//!
//! Pure, and bounded by [`Limits`]; run it in a process with limits of memory and time all the same, since it reads what strangers send. Nothing is
//! shown that the file itself does not show: Office files are cleaned by [`gate`] before they are read, and of a PDF that holds unseen text only what can
//! be seen is taken. Reading is left to [`gongwen`] and [`prose`]; what is written has gone through [`prose::Body`]. Pictures, headers, footers, notes and charts are not
//! shown; who may see a file is not known here.

mod blocks;
mod kinds;
mod outcome;
mod pages;

pub use blocks::html_of;
pub use kinds::{render, render_file};
pub use outcome::{Limits, NoRendition, Page, Rendition};

/// Which renderer this is: higher wherever the same file comes out otherwise, so that what an older one made is made anew.
pub const VERSION: u32 = 1;
