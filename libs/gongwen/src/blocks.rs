//! Text blocks: what every reader of files yields and every grammar consumes.
//!
//! A file becomes a [`Source`]: paragraphs and tables in reading order, each knowing where it stood.
//! Nothing here knows about plans or document numbers.

use serde::{Deserialize, Serialize};

/// What a file turned out to be, told by its content and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text in UTF-8 or GB18030.
    Text,
    /// A saved web page.
    Html,
    /// Office Open XML text (WordprocessingML).
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// Office Open XML sheet (SpreadsheetML).
    Xlsx,
}

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Html => "text/html",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A file as read: its blocks in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// How the file was stored.
    pub format: Format,
    /// Paragraphs and tables in reading order; never empty paragraphs.
    pub blocks: Vec<Block>,
}

/// One paragraph or one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A paragraph (for plain text: one line).
    Paragraph(Paragraph),
    /// A table whose cells are known to be cells (HTML, DOCX, XLSX, PDF rulings, `|` or tab separated text).
    Table(Table),
}

/// One paragraph. `text` is trimmed, holds no line feed and includes an automatic number (`一、`) in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// The words, trimmed.
    pub text: String,
    /// Where it stood.
    pub origin: Origin,
    /// Outline level 1..=9 where the file declares one (h1..h6, Heading n), else `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Whether blank space (an empty line, an empty paragraph) stood before it.
    #[serde(default)]
    pub after_gap: bool,
}

impl Paragraph {
    /// The 1-based page of a PDF that this paragraph stands for, where the page shows pictures and no words.
    pub fn unread_page(&self) -> Option<u32> {
        let page = self.origin.page?;
        (self.text == unread_page(page)).then_some(page)
    }
}

/// What stands in a source for a page that shows pictures and no words, so that nobody takes the source for complete.
pub fn unread_page(page: u32) -> String {
    format!("［第{page}页没有文字层，内容没有读出］")
}

/// Where a block stood in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// 1-based line of a text file; 1-based ordinal of the paragraph or table elsewhere.
    pub line: u32,
    /// 1-based page of a PDF, else `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// A table: its cells in reading order. A merged cell is listed once, at its top left place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Number of rows of the grid.
    pub rows: u32,
    /// Number of columns of the grid.
    pub columns: u32,
    /// The cells, by row, then by column.
    pub cells: Vec<Cell>,
    /// Where it stood.
    pub origin: Origin,
}

/// One cell. Its paragraphs are joined by a line feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The words; paragraphs within the cell are joined by `\n`.
    pub text: String,
    /// 0-based row of its top left place.
    pub row: u32,
    /// 0-based column of its top left place.
    pub column: u32,
    /// Rows it spans, at least 1.
    pub row_span: u32,
    /// Columns it spans, at least 1.
    pub column_span: u32,
}

/// A stretch of the source: bytes `start..end` of the text of one block or of one of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// 0-based index into [`Source::blocks`].
    pub block: u32,
    /// 0-based index into [`Table::cells`], where the block is a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<u32>,
    /// First byte, in the UTF-8 text of the paragraph or cell.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}
