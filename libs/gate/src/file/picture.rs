//! What pictures say beside the picture: EXIF (place, owner, artist), XMP, IPTC, remarks, PNG texts, what is appended. Pixels are not
//! looked at: a face or a number in the picture is not seen here, nor is what a thumbnail shows.

use std::panic::{AssertUnwindSafe, catch_unwind};

use exif::{In, Tag};
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::Png;
use img_parts::webp::WebP;

use super::hidden::HiddenKind;
use super::inspection::Inspection;
use super::sort::Sort;
use super::tree::{Element, decode};

/// Markers of segments with words: APP1 (EXIF, XMP), APP13 (IPTC), COM.
const APP1: u8 = 0xE1;
const APP13: u8 = 0xED;
const COM: u8 = 0xFE;
/// Chunks of a PNG with words.
const PNG_WORDS: &[[u8; 4]] = &[*b"tEXt", *b"zTXt", *b"iTXt", *b"eXIf", *b"tIME"];
/// Chunks of a WebP with words.
const WEBP_WORDS: &[[u8; 4]] = &[*b"EXIF", *b"XMP "];
/// EXIF fields that tell who, and with what.
const TELLING: &[(Tag, &str)] = &[
    (Tag::Artist, "作者"),
    (Tag::Copyright, "版权"),
    (Tag::CameraOwnerName, "相机所有者"),
    (Tag::BodySerialNumber, "机身序号"),
    (Tag::ImageDescription, "说明"),
    (Tag::UserComment, "备注"),
    (Tag::Make, "厂商"),
    (Tag::Model, "型号"),
    (Tag::Software, "软件"),
    (Tag::DateTimeOriginal, "拍摄时间"),
];
/// Bytes of one PNG text, unpacked, at most.
const MOST_TEXT: usize = 1 << 20;

/// Looks for what a picture says.
pub(crate) fn look(bytes: &[u8], sort: Sort, place: &str, it: &mut Inspection<'_>) {
    look_exif(bytes, place, it);
    // The libraries are not written against hostile files; a panic of one is a picture without words.
    let words = catch_unwind(AssertUnwindSafe(|| words_of(bytes, sort))).unwrap_or_default();
    it.hide_text(HiddenKind::PictureData, place, words.join("\n"));
    if let Some(end) = end_of(bytes, sort).filter(|end| *end < bytes.len()) {
        let text = printable(&bytes[end..]);
        it.hide(HiddenKind::Leftover, &format!("{place}末尾"), text);
    }
}

fn look_exif(bytes: &[u8], place: &str, it: &mut Inspection<'_>) {
    let read = || {
        let mut reader = exif::Reader::new();
        reader.continue_on_error(true);
        let read = reader.read_from_container(&mut std::io::Cursor::new(bytes));
        read.or_else(|cause| cause.distill_partial_result(|_| {}))
            .ok()
    };
    let Ok(Some(found)) = catch_unwind(AssertUnwindSafe(read)) else {
        return;
    };
    let value = |tag: Tag| {
        let field = found.get_field(tag, In::PRIMARY)?;
        Some(field.display_value().to_string())
    };
    if let (Some(latitude), Some(longitude)) = (value(Tag::GPSLatitude), value(Tag::GPSLongitude)) {
        let text = format!("{latitude}，{longitude}");
        it.hide(HiddenKind::Location, place, text);
    }
    let lines: Vec<String> = TELLING
        .iter()
        .filter_map(|(tag, label)| Some(format!("{label}：{}", value(*tag)?)))
        .collect();
    it.hide_text(HiddenKind::PictureData, place, lines.join("\n"));
}

/// XMP, IPTC, remarks and texts.
fn words_of(bytes: &[u8], sort: Sort) -> Vec<String> {
    let bytes = img_parts::Bytes::copy_from_slice(bytes);
    match sort {
        Sort::Jpeg => Jpeg::from_bytes(bytes)
            .map(|it| it.segments().iter().filter_map(words_of_segment).collect())
            .unwrap_or_default(),
        Sort::Png => Png::from_bytes(bytes)
            .map(|it| {
                let chunks = it.chunks().iter();
                chunks
                    .filter_map(|chunk| words_of_chunk(chunk.kind(), chunk.contents()))
                    .collect()
            })
            .unwrap_or_default(),
        Sort::Webp => WebP::from_bytes(bytes)
            .map(|it| {
                let xmp = it.chunk_by_id(*b"XMP ");
                let words = xmp.and_then(|chunk| chunk.content().data().map(|it| xmp_words(it)));
                words.into_iter().collect()
            })
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn words_of_segment(segment: &JpegSegment) -> Option<String> {
    let content = segment.contents();
    match segment.marker() {
        COM => Some(decode(content)),
        APP1 => {
            let xmp = content.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0")?;
            Some(xmp_words(xmp))
        }
        APP13 => Some(printable(content.strip_prefix(b"Photoshop 3.0\0")?)),
        _ => None,
    }
}

fn words_of_chunk(kind: [u8; 4], content: &[u8]) -> Option<String> {
    let after_keyword = content.iter().position(|byte| *byte == 0)? + 1;
    let rest = content.get(after_keyword..)?;
    let words = match &kind {
        b"tEXt" => decode(rest),
        b"zTXt" => inflate(rest.get(1..)?),
        b"iTXt" => {
            let is_packed = *rest.first()? == 1;
            let mut fields = rest.get(2..)?.splitn(3, |byte| *byte == 0);
            let text = fields.nth(2)?;
            if is_packed {
                inflate(text)
            } else {
                decode(text)
            }
        }
        _ => return None,
    };
    let keyword = decode(&content[..after_keyword - 1]);
    Some(format!("{keyword}：{words}"))
}

fn inflate(bytes: &[u8]) -> String {
    use std::io::Read as _;
    let mut words = Vec::new();
    let mut reader = flate2::read::ZlibDecoder::new(bytes).take(MOST_TEXT as u64);
    // What could be unpacked is looked at, even where the rest is broken.
    let _ = reader.read_to_end(&mut words);
    decode(&words)
}

/// The words between the tags of an XMP packet, and the values of its attributes.
pub(crate) fn xmp_words(bytes: &[u8]) -> String {
    let limits = super::limits::Limits::default();
    let Ok(tree) = Element::parse(bytes, "XMP", &limits) else {
        return printable(bytes);
    };
    let mut lines = Vec::new();
    gather(&tree, "", &mut lines);
    lines.join("\n")
}

/// A line for each property; lists stand under the property that they are of.
fn gather(element: &Element, owner: &str, lines: &mut Vec<String>) {
    let is_frame = element.name.starts_with("rdf:") || element.name.starts_with("x:");
    let owner = if is_frame { owner } else { &element.name };
    for (key, value) in &element.attributes {
        let is_frame = ["xmlns", "rdf:", "xml:", "x:"]
            .iter()
            .any(|it| key.starts_with(it));
        if !is_frame && !value.is_empty() {
            lines.push(format!("{key}：{value}"));
        }
    }
    let words = element.text();
    if element.elements().next().is_none() && !words.trim().is_empty() {
        lines.push(format!("{owner}：{}", words.trim()));
    }
    for inner in element.elements() {
        gather(inner, owner, lines);
    }
}

/// Runs of readable characters, as in a search through a binary file.
fn printable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_TEXT)]);
    let runs = text.split(|c: char| c.is_control() || c == '\u{fffd}');
    let runs: Vec<&str> = runs.filter(|it| it.chars().count() >= 4).collect();
    runs.join("\n")
}

/// Where the picture ends.
fn end_of(bytes: &[u8], sort: Sort) -> Option<usize> {
    match sort {
        Sort::Png => {
            let at = bytes
                .windows(8)
                .position(|it| it == b"IEND\xAE\x42\x60\x82")?;
            Some(at + 8)
        }
        Sort::Jpeg => {
            // Within the data of a scan no other FF D9 can stand; thumbnails lie in segments before it.
            let scan = scan_of(bytes)?;
            let at = bytes[scan..].windows(2).position(|it| it == b"\xFF\xD9")?;
            let end = scan + at + 2;
            let rest = &bytes[end..];
            let is_padding = rest
                .iter()
                .all(|byte| matches!(byte, 0 | 0xFF | b'\n' | b'\r'));
            Some(if is_padding { bytes.len() } else { end })
        }
        _ => None,
    }
}

/// Where the first scan of a JPEG begins.
fn scan_of(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        if marker == 0xDA {
            return Some(at);
        }
        let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
        at = at.checked_add(2 + usize::from(length))?;
    }
}

/// The picture without what it says, and how many pieces went; `None` where there is nothing, or it cannot be done.
pub(crate) fn clean(bytes: &[u8], sort: Sort) -> Option<(Vec<u8>, usize)> {
    catch_unwind(AssertUnwindSafe(|| clean_words(bytes, sort)))
        .ok()
        .flatten()
}

fn clean_words(bytes: &[u8], sort: Sort) -> Option<(Vec<u8>, usize)> {
    let end = end_of(bytes, sort).unwrap_or(bytes.len());
    let cut = usize::from(end < bytes.len());
    let picture = img_parts::Bytes::copy_from_slice(&bytes[..end]);
    let mut out = Vec::with_capacity(end);
    let gone = match sort {
        Sort::Jpeg => {
            let mut it = Jpeg::from_bytes(picture).ok()?;
            let before = it.segments().len();
            let turn = turn_of(bytes).filter(|_| before > 1);
            let is_words = |segment: &JpegSegment| {
                matches!(segment.marker(), APP1 | APP13 | COM) && !is_turn_alone(segment)
            };
            it.segments_mut().retain(|segment| !is_words(segment));
            let gone = before - it.segments().len();
            if let Some(turn) = turn.filter(|_| gone > 0) {
                it.segments_mut()
                    .insert(0, JpegSegment::new_with_contents(APP1, turned(turn).into()));
            }
            it.encoder().write_to(&mut out).ok()?;
            gone
        }
        Sort::Png => {
            let mut it = Png::from_bytes(picture).ok()?;
            let before = it.chunks().len();
            it.chunks_mut()
                .retain(|chunk| !PNG_WORDS.contains(&chunk.kind()));
            let gone = before - it.chunks().len();
            it.encoder().write_to(&mut out).ok()?;
            gone
        }
        Sort::Webp => {
            let mut it = WebP::from_bytes(picture).ok()?;
            let before = it.chunks().len();
            it.chunks_mut()
                .retain(|chunk| !WEBP_WORDS.contains(&chunk.id()));
            let gone = before - it.chunks().len();
            it.encoder().write_to(&mut out).ok()?;
            gone
        }
        _ => return None,
    };
    (gone + cut > 0).then_some((out, gone + cut))
}

/// How a JPEG is to be turned for showing, where it is.
fn turn_of(bytes: &[u8]) -> Option<u16> {
    let mut reader = std::io::Cursor::new(bytes);
    let found = exif::Reader::new().read_from_container(&mut reader).ok()?;
    let turn = found
        .get_field(Tag::Orientation, In::PRIMARY)?
        .value
        .get_uint(0)?;
    u16::try_from(turn).ok().filter(|it| (2..=8).contains(it))
}

/// An EXIF segment that says how to turn the picture and nothing else: without it, photographs of phones would lie on their side.
fn turned(turn: u16) -> Vec<u8> {
    let mut segment = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    segment.extend(turn.to_be_bytes());
    segment.extend([0; 6]);
    segment
}

fn is_turn_alone(segment: &JpegSegment) -> bool {
    segment.marker() == APP1 && (2..=8).any(|turn| segment.contents()[..] == turned(turn)[..])
}
