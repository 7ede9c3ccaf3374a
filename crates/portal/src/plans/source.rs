//! A plan's source as pages show it: cut into parts that fit a page, each duty's words marked where they stand.
//!
//! The text is shown as it was read, nothing added but marks. A table is cut between rows, never through a merged cell.

use std::collections::HashSet;

use gongwen::blocks::{Block, Cell, Place, Source, Table};
use ui::Markup;
use ui::markup::push_escaped;

/// Bytes of text and outline that one part may hold.
const PART_BYTES: usize = 15_000;
/// What a duty adds to the outline, about.
const OUTLINE_BYTES: usize = 750;

/// A duty's place in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The duty's ordinal.
    pub ordinal: u32,
    /// Where.
    pub place: Place,
}

/// A stretch of the source that is never cut: a paragraph, or rows of a table that merged cells hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    block: u32,
    /// First row and the row after the last; `None` for a paragraph.
    rows: Option<(u32, u32)>,
    bytes: usize,
}

/// Cuts a source into parts; at least one, none empty unless the source is.
pub(crate) fn parts(source: &Source, spots: &[Spot]) -> Vec<Vec<Piece>> {
    let mut parts = vec![Vec::new()];
    let mut filled = 0;
    for piece in pieces(source) {
        let duties = spots
            .iter()
            .filter(|spot| piece.holds(source, spot.place))
            .count();
        let bytes = piece.bytes + duties * OUTLINE_BYTES;
        if filled > 0 && filled + bytes > PART_BYTES {
            parts.push(Vec::new());
            filled = 0;
        }
        filled += bytes;
        if let Some(last) = parts.last_mut() {
            last.push(piece);
        }
    }
    parts
}

fn pieces(source: &Source) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (block, content) in (0..).zip(&source.blocks) {
        match content {
            Block::Paragraph(paragraph) => pieces.push(Piece {
                block,
                rows: None,
                bytes: paragraph.text.len() + 10,
            }),
            Block::Table(table) => pieces.extend(table_pieces(block, table)),
        }
    }
    pieces
}

fn table_pieces(block: u32, table: &Table) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut bytes = 0;
    let mut reach = 0;
    let mut at = 0;
    for row in 0..table.rows {
        while let Some(cell) = table.cells.get(at).filter(|cell| cell.row <= row) {
            reach = reach.max(cell.row.saturating_add(cell.row_span));
            bytes += cell.text.len() + 30;
            at += 1;
        }
        if row + 1 >= reach {
            let rows = Some((from, row + 1));
            pieces.push(Piece { block, rows, bytes });
            from = row + 1;
            bytes = 0;
        }
    }
    pieces
}

impl Piece {
    /// The block that it is, or is cut from.
    pub fn block(&self) -> u32 {
        self.block
    }

    /// Whether a place stands in it.
    pub fn holds(&self, source: &Source, place: Place) -> bool {
        if place.block != self.block {
            return false;
        }
        let Some((from, until)) = self.rows else {
            return true;
        };
        match (find_table(source, self.block), place.cell) {
            (Some(table), Some(cell)) => table
                .cells
                .get(cell as usize)
                .is_some_and(|cell| (from..until).contains(&cell.row)),
            (Some(_), None) => from == 0,
            (None, _) => false,
        }
    }
}

fn find_table(source: &Source, block: u32) -> Option<&Table> {
    match source.blocks.get(block as usize) {
        Some(Block::Table(table)) => Some(table),
        Some(Block::Paragraph(_)) | None => None,
    }
}

/// Draws one part. Each duty's first mark in it carries `id="dN"` and leads to where the duty stands in the outline, as `outlined` says of
/// its ordinal: an escaped address.
pub(crate) fn drawing(
    source: &Source,
    part: &[Piece],
    (spots, outlined): (&[Spot], &dyn Fn(u32) -> String),
) -> Markup {
    let mut artist = Artist {
        source,
        spots,
        outlined,
        marked: HashSet::new(),
        out: String::new(),
    };
    let runs = part.chunk_by(|a, b| a.rows.is_some() && a.block == b.block);
    for run in runs {
        artist.draw(run);
    }
    Markup::trusted(artist.out)
}

struct Artist<'a> {
    source: &'a Source,
    spots: &'a [Spot],
    outlined: &'a dyn Fn(u32) -> String,
    marked: HashSet<u32>,
    out: String,
}

impl Artist<'_> {
    /// One paragraph, or rows of one table.
    fn draw(&mut self, run: &[Piece]) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        match (
            self.source.blocks.get(first.block as usize),
            first.rows.zip(last.rows),
        ) {
            (Some(Block::Paragraph(paragraph)), _) => {
                let tag = if paragraph.level.is_some() { "h3" } else { "p" };
                self.out.push_str(&format!("<{tag}>"));
                self.draw_text(&paragraph.text, (first.block, None));
                self.out.push_str(&format!("</{tag}>\n"));
            }
            (Some(Block::Table(table)), Some(((from, _), (_, until)))) => {
                self.out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"原文表格\"><table>\n");
                for row in from..until {
                    self.draw_row(table, first.block, row);
                }
                self.out.push_str("</table></div>\n");
            }
            (Some(Block::Table(_)), None) | (None, _) => {}
        }
    }

    fn draw_row(&mut self, table: &Table, block: u32, row: u32) {
        self.out.push_str("<tr>");
        let start = table.cells.partition_point(|cell| cell.row < row);
        let of_row = |(_, cell): &(usize, &Cell)| cell.row == row;
        let cells = table
            .cells
            .iter()
            .enumerate()
            .skip(start)
            .take_while(of_row);
        for (at, cell) in cells {
            self.out.push_str("<td");
            for (name, span) in [("rowspan", cell.row_span), ("colspan", cell.column_span)] {
                if span > 1 {
                    self.out.push_str(&format!(" {name}=\"{span}\""));
                }
            }
            self.out.push('>');
            self.draw_text(&cell.text, (block, u32::try_from(at).ok()));
            self.out.push_str("</td>");
        }
        self.out.push_str("</tr>\n");
    }

    fn draw_text(&mut self, text: &str, (block, cell): (u32, Option<u32>)) {
        let here = |spot: &&Spot| spot.place.block == block && spot.place.cell == cell;
        let mut spots: Vec<Spot> = self.spots.iter().filter(here).copied().collect();
        spots.sort_by_key(|spot| (spot.place.start, spot.ordinal));
        let mut at = 0;
        for spot in spots {
            let start = (spot.place.start as usize).max(at);
            let end = spot.place.end as usize;
            // A place that overlaps one before it, or does not fit the text, is not marked again.
            let (Some(before), Some(words)) = (text.get(at..start), text.get(start..end)) else {
                continue;
            };
            if words.is_empty() {
                continue;
            }
            push_lines(&mut self.out, before);
            self.mark(spot.ordinal, words);
            at = end;
        }
        push_lines(&mut self.out, text.get(at..).unwrap_or_default());
    }

    fn mark(&mut self, ordinal: u32, words: &str) {
        if self.marked.insert(ordinal) {
            self.out.push_str(&format!(
                "<mark id=\"d{ordinal}\"><a class=\"mk\" href=\"{}\" \
                 aria-label=\"任务{ordinal}，回到目录\">{ordinal}</a>",
                (self.outlined)(ordinal)
            ));
        } else {
            self.out.push_str("<mark>");
        }
        push_lines(&mut self.out, words);
        self.out.push_str("</mark>");
    }
}

/// Escaped text whose line feeds are line breaks.
fn push_lines(out: &mut String, text: &str) {
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push_str("<br>");
        }
        push_escaped(out, line);
    }
}

#[cfg(test)]
mod tests;
