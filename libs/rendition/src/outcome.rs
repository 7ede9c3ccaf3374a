//! What comes of a file: pages, or why there are none. Words for readers of the public site.

use serde::{Deserialize, Serialize};

/// How much is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file; of an archive only the directory is read, however large it is.
    pub bytes: usize,
    /// Bytes of HTML of one page, about: a paragraph or a row of a table is not cut.
    pub page: usize,
    /// Pages of one file.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            page: 24 << 10,
            pages: 100,
        }
    }
}

/// A file as pages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rendition {
    /// In order, one at least.
    pub pages: Vec<Page>,
    /// All words of these pages, line by line.
    pub text: String,
    /// Whether the file goes on where the pages end.
    pub is_cut: bool,
    /// Whether something between the words is not here: pictures, notes, drawings.
    pub has_gaps: bool,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Page {
    /// What it holds: a sheet, some pages of a PDF, a part.
    pub title: String,
    /// Clean HTML; headings begin at level 2.
    pub html: String,
}

/// Why a file is not rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRendition {
    /// Word, Excel, PowerPoint 97–2003, WPS.
    Legacy,
    /// Locked with a password.
    Locked,
    /// A PDF of pictures.
    Scan,
    /// Nothing to read in it.
    Empty,
    /// Larger than is read.
    TooLarge,
    /// Something is hidden in it that cannot be told apart from what is shown.
    Hidden,
    /// Broken.
    Broken,
    /// Of a kind that is not rendered.
    Kind,
    /// Its reader broke over it, again and again.
    Failed,
}

impl NoRendition {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Legacy,
        Self::Locked,
        Self::Scan,
        Self::Empty,
        Self::TooLarge,
        Self::Hidden,
        Self::Broken,
        Self::Kind,
        Self::Failed,
    ];

    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::Locked => "locked",
            Self::Scan => "scan",
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::Hidden => "hidden",
            Self::Broken => "broken",
            Self::Kind => "kind",
            Self::Failed => "failed",
        }
    }

    /// The reason of a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.code() == code)
    }

    /// What it is and what to do next, for whoever wanted to read the file.
    pub fn words(self) -> &'static str {
        match self {
            Self::Legacy => {
                "这是旧版办公软件的文件，不能在线阅读。请下载后用 WPS Office、LibreOffice 等软件打开；打不开的，可以请发布机关提供其他格式。"
            }
            Self::Locked => "文件设有打开密码，不能在线阅读。请下载后打开，或者向发布机关询问。",
            Self::Scan => {
                "这份 PDF 是扫描的图片，没有文字，不能在线阅读，也不能朗读。请下载后查看；看不了图片的，可以请发布机关提供文字版。"
            }
            Self::Empty => "文件里没有可以转换的文字，请下载后查看。",
            Self::TooLarge => "文件太大，不能在线阅读，请下载后查看。",
            Self::Hidden => "文件中有不显示的内容，没有转换，请下载后查看。",
            Self::Broken => "文件读不出来，不能在线阅读。请下载后查看；打不开的，请告诉发布机关。",
            Self::Kind => "这种文件不能在线阅读，请下载后查看。",
            Self::Failed => "文件没有转换成功，不能在线阅读，请下载后查看。",
        }
    }
}
