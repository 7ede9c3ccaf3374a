//! The plain text of a body with the place of every line: blocks are lines, cells of a row stand between tabs. Gate, search and summaries
//! read it; what they find is told by place.

use std::ops::Range;

use crate::block::{Block, Cell, Line, Table, text_of};
use crate::grid;
use crate::place::{Place, Spot};

/// The plain text of a body, and where each line of it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    text: String,
    spans: Vec<Span>,
}

/// A line of the body within the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub bytes: Range<usize>,
    /// Index in the order of [`leaves`].
    pub leaf: usize,
    pub place: Place,
}

impl Layout {
    pub(crate) fn of(blocks: &[Block]) -> Self {
        let mut layout = Self::default();
        for (index, leaf) in leaves(blocks).into_iter().enumerate() {
            let mut text = text_of(leaf.line);
            if leaf.joint == Joint::Line && text.is_empty() {
                continue;
            }
            if matches!(leaf.place.spot, Spot::Cell { .. }) {
                text = text.replace('\n', " ");
            }
            if !layout.spans.is_empty() {
                layout.text.push(leaf.joint.sign());
            }
            let start = layout.text.len();
            layout.text.push_str(&text);
            layout.spans.push(Span {
                bytes: start..layout.text.len(),
                leaf: index,
                place: leaf.place,
            });
        }
        layout
    }

    /// The text: a line for each block, cells of a row between tabs, pictures by what is said instead of them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes the text out.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Where the byte at `offset` of the text stands; behind the end, where the text ends.
    pub fn place(&self, offset: usize) -> Place {
        let after = self.spans.partition_point(|s| s.bytes.start <= offset);
        self.spans.get(after.saturating_sub(1)).map_or(
            Place {
                block: 0,
                spot: Spot::Paragraph(1),
            },
            |span| span.place,
        )
    }

    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }
}

/// What stands between a line and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// A line feed; a line without words is left out.
    Line,
    /// A line feed; the line is the first cell of a row, which may be empty.
    Row,
    /// A tab.
    Cell,
    /// A blank: another paragraph of the same cell.
    Within,
}

impl Joint {
    fn sign(self) -> char {
        match self {
            Self::Line | Self::Row => '\n',
            Self::Cell => '\t',
            Self::Within => ' ',
        }
    }
}

/// One line of a body.
pub(crate) struct Leaf<'a> {
    pub place: Place,
    pub joint: Joint,
    pub line: &'a Line,
}

/// All lines of a body in reading order, with their places.
pub(crate) fn leaves(blocks: &[Block]) -> Vec<Leaf<'_>> {
    let mut visit = Visit::default();
    for (index, block) in blocks.iter().enumerate() {
        visit.block = index;
        visit.visit(block, None);
    }
    visit.leaves
}

/// The same lines in the same order, to be changed.
pub(crate) fn lines_mut(blocks: &mut [Block]) -> Vec<&mut Line> {
    let mut lines = Vec::new();
    for block in blocks {
        collect(block, &mut lines);
    }
    lines
}

fn collect<'a>(block: &'a mut Block, lines: &mut Vec<&'a mut Line>) {
    match block {
        Block::Paragraph(paragraph) => lines.push(&mut paragraph.line),
        Block::Heading { line, .. } => lines.push(line),
        Block::List(list) => {
            for block in list.items.iter_mut().flatten() {
                collect(block, lines);
            }
        }
        Block::Table(table) => {
            lines.push(&mut table.caption);
            for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                for block in &mut cell.blocks {
                    collect(block, lines);
                }
            }
        }
        Block::Quote(blocks) => {
            for block in blocks {
                collect(block, lines);
            }
        }
        Block::Figure(figure) => {
            lines.push(&mut figure.picture);
            lines.push(&mut figure.caption);
        }
        Block::Rule => {}
    }
}

#[derive(Default)]
struct Visit<'a> {
    block: usize,
    paragraphs: usize,
    headings: usize,
    lists: usize,
    tables: usize,
    figures: usize,
    leaves: Vec<Leaf<'a>>,
}

/// What a line stands in, where that names its place.
#[derive(Clone, Copy)]
enum Inside {
    Item { list: usize, item: usize },
    Cell { spot: Spot, joint: Joint },
}

impl<'a> Visit<'a> {
    fn leaf(&mut self, spot: Spot, joint: Joint, line: &'a Line) {
        self.leaves.push(Leaf {
            place: Place {
                block: self.block,
                spot,
            },
            joint,
            line,
        });
    }

    fn visit(&mut self, block: &'a Block, inside: Option<Inside>) {
        match block {
            Block::Paragraph(paragraph) => self.line(&paragraph.line, inside),
            Block::Heading { line, .. } => {
                self.headings += 1;
                self.leaf(Spot::Heading(self.headings), Joint::Line, line);
            }
            Block::List(list) => {
                let mut item = 0;
                self.lists += usize::from(inside.is_none());
                self.items(&list.items, inside, &mut item);
            }
            Block::Table(table) => self.table(table),
            Block::Quote(blocks) => {
                for block in blocks {
                    self.visit(block, inside);
                }
            }
            Block::Figure(figure) => {
                self.figures += 1;
                let spot = Spot::Figure(self.figures);
                self.leaf(spot, Joint::Line, &figure.picture);
                self.leaf(spot, Joint::Line, &figure.caption);
            }
            Block::Rule => {}
        }
    }

    fn line(&mut self, line: &'a Line, inside: Option<Inside>) {
        match inside {
            None => {
                self.paragraphs += 1;
                self.leaf(Spot::Paragraph(self.paragraphs), Joint::Line, line);
            }
            Some(Inside::Item { list, item }) => {
                self.leaf(Spot::Item { list, item }, Joint::Line, line);
            }
            Some(Inside::Cell { spot, joint }) => self.leaf(spot, joint, line),
        }
    }

    /// Items of a list and of the lists within it, counted on by `count`.
    fn items(&mut self, items: &'a [Vec<Block>], inside: Option<Inside>, count: &mut usize) {
        for blocks in items {
            *count += 1;
            let inside = match inside {
                Some(Inside::Cell { .. }) => inside,
                _ => Some(Inside::Item {
                    list: self.lists,
                    item: *count,
                }),
            };
            for (index, block) in blocks.iter().enumerate() {
                match block {
                    Block::List(inner) => self.items(&inner.items, within(inside), count),
                    block if index == 0 => self.visit(block, inside),
                    block => self.visit(block, within(inside)),
                }
            }
        }
    }

    fn table(&mut self, table: &'a Table) {
        self.tables += 1;
        let number = self.tables;
        self.leaf(Spot::Caption { table: number }, Joint::Line, &table.caption);
        let columns = grid::columns(table);
        let rows = table.head.iter().chain(&table.body);
        for (row, (cells, columns)) in rows.zip(&columns).enumerate() {
            for (index, (cell, column)) in cells.iter().zip(columns).enumerate() {
                let spot = Spot::Cell {
                    table: number,
                    row: row + 1,
                    column: column + 1,
                };
                self.cell(
                    cell,
                    spot,
                    if index == 0 { Joint::Row } else { Joint::Cell },
                );
            }
        }
    }

    fn cell(&mut self, cell: &'a Cell, spot: Spot, joint: Joint) {
        let mut joint = joint;
        for block in &cell.blocks {
            let before = self.leaves.len();
            self.visit(block, Some(Inside::Cell { spot, joint }));
            // Of a list only the first line begins the cell.
            for leaf in self.leaves.iter_mut().skip(before + 1) {
                leaf.joint = Joint::Within;
            }
            joint = Joint::Within;
        }
    }
}

/// Behind the first line of an item.
fn within(inside: Option<Inside>) -> Option<Inside> {
    match inside {
        Some(Inside::Cell { spot, .. }) => Some(Inside::Cell {
            spot,
            joint: Joint::Within,
        }),
        other => other,
    }
}
