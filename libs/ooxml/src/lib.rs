//! What readers of Office Open XML share: a pull reader of a part's XML with a limit of depth, the automatic numbers of paragraphs, and
//! numbers as Word writes them.
//!
//! Pure: a part's text goes in. It unpacks no package and knows no document: those are its callers'.

pub mod counting;
mod error;
mod numbering;
mod xml;

pub use error::XmlError;
pub use numbering::{Counter, Label, Numbering};
pub use xml::{Node, Open, Xml, resolve, unescape};
