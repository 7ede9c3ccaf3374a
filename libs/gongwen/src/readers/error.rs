//! Why a file could not be read, in words for the person who uploaded it: what is wrong, where, and what to do next.

use thiserror::Error;

use crate::sniff::Foreign;

/// A refusal of a reader. The messages are shown to users; `code()` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it: no bytes, or no words.
    #[error("文件里没有文字。请确认上传的是完整的正文文件。")]
    Empty,
    /// Neither text nor any format we know.
    #[error(
        "认不出这是什么文件（按内容判断，与文件名无关）。请用 Word 或 WPS 打开后另存为 .docx，或者另存为纯文本（UTF-8）。"
    )]
    UnknownFormat,
    /// An office file of the old binary formats.
    #[error("这是旧版办公软件的 {kind} 文件，本系统不直接读取。{cure}", kind = kind.name(), cure = kind.cure())]
    LegacyOffice {
        /// Which.
        kind: Foreign,
    },
    /// A format that we know by its looks but do not read.
    #[error("这是{kind}，本系统不读取这种格式。{cure}", kind = kind.name(), cure = kind.cure())]
    OtherFormat {
        /// Which.
        kind: Foreign,
    },
    /// Locked with a password.
    #[error("文件设了打开密码，无法读取。请在 Word、WPS 或 PDF 软件中取消密码后重新保存、上传。")]
    Encrypted,
    /// A PDF of pictures.
    #[error(
        "这份 PDF 共 {pages} 页，都没有文字层（多半是扫描件）。请换用由 Word 或 WPS 直接导出的 PDF，或先做文字识别（OCR）并校对。"
    )]
    NoTextLayer {
        /// How many pages were looked at.
        pages: usize,
    },
    /// More bytes than allowed.
    #[error("文件有 {bytes} 字节，超过上限 {limit} 字节。请删去图片或拆成几份后再上传。")]
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// More pages than allowed.
    #[error("文件有 {pages} 页，超过上限 {limit} 页。请拆成几份后再上传。")]
    TooManyPages {
        /// Its pages.
        pages: usize,
        /// The limit.
        limit: usize,
    },
    /// Unpacks to more than allowed.
    #[error(
        "{part}解压后超过上限 {limit} 字节，疑为压缩炸弹，已停止读取。请用 Word 或 WPS 打开原文件检查，另存后再上传。"
    )]
    Bomb {
        /// Which part of the package.
        part: String,
        /// The limit.
        limit: u64,
    },
    /// Nested deeper than allowed.
    #[error(
        "{part}的嵌套超过 {limit} 层，已停止读取。请用 Word 或 WPS 打开后把正文复制到新文档再上传。"
    )]
    TooDeep {
        /// Where.
        part: String,
        /// The limit.
        limit: usize,
    },
    /// Tables larger than allowed.
    #[error(
        "{part}的表格超过上限（{limit} 个单元格或过多的列），已停止读取。请删去空白行列，或拆成几份后再上传。"
    )]
    TooManyCells {
        /// Where.
        part: String,
        /// The limit.
        limit: usize,
    },
    /// More paragraphs, nodes or marks than allowed.
    #[error("{part}的内容超过上限（{limit} 项），已停止读取。请拆成几份后再上传。")]
    TooManyBlocks {
        /// Where.
        part: String,
        /// The limit.
        limit: usize,
    },
    /// Broken.
    #[error(
        "{part}已损坏，读不下去（{detail}）。请用 Word、WPS 或 PDF 软件打开，确认内容完整后另存一份再上传。"
    )]
    Malformed {
        /// Where.
        part: String,
        /// What the parser said.
        detail: String,
    },
}

impl ReadError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "read.empty",
            Self::UnknownFormat => "read.unknown_format",
            Self::LegacyOffice { .. } => "read.legacy_office",
            Self::OtherFormat { .. } => "read.other_format",
            Self::Encrypted => "read.encrypted",
            Self::NoTextLayer { .. } => "read.no_text_layer",
            Self::TooLarge { .. } => "read.too_large",
            Self::TooManyPages { .. } => "read.too_many_pages",
            Self::Bomb { .. } => "read.bomb",
            Self::TooDeep { .. } => "read.too_deep",
            Self::TooManyCells { .. } => "read.too_many_cells",
            Self::TooManyBlocks { .. } => "read.too_many_blocks",
            Self::Malformed { .. } => "read.malformed",
        }
    }

    pub(crate) fn malformed(part: &str, detail: impl std::fmt::Display) -> Self {
        Self::Malformed {
            part: part.to_owned(),
            detail: detail.to_string(),
        }
    }
}

impl From<ooxml::XmlError> for ReadError {
    fn from(error: ooxml::XmlError) -> Self {
        match error {
            ooxml::XmlError::Malformed { part, detail } => Self::malformed(part, detail),
            ooxml::XmlError::TooDeep { part, limit } => Self::TooDeep {
                part: part.to_owned(),
                limit,
            },
        }
    }
}
