//! DOCX (WordprocessingML): paragraphs with their automatic numbers, tables with merged cells. Headers, footers, notes,
//! comments, deleted and hidden text, field codes and tables of contents are left out; looks are ignored.

mod body;
mod paragraph;
mod styles;
mod table;

use super::check_size;
use super::error::ReadError;
use super::ooxml::Package;
use crate::blocks::Source;
use crate::limits::Limits;
use ooxml::{Node, Numbering, Xml};
use styles::Styles;

/// Reads a DOCX file, transitional or strict.
///
/// # Errors
/// [`ReadError::Malformed`] with the part that is broken, [`ReadError::Bomb`] or one of the other limits.
pub fn read_docx(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    check_size(bytes, limits)?;
    let mut package = Package::open(bytes, limits)?;
    let main = find_main_part(&mut package, limits)?;
    let folder = main
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .to_owned();
    let Some(document) = package.find_text(&main)? else {
        return Err(ReadError::malformed(
            "文档包",
            "缺少正文部件 word/document.xml",
        ));
    };
    // Broken definitions cost the automatic numbers, not the text.
    let numbering = package.find_text(&format!("{folder}/numbering.xml"));
    let numbering = definitions(numbering, |t| Ok(Numbering::parse(t, limits.depth)?))?;
    let styles = package.find_text(&format!("{folder}/styles.xml"));
    let styles = definitions(styles, |t| Styles::parse(t, limits))?;
    body::read(&document, body::Definitions { numbering, styles }, limits)
}

fn definitions<T: Default>(
    text: Result<Option<String>, ReadError>,
    parse: impl Fn(&str) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    match text {
        Ok(Some(text)) => match parse(&text) {
            Err(ReadError::Malformed { .. }) => Ok(T::default()),
            parsed => parsed,
        },
        Ok(None) | Err(ReadError::Malformed { .. }) => Ok(T::default()),
        Err(refusal) => Err(refusal),
    }
}

/// The part that the package's relationships call the office document.
fn find_main_part(package: &mut Package<'_>, limits: &Limits) -> Result<String, ReadError> {
    const USUAL: &str = "word/document.xml";
    let Some(relations) = package.find_text("_rels/.rels")? else {
        return Ok(USUAL.to_owned());
    };
    let mut xml = Xml::new(&relations, "文档关系（_rels/.rels）", limits.depth);
    loop {
        match xml.next()? {
            Node::Open(open) if open.name() == "Relationship" => {
                let is_main = open
                    .find("Type")
                    .is_some_and(|t| t.ends_with("/officeDocument"));
                if let Some(target) = open.find("Target").filter(|_| is_main) {
                    return Ok(target.trim_start_matches('/').to_owned());
                }
            }
            Node::End => return Ok(USUAL.to_owned()),
            Node::Open(_) | Node::Close(_) | Node::Text(_) => {}
        }
    }
}
