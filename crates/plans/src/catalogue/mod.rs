//! The disclosure catalogue (主动公开基本目录, 标准目录; 国办发〔2019〕54号): its table → items.
//!
//! Pure: takes the tables of a file as `gongwen` read them, or the text of a CSV file. The columns are found by their names,
//! also where a header of two rows is merged; marks are read as √, ■ (chosen) and □ (not), also where a font turned them
//! into `t` and `口`. What an item obliges to is in [`timing`]; opening promises is an action.

mod columns;
pub mod timing;

use gongwen::blocks::{Block, Cell, Format, Origin, Source, Table};
use gongwen::reading::Doubt;

use crate::refusal::PlanRefusal;
use columns::{Column, Header};

/// The most cells that a catalogue may have.
const MOST_CELLS: u64 = 200_000;

/// One row of the catalogue.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// 领域: the sheet's or table's own heading.
    pub field: String,
    /// 一级事项.
    pub first_item: String,
    /// 二级事项.
    pub second_item: String,
    /// 公开内容(要素).
    pub content: String,
    /// 公开依据.
    pub legal_basis: String,
    /// 公开时限, as written.
    pub timing: String,
    /// 公开主体, as written.
    pub subject: String,
    /// 公开渠道和载体: those that are marked, or all that are named.
    pub channels: Vec<String>,
    /// 公开对象: 全社会, 特定群体.
    pub audience: Vec<String>,
    /// 公开方式: 主动, 依申请.
    pub mode: Vec<String>,
    /// 公开层级: 县级, 乡级.
    pub levels: Vec<String>,
    /// What a person should check.
    pub doubts: Vec<Doubt>,
}

impl Item {
    /// The key by which the same row is found again.
    pub fn identity(&self) -> String {
        let squeeze =
            |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        format!(
            "{}|{}|{}",
            squeeze(&self.field),
            squeeze(&self.first_item),
            squeeze(&self.second_item)
        )
    }

    /// The item in a line.
    pub fn title(&self) -> String {
        match (self.first_item.is_empty(), self.second_item.is_empty()) {
            (_, true) => self.first_item.clone(),
            (true, false) => self.second_item.clone(),
            (false, false) => format!("{}：{}", self.first_item, self.second_item),
        }
    }

    /// Whether it is published without being asked for. A table without marks is a list of what is.
    pub fn is_proactive(&self) -> bool {
        self.mode.is_empty() || self.mode.iter().any(|it| it.contains("主动"))
    }

    /// The units named in 公开主体.
    pub fn units(&self) -> Vec<String> {
        self.subject
            .split(['、', ',', ';', '\n', '/', '\u{ff0c}', '\u{ff1b}'])
            .map(|it| it.trim().trim_end_matches('等').to_owned())
            .filter(|it| !it.is_empty())
            .collect()
    }
}

/// Reads the items of every table that has the catalogue's header.
///
/// # Errors
/// [`PlanRefusal::NoCatalogueHeader`], [`PlanRefusal::TableTooLarge`].
pub fn read(source: &Source) -> Result<Vec<Item>, PlanRefusal> {
    let mut items = Vec::new();
    let mut field = String::new();
    let mut header: Option<Header> = None;
    let mut is_found = false;
    for block in &source.blocks {
        match block {
            Block::Paragraph(paragraph) => field = columns::field_of(&paragraph.text),
            Block::Table(table) => {
                let grid = grid(table)?;
                // A table that goes on over the page has no header of its own.
                let (own, first_row, title) = columns::find_header(&grid);
                if let Some(title) = title {
                    field = title;
                }
                if own.is_some() {
                    header = own;
                }
                if let Some(header) = &header {
                    is_found = true;
                    read_rows(&grid[first_row..], header, &field, &mut items);
                }
            }
        }
    }
    if is_found {
        Ok(distinguished(items))
    } else {
        Err(PlanRefusal::NoCatalogueHeader)
    }
}

/// Rows that share field and names are told apart by their number among them.
fn distinguished(mut items: Vec<Item>) -> Vec<Item> {
    let mut seen = std::collections::HashMap::new();
    for item in &mut items {
        let times: &mut u32 = seen.entry(item.identity()).or_default();
        *times += 1;
        if *times > 1 {
            item.second_item = format!("{}({times})", item.second_item);
        }
    }
    items
}

/// A CSV file as a source with one table. Empty cells under a name repeat it, as merged cells do.
///
/// # Errors
/// [`PlanRefusal::UnreadableTable`], [`PlanRefusal::TableTooLarge`].
pub fn csv_source(text: &str) -> Result<Source, PlanRefusal> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut cells = Vec::new();
    let (mut rows, mut columns) = (0_u32, 0_u32);
    for record in reader.records() {
        let record = record.map_err(|why| PlanRefusal::UnreadableTable {
            why: why.to_string(),
        })?;
        for (column, text) in (0_u32..).zip(record.iter()) {
            columns = columns.max(column + 1);
            cells.push(Cell {
                text: text.trim().to_owned(),
                row: rows,
                column,
                row_span: 1,
                column_span: 1,
            });
        }
        rows += 1;
        if cells.len() as u64 > MOST_CELLS {
            return Err(PlanRefusal::TableTooLarge);
        }
    }
    let origin = Origin {
        line: 1,
        page: None,
    };
    Ok(Source {
        format: Format::Text,
        blocks: vec![Block::Table(Table {
            rows,
            columns,
            cells,
            origin,
        })],
    })
}

/// The cells of a table by row and column; a merged cell's text stands in each of its places.
fn grid(table: &Table) -> Result<Vec<Vec<String>>, PlanRefusal> {
    if u64::from(table.rows) * u64::from(table.columns) > MOST_CELLS {
        return Err(PlanRefusal::TableTooLarge);
    }
    let (rows, columns) = (table.rows as usize, table.columns as usize);
    let mut grid = vec![vec![String::new(); columns]; rows];
    for cell in &table.cells {
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
                grid[row as usize][column as usize].clone_from(&cell.text);
            }
        }
    }
    Ok(grid)
}

fn read_rows(rows: &[Vec<String>], header: &Header, field: &str, items: &mut Vec<Item>) {
    let mut above = Item::default();
    for row in rows {
        let text = |column: Column| header.text(row, column);
        let mut item = Item {
            field: field.to_owned(),
            first_item: text(Column::FirstItem),
            second_item: text(Column::SecondItem),
            content: text(Column::Content),
            legal_basis: text(Column::Basis),
            timing: text(Column::Timing),
            subject: text(Column::Subject),
            channels: columns::chosen(&text(Column::Channels)),
            audience: header.marked(row, Column::Audience),
            mode: header.marked(row, Column::Mode),
            levels: header.marked(row, Column::Levels),
            doubts: Vec::new(),
        };
        let says_nothing = [
            &item.second_item,
            &item.content,
            &item.timing,
            &item.subject,
        ]
        .iter()
        .all(|it| it.is_empty());
        if says_nothing || header.is_repeated(row) {
            continue;
        }
        // In a file without merged cells the first of a group names it, and the empty cells below mean the same.
        carry_down(&mut item, &above);
        if item.first_item.is_empty() && item.second_item.is_empty() {
            continue;
        }
        above = item.clone();
        items.push(item);
    }
}

fn carry_down(item: &mut Item, above: &Item) {
    if item.first_item.is_empty() {
        item.first_item.clone_from(&above.first_item);
        for (mine, theirs) in [
            (&mut item.timing, &above.timing),
            (&mut item.subject, &above.subject),
            (&mut item.legal_basis, &above.legal_basis),
        ] {
            if mine.is_empty() {
                mine.clone_from(theirs);
            }
        }
    }
}

#[cfg(test)]
mod tests;
