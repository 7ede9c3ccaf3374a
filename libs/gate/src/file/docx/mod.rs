//! DOCX and DOCM: tracked changes, hidden and invisible text, comments, a second text for older programs. What is hidden by its place
//! (behind a picture, beyond the page) is not seen.

mod clean;
mod look;
mod style;

pub(crate) use clean::clean;
pub(crate) use look::look;
