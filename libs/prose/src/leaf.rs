//! The lines of a body in reading order, each with its place, with what stands before it in plain text, and with what it is the words of.
//! Text, comparison and checks go by this one order.

use crate::block::{Align, Block, Cell, Line, List, Paragraph, Table};
use crate::grid;
use crate::place::{Place, Spot};

/// One line of a body.
pub(crate) struct Leaf<'a> {
    pub place: Place,
    pub joint: Joint,
    pub frame: Frame,
    pub line: &'a Line,
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
    pub(crate) fn sign(self) -> char {
        match self {
            Self::Line | Self::Row => '\n',
            Self::Cell => '\t',
            Self::Within => ' ',
        }
    }
}

/// What a line is the words of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    Paragraph(Align),
    Heading(u8),
    Item { is_ordered: bool, align: Align },
    Caption,
    Cell(CellFrame),
    Picture,
}

/// The cell of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellFrame {
    columns: usize,
    rows: usize,
    is_header: bool,
    align: Align,
}

/// All lines of a body in reading order.
pub(crate) fn leaves(blocks: &[Block]) -> Vec<Leaf<'_>> {
    let mut visit = Visit::default();
    for (index, block) in blocks.iter().enumerate() {
        visit.block = index;
        visit.visit(block, Inside::Body);
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

/// What a line stands in, as far as that names its place.
#[derive(Clone, Copy)]
enum Inside<'a> {
    Body,
    Item {
        spot: Spot,
        is_ordered: bool,
    },
    Cell {
        spot: Spot,
        joint: Joint,
        cell: &'a Cell,
    },
}

impl<'a> Visit<'a> {
    fn leaf(&mut self, spot: Spot, of: (Joint, Frame), line: &'a Line) {
        let (joint, frame) = of;
        let block = self.block;
        self.leaves.push(Leaf {
            place: Place { block, spot },
            joint,
            frame,
            line,
        });
    }

    fn visit(&mut self, block: &'a Block, inside: Inside<'a>) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph, inside),
            Block::Heading { level, line } => {
                self.headings += 1;
                let frame = Frame::Heading(*level);
                self.leaf(Spot::Heading(self.headings), (Joint::Line, frame), line);
            }
            Block::List(list) => {
                let mut item = 0;
                self.lists += usize::from(matches!(inside, Inside::Body));
                self.items(list, inside, &mut item);
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
                self.leaf(spot, (Joint::Line, Frame::Picture), &figure.picture);
                self.leaf(spot, (Joint::Line, Frame::Caption), &figure.caption);
            }
            Block::Rule => {}
        }
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph, inside: Inside<'a>) {
        let align = paragraph.align;
        let (spot, joint, frame) = match inside {
            Inside::Body => {
                self.paragraphs += 1;
                let spot = Spot::Paragraph(self.paragraphs);
                (spot, Joint::Line, Frame::Paragraph(align))
            }
            Inside::Item { spot, is_ordered } => {
                (spot, Joint::Line, Frame::Item { is_ordered, align })
            }
            Inside::Cell { spot, joint, cell } => {
                let frame = CellFrame {
                    columns: cell.columns,
                    rows: cell.rows,
                    is_header: cell.is_header,
                    align,
                };
                (spot, joint, Frame::Cell(frame))
            }
        };
        self.leaf(spot, (joint, frame), &paragraph.line);
    }

    /// Items of a list and of the lists within it, counted on by `count`.
    fn items(&mut self, list: &'a List, inside: Inside<'a>, count: &mut usize) {
        for blocks in &list.items {
            *count += 1;
            let inside = match inside {
                Inside::Cell { .. } => inside,
                Inside::Body | Inside::Item { .. } => Inside::Item {
                    spot: Spot::Item {
                        list: self.lists,
                        item: *count,
                    },
                    is_ordered: list.is_ordered,
                },
            };
            for block in blocks {
                match block {
                    Block::List(inner) => self.items(inner, inside, count),
                    block => self.visit(block, inside),
                }
            }
        }
    }

    fn table(&mut self, table: &'a Table) {
        self.tables += 1;
        let number = self.tables;
        let spot = Spot::Caption { table: number };
        self.leaf(spot, (Joint::Line, Frame::Caption), &table.caption);
        let columns = grid::columns(table);
        let rows = table.head.iter().chain(&table.body);
        for (row, (cells, columns)) in rows.zip(&columns).enumerate() {
            for (index, (cell, column)) in cells.iter().zip(columns).enumerate() {
                let spot = Spot::Cell {
                    table: number,
                    row: row + 1,
                    column: column + 1,
                };
                let joint = if index == 0 { Joint::Row } else { Joint::Cell };
                self.cell(Inside::Cell { spot, joint, cell }, cell);
            }
        }
    }

    fn cell(&mut self, inside: Inside<'a>, cell: &'a Cell) {
        let first = self.leaves.len();
        for block in &cell.blocks {
            self.visit(block, inside);
        }
        for leaf in self.leaves.iter_mut().skip(first + 1) {
            leaf.joint = Joint::Within;
        }
    }
}
