//! DOCX (WordprocessingML) as a source of bodies: headings, automatic numbers as text, lists, tables with merged cells, alignment, pictures.
//! Tracked changes count as accepted; comments, hidden words, notes, headers and footers are left out, and told where somebody may miss them.
//!
//! Yields HTML for [`crate::Body::clean`], so that there is one way to a body. Runs nothing, follows no address.

mod document;
mod error;
mod package;
mod paragraph;
mod run;
mod styles;
mod table;

pub use error::DocxError;
use ooxml::Numbering;

use crate::dropped::Tally;
use crate::pasted::PastedImage;
use document::Definitions;
use package::Package;
use styles::Styles;

/// A DOCX file as HTML that is still to be cleaned.
pub(crate) struct Markup {
    pub html: String,
    pub images: Vec<PastedImage>,
}

/// Reads a DOCX file, transitional or strict.
pub(crate) fn read(bytes: &[u8], tally: &mut Tally) -> Result<Markup, DocxError> {
    let mut package = Package::open(bytes)?;
    let main = package
        .relations("")?
        .find_kind("/officeDocument")
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let document = package.find_text(&main)?.ok_or(DocxError::NotDocx)?;
    let relations = package.relations(&main)?;
    // Broken definitions cost the automatic numbers, not the text.
    let mut part = |kind: &str| match relations.find_kind(kind) {
        Some(name) => package.find_text(&name),
        None => Ok(None),
    };
    let numbering = part("/numbering")?
        .and_then(|text| Numbering::parse(&text, error::DEEPEST_XML).ok())
        .unwrap_or_default();
    let styles = part("/styles")?
        .and_then(|text| Styles::parse(&text).ok())
        .unwrap_or_default();
    let definitions = Definitions {
        numbering,
        styles,
        relations,
    };
    document::read(&document, definitions, &mut package, tally)
}
