//! Tables of a page: letters go to the cells they stand in, the wrapped lines of a cell are joined, and a table that
//! goes on over the page break becomes one. Does not guess where cells are.

use super::glyphs::Glyph;
use super::grid::RuledGrid;
use super::lines::{Line, compose};
use crate::readers::assembly::Grid;
use crate::readers::error::ReadError;
use crate::readers::words;
use crate::readers::wrap::{ends_sentence, starts_with_label};

/// A cell with what is needed to see whether its words go on elsewhere.
#[derive(Debug, Clone, Default)]
struct RuledCell {
    text: String,
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    /// Width of its last line and of the room it had.
    last_width: f32,
    room: f32,
    /// Width of what cannot be parted at its beginning.
    first_unit: f32,
}

/// A table, or the part of it on one page.
#[derive(Debug, Clone)]
pub(crate) struct PageTable {
    /// Upper edge.
    pub top: f32,
    xs: Vec<f32>,
    rows: usize,
    cells: Vec<RuledCell>,
}

/// Moves the letters within the grids into tables; gives back the tables and the other letters.
pub(super) fn take(glyphs: Vec<Glyph>, grids: Vec<RuledGrid>) -> (Vec<PageTable>, Vec<Glyph>) {
    let mut held: Vec<Vec<Vec<Glyph>>> = grids
        .iter()
        .map(|g| vec![Vec::new(); g.areas.len()])
        .collect();
    let mut rest = Vec::new();
    for glyph in glyphs {
        let place = grids
            .iter()
            .enumerate()
            .find_map(|(index, g)| Some((index, g.find(glyph.middle())?)));
        match place {
            Some((grid, cell)) => held[grid][cell].push(glyph),
            None => rest.push(glyph),
        }
    }
    let tables = grids
        .iter()
        .zip(held)
        .map(|(grid, cells)| PageTable::build(grid, cells));
    (
        tables
            .filter(|t| t.cells.iter().any(|c| !c.text.is_empty()))
            .collect(),
        rest,
    )
}

impl PageTable {
    fn build(grid: &RuledGrid, held: Vec<Vec<Glyph>>) -> Self {
        let mut cells: Vec<RuledCell> = grid
            .areas
            .iter()
            .zip(held)
            .map(|(area, glyphs)| {
                let (from, to) = area.columns;
                let mut cell = RuledCell {
                    row: area.rows.0,
                    column: from,
                    row_span: area.rows.1 - area.rows.0,
                    column_span: to - from,
                    ..RuledCell::default()
                };
                let lines = compose(glyphs);
                cell.room = match grid.widest.get(from) {
                    Some(widest) => *widest,
                    None => room_between(&lines, (grid.xs[from], grid.xs[to])),
                };
                cell.fill(&lines);
                cell
            })
            .collect();
        cells.sort_by_key(|c| (c.row, c.column));
        let mut table = Self {
            top: grid.top(),
            xs: grid.xs.clone(),
            rows: grid.ys.len() - 1,
            cells,
        };
        table.drop_empty_rows();
        table
    }

    /// Double rulings leave rows of no height without words.
    fn drop_empty_rows(&mut self) {
        for row in (0..self.rows).rev() {
            let is_used = self
                .cells
                .iter()
                .any(|c| c.row <= row && row < c.row + c.row_span && !c.text.is_empty());
            if is_used {
                continue;
            }
            self.cells.retain(|c| !(c.row == row && c.row_span == 1));
            for cell in &mut self.cells {
                if cell.row <= row && row < cell.row + cell.row_span {
                    cell.row_span -= 1;
                } else if cell.row > row {
                    cell.row -= 1;
                }
            }
            self.rows -= 1;
        }
    }

    /// Whether `next`, at the top of the following page, has the same columns.
    pub(super) fn has_columns_of(&self, next: &Self) -> bool {
        self.xs.len() == next.xs.len()
            && self
                .xs
                .iter()
                .zip(&next.xs)
                .all(|(a, b)| (a - b).abs() < 4.0)
    }

    /// Takes in the part of the table that stands on the next page.
    pub(super) fn append(&mut self, mut next: Self) {
        next.drop_repeated_head(self);
        if next.rows == 0 {
            return;
        }
        let goes_on = self.row_goes_on(&next);
        let offset = if goes_on { self.rows - 1 } else { self.rows };
        let last = self.rows;
        let merging: Vec<usize> = self
            .cells
            .iter()
            .chain(&next.cells)
            .filter(|c| c.row_span > 1)
            .map(|c| c.column)
            .collect();
        for mut cell in next.cells {
            let above = self.cells.iter_mut().find(|c| {
                cell.row == 0
                    && c.row + c.row_span == last
                    && c.column == cell.column
                    && c.column_span == cell.column_span
            });
            let span = cell.row_span;
            match above {
                Some(above) if goes_on => {
                    above.take_in(&cell);
                    above.row_span += span - 1;
                }
                Some(above)
                    if merging.contains(&cell.column)
                        && (cell.text.is_empty()
                            || (above.row_span > 1 || span > 1) && above.goes_on_in(&cell)) =>
                {
                    above.take_in(&cell);
                    above.row_span += span;
                }
                _ => {
                    cell.row += offset;
                    self.cells.push(cell);
                }
            }
        }
        self.rows = offset + next.rows;
        self.cells.sort_by_key(|c| (c.row, c.column));
    }

    fn drop_repeated_head(&mut self, first: &Self) {
        let head = |t: &Self| {
            let row: Vec<String> = t
                .cells
                .iter()
                .filter(|c| c.row == 0)
                .map(|c| c.text.clone())
                .collect();
            row
        };
        let is_repeated =
            head(self) == head(first) && self.cells.iter().all(|c| c.row > 0 || c.row_span == 1);
        if is_repeated && head(self).iter().any(|t| !t.is_empty()) {
            self.cells.retain(|c| c.row > 0);
            for cell in &mut self.cells {
                cell.row -= 1;
            }
            self.rows -= 1;
        }
    }

    /// Whether the page break parted a row: the longest cell of the last row was broken off in mid-sentence.
    fn row_goes_on(&self, next: &Self) -> bool {
        let last = self.rows;
        let pairs = next
            .cells
            .iter()
            .filter(|c| c.row == 0 && !c.text.is_empty())
            .filter_map(|below| {
                let above = self.cells.iter().find(|c| {
                    c.row + c.row_span == last
                        && c.column == below.column
                        && c.column_span == below.column_span
                })?;
                (!above.text.is_empty()).then_some((above, below))
            });
        let longest = pairs.max_by_key(|(above, below)| above.text.len() + below.text.len());
        longest.is_some_and(|(above, below)| above.goes_on_in(below))
    }

    /// As a grid for the assembly.
    pub(super) fn write(mut self, mut grid: Grid) -> Result<Grid, ReadError> {
        grid.reserve(self.rows, self.xs.len() - 1)?;
        self.cells.sort_by_key(|c| (c.row, c.column));
        let mut row = 0;
        for cell in self.cells {
            while row < cell.row {
                grid.end_row();
                row += 1;
            }
            let span = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            grid.cell(cell.text, (span(cell.row_span), span(cell.column_span)))?;
        }
        while row < self.rows {
            grid.end_row();
            row += 1;
        }
        Ok(grid)
    }
}

/// The room for a line between two rulings.
fn room_between(lines: &[Line], edges: (f32, f32)) -> f32 {
    let width = edges.1 - edges.0;
    let padding = lines
        .iter()
        .map(|l| l.left - edges.0)
        .fold(6.0, f32::min)
        .max(0.0);
    let widest = lines.iter().map(|l| l.right - l.left).fold(0.0, f32::max);
    (width - padding * 2.0).max(widest)
}

impl RuledCell {
    /// Puts the lines of a cell together.
    fn fill(&mut self, lines: &[Line]) {
        self.first_unit = lines.first().map_or(0.0, |l| l.first_unit);
        let mut previous: Option<&Line> = None;
        for line in lines {
            if previous.is_some_and(|p| self.line_goes_on(p, line)) {
                words::join_wrapped(&mut self.text, &line.text);
            } else {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.text.push_str(&line.text);
            }
            self.last_width = line.right - line.left;
            previous = Some(line);
        }
    }

    fn line_goes_on(&self, line: &Line, next: &Line) -> bool {
        let would_fit = line.right - line.left + next.first_unit <= self.room - line.size * 0.2;
        !(would_fit || starts_with_label(&next.text) && ends_sentence(&line.text))
    }

    /// Whether the words of this cell were broken off and go on in `below`.
    fn goes_on_in(&self, below: &Self) -> bool {
        let would_fit = self.last_width + below.first_unit <= self.room - 2.0;
        !would_fit && !starts_with_label(&below.text) && !self.text.is_empty()
    }

    fn take_in(&mut self, below: &Self) {
        if below.text.is_empty() {
            return;
        }
        if self.goes_on_in(below) {
            words::join_wrapped(&mut self.text, &below.text);
        } else {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&below.text);
        }
        self.last_width = below.last_width;
    }
}
