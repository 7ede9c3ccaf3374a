//! What a file is, told by its content and never by its name. Looks at signatures and, in a package, at the names of
//! its parts; does not parse further and never fails: what it cannot tell is [`Kind::Unknown`].

use std::io::Cursor;

use crate::blocks::Format;

/// What a file looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing, or only white space.
    Empty,
    /// A format that a reader exists for.
    Readable(Format),
    /// An office file (OLE package) locked with a password.
    Locked,
    /// A known format without a reader.
    Foreign(Foreign),
    /// None of these.
    Unknown,
}

/// Known formats that have no reader here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Word 97–2003.
    Doc,
    /// WPS Writer's own.
    Wps,
    /// Excel 97–2003.
    Xls,
    /// PowerPoint 97–2003.
    Ppt,
    /// PowerPoint.
    Pptx,
    /// Rich text.
    Rtf,
    /// The national layout format.
    Ofd,
    /// OpenDocument.
    OpenDocument,
    /// A web archive in one file.
    Mht,
    /// A picture.
    Image,
    /// A compressed archive.
    Archive,
}

impl Foreign {
    /// Its name for users.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doc => ".doc（Word 97-2003）",
            Self::Wps => ".wps（WPS 文字）",
            Self::Xls => ".xls（Excel 97-2003）",
            Self::Ppt => ".ppt（演示文稿）",
            Self::Pptx => "演示文稿（.pptx）",
            Self::Rtf => "RTF 文件",
            Self::Ofd => "OFD 版式文件",
            Self::OpenDocument => "OpenDocument 文件（.odt、.ods）",
            Self::Mht => "单文件网页（.mht）",
            Self::Image => "图片",
            Self::Archive => "压缩包",
        }
    }

    /// What its owner should do.
    pub fn cure(self) -> &'static str {
        match self {
            Self::Doc | Self::Wps | Self::Rtf => "请用 Word 或 WPS 打开后另存为 .docx，再上传。",
            Self::Xls => "请用 Excel 或 WPS 表格打开后另存为 .xlsx，再上传。",
            Self::Ppt | Self::Pptx => {
                "请把其中的文字复制到 Word 或 WPS 文档，存为 .docx 后再上传。"
            }
            Self::Ofd => "请用 OFD 阅读软件导出为 PDF（带文字层）或 .docx 后再上传。",
            Self::OpenDocument => "请打开后另存为 .docx 或 .xlsx，再上传。",
            Self::Mht => "请在浏览器中打开后另存为“仅 HTML”（.html），再上传。",
            Self::Image => "请先做文字识别（OCR）并校对，存为 .docx 后再上传。",
            Self::Archive => "请解压后逐个上传其中的文件。",
        }
    }

    /// Whether it is one of the binary office formats.
    pub fn is_legacy_office(self) -> bool {
        matches!(self, Self::Doc | Self::Wps | Self::Xls | Self::Ppt)
    }
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Tells what `bytes` are.
pub fn sniff(bytes: &[u8]) -> Kind {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Kind::Empty;
    }
    if bytes.starts_with(OLE) {
        return ole(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(bytes);
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|w| w == b"%PDF-") {
        return Kind::Readable(Format::Pdf);
    }
    if let Some(kind) = signature(bytes) {
        return Kind::Foreign(kind);
    }
    if looks_like_html(bytes) {
        return Kind::Readable(Format::Html);
    }
    if looks_like_text(bytes) {
        Kind::Readable(Format::Text)
    } else {
        Kind::Unknown
    }
}

fn signature(bytes: &[u8]) -> Option<Foreign> {
    const TABLE: &[(&[u8], Foreign)] = &[
        (b"{\\rtf", Foreign::Rtf),
        (b"\x89PNG", Foreign::Image),
        (b"\xFF\xD8\xFF", Foreign::Image),
        (b"GIF8", Foreign::Image),
        (b"BM\x00", Foreign::Image),
        (b"II*\x00", Foreign::Image),
        (b"MM\x00*", Foreign::Image),
        (b"Rar!", Foreign::Archive),
        (b"7z\xBC\xAF", Foreign::Archive),
        (b"\x1F\x8B", Foreign::Archive),
    ];
    if let Some((_, kind)) = TABLE.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*kind);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let is_mht = head.contains("mime-version:") && head.contains("multipart/related");
    is_mht.then_some(Foreign::Mht)
}

/// The streams of an OLE file are listed in entries of 128 bytes that begin with the name in UTF-16LE.
fn ole(bytes: &[u8]) -> Kind {
    let mut found = None;
    for entry in bytes.chunks_exact(128).skip(4) {
        if starts_with_utf16(entry, "EncryptedPackage") {
            return Kind::Locked;
        }
        let kind = if starts_with_utf16(entry, "WordDocument") {
            Foreign::Doc
        } else if starts_with_utf16(entry, "WpsDocument") {
            Foreign::Wps
        } else if starts_with_utf16(entry, "Workbook\0") || starts_with_utf16(entry, "Book\0") {
            Foreign::Xls
        } else if starts_with_utf16(entry, "PowerPoint Document") {
            Foreign::Ppt
        } else {
            continue;
        };
        found.get_or_insert(kind);
    }
    match found {
        Some(Foreign::Doc) if written_by_wps(bytes) => Kind::Foreign(Foreign::Wps),
        Some(kind) => Kind::Foreign(kind),
        None => Kind::Foreign(Foreign::Doc),
    }
}

/// WPS Writer's container is Word's with the program's name in the summary.
fn written_by_wps(bytes: &[u8]) -> bool {
    bytes.chunks(64 * 1024).any(|chunk| {
        memfind(chunk, b"WPS Office").is_some() || memfind(chunk, b"Kingsoft").is_some()
    })
}

fn memfind(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = haystack[from..].iter().position(|b| *b == needle[0]) {
        let start = from + at;
        if haystack[start..].starts_with(needle) {
            return Some(start);
        }
        from = start + 1;
    }
    None
}

fn starts_with_utf16(entry: &[u8], name: &str) -> bool {
    let mut units = entry
        .chunks_exact(2)
        .map(|p| u16::from_le_bytes([p[0], p[1]]));
    name.encode_utf16().all(|unit| units.next() == Some(unit))
}

fn package(bytes: &[u8]) -> Kind {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        // A package cut short: which reader says so does not matter, the message is the same.
        return Kind::Readable(Format::Docx);
    };
    let has = |prefix: &str| {
        archive
            .file_names_raw()
            .any(|n| n.starts_with(prefix.as_bytes()))
    };
    if has("word/") {
        Kind::Readable(Format::Docx)
    } else if has("xl/") {
        Kind::Readable(Format::Xlsx)
    } else if has("ppt/") {
        Kind::Foreign(Foreign::Pptx)
    } else if has("OFD.xml") {
        Kind::Foreign(Foreign::Ofd)
    } else if has("META-INF/manifest.xml") && has("content.xml") {
        Kind::Foreign(Foreign::OpenDocument)
    } else if has("[Content_Types].xml") {
        Kind::Readable(Format::Docx)
    } else {
        Kind::Foreign(Foreign::Archive)
    }
}

/// Markup at the very beginning, after a byte order mark and white space.
fn looks_like_html(bytes: &[u8]) -> bool {
    const OPENERS: &[&str] = &[
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<table",
        "<meta",
        "<title",
        "<script",
        "<link",
        "<style",
        "<span",
        "<article",
        "<section",
        "<h1",
        "<h2",
        "<center",
        "<font",
        "<main",
    ];
    let head = head_as_ascii(bytes);
    let mut rest = head.trim_start();
    while let Some(after) = rest.strip_prefix("<!--") {
        match after.find("-->") {
            Some(end) => rest = after[end + 3..].trim_start(),
            None => return after.contains("<html") || after.contains("saved from url"),
        }
    }
    OPENERS.iter().any(|o| rest.starts_with(o))
        || (rest.starts_with("<?xml") || rest.starts_with("<!doctype")) && rest.contains("<html")
}

/// The first bytes without zero bytes (UTF-16) and byte order marks, in lower case; enough to see ASCII markup.
fn head_as_ascii(bytes: &[u8]) -> String {
    bytes
        .iter()
        .take(4096)
        .filter(|b| !matches!(**b, 0 | 0xFE | 0xFF | 0xEF | 0xBB | 0xBF))
        .map(|b| {
            if b.is_ascii() {
                b.to_ascii_lowercase() as char
            } else {
                '?'
            }
        })
        .collect()
}

/// Text has no control bytes other than white space, unless it is UTF-16.
fn looks_like_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let odd = sample
        .iter()
        .filter(|b| matches!(**b, 0..=8 | 14..=26 | 28..=31 | 127))
        .count();
    odd * 200 <= sample.len()
}
