//! The parts of a DOCX package, unpacked under one limit for all of them. Does not trust the sizes that the package declares.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use ooxml::{Node, Xml};

use super::error::{DEEPEST_XML, DocxError, MOST_PARTS, MOST_UNPACKED};

/// A package whose parts are unpacked one at a time.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// What a part refers to, by id.
#[derive(Debug, Default)]
pub(super) struct Relations {
    targets: HashMap<String, Target>,
    folder: String,
}

#[derive(Debug)]
struct Target {
    address: String,
    is_outside: bool,
    kind: String,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, DocxError> {
        // The container that Office puts around a file with a password.
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(DocxError::Encrypted);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocxError::NotDocx)?;
        if archive.len() > MOST_PARTS {
            return Err(DocxError::TooLarge);
        }
        Ok(Self {
            archive,
            left: MOST_UNPACKED,
        })
    }

    /// The bytes of the part called `name`; `None` where there is no such part or it cannot be unpacked.
    pub(super) fn find_bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocxError> {
        let mut part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(DocxError::Encrypted);
            }
            Err(_) => return Ok(None),
        };
        let mut bytes = Vec::new();
        let read = (&mut part).take(self.left + 1).read_to_end(&mut bytes);
        let count = bytes.len() as u64;
        if count > self.left {
            return Err(DocxError::TooLarge);
        }
        self.left -= count;
        Ok(read.is_ok().then_some(bytes))
    }

    /// The text of the part called `name`.
    pub(super) fn find_text(&mut self, name: &str) -> Result<Option<String>, DocxError> {
        let bytes = self.find_bytes(name)?;
        Ok(bytes.map(|bytes| decode(&bytes)))
    }

    /// What the part called `name` refers to; nothing where that cannot be read.
    pub(super) fn relations(&mut self, name: &str) -> Result<Relations, DocxError> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let beside = if folder.is_empty() { "" } else { "/" };
        let path = format!("{folder}{beside}_rels/{file}.rels");
        let mut relations = Relations {
            folder: folder.to_owned(),
            ..Relations::default()
        };
        let Some(text) = self.find_text(&path)? else {
            return Ok(relations);
        };
        let mut xml = Xml::new(&text, "引用关系", DEEPEST_XML);
        while let Ok(node) = xml.next() {
            match node {
                Node::Open(open) if open.name() == "Relationship" => {
                    let target = Target {
                        address: open.find("Target").unwrap_or_default(),
                        is_outside: open.find("TargetMode").as_deref() == Some("External"),
                        kind: open.find("Type").unwrap_or_default(),
                    };
                    relations
                        .targets
                        .insert(open.find("Id").unwrap_or_default(), target);
                }
                Node::End => break,
                Node::Open(_) | Node::Close(_) | Node::Text(_) => {}
            }
        }
        Ok(relations)
    }
}

impl Relations {
    /// The address outside the package that `id` refers to.
    pub(super) fn find_outside(&self, id: &str) -> Option<&str> {
        let target = self.targets.get(id)?;
        target.is_outside.then_some(target.address.as_str())
    }

    /// The part that `id` refers to.
    pub(super) fn find_part(&self, id: &str) -> Option<String> {
        let target = self.targets.get(id)?;
        (!target.is_outside).then(|| self.resolve(&target.address))
    }

    /// The part of a kind, told by the end of its name (`/officeDocument`, `/styles`).
    pub(super) fn find_kind(&self, kind: &str) -> Option<String> {
        let target = self.targets.values().find(|t| t.kind.ends_with(kind))?;
        (!target.is_outside).then(|| self.resolve(&target.address))
    }

    fn resolve(&self, address: &str) -> String {
        if let Some(absolute) = address.strip_prefix('/') {
            return absolute.to_owned();
        }
        let mut parts: Vec<&str> = self.folder.split('/').filter(|p| !p.is_empty()).collect();
        for part in address.split('/') {
            match part {
                "." | "" => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        parts.join("/")
    }
}

fn decode(bytes: &[u8]) -> String {
    let wide = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|two| of([two[0], two[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}
