//! The outline of an official document: folded lines, labels, headings. Knows nothing of units or deadlines.

pub mod fold;
pub mod heading;
pub mod label;
pub mod line;
pub mod nest;
pub mod numeral;
