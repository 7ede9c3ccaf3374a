//! Limits of what a reader takes in: sizes, counts and nesting, so that no file costs memory or time out of
//! proportion to its own size. Does not measure time or memory themselves; the process that runs a reader does.

/// What a reader refuses to go beyond. Each limit has its own [`crate::readers::ReadError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as given.
    pub bytes: usize,
    /// Bytes after unpacking, of all parts of a package together.
    pub decompressed_bytes: u64,
    /// Parts (files) in a package.
    pub parts: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// Cells of all tables together.
    pub cells: usize,
    /// Columns of one table.
    pub columns: usize,
    /// Elements within elements (HTML, XML) or tables within tables.
    pub depth: usize,
    /// Nodes of an HTML page.
    pub nodes: usize,
    /// Paragraphs and tables together.
    pub blocks: usize,
    /// Drawn things (letters and lines) on one page of a PDF.
    pub marks_per_page: usize,
    /// Drawn things on all pages of a PDF together, since pages may share what they show.
    pub marks: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 * 1024 * 1024,
            decompressed_bytes: 160 * 1024 * 1024,
            parts: 4_000,
            pages: 800,
            cells: 100_000,
            columns: 512,
            depth: 200,
            nodes: 1_000_000,
            blocks: 200_000,
            marks_per_page: 60_000,
            marks: 1_500_000,
        }
    }
}
