//! Paragraphs and tables of the readers as HTML that is still to be cleaned. Everything is escaped; what a table does not show is left out of it.

use gongwen::blocks::{Block, Cell, Table};

/// Paragraphs and tables as HTML.
pub fn html_of(blocks: &[Block]) -> String {
    let mut html = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(it) => {
                let level = it.level.filter(|level| (1..=3).contains(level));
                let tag = level.map_or_else(|| "p".to_owned(), |level| format!("h{}", level + 1));
                html.push_str(&format!("<{tag}>{}</{tag}>\n", escaped(&it.text)));
            }
            Block::Table(table) => write_table(&mut html, table, &Frame::default()),
        }
    }
    html
}

/// What stands around the cells of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// Its caption; empty for none.
    pub caption: String,
    /// Rows at its top that are its head.
    pub head_rows: u32,
}

/// A table as HTML.
pub(crate) fn write_table(html: &mut String, table: &Table, frame: &Frame) {
    html.push_str("<table>");
    if !frame.caption.is_empty() {
        html.push_str(&format!("<caption>{}</caption>", escaped(&frame.caption)));
    }
    let mut cells = table.cells.iter().peekable();
    for row in 0..table.rows {
        html.push_str("<tr>");
        let tag = match row < frame.head_rows {
            true => "th",
            false => "td",
        };
        while let Some(cell) = cells.next_if(|cell| cell.row == row) {
            let (rows, columns) = (cell.row_span, cell.column_span);
            let text = escaped(&cell.text).replace('\n', "<br>");
            html.push_str(&format!(
                "<{tag} rowspan=\"{rows}\" colspan=\"{columns}\">{text}</{tag}>"
            ));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table>\n");
}

/// Rows at the top of a table of data that are its head: the first, with as many as its cells span.
pub(crate) fn head_rows(table: &Table) -> u32 {
    let first = table.cells.iter().filter(|cell| cell.row == 0);
    let rows = first.map(|cell| cell.row_span).max().unwrap_or(0);
    // A column that is merged from top to bottom does not make everything a head.
    match rows {
        1..=3 if rows < table.rows => rows,
        _ => u32::from(table.rows > 1),
    }
}

/// A table without the columns in which nothing is said, such as those that were hidden; whether columns beyond `most` were cut off.
pub(crate) fn narrowed(table: &Table, most: usize) -> (Table, bool) {
    let mut said = vec![false; table.columns as usize];
    for cell in table.cells.iter().filter(|cell| !cell.text.is_empty()) {
        if let Some(column) = said.get_mut(cell.column as usize) {
            *column = true;
        }
    }
    // For each column, how many before it are kept.
    let mut before = Vec::with_capacity(said.len() + 1);
    let mut kept = 0_u32;
    for is_said in &said {
        before.push(kept);
        kept += u32::from(*is_said && (kept as usize) < most);
    }
    before.push(kept);
    let at = |column: u32| before[(column as usize).min(said.len())];
    let cells = table.cells.iter().filter_map(|cell| {
        let (from, to) = (
            at(cell.column),
            at(cell.column.saturating_add(cell.column_span)),
        );
        (from < to).then(|| Cell {
            column: from,
            column_span: to - from,
            ..cell.clone()
        })
    });
    let narrow = Table {
        columns: kept,
        cells: cells.collect(),
        ..table.clone()
    };
    (narrow, said.iter().filter(|it| **it).count() > most)
}

/// The rows of a table in parts of about so many cells; what spans into a part is shown in it again, and each part has the head.
pub(crate) fn parts_of(table: &Table, head_rows: u32, most_cells: usize) -> Vec<Table> {
    let columns = (table.columns as usize).max(1);
    let rows = u32::try_from((most_cells / columns).max(1)).unwrap_or(u32::MAX);
    let mut parts = Vec::new();
    let mut from = head_rows;
    while from < table.rows {
        let to = from.saturating_add(rows).min(table.rows);
        parts.push(part_of(table, head_rows, (from, to)));
        from = to;
    }
    parts
}

fn part_of(table: &Table, head_rows: u32, (from, to): (u32, u32)) -> Table {
    let clipped = |cell: &Cell, (from, to): (u32, u32), shift: u32| {
        let (begins, ends) = (cell.row.max(from), (cell.row + cell.row_span).min(to));
        (begins < ends).then(|| Cell {
            row: begins - from + shift,
            row_span: ends - begins,
            ..cell.clone()
        })
    };
    let head = table.cells.iter();
    let head = head.filter_map(|cell| clipped(cell, (0, head_rows), 0));
    let body = table.cells.iter();
    let body = body.filter_map(|cell| clipped(cell, (from, to), head_rows));
    let mut cells: Vec<Cell> = head.chain(body).collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Table {
        rows: head_rows + to - from,
        columns: table.columns,
        cells,
        origin: table.origin,
    }
}

/// Words as they may stand in HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    prose::escape(&mut html, text);
    html
}
