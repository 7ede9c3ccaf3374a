//! An archive that is read: where its parts stand, and that all of it is there, before anything of it is taken in.
//!
//! What stands in an archive is not trusted: its names are compared with those that there may be, in their order, and never become paths.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _};
use std::str::FromStr as _;

use kernel::{BlobId, Fault, Stop};
use tar::{Archive, EntryType};

use super::manifest::{self, About, Format, Manifest, PartDigest};
use super::refusal::{ArchiveRefusal, Place};
use super::table::Table;
use super::tables::TABLES;
use super::window::Window;
use super::{
    ABOUT, BLOBS, FORMAT, FORMAT_VERSION, LONGEST_LINE, Listener, MANIFEST, README, Stage,
    schema_name,
};
use crate::digesting::Digesting;
use crate::migration;

/// Bytes of a paper at most.
const LONGEST_PAPER: u64 = 1 << 24;
/// Parts are padded to it.
const BLOCK: u64 = 512;
/// What ends an archive.
const END: u64 = 2 * BLOCK;

/// An archive of which all parts are where they belong.
#[derive(Debug)]
pub struct Opened {
    file: File,
    manifest: Manifest,
    digest: String,
    /// Where the parts of the manifest stand, in its order.
    parts: Vec<(u64, u64)>,
}

/// A part of the archive as its header has it.
struct Found {
    name: String,
    /// Where it stands, and how long it is.
    stretch: (u64, u64),
}

impl Opened {
    /// Looks through an archive: what it is, which parts it has, whether it ends where it should.
    ///
    /// # Errors
    /// Where it is no archive of this program's schema, is cut, or has parts that do not belong there.
    pub fn of(file: File) -> Result<Self, Stop<ArchiveRefusal>> {
        let mut seen = Seen::default();
        let length = file.metadata().map_err(|cause| unreadable(&cause))?.len();
        {
            let mut archive = archive_of(&file)?;
            for found in walk(&mut archive)? {
                let found = found?;
                if found.stretch.0.saturating_add(found.stretch.1) > length {
                    return Err(cut(format!("{} 之后的内容缺失", found.name)));
                }
                seen.step(&file, found)?;
            }
        }
        let (manifest, digest) = seen.end(&file, length)?;
        Ok(Self {
            file,
            manifest,
            digest,
            parts: seen.parts,
        })
    }

    /// What is in it.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// SHA-256 of its manifest.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Compares every part but the blobs with its digest; each blob is compared when it is taken in.
    ///
    /// # Errors
    /// Where a part differs.
    pub fn compare(&self, listener: Listener<'_>) -> Result<(), Stop<ArchiveRefusal>> {
        let total = self.manifest.bytes();
        let mut so_far = 0;
        for (part, &stretch) in self.manifest.parts.iter().zip(&self.parts) {
            let mut digesting = Digesting::new(Window::new(&self.file, stretch));
            io::copy(&mut digesting, &mut io::sink()).map_err(|cause| unreadable(&cause))?;
            let (_, bytes, sha256) = digesting.end();
            if sha256 != part.sha256 {
                return Err(differs(&part.path, "SHA-256 不同，内容被改动"));
            }
            so_far += bytes;
            listener(Stage::Comparing, so_far, total);
        }
        Ok(())
    }

    /// The lines of a table.
    pub(crate) fn lines(&self, table: &Table) -> Lines<'_> {
        let name = table.part();
        let parts = self.manifest.parts.iter().zip(&self.parts);
        let found = parts.clone().find(|(part, _)| part.path == name);
        let (part, &stretch) =
            found.expect("every table's part was found when the archive was opened");
        Lines {
            from: BufReader::with_capacity(1 << 16, Window::new(&self.file, stretch)),
            line: Vec::new(),
            number: 0,
            part,
        }
    }

    /// Hands each blob to `each`, in order.
    pub(crate) fn for_each_blob(
        &self,
        mut each: impl FnMut(BlobId, Window<'_>, u64) -> Result<(), Stop<ArchiveRefusal>>,
    ) -> Result<(), Stop<ArchiveRefusal>> {
        let mut archive = archive_of(&self.file)?;
        for found in walk(&mut archive)? {
            let found = found?;
            if let Some(id) = blob_id(&found.name) {
                let size = found.stretch.1;
                each(id, Window::new(&self.file, found.stretch), size)?;
            }
        }
        Ok(())
    }
}

/// The archive from its beginning: whoever walked before has left the file somewhere else.
fn archive_of(file: &File) -> Result<Archive<&File>, Stop<ArchiveRefusal>> {
    let mut from = file;
    from.rewind().map_err(|cause| unreadable(&cause))?;
    Ok(Archive::new(from))
}

/// The parts of an archive, in order, as their headers have them.
fn walk<'a>(
    archive: &'a mut Archive<&File>,
) -> Result<impl Iterator<Item = Result<Found, Stop<ArchiveRefusal>>> + 'a, Stop<ArchiveRefusal>> {
    let entries = archive
        .entries_with_seek()
        .map_err(|cause| unreadable(&cause))?;
    Ok(entries.raw(true).enumerate().map(|(index, entry)| {
        let entry = entry.map_err(|cause| match cause.to_string() {
            // The library's words for an end within a header.
            why if index > 0 && why.contains("entire block") => cut("读到一半就结束了".to_owned()),
            why => not_an_archive(&why),
        })?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.header().entry_type() != EntryType::Regular {
            return Err(stray(&name));
        }
        Ok(Found {
            name,
            stretch: (entry.raw_file_position(), entry.size()),
        })
    }))
}

/// What was seen of an archive so far.
#[derive(Default)]
struct Seen {
    parts: Vec<(u64, u64)>,
    newest_blob: Option<BlobId>,
    blobs: (u64, u64),
    manifest: Option<(u64, u64)>,
}

impl Seen {
    fn step(&mut self, file: &File, found: Found) -> Result<(), Stop<ArchiveRefusal>> {
        if self.manifest.is_some() {
            return Err(stray(&found.name));
        }
        let expected = expected_part(self.parts.len());
        if expected.as_deref() == Some(found.name.as_str()) {
            if found.name == ABOUT {
                check_about(&paper_at(file, &found)?)?;
            }
            self.parts.push(found.stretch);
            return Ok(());
        }
        match expected {
            Some(_) if self.parts.is_empty() => Err(not_an_archive("其中没有 README.txt")),
            Some(expected) => Err(Stop::Refused(ArchiveRefusal::Stray(format!(
                "{}（此处应为 {expected}）",
                shown(&found.name)
            )))),
            None if found.name == MANIFEST => {
                self.manifest = Some(found.stretch);
                Ok(())
            }
            None => self.blob(&found),
        }
    }

    fn blob(&mut self, found: &Found) -> Result<(), Stop<ArchiveRefusal>> {
        let id = blob_id(&found.name).ok_or_else(|| stray(&found.name))?;
        if self
            .newest_blob
            .as_ref()
            .is_some_and(|newest| *newest >= id)
        {
            return Err(stray(&found.name));
        }
        self.newest_blob = Some(id);
        self.blobs.0 += 1;
        self.blobs.1 = self.blobs.1.saturating_add(found.stretch.1);
        Ok(())
    }

    /// The manifest, and whether it tells of these parts.
    fn end(&self, file: &File, length: u64) -> Result<(Manifest, String), Stop<ArchiveRefusal>> {
        let missing = || cut("末尾没有 manifest.json".to_owned());
        let stretch = self.manifest.ok_or_else(missing)?;
        let (at, size) = stretch;
        let ends = (at + size).next_multiple_of(BLOCK) + END;
        if length < ends {
            return Err(cut("末尾缺失".to_owned()));
        }
        if length > ends {
            return Err(stray("存档结尾之后的内容"));
        }
        let name = MANIFEST.to_owned();
        let text = paper_at(file, &Found { name, stretch })?;
        let mut digesting = Digesting::new(text.as_slice());
        let read: Result<Manifest, _> = serde_json::from_reader(&mut digesting);
        let manifest = read.map_err(|cause| differs(MANIFEST, &cause.to_string()))?;
        io::copy(&mut digesting, &mut io::sink()).map_err(|cause| unreadable(&cause))?;
        self.compare(&manifest)?;
        Ok((manifest, digesting.end().2))
    }

    fn compare(&self, manifest: &Manifest) -> Result<(), Stop<ArchiveRefusal>> {
        if manifest.parts.len() != self.parts.len() {
            return Err(differs(MANIFEST, "部分的个数不同"));
        }
        for (place, (part, stretch)) in manifest.parts.iter().zip(&self.parts).enumerate() {
            if Some(&part.path) != expected_part(place).as_ref() {
                return Err(differs(&part.path, "清单中的次序不同"));
            }
            if part.bytes != stretch.1 {
                return Err(differs(&part.path, "字节数不同"));
            }
        }
        let counted = (manifest.blobs.count, manifest.blobs.bytes);
        if counted != self.blobs {
            return Err(differs(
                BLOBS,
                &format!(
                    "清单中有 {} 个文件，存档中有 {} 个，或总字节数不同",
                    counted.0, self.blobs.0
                ),
            ));
        }
        Ok(())
    }
}

/// The lines of a part, one by one.
pub(crate) struct Lines<'o> {
    from: BufReader<Window<'o>>,
    line: Vec<u8>,
    number: u64,
    part: &'o PartDigest,
}

impl Lines<'_> {
    /// The next line without its end.
    pub fn next(&mut self) -> Result<Option<&[u8]>, Stop<ArchiveRefusal>> {
        self.line.clear();
        let mut limited = (&mut self.from).take(LONGEST_LINE);
        let read = limited.read_until(b'\n', &mut self.line);
        let read = read.map_err(|cause| unreadable(&cause))?;
        if read == 0 {
            return self.end().map(|()| None);
        }
        self.number += 1;
        if self.line.pop() != Some(b'\n') {
            return Err(self.bad("这一行没有结束".to_owned()));
        }
        Ok(Some(&self.line))
    }

    /// A refusal of the line just read.
    pub fn bad(&self, why: String) -> Stop<ArchiveRefusal> {
        self.bad_since(self.number, why)
    }

    /// A refusal of the lines from that one to the one just read.
    pub fn bad_since(&self, first: u64, why: String) -> Stop<ArchiveRefusal> {
        let place = Place {
            part: self.part.path.clone(),
            lines: (first, self.number),
        };
        Stop::Refused(ArchiveRefusal::BadRow { place, why })
    }

    /// The number of the line just read.
    pub fn number(&self) -> u64 {
        self.number
    }

    fn end(&self) -> Result<(), Stop<ArchiveRefusal>> {
        let rows = self.part.rows.unwrap_or(0);
        if rows == self.number {
            return Ok(());
        }
        let why = format!("清单中有 {rows} 行，实有 {} 行", self.number);
        Err(differs(&self.part.path, &why))
    }
}

/// The part that must stand at a place; none behind the tables.
fn expected_part(place: usize) -> Option<String> {
    let papers = [README, ABOUT];
    if let Some(paper) = papers.get(place) {
        return Some((*paper).to_owned());
    }
    let place = place - papers.len();
    match migration::ALL.get(place) {
        Some(migration) => Some(schema_name(migration)),
        None => TABLES.get(place - migration::ALL.len()).map(Table::part),
    }
}

fn check_about(text: &[u8]) -> Result<(), Stop<ArchiveRefusal>> {
    let unread =
        |cause: serde_json::Error| not_an_archive(&format!("about.json 读不懂（{cause}）"));
    let format: Format = serde_json::from_slice(text).map_err(unread)?;
    if format.format != FORMAT {
        return Err(not_an_archive("about.json 中的格式名称不同"));
    }
    if format.format_version > FORMAT_VERSION {
        return Err(Stop::Refused(ArchiveRefusal::NewerFormat(
            format.format_version,
        )));
    }
    let about: About = serde_json::from_slice(text).map_err(unread)?;
    let is_ours = about.schema_version == manifest::schema_version()
        && about.schema_sha256 == manifest::schema_digest();
    if is_ours {
        return Ok(());
    }
    Err(Stop::Refused(ArchiveRefusal::OtherSchema {
        program: shown(&about.program),
        schema_version: about.schema_version,
    }))
}

fn paper_at(file: &File, found: &Found) -> Result<Vec<u8>, Stop<ArchiveRefusal>> {
    if found.stretch.1 > LONGEST_PAPER {
        return Err(stray(&found.name));
    }
    let mut text = Vec::new();
    Window::new(file, found.stretch)
        .read_to_end(&mut text)
        .map_err(|cause| unreadable(&cause))?;
    Ok(text)
}

fn blob_id(name: &str) -> Option<BlobId> {
    let (folder, id) = name.strip_prefix(BLOBS)?.split_once('/')?;
    let id = BlobId::from_str(id).ok()?;
    (folder == &id.as_str()[..2]).then_some(id)
}

/// A name of the archive for people: short, and on one line.
fn shown(name: &str) -> String {
    let plain = name
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c });
    plain.take(100).collect()
}

fn stray(name: &str) -> Stop<ArchiveRefusal> {
    Stop::Refused(ArchiveRefusal::Stray(shown(name)))
}

fn cut(what: String) -> Stop<ArchiveRefusal> {
    Stop::Refused(ArchiveRefusal::Cut(what))
}

fn not_an_archive(why: &str) -> Stop<ArchiveRefusal> {
    Stop::Refused(ArchiveRefusal::NotAnArchive(why.to_owned()))
}

fn differs(part: &str, why: &str) -> Stop<ArchiveRefusal> {
    Stop::Refused(ArchiveRefusal::PartDiffers {
        part: shown(part),
        why: why.to_owned(),
    })
}

fn unreadable(cause: &io::Error) -> Stop<ArchiveRefusal> {
    match cause.kind() {
        io::ErrorKind::UnexpectedEof => cut("读到一半就结束了".to_owned()),
        _ => Stop::Failed(Fault::new(format!("存档读不了：{cause}"))),
    }
}
