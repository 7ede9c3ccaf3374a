//! What files a document takes as attachments, how large, and what each is, told by its first bytes.
//!
//! Pure. The name decides only between kinds that begin alike (a DOCX and a ZIP). What a file hides is the gate's to say.

use crate::DocumentRefusal;

/// Bytes of the beginning by which a kind is told.
pub const HEAD: usize = 64 * 1024;
/// Bytes of a file in a form that comes in one piece.
pub const MOST_IN_FORM: u64 = 20 << 20;
/// Characters of a name that a refusal repeats.
const SHOWN_NAME: usize = 80;

/// How much the site takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// Bytes of one file.
    pub largest: u64,
    /// Files that one officer may have under way.
    pub uploads: u32,
    /// Bytes that one officer may have under way, counted by what was announced.
    pub staged: u64,
    /// Hours for which an upload waits to go on.
    pub keep_hours: u32,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self {
            largest: 500 << 20,
            uploads: 5,
            staged: 2048 << 20,
            keep_hours: 24,
        }
    }
}

impl FileLimits {
    /// Whether a file of that name and size may come at all.
    ///
    /// # Errors
    /// Where it is empty, too large, or ends in something that is not taken.
    pub fn check(&self, name: &str, size: u64) -> Result<(), DocumentRefusal> {
        if size == 0 {
            return Err(DocumentRefusal::FileEmpty(shown(name)));
        }
        if size > self.largest {
            return Err(DocumentRefusal::FileTooLarge {
                name: shown(name),
                most_mb: self.largest >> 20,
            });
        }
        match KINDS
            .iter()
            .any(|it| it.endings.contains(&ending(name).as_str()))
        {
            true => Ok(()),
            false => Err(DocumentRefusal::FileKind(shown(name))),
        }
    }
}

/// How a file's content begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Pdf,
    Png,
    Jpeg,
    Gif,
    Webp,
    Tiff,
    Zip,
    /// Office 97–2003.
    Compound,
    /// ISO base media: MP4, M4A, MOV. Pictures of the same family (HEIC, AVIF) are none.
    Mp4,
    Webm,
    Mp3,
    Wav,
    Ogg,
    /// Subtitles (WebVTT).
    Vtt,
    Text,
}

struct Kind {
    endings: &'static [&'static str],
    sign: Sign,
    media_type: &'static str,
}

const fn kind(endings: &'static [&'static str], sign: Sign, media_type: &'static str) -> Kind {
    Kind {
        endings,
        sign,
        media_type,
    }
}

/// Every kind that is taken.
const KINDS: &[Kind] = &[
    kind(&["pdf"], Sign::Pdf, "application/pdf"),
    kind(&["ofd"], Sign::Zip, "application/ofd"),
    kind(
        &["docx"],
        Sign::Zip,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    kind(
        &["xlsx"],
        Sign::Zip,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    kind(
        &["pptx"],
        Sign::Zip,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    kind(&["zip"], Sign::Zip, "application/zip"),
    kind(&["doc", "wps"], Sign::Compound, "application/msword"),
    kind(&["xls", "et"], Sign::Compound, "application/vnd.ms-excel"),
    kind(
        &["ppt", "dps"],
        Sign::Compound,
        "application/vnd.ms-powerpoint",
    ),
    kind(&["png"], Sign::Png, "image/png"),
    kind(&["jpg", "jpeg"], Sign::Jpeg, "image/jpeg"),
    kind(&["gif"], Sign::Gif, "image/gif"),
    kind(&["webp"], Sign::Webp, "image/webp"),
    kind(&["tif", "tiff"], Sign::Tiff, "image/tiff"),
    kind(&["mp4", "m4v"], Sign::Mp4, "video/mp4"),
    kind(&["mov"], Sign::Mp4, "video/quicktime"),
    kind(&["m4a"], Sign::Mp4, "audio/mp4"),
    kind(&["webm"], Sign::Webm, "video/webm"),
    kind(&["mp3"], Sign::Mp3, "audio/mpeg"),
    kind(&["wav"], Sign::Wav, "audio/wav"),
    kind(&["ogg", "oga", "opus"], Sign::Ogg, "audio/ogg"),
    kind(&["ogv"], Sign::Ogg, "video/ogg"),
    kind(&["vtt"], Sign::Vtt, "text/vtt"),
    kind(&["txt"], Sign::Text, "text/plain"),
    kind(&["csv"], Sign::Text, "text/csv"),
];

/// What a file is, by its first [`HEAD`] bytes and its name: its media type.
///
/// # Errors
/// Where it is of no kind that is taken, or not what its name says.
pub fn media_type_of(name: &str, head: &[u8]) -> Result<&'static str, DocumentRefusal> {
    let ending = ending(name);
    let mut kinds = KINDS.iter();
    let kind = kinds.find(|it| it.endings.contains(&ending.as_str()) && it.sign.begins(head));
    kind.map(|it| it.media_type)
        .ok_or_else(|| DocumentRefusal::FileKind(shown(name)))
}

/// Whether it is played, not read.
pub fn is_media(media_type: &str) -> bool {
    media_type.starts_with("audio/") || media_type.starts_with("video/")
}

/// The endings of all kinds, for the file dialogue of a browser.
pub fn endings() -> impl Iterator<Item = &'static str> {
    KINDS.iter().flat_map(|it| it.endings.iter().copied())
}

/// A name as a refusal repeats it.
pub fn shown(name: &str) -> String {
    name.chars().take(SHOWN_NAME).collect()
}

/// A name without what follows its last dot: a recording and its subtitles have it in common.
pub fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What follows the last dot of a name, in small letters.
pub fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, it)| it);
    ending.to_ascii_lowercase()
}

impl Sign {
    fn begins(self, head: &[u8]) -> bool {
        let at = |from: usize, to: usize| head.get(from..to).unwrap_or_default();
        match self {
            Self::Pdf => head.starts_with(b"%PDF-"),
            Self::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => head.starts_with(b"\xff\xd8\xff"),
            Self::Gif => head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a"),
            Self::Webp => head.starts_with(b"RIFF") && at(8, 12) == b"WEBP",
            Self::Tiff => head.starts_with(b"II*\0") || head.starts_with(b"MM\0*"),
            Self::Zip => head.starts_with(b"PK\x03\x04"),
            Self::Compound => head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            Self::Mp4 => {
                at(0, 1) == [0]
                    && at(4, 8) == b"ftyp"
                    && !PICTURES.iter().any(|it| at(8, 12) == *it)
            }
            Self::Webm => {
                // The header of EBML says which dialect follows: Matroska is not played by browsers.
                head.starts_with(b"\x1a\x45\xdf\xa3")
                    && at(0, head.len().min(64)).windows(4).any(|it| it == b"webm")
            }
            Self::Mp3 => {
                head.starts_with(b"ID3") && matches!(head.get(3), Some(2..=4)) || is_mp3_frame(head)
            }
            Self::Wav => head.starts_with(b"RIFF") && at(8, 12) == b"WAVE",
            Self::Ogg => head.starts_with(b"OggS\0"),
            Self::Vtt => without_mark(head).starts_with(b"WEBVTT") && !head.contains(&0),
            Self::Text => !head.is_empty() && !head.contains(&0),
        }
    }
}

/// Brands of the ISO family that are pictures.
const PICTURES: &[&[u8]] = &[
    b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"crx ",
];

/// A frame of MPEG audio: eleven set bits, layer III, a bit rate and a sampling rate that exist.
fn is_mp3_frame(head: &[u8]) -> bool {
    matches!(head, [0xff, second, third, ..]
        if second & 0xe6 == 0xe2 && third & 0xf0 != 0xf0 && third & 0x0c != 0x0c)
}

/// Without a byte order mark.
fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_by_content_and_the_name_must_fit() {
        let mp4 = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";
        let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm";
        for (name, head, media_type) in [
            ("发布会.mp4", mp4.as_slice(), "video/mp4"),
            ("发布会.MP4", mp4, "video/mp4"),
            ("录音.m4a", b"\0\0\0\x20ftypM4A \0\0\x02\0", "audio/mp4"),
            (
                "手机.mov",
                b"\0\0\0\x14ftypqt  \0\0\x02\0",
                "video/quicktime",
            ),
            ("屏幕.webm", webm, "video/webm"),
            ("歌.mp3", b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
            ("无标签.mp3", b"\xff\xfb\x90\x64\0\0", "audio/mpeg"),
            ("录音.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
            ("录音.ogg", b"OggS\0\x02", "audio/ogg"),
            ("字幕.vtt", b"\xef\xbb\xbfWEBVTT\n\n", "text/vtt"),
            ("数据.zip", b"PK\x03\x04", "application/zip"),
            ("扫描.pdf", b"%PDF-1.4", "application/pdf"),
            ("表.csv", "单位,数".as_bytes(), "text/csv"),
        ] {
            assert_eq!(media_type_of(name, head), Ok(media_type), "{name}");
        }
        for (name, head) in [
            ("程序.mp4", b"MZ\x90\0".as_slice()),
            ("照片.mp4", b"\0\0\0\x20ftypheic\0\0\0\0"),
            ("电影.webm", b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"),
            ("页.html", b"<html>"),
            ("图.svg", b"<svg>"),
            ("文.txt", b"a\0b"),
            ("空.txt", b""),
            ("随机.mp3", b"\xff\xff\xff\xff"),
            ("发布会", mp4),
        ] {
            let refused = media_type_of(name, head);
            assert_eq!(refused, Err(DocumentRefusal::FileKind(name.to_owned())));
        }
    }

    #[test]
    fn what_is_too_large_empty_or_of_no_kind_does_not_even_begin() {
        let limits = FileLimits::default();
        assert_eq!(limits.check("发布会.mp4", 500 << 20), Ok(()));
        let refused = limits.check("发布会.mp4", (500 << 20) + 1).unwrap_err();
        assert!(refused.to_string().contains("最大500 MB"), "{refused}");
        assert!(matches!(
            limits.check("a.mp4", 0),
            Err(DocumentRefusal::FileEmpty(_))
        ));
        assert!(matches!(
            limits.check("a.exe", 1),
            Err(DocumentRefusal::FileKind(_))
        ));
        let long = format!("{}.exe", "长".repeat(300));
        let refused = limits.check(&long, 1).unwrap_err();
        assert!(refused.to_string().chars().count() < 300, "{refused}");
    }
}
