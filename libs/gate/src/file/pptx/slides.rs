//! What the slides that are shown say, paragraph by paragraph in the order of the file. Notes, comments, hidden slides and hidden shapes are not read, nor
//! charts and pictures.

use super::slides_of;
use crate::file::error::FileError;
use crate::file::inspection::Inspection;
use crate::file::limits::Limits;
use crate::file::package::Package;
use crate::file::tree::Element;

/// A slide that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownSlide {
    /// 1, 2, 3: as the program counts it, hidden ones included.
    pub number: usize,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

/// Reads the slides of a presentation that are shown.
///
/// # Errors
/// Where the file is broken, locked, or goes beyond the limits.
pub fn read_slides(bytes: &[u8], limits: &Limits) -> Result<Vec<ShownSlide>, FileError> {
    let package = Package::open(bytes, &mut Inspection::new(limits))?;
    let slides = slides_of(&package, limits)?.into_iter().enumerate();
    let shown = slides.filter(|(_, slide)| !slide.is_hidden());
    Ok(shown
        .map(|(index, slide)| ShownSlide {
            number: index + 1,
            paragraphs: paragraphs_of(slide.tree),
        })
        .collect())
}

fn paragraphs_of(mut tree: Element) -> Vec<String> {
    let is_hidden = |shape: &Element| {
        let mut properties = shape.elements().flat_map(Element::elements);
        properties.any(|it| it.is("cNvPr") && it.says("hidden"))
    };
    // What older programs show instead says the same once more; numbers of slides and dates are furniture.
    tree.prune(&mut |it| !is_hidden(it) && !it.is("Fallback") && !it.is("fld"));
    let mut lines = Vec::new();
    tree.walk(&mut |it| {
        if it.is("p") {
            let mut words = String::new();
            it.walk(&mut |inner| match inner.local() {
                "t" => words.push_str(&inner.text()),
                "br" => words.push(' '),
                _ => {}
            });
            lines.push(words.trim().to_owned());
        }
    });
    lines.retain(|it| !it.is_empty());
    lines
}
