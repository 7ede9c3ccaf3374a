//! How much of a file is looked at before it is refused. Measures neither time nor memory; the process that runs it does.

/// What is not gone beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as given.
    pub bytes: usize,
    /// Bytes after unpacking, of all parts, streams and files within files together.
    pub decompressed_bytes: u64,
    /// Parts of all packages together.
    pub parts: usize,
    /// Files within files: how far down they are looked through.
    pub nesting: usize,
    /// Elements and texts of one XML part.
    pub nodes: usize,
    /// Elements within elements.
    pub depth: usize,
    /// Operations on all pages of a PDF together.
    pub operations: usize,
    /// Pages of a PDF.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 * 1024 * 1024,
            decompressed_bytes: 160 * 1024 * 1024,
            parts: 4_000,
            nesting: 2,
            nodes: 2_000_000,
            depth: 200,
            operations: 2_000_000,
            pages: 800,
        }
    }
}
