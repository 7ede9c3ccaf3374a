//! Squares the grid of a table: spans that go beyond it are cut, rows without cells are taken out, leading rows of header cells become the
//! head. A table that only arranges a page gives its contents. Columns are counted here, for places.

use crate::block::{Align, Block, Cell, Line, Marks, Paragraph, Row, Table, is_visible};
use crate::error::{BodyError, MOST_COLUMNS};
use crate::settle;

/// A table as its source says it.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub caption: Line,
    pub head: Vec<Row>,
    pub body: Vec<Row>,
}

/// The blocks that a table gives: itself, or what it arranges.
pub(crate) fn settle(mut draft: Draft) -> Result<Vec<Block>, BodyError> {
    square(&mut draft.head)?;
    square(&mut draft.body)?;
    let rows = || draft.head.iter().chain(&draft.body);
    let count = rows().map(Vec::len).sum::<usize>();
    let holds_table = rows()
        .flatten()
        .any(|cell| cell.blocks.iter().any(Block::holds_table));
    if count <= 1 || holds_table {
        return Ok(unwrap(draft));
    }
    promote(&mut draft);
    for (row, is_head) in draft
        .head
        .iter_mut()
        .map(|row| (row, true))
        .chain(draft.body.iter_mut().map(|row| (row, false)))
    {
        for cell in row {
            cell.is_header |= is_head;
            let blocks = std::mem::take(&mut cell.blocks);
            cell.blocks = settle::for_cell(blocks, cell.is_header);
        }
    }
    let is_empty =
        draft.head.iter().chain(&draft.body).flatten().all(
            |cell| matches!(cell.blocks.as_slice(), [Block::Paragraph(p)] if p.line.is_empty()),
        );
    if is_empty {
        return Ok(caption(draft.caption).into_iter().collect());
    }
    Ok(vec![Block::Table(Table {
        caption: settle::without(draft.caption, Marks::STRONG),
        head: draft.head,
        body: draft.body,
    })])
}

fn caption(line: Line) -> Option<Block> {
    is_visible(&line).then_some(Block::Paragraph(Paragraph {
        align: Align::Centre,
        line,
    }))
}

fn unwrap(draft: Draft) -> Vec<Block> {
    let cells = draft.head.into_iter().chain(draft.body).flatten();
    caption(draft.caption)
        .into_iter()
        .chain(cells.flat_map(|cell| cell.blocks))
        .collect()
}

/// Leading rows of nothing but header cells are the head, as far as their spans end there.
fn promote(draft: &mut Draft) {
    let mut open_until = 0;
    let mut taken = 0;
    for (index, row) in draft.body.iter().enumerate() {
        if !row.iter().all(|cell| cell.is_header) {
            break;
        }
        let ends = row.iter().map(|cell| index + cell.rows).max();
        open_until = open_until.max(ends.unwrap_or(0));
        if open_until <= index + 1 {
            taken = index + 1;
        }
    }
    draft.head.extend(draft.body.drain(..taken));
}

/// Cuts spans to the section and takes out rows that have no cells of their own.
fn square(rows: &mut Vec<Row>) -> Result<(), BodyError> {
    let height = rows.len();
    for (index, row) in rows.iter_mut().enumerate() {
        for cell in row {
            cell.rows = cell.rows.min(height - index);
        }
    }
    remove_empty(rows);
    place(rows)?;
    Ok(())
}

/// Takes out rows without cells; spans that went over them are shorter by one each.
fn remove_empty(rows: &mut Vec<Row>) {
    // For each row, how many rows without cells stand before it.
    let mut before = Vec::with_capacity(rows.len() + 1);
    let mut empty = 0;
    for row in rows.iter() {
        before.push(empty);
        empty += usize::from(row.is_empty());
    }
    before.push(empty);
    if empty == 0 {
        return;
    }
    for (index, row) in rows.iter_mut().enumerate() {
        for cell in row {
            cell.rows -= before[index + cell.rows] - before[index];
        }
    }
    rows.retain(|row| !row.is_empty());
}

/// Gives each cell its column and cuts what would lie over another cell.
fn place(rows: &mut [Row]) -> Result<(), BodyError> {
    let mut taken = Taken::default();
    for row in rows.iter_mut() {
        taken.begin_row();
        for cell in row {
            let column = taken.next_free();
            cell.columns = cell.columns.min(taken.room(column));
            if column + cell.columns > MOST_COLUMNS {
                return Err(BodyError::TooManyCells);
            }
            taken.take(column, cell);
        }
    }
    Ok(())
}

/// The first column of each cell, counted from 0, over head and body.
pub(crate) fn columns(table: &Table) -> Vec<Vec<usize>> {
    let mut columns = Vec::new();
    for section in [&table.head, &table.body] {
        let mut taken = Taken::default();
        for row in section {
            taken.begin_row();
            let places = row.iter().map(|cell| {
                let column = taken.next_free();
                taken.take(column, cell);
                column
            });
            columns.push(places.collect());
        }
    }
    columns
}

/// Which columns of the row are taken, and for how many rows from here.
#[derive(Debug, Default)]
struct Taken {
    rows_left: Vec<usize>,
}

impl Taken {
    fn begin_row(&mut self) {
        for left in &mut self.rows_left {
            *left = left.saturating_sub(1);
        }
    }

    fn next_free(&self) -> usize {
        let free = self.rows_left.iter().position(|left| *left == 0);
        free.unwrap_or(self.rows_left.len())
    }

    /// Free columns from `column` on.
    fn room(&self, column: usize) -> usize {
        let next = self.rows_left.iter().skip(column).position(|l| *l > 0);
        next.unwrap_or(usize::MAX)
    }

    fn take(&mut self, column: usize, cell: &Cell) {
        let end = column + cell.columns;
        if self.rows_left.len() < end {
            self.rows_left.resize(end, 0);
        }
        self.rows_left[column..end].fill(cell.rows);
    }
}
