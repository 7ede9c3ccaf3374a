//! Each kind of file, told by its content, as sections. What is hidden goes before anything is read.

use std::io::{Read, Seek, SeekFrom};

use gate::file::{self, Entry, FileError, HiddenKind, Sort, What};
use gongwen::blocks::{Block, Paragraph, Table, unread_page};
use gongwen::readers::{ReadError, read_csv, read_pdf, read_sheets, read_text};
use gongwen::sniff;
use prose::{Body, DocxError};

use crate::blocks::{Frame, head_rows, html_of, narrowed, parts_of, write_table};
use crate::outcome::{Limits, NoRendition, Rendition};
use crate::pages::{Section, pages_of};

/// Columns of a table that are shown.
const MOST_COLUMNS: usize = 60;
/// Cells that are cleaned at once.
const CELLS_AT_ONCE: usize = 6_000;
/// Characters of a cell, and of a paragraph in one piece.
const MOST_WORDS: usize = 3_000;

/// What of an Office file its readers could meet.
const UNSEEN: [HiddenKind; 10] = [
    HiddenKind::Sheet,
    HiddenKind::Rows,
    HiddenKind::Columns,
    HiddenKind::Comment,
    HiddenKind::InvisibleText,
    HiddenKind::HiddenText,
    HiddenKind::TrackedChange,
    HiddenKind::Alternate,
    HiddenKind::Slide,
    HiddenKind::Notes,
];

/// What of a PDF may be text that nobody sees.
const UNPAINTED: [HiddenKind; 6] = [
    HiddenKind::InvisibleText,
    HiddenKind::HiddenText,
    HiddenKind::Covered,
    HiddenKind::Layer,
    HiddenKind::RecognitionLayer,
    HiddenKind::OffPage,
];

/// Sections, and whether something between the words is missing, and whether something was cut off.
struct Told {
    sections: Vec<Section>,
    has_gaps: bool,
    is_cut: bool,
}

impl Told {
    fn of(sections: Vec<Section>) -> Self {
        Self {
            sections,
            has_gaps: false,
            is_cut: false,
        }
    }
}

/// Renders a file of any size, of an archive its directory.
///
/// # Errors
/// Why there is no rendition; the reader's own error where it cannot be read from.
pub fn render_file<F: Read + Seek>(
    mut from: F,
    limits: &Limits,
) -> std::io::Result<Result<Rendition, NoRendition>> {
    let size = from.seek(SeekFrom::End(0))?;
    from.rewind()?;
    if size <= limits.bytes as u64 {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes)?;
        return Ok(render(&bytes, limits));
    }
    let listed = file::list_entries(from, &gate_limits(limits));
    Ok(match listed {
        Ok(entries) if !is_document(&entries) => list(&entries, limits),
        Ok(_) | Err(_) => Err(NoRendition::TooLarge),
    })
}

/// Renders a file.
///
/// # Errors
/// Why there is no rendition.
pub fn render(bytes: &[u8], limits: &Limits) -> Result<Rendition, NoRendition> {
    if bytes.len() > limits.bytes {
        return Err(NoRendition::TooLarge);
    }
    let told = match Sort::of(bytes) {
        Sort::Document => document(bytes, limits),
        Sort::Workbook => workbook(bytes, limits),
        Sort::Presentation => presentation(bytes, limits),
        Sort::Pdf => pdf(bytes, limits),
        Sort::Ofd => ofd(bytes, limits),
        Sort::Text => text(bytes, limits),
        Sort::Archive => {
            let entries = file::list_entries(std::io::Cursor::new(bytes), &gate_limits(limits));
            return list(&entries.map_err(|it| of_file(&it))?, limits);
        }
        Sort::Legacy => Err(match sniff::sniff(bytes) {
            sniff::Kind::Locked => NoRendition::Locked,
            _ => NoRendition::Legacy,
        }),
        Sort::Jpeg
        | Sort::Png
        | Sort::Webp
        | Sort::Tiff
        | Sort::OpenDocument
        | Sort::Recording
        | Sort::Closed
        | Sort::Unknown => Err(NoRendition::Kind),
    }?;
    let mut made = pages_of(told.sections.into_iter(), limits)?;
    made.has_gaps = told.has_gaps;
    made.is_cut |= told.is_cut;
    Ok(made)
}

fn gate_limits(limits: &Limits) -> file::Limits {
    file::Limits {
        bytes: limits.bytes,
        ..file::Limits::default()
    }
}

fn reader_limits(limits: &Limits) -> gongwen::limits::Limits {
    gongwen::limits::Limits {
        bytes: limits.bytes,
        cells: 400_000,
        ..gongwen::limits::Limits::default()
    }
}

/// An Office file without what it does not show.
fn cleaned(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, NoRendition> {
    let clean = file::clean(bytes, &What::only(UNSEEN), None, &gate_limits(limits));
    clean.map(|it| it.bytes).map_err(|it| of_file(&it))
}

fn document(bytes: &[u8], limits: &Limits) -> Result<Told, NoRendition> {
    let read = Body::from_docx(&cleaned(bytes, limits)?).map_err(|it| of_docx(&it))?;
    let has_pictures = !read.body.list_images().is_empty();
    let has_gaps = has_pictures || read.dropped.iter().any(|it| it.kind.wants_a_look());
    let body = read.body.without_pictures();
    let section = Section {
        title: String::new(),
        body: body.map_err(|_| NoRendition::TooLarge)?,
        is_apart: true,
    };
    Ok(Told {
        has_gaps,
        ..Told::of(vec![section])
    })
}

fn workbook(bytes: &[u8], limits: &Limits) -> Result<Told, NoRendition> {
    let sheets = read_sheets(&cleaned(bytes, limits)?, &reader_limits(limits));
    let mut told = Told::of(Vec::new());
    for sheet in sheets.map_err(|it| of_read(&it))? {
        if sheet.blocks.is_empty() {
            continue;
        }
        let title = format!("工作表“{}”", sheet.name);
        let mut bodies = Vec::new();
        for block in &sheet.blocks {
            match block {
                Block::Paragraph(_) => bodies.push(body_of(&html_of(std::slice::from_ref(block)))?),
                Block::Table(table) => {
                    bodies.extend(table_bodies((table, &sheet.name), &mut told.is_cut)?);
                }
            }
        }
        tell(&mut told.sections, (&title, true), bodies);
    }
    Ok(told)
}

/// Bodies of one stretch as sections of the same name.
fn tell(sections: &mut Vec<Section>, (title, is_apart): (&str, bool), bodies: Vec<Body>) {
    for (index, body) in bodies.into_iter().enumerate() {
        sections.push(Section {
            title: title.to_owned(),
            body,
            is_apart: is_apart && index == 0,
        });
    }
}

/// A table of data as bodies, each under the same head.
fn table_bodies(
    (table, caption): (&Table, &str),
    is_cut: &mut bool,
) -> Result<Vec<Body>, NoRendition> {
    let (mut table, is_narrowed) = narrowed(table, MOST_COLUMNS);
    *is_cut |= is_narrowed;
    for cell in &mut table.cells {
        if let Some((end, _)) = cell.text.char_indices().nth(MOST_WORDS) {
            cell.text.truncate(end);
            cell.text.push('…');
            *is_cut = true;
        }
    }
    let frame = Frame {
        caption: caption.to_owned(),
        head_rows: head_rows(&table),
    };
    let parts = parts_of(&table, frame.head_rows, CELLS_AT_ONCE);
    let bodies = parts.iter().map(|part| {
        let mut html = String::new();
        write_table(&mut html, part, &frame);
        body_of(&html)
    });
    bodies.collect()
}

fn presentation(bytes: &[u8], limits: &Limits) -> Result<Told, NoRendition> {
    let slides = file::read_slides(bytes, &gate_limits(limits)).map_err(|it| of_file(&it))?;
    let mut sections = Vec::new();
    for slide in slides {
        let title = format!("第{}张幻灯片", slide.number);
        sections.push(headed(&title, &slide.paragraphs)?);
    }
    if sections.iter().all(|it| it.body.text().lines().count() < 2) {
        return Err(NoRendition::Empty);
    }
    Ok(Told {
        has_gaps: true,
        ..Told::of(sections)
    })
}

/// Lines under a heading.
fn headed(title: &str, lines: &[String]) -> Result<Section, NoRendition> {
    let lines: String = lines
        .iter()
        .map(|line| format!("<p>{}</p>", crate::blocks::escaped(line)))
        .collect();
    Ok(Section {
        title: title.to_owned(),
        body: body_of(&format!("<h2>{title}</h2>{lines}"))?,
        is_apart: false,
    })
}

fn pdf(bytes: &[u8], limits: &Limits) -> Result<Told, NoRendition> {
    let contents = file::read(bytes, &gate_limits(limits)).map_err(|it| of_file(&it))?;
    let is_unpainted = |it: &file::Hidden| UNPAINTED.contains(&it.kind);
    if contents.hidden.iter().any(is_unpainted) {
        // The reader of documents does not tell what is painted from what is not: what the gate saw is taken, with its lines.
        return painted(&contents.visible, limits);
    }
    let source = read_pdf(bytes, &reader_limits(limits)).map_err(|it| of_read(&it))?;
    let mut pages: Vec<(u32, Vec<Block>)> = Vec::new();
    for block in source.blocks {
        let at = match &block {
            Block::Paragraph(it) => it.origin.page,
            Block::Table(it) => it.origin.page,
        };
        let page = at.unwrap_or_else(|| pages.last().map_or(1, |it| it.0));
        match pages.last_mut() {
            Some((last, blocks)) if *last == page => blocks.push(block),
            _ => pages.push((page, vec![block])),
        }
    }
    let has_gaps = pages.iter().any(|(page, blocks)| {
        let is_gap =
            |it: &Block| matches!(it, Block::Paragraph(it) if it.text == unread_page(*page));
        blocks.iter().any(is_gap)
    });
    let mut sections = Vec::new();
    for (page, blocks) in pages {
        sections.push(page_section(page, &blocks)?);
    }
    Ok(Told {
        has_gaps,
        ..Told::of(sections)
    })
}

fn page_section(page: u32, blocks: &[Block]) -> Result<Section, NoRendition> {
    let title = format!("第{page}页");
    Ok(Section {
        body: body_of(&format!("<h2>{title}</h2>{}", html_of(blocks)))?,
        title,
        is_apart: false,
    })
}

/// The pages as the gate sees them.
fn painted(visible: &[file::Passage], limits: &Limits) -> Result<Told, NoRendition> {
    let mut sections = Vec::new();
    for it in visible {
        let number = it.place.strip_prefix('第');
        let number = number.and_then(|rest| rest.strip_suffix('页')?.parse().ok());
        let Some(page) = number else { continue };
        match read_text(it.text.as_bytes(), &reader_limits(limits)) {
            Ok(source) => sections.push(page_section(page, &source.blocks)?),
            Err(ReadError::Empty) => {}
            Err(error) => return Err(of_read(&error)),
        }
    }
    match sections.is_empty() {
        true => Err(NoRendition::Scan),
        false => Ok(Told {
            has_gaps: true,
            ..Told::of(sections)
        }),
    }
}

fn ofd(bytes: &[u8], limits: &Limits) -> Result<Told, NoRendition> {
    let pages = file::read_ofd_pages(bytes, &gate_limits(limits)).map_err(|it| of_file(&it))?;
    if pages.iter().all(Vec::is_empty) {
        return Err(NoRendition::Empty);
    }
    let mut sections = Vec::new();
    for (index, lines) in pages.iter().enumerate() {
        sections.push(headed(&format!("第{}页", index + 1), lines)?);
    }
    Ok(Told {
        has_gaps: true,
        ..Told::of(sections)
    })
}

fn text(bytes: &[u8], limits: &Limits) -> Result<Told, NoRendition> {
    let is_page = sniff::sniff(bytes) == sniff::Kind::Readable(gongwen::blocks::Format::Html);
    if is_page {
        return Err(NoRendition::Kind);
    }
    let reading = reader_limits(limits);
    let source = match read_csv(bytes, &reading).map_err(|it| of_read(&it))? {
        Some(source) => source,
        None => read_text(bytes, &reading).map_err(|it| of_read(&it))?,
    };
    let mut told = Told::of(Vec::new());
    // Blocks of a long text are cleaned a few at a time.
    let mut waiting = Vec::new();
    for block in source.blocks {
        match block {
            Block::Paragraph(it) => waiting.extend(in_pieces(it)),
            Block::Table(table) => {
                let before = body_of(&html_of(&std::mem::take(&mut waiting)))?;
                tell(&mut told.sections, ("", false), vec![before]);
                let bodies = table_bodies((&table, ""), &mut told.is_cut)?;
                tell(&mut told.sections, ("", false), bodies);
            }
        }
        if waiting.len() >= 1000 {
            let body = body_of(&html_of(&std::mem::take(&mut waiting)))?;
            tell(&mut told.sections, ("", false), vec![body]);
        }
    }
    let last = body_of(&html_of(&waiting))?;
    tell(&mut told.sections, ("", false), vec![last]);
    Ok(told)
}

/// A paragraph without end in pieces, where a sentence ends if one does.
fn in_pieces(paragraph: Paragraph) -> Vec<Block> {
    let mut pieces = Vec::new();
    let mut rest = paragraph.text.as_str();
    while let Some((end, _)) = rest.char_indices().nth(MOST_WORDS) {
        let sentence = rest[..end].rfind(['。', '；', '！', '？']);
        let cut = sentence.map_or(end, |at| at + '。'.len_utf8());
        pieces.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    pieces.push(rest.to_owned());
    let block = |text| {
        Block::Paragraph(Paragraph {
            text,
            ..paragraph.clone()
        })
    };
    pieces.into_iter().map(block).collect()
}

/// Whether an archive is a document of an Office program.
fn is_document(entries: &[Entry]) -> bool {
    let mut names = entries.iter().map(|it| it.name.as_str());
    names.any(|it| {
        matches!(
            it,
            "[Content_Types].xml" | "OFD.xml" | "META-INF/manifest.xml"
        )
    })
}

fn list(entries: &[Entry], limits: &Limits) -> Result<Rendition, NoRendition> {
    if entries.is_empty() {
        return Err(NoRendition::Empty);
    }
    let mut html = format!(
        "<table><caption>压缩包内的文件（共{}个）</caption><tr><th>文件</th><th>大小</th></tr>",
        entries.len()
    );
    for it in entries {
        let name = crate::blocks::escaped(&it.name);
        html.push_str(&format!(
            "<tr><td>{name}</td><td>{}</td></tr>",
            size_of(it.size)
        ));
    }
    html.push_str("</table>");
    let section = Section {
        title: "文件清单".to_owned(),
        body: body_of(&html)?,
        is_apart: true,
    };
    pages_of(std::iter::once(section), limits)
}

/// A size as people read it.
fn size_of(bytes: u64) -> String {
    match bytes {
        small if small < 1 << 10 => format!("{small} 字节"),
        middle if middle < 1 << 20 => format!("{} KB", middle.div_ceil(1 << 10)),
        large => format!("{} MB", large.div_ceil(1 << 20)),
    }
}

fn body_of(html: &str) -> Result<Body, NoRendition> {
    let cleaned = Body::clean(html).map_err(|_| NoRendition::TooLarge)?;
    Ok(cleaned.body)
}

fn of_file(error: &FileError) -> NoRendition {
    match error {
        FileError::TooLarge { .. }
        | FileError::Bomb { .. }
        | FileError::TooMany { .. }
        | FileError::TooDeep { .. } => NoRendition::TooLarge,
        FileError::Encrypted => NoRendition::Locked,
        FileError::StillHidden { .. } => NoRendition::Hidden,
        _ => NoRendition::Broken,
    }
}

fn of_read(error: &ReadError) -> NoRendition {
    match error {
        ReadError::Empty => NoRendition::Empty,
        ReadError::Encrypted => NoRendition::Locked,
        ReadError::NoTextLayer { .. } => NoRendition::Scan,
        ReadError::TooLarge { .. }
        | ReadError::TooManyPages { .. }
        | ReadError::Bomb { .. }
        | ReadError::TooDeep { .. }
        | ReadError::TooManyCells { .. }
        | ReadError::TooManyBlocks { .. } => NoRendition::TooLarge,
        ReadError::LegacyOffice { .. } => NoRendition::Legacy,
        ReadError::UnknownFormat | ReadError::OtherFormat { .. } => NoRendition::Kind,
        _ => NoRendition::Broken,
    }
}

fn of_docx(error: &DocxError) -> NoRendition {
    match error {
        DocxError::Encrypted => NoRendition::Locked,
        DocxError::TooLarge | DocxError::Body(_) => NoRendition::TooLarge,
        _ => NoRendition::Broken,
    }
}
