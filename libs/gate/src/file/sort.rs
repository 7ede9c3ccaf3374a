//! What a file is, told by its content and never by its name.

/// What a file looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// DOCX, DOCM and their templates.
    Document,
    /// XLSX, XLSM and their templates.
    Workbook,
    /// PPTX, PPTM and their templates.
    Presentation,
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// TIFF.
    Tiff,
    /// The national layout format (GB/T 33190).
    Ofd,
    /// OpenDocument.
    OpenDocument,
    /// A ZIP of files.
    Archive,
    /// Sound, or pictures that move: MP4, QuickTime, WebM, MP3, WAV, OGG.
    Recording,
    /// Word, Excel, PowerPoint 97–2003, WPS; also a file locked with a password.
    Legacy,
    /// RAR, 7z, gzip, RTF, a web archive.
    Closed,
    /// HTML or plain text: nothing is hidden that reading the text would not show.
    Text,
    /// None of these.
    Unknown,
}

impl Sort {
    /// Tells what bytes are.
    pub fn of(bytes: &[u8]) -> Self {
        sort_of(bytes)
    }

    /// Its name for users.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "Word 文档",
            Self::Workbook => "Excel 工作簿",
            Self::Presentation => "演示文稿",
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG 图片",
            Self::Png => "PNG 图片",
            Self::Webp => "WebP 图片",
            Self::Tiff => "TIFF 图片",
            Self::Ofd => "OFD 版式文件",
            Self::OpenDocument => "OpenDocument 文件",
            Self::Archive => "压缩包",
            Self::Recording => "音视频",
            Self::Legacy => "旧版办公文件（.doc、.xls、.ppt、.wps）或加密文件",
            Self::Closed => "RTF、单文件网页、RAR、7z 等文件",
            Self::Text => "文本",
            Self::Unknown => "不认识的文件",
        }
    }

    /// Whether other files can be inside.
    pub(crate) fn is_package(self) -> bool {
        matches!(
            self,
            Self::Document | Self::Workbook | Self::Presentation | Self::Archive
        )
    }
}

/// Tells what bytes are; of a package by the names in its directory.
pub(crate) fn sort_of(bytes: &[u8]) -> Sort {
    const SIGNS: &[(&[u8], Sort)] = &[
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Sort::Legacy),
        (b"\xFF\xD8\xFF", Sort::Jpeg),
        (b"\x89PNG\r\n\x1a\n", Sort::Png),
        (b"II*\0", Sort::Tiff),
        (b"MM\0*", Sort::Tiff),
        (b"Rar!", Sort::Closed),
        (b"7z\xBC\xAF", Sort::Closed),
        (b"\x1F\x8B", Sort::Closed),
        (b"{\\rtf", Sort::Closed),
    ];
    if let Some((_, sort)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return *sort;
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Sort::Webp;
    }
    if super::recording::is_recording(bytes) {
        return Sort::Recording;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(bytes);
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|it| it == b"%PDF-") {
        return Sort::Pdf;
    }
    let words = String::from_utf8_lossy(head).to_ascii_lowercase();
    if words.contains("mime-version:") && words.contains("multipart/related") {
        return Sort::Closed;
    }
    if is_text(bytes) {
        Sort::Text
    } else {
        Sort::Unknown
    }
}

fn package(bytes: &[u8]) -> Sort {
    let Ok(archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return Sort::Archive;
    };
    let has = |prefix: &str| {
        let mut names = archive.file_names_raw();
        names.any(|name| name.starts_with(prefix.as_bytes()))
    };
    let is_office = has("[Content_Types].xml");
    if is_office && has("word/") {
        Sort::Document
    } else if is_office && has("xl/") {
        Sort::Workbook
    } else if is_office && has("ppt/") {
        Sort::Presentation
    } else if has("OFD.xml") {
        Sort::Ofd
    } else if has("META-INF/manifest.xml") && has("content.xml") {
        Sort::OpenDocument
    } else {
        Sort::Archive
    }
}

/// Text has hardly any control bytes other than white space, unless it is UTF-16.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let odd = sample
        .iter()
        .filter(|byte| matches!(**byte, 0..=8 | 14..=26 | 28..=31 | 127));
    odd.count() * 200 <= sample.len()
}
