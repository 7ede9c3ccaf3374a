//! Real tables: the grid, its header, its rows. Flattened tables are another file's business.

use super::columns::{Column, Columns, of_heading};
use super::draft::Book;
use super::rows::{CellLines, Row};
use crate::blocks::{Block, Source, Table};
use crate::outline::label::{self, Style};
use crate::outline::line::{Line, of_cell};
use crate::outline::numeral;
use crate::units::name::is_full;
use crate::units::role::Role;
use crate::units::verbs::groups;

/// Grids larger than this are no task tables.
const LARGEST: u64 = 2_000_000;

/// How many rows the columns are guessed from.
const GUESSED_FROM: usize = 60;

/// How many rows may stand above the header (the table's title, its unit).
const HEADER_WITHIN: usize = 8;

/// A table as a grid of cell indices.
pub(crate) struct Grid<'t> {
    table: &'t Table,
    columns: usize,
    cells: Vec<Option<u32>>,
}

impl<'t> Grid<'t> {
    /// Lays the cells out; `None` where the table is too large or has a single column.
    pub fn new(table: &'t Table) -> Option<Grid<'t>> {
        let area = u64::from(table.rows) * u64::from(table.columns);
        if area == 0 || area > LARGEST || table.columns < 2 {
            return None;
        }
        let columns = table.columns as usize;
        let mut cells = vec![None; area as usize];
        for (index, cell) in table.cells.iter().enumerate() {
            let down = cell
                .row
                .saturating_add(cell.row_span.max(1))
                .min(table.rows);
            let right = cell
                .column
                .saturating_add(cell.column_span.max(1))
                .min(table.columns);
            for row in cell.row..down {
                for column in cell.column..right {
                    let slot = &mut cells[row as usize * columns + column as usize];
                    if slot.is_none() {
                        *slot = Some(index as u32);
                    }
                }
            }
        }
        Some(Grid {
            table,
            columns,
            cells,
        })
    }

    fn rows(&self) -> usize {
        self.cells.len() / self.columns
    }

    fn at(&self, row: usize, column: usize) -> Option<u32> {
        self.cells[row * self.columns + column]
    }

    fn text(&self, row: usize, column: usize) -> &'t str {
        self.at(row, column)
            .map_or("", |i| self.table.cells[i as usize].text.as_str())
    }

    /// The different cells of a row that hold words.
    fn filled(&self, row: usize) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for column in 0..self.columns {
            if let Some(i) = self.at(row, column)
                && found.last() != Some(&i)
                && !self.table.cells[i as usize].text.trim().is_empty()
            {
                found.push(i);
            }
        }
        found
    }

    /// The header: its columns and the row after it.
    pub fn header(&self) -> Option<(Columns, usize)> {
        for row in 0..self.rows().min(HEADER_WITHIN) {
            let mut list = self.headings(row);
            if list.iter().flatten().count() < 2 {
                continue;
            }
            let mut next = row + 1;
            // a second header row below merged headings (责任分工 → 牵头单位, 配合单位)
            if next < self.rows() {
                let below = self.headings(next);
                let filled = self.filled(next);
                let headings = filled
                    .iter()
                    .filter(|i| of_heading(&self.table.cells[**i as usize].text).is_some())
                    .count();
                if headings >= 2 && headings * 3 >= filled.len() * 2 {
                    for (above, below) in list.iter_mut().zip(below) {
                        *above = below.or(*above);
                    }
                    next += 1;
                }
            }
            let columns = Columns {
                list: list
                    .into_iter()
                    .map(|c| c.unwrap_or(Column::Other))
                    .collect(),
                is_guessed: false,
            };
            if columns.hand_out() {
                return Some((columns.settle(), next));
            }
        }
        None
    }

    fn headings(&self, row: usize) -> Vec<Option<Column>> {
        (0..self.columns)
            .map(|c| of_heading(self.text(row, c)))
            .collect()
    }

    /// Whether a row repeats the header, as on each page.
    fn is_header(&self, row: usize, columns: &Columns) -> bool {
        let telling = |c: &Column| matches!(c, Column::Units(_) | Column::Time);
        let Some(at) = columns.list.iter().position(telling) else {
            return false;
        };
        if !of_heading(self.text(row, at)).is_some_and(|c| telling(&c)) {
            return false;
        }
        let filled = self.filled(row);
        let known = filled
            .iter()
            .filter(|i| of_heading(&self.table.cells[**i as usize].text).is_some())
            .count();
        known >= 2 && known * 3 >= filled.len() * 2
    }

    /// Columns guessed from what the cells hold.
    pub fn guess(&self) -> Option<Columns> {
        let mut list = vec![Column::Other; self.columns];
        let (mut widest, mut units) = ((0usize, None), Vec::new());
        for (column, kind) in list.iter_mut().enumerate() {
            let (mut count, mut unit_like, mut digits, mut length) =
                (0usize, 0usize, 0usize, 0usize);
            for row in 0..self.rows().min(GUESSED_FROM) {
                let text = self.text(row, column).trim();
                if text.is_empty() {
                    continue;
                }
                count += 1;
                length += text.chars().count();
                digits += usize::from(text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit()));
                unit_like += usize::from(is_unit_text(text));
            }
            if count == 0 {
                continue;
            }
            if digits * 3 >= count * 2 {
                *kind = Column::Number;
            } else if unit_like * 5 >= count * 3 {
                units.push(column);
            } else if length > widest.0 {
                widest = (length, Some(column));
            }
        }
        let text = widest.1?;
        let first = *units.iter().find(|u| **u > text)?;
        if self.rows() < 2 || widest.0 < self.rows().min(GUESSED_FROM) * 8 {
            return None;
        }
        list[text] = Column::Requirement;
        if text > 0 && list[text - 1] == Column::Other {
            list[text - 1] = Column::Task;
        }
        list[first] = Column::Units(Role::Answer);
        if let Some(second) = units.iter().find(|u| **u > first) {
            list[first] = Column::Units(Role::Lead);
            list[*second] = Column::Units(Role::Support);
        }
        Some(Columns {
            list,
            is_guessed: true,
        })
    }
}

/// Whether a cell holds nothing but names of units.
fn is_unit_text(text: &str) -> bool {
    if text.chars().count() > 200 || text.contains(['。', '；', '“']) {
        return false;
    }
    let joined = crate::units::list::join_lines(text.split('\n'));
    let line = Line::new(&joined);
    let found = groups(&line, 0, line.len());
    !found.roles.is_empty()
        && found
            .roles
            .iter()
            .all(|(_, n)| is_full(&n.chars().collect::<Vec<_>>()))
}

/// The rows of a table below its header.
pub(crate) fn rows<'a>(
    book: &mut Book<'a>,
    source: &'a Source,
    block: usize,
    layout: (&Columns, usize),
) -> Vec<Row> {
    let Some(Block::Table(table)) = source.blocks.get(block) else {
        return Vec::new();
    };
    let Some(grid) = Grid::new(table) else {
        return Vec::new();
    };
    let (columns, first) = layout;
    let mut lines_of: Vec<Option<CellLines>> = vec![None; table.cells.len()];
    let mut rows = Vec::new();
    for row in first..grid.rows() {
        let filled = grid.filled(row);
        if filled.is_empty() || grid.is_header(row, columns) {
            continue;
        }
        let mut lines = |cell: Option<u32>| -> CellLines {
            let Some(i) = cell else { return Vec::new() };
            lines_of[i as usize]
                .get_or_insert_with(|| {
                    of_cell(source, block, i as usize)
                        .into_iter()
                        .map(|l| book.push(l))
                        .collect()
                })
                .clone()
        };
        if let [only] = filled.as_slice()
            && is_group(&grid, row, *only)
        {
            rows.push(Row {
                group: lines(Some(*only)),
                ..Row::default()
            });
            continue;
        }
        if is_sum(&grid, &filled) {
            continue;
        }
        let mut read = row_of(&grid, row, columns, &mut lines);
        // 一 | 数据共享: a chapter's number in the column of numbers and nothing but its name beside it
        if let [number, name] = filled.as_slice()
            && is_chapter_number(&grid.table.cells[*number as usize].text)
            && !read.number.is_empty()
        {
            read = Row {
                group: lines(Some(*name)),
                number: read.number,
                ..Row::default()
            };
        }
        rows.push(read);
    }
    rows.retain(|r| !r.group.is_empty() || !r.text.is_empty() || !r.task.is_empty());
    rows
}

/// Whether a row only adds up (合计).
fn is_sum(grid: &Grid, filled: &[u32]) -> bool {
    filled.first().is_some_and(|i| {
        let text: String = grid.table.cells[*i as usize]
            .text
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        matches!(text.as_str(), "合计" | "总计" | "小计" | "合計")
    })
}

fn is_chapter_number(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['、', '.']);
    !text.is_empty() && text.chars().count() <= 3 && text.chars().all(numeral::is_numeral)
}

/// A row with one filled cell that spans the table or bears a chapter's label.
fn is_group(grid: &Grid, row: usize, only: u32) -> bool {
    let cell = &grid.table.cells[only as usize];
    if cell.row as usize != row {
        return false;
    }
    let line = Line::new(&cell.text);
    let labelled = label::read(&line.chars, 0).is_some_and(|l| l.style <= Style::ChineseBracket);
    let spans = cell.column_span as usize + 1 >= grid.columns && cell.column_span > 1;
    spans && cell.text.chars().count() <= 60 || labelled && cell.text.chars().count() <= 60
}

fn row_of(
    grid: &Grid,
    row: usize,
    columns: &Columns,
    lines: &mut impl FnMut(Option<u32>) -> CellLines,
) -> Row {
    let mut out = Row::default();
    let mut text_cells: Vec<u32> = Vec::new();
    let mut unit_cells: Vec<u32> = Vec::new();
    for (column, kind) in columns.list.iter().enumerate() {
        let cell = grid.at(row, column);
        let begins = cell.is_some_and(|i| grid.table.cells[i as usize].row as usize == row);
        match kind {
            Column::Number if begins => out.number = lines(cell),
            Column::Task if begins => out.task = lines(cell),
            // of 类别 and 任务 the task gives the name; a class gives it where there is no task
            Column::Section
                if begins && columns.find(Column::Task).is_none() && out.task.is_empty() =>
            {
                out.task = lines(cell);
            }
            Column::Section if begins && columns.find(Column::Task).is_some() => {
                out.class = lines(cell);
            }
            Column::Requirement => {
                if let Some(i) = cell.filter(|i| !text_cells.contains(i)) {
                    text_cells.push(i);
                    out.text.extend(lines(cell));
                }
            }
            Column::Units(role) => {
                if let Some(i) = cell.filter(|i| !unit_cells.contains(i)) {
                    unit_cells.push(i);
                    out.units.push((*role, lines(cell)));
                }
            }
            Column::Time => {
                for line in lines(cell) {
                    if !out.time.contains(&line) {
                        out.time.push(line);
                    }
                }
            }
            _ => {}
        }
    }
    out.numbers_within = columns.numbers_within();
    out.same_text = !text_cells.is_empty()
        && text_cells
            .iter()
            .all(|i| (grid.table.cells[*i as usize].row as usize) < row);
    out
}

/// The lines of a table that merely frames running text: its cells in reading order.
pub(crate) fn framed<'a>(source: &'a Source, block: usize) -> Vec<Line<'a>> {
    let Some(Block::Table(table)) = source.blocks.get(block) else {
        return Vec::new();
    };
    let long: usize = table
        .cells
        .iter()
        .filter(|c| c.text.chars().count() > 120)
        .count();
    if long == 0 || table.columns > 3 {
        return Vec::new();
    }
    (0..table.cells.len())
        .flat_map(|cell| of_cell(source, block, cell))
        .collect()
}
