//! The parts of an Office Open XML package, unpacked under limits. Does not trust the sizes that the package declares.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::Limits;
use crate::readers::error::ReadError;

/// A package whose parts are unpacked one at a time; all together may not exceed the limit.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    limit: u64,
}

impl<'a> Package<'a> {
    /// Opens the package.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| ReadError::malformed("文件包", e))?;
        if archive.len() > limits.parts {
            return Err(ReadError::TooManyBlocks {
                part: "文件包".to_owned(),
                limit: limits.parts,
            });
        }
        Ok(Self {
            archive,
            left: limits.decompressed_bytes,
            limit: limits.decompressed_bytes,
        })
    }

    /// The text of the part called `name`; `None` where there is no such part.
    pub(crate) fn find_text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(bytes) = self.find_bytes(name)? else {
            return Ok(None);
        };
        let text = match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, mark)) => encoding
                .decode_without_bom_handling(&bytes[mark..])
                .0
                .into_owned(),
            None => String::from_utf8(bytes)
                .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
        };
        Ok(Some(text))
    }

    /// Unpacks every part into nothing, to learn whether the whole stays within the limit.
    pub(crate) fn check_sizes(&mut self) -> Result<(), ReadError> {
        for index in 0..self.archive.len() {
            let Ok(mut part) = self.archive.by_index(index) else {
                continue;
            };
            let name = part.name().map(|n| n.into_owned()).unwrap_or_default();
            let copied = std::io::copy(&mut (&mut part).take(self.left + 1), &mut std::io::sink());
            // A part that breaks off is for its own reader to complain of; what it gave so far counts.
            self.left = match copied {
                Ok(count) if count > self.left => return Err(bomb(&name, self.limit)),
                Ok(count) => self.left - count,
                Err(_) => self.left,
            };
        }
        Ok(())
    }

    fn find_bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let mut part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadError::Encrypted);
            }
            Err(error) => return Err(ReadError::malformed(name, error)),
        };
        let mut bytes = Vec::new();
        let read = (&mut part).take(self.left + 1).read_to_end(&mut bytes);
        let count = bytes.len() as u64;
        if count > self.left {
            return Err(bomb(name, self.limit));
        }
        self.left -= count;
        read.map_err(|e| ReadError::malformed(name, e))?;
        Ok(Some(bytes))
    }
}

fn bomb(part: &str, limit: u64) -> ReadError {
    ReadError::Bomb {
        part: part.to_owned(),
        limit,
    }
}
