//! One inspection under way: what was found so far, what is left of the limits, and files within files. Knows no format.

use std::io::Cursor;

use super::error::FileError;
use super::hidden::{Hidden, HiddenKind, Passage, Treatment};
use super::limits::Limits;
use super::sort::{Sort, sort_of};
use super::{archive, docx, ofd, pdf, picture, pptx, recording, tree, xlsx};

/// An inspection of a file and all that is in it.
#[derive(Debug)]
pub(crate) struct Inspection<'l> {
    /// What is not gone beyond.
    pub limits: &'l Limits,
    /// What is hidden.
    pub hidden: Vec<Hidden>,
    /// What everybody sees.
    pub visible: Vec<Passage>,
    left: u64,
    parts: usize,
    depth: usize,
    within: String,
}

impl<'l> Inspection<'l> {
    /// Begins.
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            hidden: Vec::new(),
            visible: Vec::new(),
            left: limits.decompressed_bytes,
            parts: limits.parts,
            depth: 0,
            within: String::new(),
        }
    }

    /// Something hidden.
    pub fn hide(&mut self, kind: HiddenKind, place: &str, text: impl Into<String>) {
        self.hidden.push(Hidden {
            kind,
            place: format!("{}{place}", self.within),
            treatment: kind.treatment(),
            text: text.into(),
        });
    }

    /// Something hidden, where it has a text.
    pub fn hide_text(&mut self, kind: HiddenKind, place: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.hide(kind, place, text);
        }
    }

    /// Something that everybody sees.
    pub fn show(&mut self, place: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.visible.push(Passage {
                place: format!("{}{place}", self.within),
                text,
            });
        }
    }

    /// Bytes that may still be unpacked.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Counts bytes that were unpacked.
    pub fn spend(&mut self, bytes: u64, part: &str) -> Result<(), FileError> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(FileError::Bomb {
                part: part.to_owned(),
                limit: self.limits.decompressed_bytes,
            }),
        }
    }

    /// Counts parts of a package.
    pub fn count_parts(&mut self, parts: usize) -> Result<(), FileError> {
        match self.parts.checked_sub(parts) {
            Some(left) => {
                self.parts = left;
                Ok(())
            }
            None => Err(FileError::TooMany {
                part: "文件包的部件".to_owned(),
                limit: self.limits.parts,
            }),
        }
    }

    /// Looks through a file.
    pub fn inspect(&mut self, bytes: &[u8]) -> Result<Sort, FileError> {
        let sort = sort_of(bytes);
        match sort {
            Sort::Document => docx::look(bytes, self)?,
            Sort::Workbook => xlsx::look(bytes, self)?,
            Sort::Presentation => pptx::look(bytes, self)?,
            Sort::Pdf => {
                let from = self.hidden.len();
                pdf::look(bytes, self)?;
                self.cannot_strip(from);
            }
            Sort::Jpeg | Sort::Png | Sort::Webp => picture::look(bytes, sort, "图片", self),
            Sort::Tiff => {
                let from = self.hidden.len();
                picture::look(bytes, sort, "图片", self);
                self.cannot_strip(from);
            }
            Sort::Ofd => {
                let from = self.hidden.len();
                ofd::look(bytes, self)?;
                self.cannot_strip(from);
            }
            Sort::Archive => archive::look(bytes, self)?,
            Sort::Recording => {
                let from = self.hidden.len();
                // Reading from memory cannot fail; what is cut off is a file that ends early.
                let _ = recording::look(&mut Cursor::new(bytes), self);
                self.cannot_strip(from);
            }
            Sort::OpenDocument | Sort::Legacy | Sort::Closed | Sort::Unknown => {
                self.hide(HiddenKind::Unseen, sort.name(), String::new());
            }
            Sort::Text => self.show("正文", tree::decode(bytes)),
        }
        Ok(sort)
    }

    /// Looks through a file within a file; one that is broken is a finding, one that is hostile refuses the whole.
    pub fn enter(&mut self, place: &str, bytes: &[u8]) -> Result<(), FileError> {
        if sort_of(bytes).is_package() && self.depth >= self.limits.nesting {
            return Err(FileError::TooDeep {
                part: format!("{}{place}", self.within),
                limit: self.limits.nesting,
            });
        }
        let before = self.within.len();
        self.within.push_str(place);
        self.within.push('：');
        self.depth += 1;
        let from = self.hidden.len();
        let looked = self.inspect(bytes);
        self.cannot_strip(from);
        self.depth -= 1;
        self.within.truncate(before);
        match looked {
            Ok(_) => Ok(()),
            Err(error) if error.is_local() => {
                self.hide(HiddenKind::Unseen, place, String::new());
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Looks through a picture that belongs to a file; what is found can be taken out of it.
    pub fn enter_picture(&mut self, place: &str, bytes: &[u8]) {
        let sort = sort_of(bytes);
        picture::look(bytes, sort, place, self);
        if sort == Sort::Tiff {
            self.cannot_strip(self.hidden.len().saturating_sub(2));
        }
    }

    pub(super) fn cannot_strip(&mut self, from: usize) {
        for it in self.hidden.iter_mut().skip(from) {
            if it.treatment == Treatment::Strip {
                it.treatment = Treatment::Look;
            }
        }
    }
}
