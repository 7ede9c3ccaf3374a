//! A file without what it hides, with what identifies masked; the result is read again before it is given out.

use aho_corasick::AhoCorasick;

use super::error::FileError;
use super::hidden::{HiddenKind, Treatment};
use super::inspection::Inspection;
use super::limits::Limits;
use super::masking::{self, Words};
use super::package::Package;
use super::proof::{Cleaned, Tally};
use super::sort::{Sort, sort_of};
use super::tree::{Element, decode};
use super::what::What;
use super::{Contents, docx, picture, pptx, read, xlsx};
use crate::finding::{Kind, Remedy};
use crate::fold::essence;
use crate::scan::Gate;

/// Takes out of a file what is hidden in it, and with a gate masks what identifies in what everybody sees.
///
/// # Errors
/// [`FileError::NotCleanable`] for PDF and all that is not DOCX, XLSX, PPTX, JPEG, PNG or WebP; [`FileError::Secret`] where a secrecy mark
/// stands in it; [`FileError::StillHidden`] or [`FileError::StillLegible`] where the result, read again, is not clean.
pub fn clean(
    bytes: &[u8],
    what: &What,
    gate: Option<&Gate>,
    limits: &Limits,
) -> Result<Cleaned, FileError> {
    let before = read(bytes, limits)?;
    let mut words = match gate {
        Some(gate) => words_in(gate, &before)?,
        None => Vec::new(),
    };
    let mut tally = Tally::default();
    let after = match before.sort {
        Sort::Jpeg | Sort::Png | Sort::Webp => match picture::clean(bytes, before.sort) {
            Some((clean, count)) => {
                tally.stripped(HiddenKind::PictureData, count);
                clean
            }
            None => bytes.to_vec(),
        },
        Sort::Document | Sort::Workbook | Sort::Presentation => {
            let mut inspection = Inspection::new(limits);
            let mut package = Package::open(bytes, &mut inspection)?;
            let strip = match before.sort {
                Sort::Document => docx::clean,
                Sort::Workbook => xlsx::clean,
                _ => pptx::clean,
            };
            let leftovers = package.leftovers(limits)?.len();
            tally.stripped(HiddenKind::Leftover, leftovers);
            strip(&mut package, what, &mut tally, limits)?;
            if let Some(gate) = gate {
                words.extend(masking::mask(&mut package, gate, &mut tally, limits)?);
            }
            package.write()?
        }
        sort => return Err(FileError::NotCleanable { name: sort.name() }),
    };
    check(&after, what, gate, limits)?;
    if gate.is_some() {
        check_raw(&after, &words, limits)?;
    }
    let proof = tally.prove(bytes, &after);
    Ok(Cleaned {
        bytes: after,
        proof,
    })
}

/// All that is to be hidden in a file; a secrecy mark ends the matter.
fn words_in(gate: &Gate, contents: &Contents) -> Result<Words, FileError> {
    let mut words = Vec::new();
    for (place, text) in contents.texts() {
        for it in gate.examine(text) {
            match it.remedy {
                Remedy::Mask => words.push((it.kind, text[it.place].to_owned())),
                Remedy::Withhold => {
                    return Err(FileError::Secret {
                        place: place.to_owned(),
                    });
                }
                Remedy::Replace(_) => {}
            }
        }
    }
    Ok(words)
}

impl Contents {
    /// All texts with their places.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let hidden = self.hidden.iter();
        let visible = self.visible.iter();
        hidden
            .map(|it| (it.place.as_str(), it.text.as_str()))
            .chain(visible.map(|it| (it.place.as_str(), it.text.as_str())))
    }
}

/// Reads the result: nothing that was to be taken out is found, and nothing that is to be masked.
fn check(after: &[u8], what: &What, gate: Option<&Gate>, limits: &Limits) -> Result<(), FileError> {
    let contents = read(after, limits)?;
    let left = contents
        .hidden
        .iter()
        .find(|it| what.strips(it.kind) && it.treatment == Treatment::Strip);
    if let Some(it) = left {
        return Err(FileError::StillHidden {
            kind: it.kind,
            place: it.place.clone(),
        });
    }
    let Some(gate) = gate else { return Ok(()) };
    for (place, text) in contents.texts() {
        let found = gate.examine(text);
        if let Some(it) = found.iter().find(|it| it.remedy == Remedy::Mask) {
            return Err(FileError::StillLegible {
                kind: it.kind,
                place: place.to_owned(),
            });
        }
    }
    Ok(())
}

/// Reads the bytes of each part: nothing that was masked or taken out stands in them in any width or grouping, between tags or across them.
fn check_raw(after: &[u8], words: &Words, limits: &Limits) -> Result<(), FileError> {
    let mut sought: Vec<(Kind, String)> = words
        .iter()
        .map(|(kind, words)| (*kind, essence(words)))
        .collect();
    sought.sort();
    sought.dedup();
    let found = AhoCorasick::new(sought.iter().map(|(_, it)| it.as_str()));
    let automaton = found.map_err(|cause| FileError::malformed("清理后的文件", cause))?;
    let look = |name: &str, text: &str| match automaton.find(&essence(text)) {
        Some(hit) => Err(FileError::StillLegible {
            kind: sought[hit.pattern().as_usize()].0,
            place: name.to_owned(),
        }),
        None => Ok(()),
    };
    if matches!(sort_of(after), Sort::Jpeg | Sort::Png | Sort::Webp) {
        return look("图片", &decode(after));
    }
    let package = Package::open(after, &mut Inspection::new(limits))?;
    for (name, bytes) in &package.parts {
        look(name, name)?;
        look(name, &decode(bytes))?;
        if name.ends_with(".xml") || name.ends_with(".rels") {
            look(name, &Element::parse(bytes, name, limits)?.text())?;
        }
    }
    Ok(())
}
