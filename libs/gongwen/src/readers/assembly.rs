//! Putting blocks together under the limits: every reader hands its paragraphs and tables to an [`Assembly`], which
//! trims, numbers and counts them. Knows no file format.

use super::error::ReadError;
use super::words;
use crate::blocks::{Block, Cell, Format, Origin, Paragraph, Source, Table};
use crate::limits::Limits;

/// Blocks in the making.
pub(crate) struct Assembly {
    format: Format,
    limits: Limits,
    blocks: Vec<Block>,
    cells: usize,
    gap: bool,
}

/// Where a block stands and what its file says of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Standing {
    /// Line of a text file; `None` where the ordinal of the block will do.
    pub line: Option<u32>,
    /// Page of a PDF.
    pub page: Option<u32>,
    /// Outline level.
    pub level: Option<u8>,
}

impl Assembly {
    pub(crate) fn new(format: Format, limits: &Limits) -> Self {
        Self {
            format,
            limits: *limits,
            blocks: Vec::new(),
            cells: 0,
            gap: false,
        }
    }

    /// Notes blank space before the next paragraph.
    pub(crate) fn gap(&mut self) {
        self.gap = true;
    }

    /// Adds a paragraph; blank words only note a gap.
    pub(crate) fn paragraph(&mut self, text: &str, standing: Standing) -> Result<(), ReadError> {
        let text = words::clean(text);
        if text.is_empty() {
            self.gap();
            return Ok(());
        }
        self.check_room()?;
        let paragraph = Paragraph {
            text: text.into_owned(),
            origin: self.origin(standing),
            level: standing.level,
            after_gap: std::mem::take(&mut self.gap),
        };
        self.blocks.push(Block::Paragraph(paragraph));
        Ok(())
    }

    /// Adds a table. A table of one cell is a frame around paragraphs and is added as these; an empty one is dropped.
    pub(crate) fn table(&mut self, grid: Grid, standing: Standing) -> Result<(), ReadError> {
        let mut table = grid.finish();
        if table.cells.iter().all(|c| c.text.is_empty()) {
            self.gap();
            return Ok(());
        }
        if let [only] = table.cells.as_slice() {
            for line in only.text.split('\n') {
                self.paragraph(line, standing)?;
            }
            return Ok(());
        }
        self.cells += table.cells.len();
        if self.cells > self.limits.cells {
            return Err(self.too_many_cells());
        }
        self.check_room()?;
        table.origin = self.origin(standing);
        self.gap = false;
        self.blocks.push(Block::Table(table));
        Ok(())
    }

    /// A grid that refuses more cells than are left.
    pub(crate) fn grid(&self) -> Grid {
        Grid::new(&self.limits)
    }

    /// The source, or [`ReadError::Empty`] where nothing was said.
    pub(crate) fn finish(self) -> Result<Source, ReadError> {
        if self.blocks.is_empty() {
            return Err(ReadError::Empty);
        }
        Ok(Source {
            format: self.format,
            blocks: self.blocks,
        })
    }

    fn origin(&self, standing: Standing) -> Origin {
        let ordinal = u32::try_from(self.blocks.len() + 1).unwrap_or(u32::MAX);
        Origin {
            line: standing.line.unwrap_or(ordinal),
            page: standing.page,
        }
    }

    fn check_room(&self) -> Result<(), ReadError> {
        if self.blocks.len() < self.limits.blocks {
            return Ok(());
        }
        Err(ReadError::TooManyBlocks {
            part: format!("第 {} 段之后", self.blocks.len()),
            limit: self.limits.blocks,
        })
    }

    fn too_many_cells(&self) -> ReadError {
        ReadError::TooManyCells {
            part: format!("第 {} 段之后", self.blocks.len()),
            limit: self.limits.cells,
        }
    }
}

/// A table in the making: cells are given row by row, merged ones push the later ones aside as in HTML.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    cells: Vec<Cell>,
    /// For each column the first row that is free.
    free_from: Vec<u32>,
    row: u32,
    column: u32,
    rows: u32,
    limit: usize,
    columns_limit: usize,
}

impl Grid {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            cells: Vec::new(),
            free_from: Vec::new(),
            row: 0,
            column: 0,
            rows: 0,
            limit: limits.cells,
            columns_limit: limits.columns,
        }
    }

    /// Ends a row.
    pub(crate) fn end_row(&mut self) {
        self.row += 1;
        self.rows = self.row;
        self.column = 0;
    }

    /// Refuses at once what would not fit.
    pub(crate) fn reserve(&mut self, rows: usize, columns: usize) -> Result<(), ReadError> {
        if columns > self.columns_limit || rows.saturating_mul(columns) > self.limit {
            return Err(self.too_many());
        }
        Ok(())
    }

    /// Leaves `count` columns empty.
    pub(crate) fn skip(&mut self, count: u32) -> Result<(), ReadError> {
        self.check_columns(self.column.saturating_add(count))?;
        self.column += count;
        Ok(())
    }

    /// Adds a cell at the next free place of the row; `spans` are rows and columns, at least 1 each.
    pub(crate) fn cell(&mut self, text: String, spans: (u32, u32)) -> Result<(), ReadError> {
        while self
            .free_from
            .get(self.column as usize)
            .is_some_and(|free| *free > self.row)
        {
            self.column += 1;
        }
        let (row_span, column_span) = (spans.0.max(1), spans.1.max(1));
        let end = self.column.saturating_add(column_span);
        self.check_columns(end)?;
        if self.cells.len() >= self.limit {
            return Err(self.too_many());
        }
        if self.free_from.len() < end as usize {
            self.free_from.resize(end as usize, 0);
        }
        for free in &mut self.free_from[self.column as usize..end as usize] {
            *free = self.row.saturating_add(row_span);
        }
        self.cells.push(Cell {
            text,
            row: self.row,
            column: self.column,
            row_span,
            column_span,
        });
        self.column = end;
        Ok(())
    }

    /// Lets the cell that covers `column` in an earlier row reach down into the current row; `false` where none does.
    pub(crate) fn extend_above(&mut self, column: u32, column_span: u32) -> bool {
        let row = self.row;
        let above = self
            .cells
            .iter_mut()
            .rev()
            .take(4096)
            .find(|c| c.column == column && c.row < row);
        let Some(above) = above.filter(|c| c.row + c.row_span == row) else {
            return false;
        };
        above.row_span += 1;
        for free in self
            .free_from
            .iter_mut()
            .skip(column as usize)
            .take(column_span as usize)
        {
            *free = (*free).max(row + 1);
        }
        true
    }

    /// Column of the next cell, not counting places taken from above.
    pub(crate) fn column(&self) -> u32 {
        self.column
    }

    /// Words of the cells in reading order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|c| c.text.as_str())
    }

    fn finish(mut self) -> Table {
        if self.column > 0 {
            self.end_row();
        }
        let rows = self.rows;
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.min(rows.saturating_sub(cell.row)).max(1);
            let cleaned: Vec<&str> = cell
                .text
                .split('\n')
                .map(words::trim)
                .filter(|l| !l.is_empty())
                .collect();
            cell.text = cleaned
                .join("\n")
                .chars()
                .filter(|c| !words::is_invisible(*c))
                .collect();
        }
        Table {
            rows,
            columns: u32::try_from(self.free_from.len()).unwrap_or(u32::MAX),
            cells: self.cells,
            origin: Origin {
                line: 0,
                page: None,
            },
        }
    }

    fn check_columns(&self, end: u32) -> Result<(), ReadError> {
        if end as usize <= self.columns_limit {
            return Ok(());
        }
        Err(self.too_many())
    }

    fn too_many(&self) -> ReadError {
        ReadError::TooManyCells {
            part: format!("第 {} 行", self.row + 1),
            limit: self.limit,
        }
    }
}
