//! PDF: who wrote it, files, scripts, comments and layers in it, and text that is on its pages without being seen: in the colour of its
//! ground, in no colour, outside the page or the clip, under boxes painted over it.
//!
//! Boxes are rectangles, whatever they were drawn as; shapes of other forms, patterns and transparent pictures hide nothing here.

mod font;
mod geometry;
mod objects;
mod page;
mod paint;
mod sight;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use super::error::FileError;
use super::inspection::Inspection;

/// A document with what its pages are read by.
pub(crate) struct Pdf {
    /// The document.
    pub document: Document,
    /// Fonts reduced to what their letters mean.
    pub meanings: BTreeMap<ObjectId, Dictionary>,
    /// Layers that are not shown.
    pub layers_off: BTreeSet<ObjectId>,
}

/// Looks through a PDF.
pub(crate) fn look(bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    // The library is not written against hostile files; a panic of it is a broken file.
    catch_unwind(AssertUnwindSafe(|| look_whole(bytes, it)))
        .unwrap_or_else(|_| Err(FileError::malformed("PDF", "内部结构无法解析")))
}

fn look_whole(bytes: &[u8], it: &mut Inspection<'_>) -> Result<(), FileError> {
    let most = usize::try_from(it.left()).unwrap_or(usize::MAX);
    let options = LoadOptions {
        max_decompressed_size: Some(most),
        ..LoadOptions::default()
    };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|cause| refusal(&cause, it))?;
    if document.is_encrypted() {
        return Err(FileError::Encrypted);
    }
    let pdf = Pdf {
        meanings: font::meanings(&document),
        layers_off: objects::layers_off(&document),
        document,
    };
    objects::look(&pdf, it)?;
    let pages = pdf.document.get_pages();
    if pages.len() > it.limits.pages {
        return Err(FileError::TooMany {
            part: "PDF 的页".to_owned(),
            limit: it.limits.pages,
        });
    }
    let mut left = it.limits.operations;
    for (number, id) in pages {
        page::look(&pdf, (number, id), &mut left, it)?;
    }
    Ok(())
}

fn refusal(cause: &lopdf::Error, it: &Inspection<'_>) -> FileError {
    match cause {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
            FileError::Bomb {
                part: "PDF".to_owned(),
                limit: it.limits.decompressed_bytes,
            }
        }
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword => FileError::Encrypted,
        _ => FileError::malformed("PDF", cause),
    }
}

impl Pdf {
    /// What a reference leads to; the object itself where it is none.
    pub fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document
            .dereference(object)
            .map_or(&Object::Null, |(_, object)| object)
    }

    /// An entry of a dictionary.
    pub fn entry<'a>(&'a self, of: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let found = self.follow(of.get(key.as_bytes()).ok()?);
        (!found.is_null()).then_some(found)
    }

    /// An entry that is a dictionary, or a stream's.
    pub fn dictionary<'a>(&'a self, of: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        as_dictionary(self.entry(of, key)?)
    }

    /// An entry that is a list.
    pub fn list<'a>(&'a self, of: &'a Dictionary, key: &str) -> &'a [Object] {
        self.entry(of, key)
            .and_then(|it| it.as_array().ok())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// An entry that is a name.
    pub fn name<'a>(&'a self, of: &'a Dictionary, key: &str) -> Option<&'a [u8]> {
        self.entry(of, key)?.as_name().ok()
    }

    /// An entry that is a text.
    pub fn text(&self, of: &Dictionary, key: &str) -> Option<String> {
        let words = string_of(self.entry(of, key)?)?;
        (!words.trim().is_empty()).then_some(words)
    }

    /// Numbers of a list.
    pub fn numbers(&self, list: &[Object]) -> Vec<f64> {
        let number = |it: &Object| self.follow(it).as_float().ok().map(f64::from);
        list.iter().filter_map(number).collect()
    }
}

/// A dictionary, or that of a stream.
pub(crate) fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(it) => Some(it),
        Object::Stream(it) => Some(&it.dict),
        _ => None,
    }
}

/// A text: UTF-16, UTF-8, GBK as some programs write it, or PDFDocEncoding.
pub(crate) fn string_of(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    let has_mark = bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
    if !has_mark && !bytes.is_ascii() {
        let (words, _, has_failed) = encoding_rs::GBK.decode(bytes);
        if !has_failed {
            return Some(words.into_owned());
        }
    }
    Some(
        lopdf::decode_text_string(object)
            .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned()),
    )
}
