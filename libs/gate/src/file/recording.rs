//! Recordings: what MP4, QuickTime and MP3 say beside picture and sound. Where it was taken, with what, by whom, under which title.
//!
//! Only headers are read, wherever in the file they stand, so that the size of a recording does not matter. Picture and sound are not looked into,
//! nor what WebM, WAV and OGG say beside them: [`HiddenKind::Footage`] says so of every recording.

use std::io::{ErrorKind, Read, Result, Seek, SeekFrom};

use super::hidden::HiddenKind;
use super::inspection::Inspection;
use super::limits::Limits;
use super::sort::Sort;
use super::{Contents, PROPERTIES};

/// Bytes of one text at most; what is longer is no title or place.
const MOST_TEXT: u64 = 64 * 1024;
/// Boxes, or frames, looked at in one recording.
const MOST_BOXES: usize = 20_000;
/// Boxes within boxes.
const DEPTH: usize = 8;

/// Brands of the ISO family that are pictures.
const PICTURES: &[&[u8]] = &[
    b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"crx ",
];

/// Whether these bytes begin a recording.
pub(crate) fn is_recording(head: &[u8]) -> bool {
    let at = |from: usize, to: usize| head.get(from..to).unwrap_or_default();
    // Each sign holds a byte that no text has: a text that only begins like one is read as text.
    is_iso(head)
        || head.starts_with(b"\x1a\x45\xdf\xa3")
        || head.starts_with(b"ID3") && matches!(head.get(3), Some(2..=4))
        || head.starts_with(b"OggS\0")
        || head.starts_with(b"RIFF") && at(8, 12) == b"WAVE" && head.contains(&0)
        // A frame of MPEG audio, layer III. A byte order mark of UTF-16 is none.
        || matches!(head, [0xff, second, third, ..]
            if second & 0xe6 == 0xe2 && third & 0xf0 != 0xf0 && third & 0x0c != 0x0c)
}

fn is_iso(head: &[u8]) -> bool {
    let brand = head.get(8..12).unwrap_or_default();
    head.first() == Some(&0) && head.get(4..8) == Some(b"ftyp") && !PICTURES.contains(&brand)
}

/// Reads what a recording says beside picture and sound; `None` where the bytes begin no recording.
///
/// # Errors
/// Where it cannot be read from.
pub fn read(head: &[u8], from: &mut (impl Read + Seek)) -> Result<Option<Contents>> {
    if !is_recording(head) {
        return Ok(None);
    }
    let limits = Limits::default();
    let mut inspection = Inspection::new(&limits);
    look(from, &mut inspection)?;
    inspection.cannot_strip(0);
    Ok(Some(Contents {
        sort: Sort::Recording,
        hidden: inspection.hidden,
        visible: inspection.visible,
    }))
}

/// Looks through a recording.
pub(crate) fn look(from: &mut (impl Read + Seek), found: &mut Inspection<'_>) -> Result<()> {
    let mut head = [0; 12];
    let known = fill(from, &mut head)?;
    let head = head.get(..known).unwrap_or_default();
    let end = from.seek(SeekFrom::End(0))?;
    if is_iso(head) {
        let mut boxes = Boxes {
            from,
            found,
            left: MOST_BOXES,
            keys: Vec::new(),
        };
        boxes.walk((0, end), DEPTH)?;
        found.hide(HiddenKind::Footage, "画面和声音", String::new());
    } else if head.starts_with(b"ID3") {
        tags(from, head, found)?;
        found.hide(HiddenKind::Footage, "声音", String::new());
    } else {
        let place = "画面、声音和文件属性";
        found.hide(HiddenKind::Footage, place, String::new());
    }
    Ok(())
}

/// The boxes of an ISO base media file (ISO/IEC 14496-12) and of QuickTime.
struct Boxes<'a, 'l, R> {
    from: &'a mut R,
    found: &'a mut Inspection<'l>,
    left: usize,
    /// Names of the items that follow, as QuickTime's `keys` has them.
    keys: Vec<String>,
}

impl<R: Read + Seek> Boxes<'_, '_, R> {
    /// Looks at the boxes between two places.
    fn walk(&mut self, (mut at, end): (u64, u64), depth: usize) -> Result<()> {
        while at.saturating_add(8) <= end && self.left > 0 {
            self.left -= 1;
            self.from.seek(SeekFrom::Start(at))?;
            let mut head = [0; 16];
            let known = fill(self.from, &mut head)?;
            let (size, kind) = (
                u64::from(u32_at(&head, 0)),
                [head[4], head[5], head[6], head[7]],
            );
            let (size, header) = match size {
                0 => (end - at, 8),
                1 if known == 16 => (u64_at(&head, 8), 16),
                some => (some, 8),
            };
            if size < header || at.saturating_add(size) > end {
                // Cut off, or not what it says: what follows cannot be told apart.
                return Ok(());
            }
            self.open(&kind, (at + header, at + size), depth)?;
            at += size;
        }
        Ok(())
    }

    fn open(&mut self, kind: &[u8; 4], (at, end): (u64, u64), depth: usize) -> Result<()> {
        match kind {
            b"moov" | b"trak" | b"udta" | b"ilst" if depth > 0 => match kind {
                b"ilst" => self.items((at, end)),
                _ => self.walk((at, end), depth - 1),
            },
            // QuickTime's begins with its boxes, that of ISO with a version.
            b"meta" if depth > 0 => {
                self.keys.clear();
                let start = self.bytes((at, end), 8)?;
                let skip = if start.get(4..8) == Some(b"hdlr") {
                    0
                } else {
                    4
                };
                self.walk((at + skip, end), depth - 1)
            }
            b"keys" => {
                let bytes = self.bytes((at, end), MOST_TEXT)?;
                self.keys = keys_of(&bytes);
                Ok(())
            }
            // A place as QuickTime writes it: length, language, text (ISO 6709).
            b"\xa9xyz" => {
                let bytes = self.bytes((at, end), MOST_TEXT)?;
                let text = text_of(bytes.get(4..).unwrap_or_default());
                self.found.hide_text(HiddenKind::Location, PROPERTIES, text);
                Ok(())
            }
            // A place as 3GPP writes it.
            b"loci" => {
                let bytes = self.bytes((at, end), MOST_TEXT)?;
                self.found
                    .hide_text(HiddenKind::Location, PROPERTIES, loci(&bytes));
                Ok(())
            }
            [0xa9, name @ ..] => {
                let bytes = self.bytes((at, end), MOST_TEXT)?;
                let text = text_of(bytes.get(4..).unwrap_or_default());
                self.note(&text_of(name), &text);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The items of `ilst`: each a box with a `data` box within; named by itself, or by its number in `keys`.
    fn items(&mut self, (mut at, end): (u64, u64)) -> Result<()> {
        while at.saturating_add(8) <= end && self.left > 0 {
            self.left -= 1;
            let head = self.bytes((at, end), 8)?;
            let size = u64::from(u32_at(&head, 0));
            if size < 8 || at.saturating_add(size) > end {
                return Ok(());
            }
            let kind = head.get(4..8).unwrap_or_default().to_vec();
            let data = self.bytes((at + 8, at + size), MOST_TEXT)?;
            if data.get(4..8) == Some(b"data") && u32_at(&data, 8) == 1 {
                let text = text_of(data.get(16..).unwrap_or_default());
                let number = usize::try_from(u32_at(&kind, 0)).unwrap_or(0);
                let key = number
                    .checked_sub(1)
                    .and_then(|it| self.keys.get(it))
                    .cloned();
                let name =
                    key.unwrap_or_else(|| text_of(kind.strip_prefix(b"\xa9").unwrap_or(&kind)));
                self.note(&name, &text);
            }
            at += size;
        }
        Ok(())
    }

    fn note(&mut self, name: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if name.to_ascii_lowercase().contains("location") {
            self.found.hide(HiddenKind::Location, PROPERTIES, text);
        } else {
            self.found
                .hide(HiddenKind::Metadata, PROPERTIES, format!("{name}：{text}"));
        }
    }

    /// The bytes between two places, so many at most.
    fn bytes(&mut self, (at, end): (u64, u64), most: u64) -> Result<Vec<u8>> {
        self.from.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        let many = end.saturating_sub(at).min(most);
        (&mut *self.from).take(many).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The names of QuickTime's `keys`: a count, then each with its length and name space.
fn keys_of(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = bytes.get(8..).unwrap_or_default();
    loop {
        let size = usize::try_from(u32_at(rest, 0)).unwrap_or(0);
        let Some(name) = rest.get(8..size).filter(|_| names.len() < 1000) else {
            return names;
        };
        names.push(text_of(name));
        rest = rest.get(size..).unwrap_or_default();
    }
}

/// Degrees of 3GPP's `loci`: version, language, a name that ends with a zero byte, a role, then three numbers of 16.16 bits.
fn loci(bytes: &[u8]) -> String {
    let rest = bytes.get(6..).unwrap_or_default();
    let Some(cut) = rest.iter().position(|byte| *byte == 0) else {
        return String::new();
    };
    let (name, numbers) = rest.split_at(cut);
    let degrees = |at: usize| {
        let fixed = numbers.get(at..at + 4).and_then(|it| it.try_into().ok());
        fixed.map(|it| f64::from(i32::from_be_bytes(it)) / 65_536.0)
    };
    match (degrees(2), degrees(6)) {
        (Some(east), Some(north)) => format!("{} {north:+.4}{east:+.4}", text_of(name)),
        _ => String::new(),
    }
}

/// The texts of ID3v2.2 to 2.4 (id3.org).
fn tags(from: &mut (impl Read + Seek), head: &[u8], found: &mut Inspection<'_>) -> Result<()> {
    let version = head.get(3).copied().unwrap_or(0);
    let size = head.get(6..10).map_or(0, synchsafe);
    from.seek(SeekFrom::Start(10))?;
    let mut bytes = Vec::new();
    // A cover picture may stand before a text.
    from.take(u64::from(size).min(16 << 20))
        .read_to_end(&mut bytes)?;
    let (name_size, header) = if version == 2 { (3, 6) } else { (4, 10) };
    let mut rest = bytes.as_slice();
    for _ in 0..MOST_BOXES {
        let (Some(name), Some(_)) = (rest.get(..name_size), rest.get(..header)) else {
            return Ok(());
        };
        let size = match (version, rest.get(name_size..header)) {
            (2, Some([a, b, c])) => u32::from_be_bytes([0, *a, *b, *c]),
            (4, Some(field)) => field.get(..4).map_or(0, synchsafe),
            (_, Some(field)) => u32_at(field, 0),
            (_, None) => 0,
        };
        let until = header.saturating_add(usize::try_from(size).unwrap_or(usize::MAX));
        let Some(frame) = rest.get(header..until) else {
            return Ok(());
        };
        let is_text = name.starts_with(b"T") || name.starts_with(b"COM") || name.starts_with(b"W");
        if is_text && u64::from(size) <= MOST_TEXT {
            let text = text_of_frame(frame);
            if !text.trim().is_empty() {
                let said = format!("{}：{text}", text_of(name));
                found.hide(HiddenKind::Metadata, PROPERTIES, said);
            }
        }
        rest = rest.get(until..).unwrap_or_default();
    }
    Ok(())
}

/// A frame's text after the byte that says how it is written.
fn text_of_frame(frame: &[u8]) -> String {
    let Some((how, text)) = frame.split_first() else {
        return String::new();
    };
    match how {
        1 | 2 => {
            let is_little = *how == 1 && !text.windows(2).take(8).any(|it| it == [0xfe, 0xff]);
            let pairs = text.chunks_exact(2);
            let units = pairs.map(|it| match is_little {
                true => u16::from_le_bytes([it[0], it[1]]),
                false => u16::from_be_bytes([it[0], it[1]]),
            });
            let units: Vec<u16> = units.filter(|it| !matches!(it, 0xfeff | 0)).collect();
            String::from_utf16_lossy(&units)
        }
        // Chinese software writes its own code page where Latin is said: what is not UTF-8 is kept as far as it goes.
        _ => text_of(text),
    }
}

/// Text without zero bytes and marks that nobody sees.
fn text_of(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars().filter(|it| !it.is_control()).collect()
}

/// As much as there is.
fn fill(from: &mut impl Read, into: &mut [u8]) -> Result<usize> {
    let mut known = 0;
    while let Some(rest) = into.get_mut(known..).filter(|it| !it.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => known += read,
            Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(known)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|it| it.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let eight = bytes.get(at..at + 8).and_then(|it| it.try_into().ok());
    eight.map_or(0, u64::from_be_bytes)
}

/// Seven bits of each byte.
fn synchsafe(bytes: &[u8]) -> u32 {
    let seven = |sum: u32, byte: &u8| sum << 7 | u32::from(byte & 0x7f);
    bytes.iter().take(4).fold(0, seven)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::file::{Hidden, Treatment};

    fn boxed(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        let size = u32::try_from(inside.len() + 8).unwrap().to_be_bytes();
        [&size, kind, inside].concat()
    }

    fn found(bytes: &[u8]) -> Vec<Hidden> {
        let mut from = Cursor::new(bytes);
        read(bytes, &mut from).unwrap().unwrap().hidden
    }

    fn texts(hidden: &[Hidden], kind: HiddenKind) -> Vec<String> {
        let of_kind = hidden.iter().filter(|it| it.kind == kind);
        of_kind.map(|it| it.text.clone()).collect()
    }

    /// A telephone's recording: what it says of itself stands behind the pictures.
    fn telephone(sound: &[u8]) -> Vec<u8> {
        let place = b"+28.1127+120.9645+020/";
        let length = u16::try_from(place.len()).unwrap().to_be_bytes();
        let xyz = boxed(b"\xa9xyz", &[&length[..], &[0x15, 0xc7], place].concat());
        let key = |name: &[u8]| {
            let size = u32::try_from(name.len() + 8).unwrap().to_be_bytes();
            [&size[..], b"mdta", name].concat()
        };
        let keys = [
            &[0, 0, 0, 0, 0, 0, 0, 2][..],
            &key(b"com.apple.quicktime.location.ISO6709"),
            &key(b"com.apple.quicktime.model"),
        ];
        let item = |number: u32, text: &[u8]| {
            let data = boxed(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0][..], text].concat());
            boxed(&number.to_be_bytes(), &data)
        };
        let items = [item(1, b"+28.1127+120.9645/"), item(2, b"iPhone 15")].concat();
        let handler = boxed(b"hdlr", &[0; 24]);
        let meta = [
            handler,
            boxed(b"keys", &keys.concat()),
            boxed(b"ilst", &items),
        ]
        .concat();
        let moov = [boxed(b"udta", &xyz), boxed(b"meta", &meta)].concat();
        [
            boxed(b"ftyp", b"qt  \0\0\x02\0qt  "),
            boxed(b"mdat", sound),
            boxed(b"moov", &moov),
        ]
        .concat()
    }

    #[test]
    fn where_a_recording_was_taken_is_found_behind_its_pictures() {
        let hidden = found(&telephone(&[7; 5000]));
        let places = texts(&hidden, HiddenKind::Location);
        assert_eq!(places, ["+28.1127+120.9645+020/", "+28.1127+120.9645/"]);
        let said = texts(&hidden, HiddenKind::Metadata);
        assert_eq!(said, ["com.apple.quicktime.model：iPhone 15"]);
        assert!(hidden.iter().any(|it| it.kind == HiddenKind::Footage));
        assert!(
            hidden.iter().all(|it| it.treatment == Treatment::Look),
            "none is taken out here"
        );
    }

    #[test]
    fn titles_of_sound_are_found_in_each_writing() {
        let frame = |name: &[u8; 4], text: &[u8]| {
            let size = u32::try_from(text.len()).unwrap().to_be_bytes();
            [&name[..], &size, &[0, 0], text].concat()
        };
        let wide: Vec<u8> = "张三".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let frames = [
            frame(b"TPE1", &[&[1, 0xff, 0xfe][..], &wide].concat()),
            frame(b"TIT2", "\u{3}会议录音".as_bytes()),
        ]
        .concat();
        let size = u8::try_from(frames.len()).unwrap();
        let bytes = [
            &b"ID3\x03\0\0\0\0\0"[..],
            &[size],
            &frames,
            &[0xff, 0xfb, 0x90, 0x64],
        ]
        .concat();
        let said = texts(&found(&bytes), HiddenKind::Metadata);
        assert_eq!(said, ["TPE1：张三", "TIT2：会议录音"]);
    }

    #[test]
    fn what_is_broken_ends_and_every_recording_is_told_to_be_unseen() {
        let whole = telephone(&[7; 100]);
        for cut in 12..whole.len() {
            assert!(!found(&whole[..cut]).is_empty(), "{cut}");
        }
        // Boxes that hold themselves, that have no end, or that are larger than all there is.
        for size in [0_u32, 1, 7, 8, u32::MAX] {
            let mut bytes = boxed(b"ftyp", b"isom\0\0\0\0");
            bytes.extend_from_slice(&size.to_be_bytes());
            bytes.extend_from_slice(b"moov");
            bytes.extend_from_slice(&[0xff; 64]);
            assert!(!found(&bytes).is_empty(), "{size}");
        }
        for bytes in [&b"OggS\0\x02"[..], b"RIFF\0\0\0\0WAVE", b"\x1a\x45\xdf\xa3"] {
            assert_eq!(found(bytes).len(), 1);
        }
        for text in [
            &b"\xff\xfe\x2d\x4e"[..],
            b"hello",
            b"%PDF-1.7",
            b"\0\0\0\x20ftypheic",
        ] {
            assert!(!is_recording(text), "{text:?}");
        }
    }
}
