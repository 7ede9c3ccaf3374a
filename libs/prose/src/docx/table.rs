//! One table of a DOCX file in the making: grid spans, merges down and across, header rows, deleted rows. Writes the HTML of a table.

use std::collections::HashMap;
use std::fmt::Write as _;

/// How a cell takes part in a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    #[default]
    None,
    Start,
    Continue,
}

#[derive(Debug, Default)]
struct DraftCell {
    html: String,
    columns: usize,
    rows: usize,
    down: Merge,
    across: Merge,
}

#[derive(Debug, Default)]
struct DraftRow {
    before: usize,
    cells: Vec<DraftCell>,
    is_header: bool,
    is_deleted: bool,
}

/// A table whose end has not been met.
#[derive(Debug, Default)]
pub(super) struct DraftTable {
    rows: Vec<DraftRow>,
}

impl DraftTable {
    pub(super) fn open_row(&mut self) {
        self.rows.push(DraftRow::default());
    }

    pub(super) fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(DraftCell {
                columns: 1,
                rows: 1,
                ..DraftCell::default()
            });
        }
    }

    pub(super) fn delete_row(&mut self) {
        self.change_row(|row| row.is_deleted = true);
    }

    pub(super) fn make_header(&mut self) {
        self.change_row(|row| row.is_header = true);
    }

    pub(super) fn skip_columns(&mut self, count: u32) {
        self.change_row(|row| row.before = count as usize);
    }

    pub(super) fn span(&mut self, columns: u32) {
        self.change_cell(|cell| cell.columns = (columns as usize).max(1));
    }

    pub(super) fn merge_down(&mut self, merge: Merge) {
        self.change_cell(|cell| cell.down = merge);
    }

    pub(super) fn merge_across(&mut self, merge: Merge) {
        self.change_cell(|cell| cell.across = merge);
    }

    /// Adds HTML to the open cell.
    pub(super) fn push(&mut self, html: &str) {
        self.change_cell(|cell| cell.html.push_str(html));
    }

    fn change_row(&mut self, change: impl FnOnce(&mut DraftRow)) {
        if let Some(row) = self.rows.last_mut() {
            change(row);
        }
    }

    fn change_cell(&mut self, change: impl FnOnce(&mut DraftCell)) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            change(cell);
        }
    }

    /// The HTML of the table.
    pub(super) fn finish(mut self) -> String {
        self.rows.retain(|row| !row.is_deleted);
        for row in &mut self.rows {
            row.merge_across();
        }
        self.merge_rows();
        let mut html = String::from("<table>");
        for row in &self.rows {
            html.push_str("<tr>");
            if row.before > 0 {
                write_cell(&mut html, "td", (row.before, 1), "");
            }
            let name = if row.is_header { "th" } else { "td" };
            for cell in row.cells.iter().filter(|cell| cell.rows > 0) {
                write_cell(&mut html, name, (cell.columns, cell.rows), &cell.html);
            }
            html.push_str("</tr>");
        }
        html.push_str("</table>");
        html
    }

    /// A cell that goes on with the one above gives its row to it.
    fn merge_rows(&mut self) {
        // For each first column and width the row and index of the cell that may go on.
        let mut open: HashMap<(usize, usize), (usize, usize)> = HashMap::new();
        for index in 0..self.rows.len() {
            let mut column = self.rows[index].before;
            let mut goes_on = HashMap::new();
            for at in 0..self.rows[index].cells.len() {
                let cell = &mut self.rows[index].cells[at];
                let key = (column, cell.columns);
                column = column.saturating_add(cell.columns);
                match (cell.down, open.get(&key)) {
                    (Merge::Continue, Some(&(row, above))) => {
                        cell.rows = 0;
                        self.rows[row].cells[above].rows += 1;
                        goes_on.insert(key, (row, above));
                    }
                    (Merge::Start | Merge::Continue, _) => {
                        goes_on.insert(key, (index, at));
                    }
                    (Merge::None, _) => {}
                }
            }
            open = goes_on;
        }
    }
}

impl DraftRow {
    fn merge_across(&mut self) {
        let mut merged: Vec<DraftCell> = Vec::with_capacity(self.cells.len());
        for cell in self.cells.drain(..) {
            match merged.last_mut() {
                Some(before) if cell.across == Merge::Continue => {
                    before.columns = before.columns.saturating_add(cell.columns);
                }
                _ => merged.push(cell),
            }
        }
        self.cells = merged;
    }
}

fn write_cell(html: &mut String, name: &str, span: (usize, usize), inside: &str) {
    let (columns, rows) = span;
    write!(
        html,
        "<{name} colspan={columns} rowspan={rows}>{inside}</{name}>"
    )
    .expect("writing into a string does not fail");
}
