//! PDF with a text layer: positioned letters become lines, lines become paragraphs again, ruled tables become tables;
//! running heads, page numbers and watermarks at an angle are left out. Reads no pictures and follows no structure tree.

mod furniture;
mod glyphs;
mod grid;
mod gutters;
mod lines;
mod paragraphs;
mod radicals;
mod rulings;
mod tables;

pub(crate) use gutters::begins_with_heads;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_oxide::PdfDocument;

use super::check_size;
use super::error::ReadError;
use crate::blocks::Source;
use crate::limits::Limits;
use lines::Line;
use tables::PageTable;

/// One page after its letters were put together.
pub(crate) struct Page {
    /// 1-based.
    number: u32,
    /// Height in points.
    height: f32,
    /// Lines outside tables, from top to bottom.
    lines: Vec<Line>,
    /// Tables, from top to bottom.
    tables: Vec<PageTable>,
    /// Whether it shows pictures (a scan) and at most the words of a running head.
    is_picture: bool,
}

/// Reads a PDF.
///
/// # Errors
/// [`ReadError::NoTextLayer`] for scans, [`ReadError::Encrypted`], [`ReadError::TooManyPages`], or
/// [`ReadError::Malformed`] with the page that is broken.
pub fn read_pdf(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    check_size(bytes, limits)?;
    // The library is not written against hostile files; a panic of it is a broken PDF.
    catch_unwind(AssertUnwindSafe(|| read_pages(bytes, limits)))
        .unwrap_or_else(|_| Err(ReadError::malformed("PDF", "内部结构无法解析")))
}

fn read_pages(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(|e| broken("PDF", e))?;
    if document.is_encrypted()
        && !document.is_authenticated()
        && !document.authenticate(b"").unwrap_or(false)
    {
        return Err(ReadError::Encrypted);
    }
    let count = document
        .page_count()
        .map_err(|e| broken("PDF 的页目录", e))?;
    if count > limits.pages {
        return Err(ReadError::TooManyPages {
            pages: count,
            limit: limits.pages,
        });
    }
    let mut pages = Vec::with_capacity(count);
    let mut readable = 0;
    let mut marks = 0;
    for index in 0..count {
        // A page that cannot be read must not silently be missing from a plan.
        let (page, count_here) = read_page(&document, index, limits)?;
        marks += count_here;
        if marks > limits.marks {
            return Err(ReadError::TooManyBlocks {
                part: format!("PDF 第 {} 页之前", index + 2),
                limit: limits.marks,
            });
        }
        readable += usize::from(!page.lines.is_empty() || !page.tables.is_empty());
        pages.push(page);
    }
    if readable == 0 {
        return Err(ReadError::NoTextLayer { pages: count });
    }
    furniture::remove(&mut pages);
    paragraphs::assemble(pages, limits)
}

/// The page and the number of things drawn on it.
fn read_page(
    document: &PdfDocument,
    index: usize,
    limits: &Limits,
) -> Result<(Page, usize), ReadError> {
    let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
    let part = format!("PDF 第 {number} 页");
    let spans = document
        .extract_spans(index)
        .map_err(|e| broken(&part, e))?;
    let paths = document
        .extract_paths(index)
        .map_err(|e| broken(&part, e))?;
    let glyphs = glyphs::collect(spans);
    if glyphs.len() + paths.len() > limits.marks_per_page {
        return Err(ReadError::TooManyBlocks {
            part,
            limit: limits.marks_per_page,
        });
    }
    let height = document
        .get_page_media_box(index)
        .map_or(842.0, |(_, bottom, _, top)| (top - bottom).abs());
    let marks = glyphs.len() + paths.len();
    let mut grids = grid::find(rulings::collect(&paths));
    let unruled = gutters::find(&glyphs, &grids);
    grids.extend(unruled);
    grids.sort_by(|a, b| b.top().total_cmp(&a.top()));
    let (tables, rest) = tables::take(glyphs, grids);
    let lines = lines::compose(rest);
    let is_picture = tables.is_empty()
        && lines.len() <= HEAD_AND_FOOT
        && (paths.len() >= OUTLINED || shows_image(document, index));
    let page = Page {
        number,
        height,
        lines,
        tables,
        is_picture,
    };
    Ok((page, marks))
}

/// Lines that a running head and a page number may take.
const HEAD_AND_FOOT: usize = 3;

/// So many paths on a page without words are letters drawn as outlines.
const OUTLINED: usize = 200;

/// Whether a page shows an image; one that cannot be told is taken for one that does.
fn shows_image(document: &PdfDocument, index: usize) -> bool {
    document
        .page_image_handles(index)
        .map_or(true, |images| !images.is_empty())
}

fn broken(part: &str, error: pdf_oxide::Error) -> ReadError {
    match error {
        pdf_oxide::Error::EncryptedPdf => ReadError::Encrypted,
        other => ReadError::malformed(part, other),
    }
}
