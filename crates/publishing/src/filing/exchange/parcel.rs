//! Files in one file, with a signed list of them in front: a ZIP in which nothing is compressed and every byte follows from the files.
//!
//! Pure. Whoever opens one writes it anew from what was read and compares: a byte changed anywhere, in what belongs to no file too, is found. Since
//! nothing is compressed, nothing can unpack to more than it is.

use flate2::Crc;
use ledger::{LedgerError, Note, Signer};
use serde::{Deserialize, Serialize};

use super::digest_of;
use super::refusal::PackageRefusal;

/// Bytes of a parcel at most.
pub const MOST_BYTES: usize = 20 << 20;
/// Files of one at most.
const MOST_FILES: usize = 200;
/// Bytes of a file's name at most.
const LONGEST_NAME: usize = 300;
/// Where the signed list lies.
const SIGNATURE: &str = "signature.txt";
/// The first line of the list: no other note of a site begins so.
const FIRST_LINE: &str = "gongkai filing package v1";
/// 1 January 1980, the first day that ZIP knows.
const DAY: u16 = 0x21;
/// Names are UTF-8.
const FLAGS: u16 = 0x0800;
const VERSION: u16 = 20;

/// Files with the note that lists them. Nothing is believed of it before its note is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The signed list.
    pub note: Note,
    files: Vec<(String, Vec<u8>)>,
}

/// A line of the list.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    name: String,
    size: u64,
    sha256: String,
}

impl Parcel {
    /// Signs files, which keep their order.
    ///
    /// # Errors
    /// Where they are too many to be listed in a note.
    pub fn sign(files: Vec<(String, Vec<u8>)>, signer: &dyn Signer) -> Result<Self, LedgerError> {
        let note = Note::sign(&list_of(&files), signer)?;
        Ok(Self { note, files })
    }

    /// Its bytes: the same files and the same key give the same.
    pub fn bytes(&self) -> Vec<u8> {
        let note = (SIGNATURE.to_owned(), self.note.to_string().into_bytes());
        let mut zip = Zip::default();
        for (name, bytes) in std::iter::once(&note).chain(&self.files) {
            zip.add(name, bytes);
        }
        zip.end()
    }

    /// Reads what lies in it; that its list is signed by somebody is not known yet.
    ///
    /// # Errors
    /// Where it is none, too large, or not byte for byte what its files give.
    pub fn read(bytes: &[u8]) -> Result<Self, PackageRefusal> {
        if bytes.len() > MOST_BYTES {
            return Err(PackageRefusal::TooLarge);
        }
        if !bytes.starts_with(b"PK\x03\x04") {
            return Err(PackageRefusal::NotAPackage);
        }
        let mut files = read_files(bytes).ok_or(PackageRefusal::Altered)?;
        if files.first().is_none_or(|(name, _)| name != SIGNATURE) {
            return Err(PackageRefusal::NotAPackage);
        }
        let (_, note) = files.remove(0);
        let note = String::from_utf8(note).ok();
        let note = note.and_then(|it| Note::parse(&it).ok());
        let note = note.ok_or(PackageRefusal::Altered)?;
        let parcel = Self { note, files };
        let is_listed = parcel.note.text() == list_of(&parcel.files);
        if is_listed && parcel.bytes() == bytes {
            Ok(parcel)
        } else {
            Err(PackageRefusal::Altered)
        }
    }

    /// The bytes of a file in it.
    pub fn find(&self, name: &str) -> Option<&[u8]> {
        let found = self.files.iter().find(|(known, _)| known == name);
        found.map(|(_, bytes)| bytes.as_slice())
    }
}

/// What is signed: the first line, and the files in order, as one line of JSON.
fn list_of(files: &[(String, Vec<u8>)]) -> String {
    let listed = files.iter().map(|(name, bytes)| Listed {
        name: name.clone(),
        size: bytes.len() as u64,
        sha256: digest_of(bytes),
    });
    let listed: Vec<Listed> = listed.collect();
    let list = serde_json::to_string(&listed).unwrap_or_default();
    format!("{FIRST_LINE}\n{list}\n")
}

/// The files before the directory, in order; `None` where it is written otherwise than [`Zip`] writes.
fn read_files(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut rest = bytes;
    while let Some(local) = rest.strip_prefix(b"PK\x03\x04") {
        let (head, behind) = local.split_at_checked(26)?;
        let size = usize::try_from(u32::from_le_bytes(head.get(14..18)?.try_into().ok()?)).ok()?;
        let long = usize::from(u16::from_le_bytes(head.get(22..24)?.try_into().ok()?));
        if long > LONGEST_NAME || files.len() > MOST_FILES {
            return None;
        }
        let (name, behind) = behind.split_at_checked(long)?;
        let (body, behind) = behind.split_at_checked(size)?;
        files.push((String::from_utf8(name.to_vec()).ok()?, body.to_vec()));
        rest = behind;
    }
    Some(files)
}

/// A ZIP (APPNOTE 6.3) under way, with nothing compressed.
#[derive(Default)]
struct Zip {
    out: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Zip {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        let mut crc = Crc::new();
        crc.update(bytes);
        let (at, size) = (count(self.out.len()), count(bytes.len()));
        let mut facts = Vec::with_capacity(26);
        for short in [VERSION, FLAGS, 0, 0, DAY] {
            facts.extend(short.to_le_bytes());
        }
        for long in [crc.sum(), size, size] {
            facts.extend(long.to_le_bytes());
        }
        let name_length = u16::try_from(name.len()).unwrap_or(u16::MAX);
        for short in [name_length, 0] {
            facts.extend(short.to_le_bytes());
        }
        self.out.extend(b"PK\x03\x04");
        self.out.extend(&facts);
        self.out.extend(name.as_bytes());
        self.out.extend(bytes);
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&facts);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
    }

    fn end(mut self) -> Vec<u8> {
        let (at, size) = (count(self.out.len()), count(self.directory.len()));
        self.out.append(&mut self.directory);
        self.out.extend(b"PK\x05\x06");
        self.out.extend([0; 4]);
        for short in [self.count, self.count] {
            self.out.extend(short.to_le_bytes());
        }
        for long in [size, at] {
            self.out.extend(long.to_le_bytes());
        }
        self.out.extend([0; 2]);
        self.out
    }
}

/// A length as ZIP writes it; a parcel is far below four gigabytes.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
