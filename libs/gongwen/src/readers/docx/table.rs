//! One Word table in the making: grid spans, vertical merges, skipped columns, deleted rows. A table within a cell is
//! flattened into the words of that cell.

use crate::readers::assembly::Grid;
use crate::readers::error::ReadError;

/// How a cell takes part in a vertical merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    /// Not at all.
    #[default]
    None,
    /// It is the first.
    Start,
    /// It goes on with the one above.
    Continue,
}

#[derive(Debug, Default)]
struct DraftCell {
    text: String,
    span: u32,
    down: Merge,
    across: Merge,
}

#[derive(Debug, Default)]
struct DraftRow {
    before: u32,
    cells: Vec<DraftCell>,
    is_deleted: bool,
}

/// A table whose end has not been met.
#[derive(Debug)]
pub(super) struct DraftTable {
    grid: Grid,
    row: DraftRow,
}

impl DraftTable {
    pub(super) fn new(grid: Grid) -> Self {
        Self {
            grid,
            row: DraftRow::default(),
        }
    }

    pub(super) fn open_row(&mut self) {
        self.row = DraftRow::default();
    }

    pub(super) fn delete_row(&mut self) {
        self.row.is_deleted = true;
    }

    pub(super) fn skip_columns(&mut self, count: u32) {
        self.row.before = count;
    }

    pub(super) fn open_cell(&mut self) {
        self.row.cells.push(DraftCell {
            span: 1,
            ..DraftCell::default()
        });
    }

    pub(super) fn span(&mut self, columns: u32) {
        if let Some(cell) = self.row.cells.last_mut() {
            cell.span = columns.max(1);
        }
    }

    pub(super) fn merge_down(&mut self, merge: Merge) {
        if let Some(cell) = self.row.cells.last_mut() {
            cell.down = merge;
        }
    }

    pub(super) fn merge_across(&mut self, merge: Merge) {
        if let Some(cell) = self.row.cells.last_mut() {
            cell.across = merge;
        }
    }

    /// Adds a paragraph to the open cell.
    pub(super) fn push(&mut self, text: &str) {
        if let Some(cell) = self.row.cells.last_mut() {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(text);
        }
    }

    pub(super) fn close_row(&mut self) -> Result<(), ReadError> {
        let row = std::mem::take(&mut self.row);
        if row.is_deleted || row.cells.is_empty() {
            return Ok(());
        }
        self.grid.skip(row.before)?;
        let mut cells = row.cells.into_iter().peekable();
        while let Some(cell) = cells.next() {
            let mut span = cell.span;
            while let Some(next) = cells.next_if(|c| c.across == Merge::Continue) {
                span = span.saturating_add(next.span);
            }
            self.close_cell(cell, span)?;
        }
        self.grid.end_row();
        Ok(())
    }

    fn close_cell(&mut self, cell: DraftCell, span: u32) -> Result<(), ReadError> {
        if cell.down == Merge::Continue && self.grid.extend_above(self.grid.column(), span) {
            return self.grid.skip(span);
        }
        self.grid.cell(cell.text, (1, span))
    }

    pub(super) fn finish(self) -> Grid {
        self.grid
    }
}
