//! XLSX: each sheet is a table; rows at its top that hold a single cell are its title lines. Formulas count by their stored
//! result, dates are written as ISO dates. Hidden rows are read like others; charts, notes and pictures are not read.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Xlsx};

use super::assembly::{Assembly, Grid, Standing};
use super::check_size;
use super::error::ReadError;
use super::ooxml::Package;
use super::words;
use crate::blocks::{Block, Format, Source};
use crate::limits::Limits;

/// Reads an XLSX workbook.
///
/// # Errors
/// [`ReadError::TooManyCells`], [`ReadError::Bomb`], or [`ReadError::Malformed`] with the sheet that is broken.
pub fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    check_size(bytes, limits)?;
    let mut package = Package::open(bytes, limits)?;
    package.check_sizes()?;
    // The library is not written against hostile files; a panic of it is a broken workbook.
    catch_unwind(AssertUnwindSafe(|| read_workbook(bytes, limits)))
        .unwrap_or_else(|_| Err(ReadError::malformed("工作簿", "内部结构无法解析")))
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSource {
    /// What its tab says.
    pub name: String,
    /// Its title lines and its table; empty where nothing stands in it.
    pub blocks: Vec<Block>,
}

/// Reads an XLSX workbook sheet by sheet, under the limits each.
///
/// # Errors
/// [`ReadError::TooManyCells`], [`ReadError::Bomb`], or [`ReadError::Malformed`] with the sheet that is broken.
pub fn read_sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<SheetSource>, ReadError> {
    check_size(bytes, limits)?;
    let mut package = Package::open(bytes, limits)?;
    package.check_sizes()?;
    let read = || {
        let mut book = open(bytes)?;
        let names = book.sheet_names();
        let sheets = names.into_iter().map(|name| {
            let mut assembly = Assembly::new(Format::Xlsx, limits);
            emit(read_sheet(&mut book, &name, limits)?, &mut assembly)?;
            let blocks = match assembly.finish() {
                Ok(source) => source.blocks,
                Err(ReadError::Empty) => Vec::new(),
                Err(error) => return Err(error),
            };
            Ok(SheetSource { name, blocks })
        });
        sheets.collect()
    };
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ReadError::malformed("工作簿", "内部结构无法解析")))
}

/// The cells of a sheet that hold something, and its merged regions.
#[derive(Default)]
struct Sheet {
    /// By row, then by column.
    cells: Vec<((u32, u32), String)>,
    /// Rows and columns that the region beginning here spans.
    merged: HashMap<(u32, u32), (u32, u32)>,
}

fn open(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, ReadError> {
    Xlsx::new(Cursor::new(bytes)).map_err(|e| ReadError::malformed("工作簿", e))
}

fn read_workbook(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    let mut book = open(bytes)?;
    let mut assembly = Assembly::new(Format::Xlsx, limits);
    for name in book.sheet_names() {
        let sheet = read_sheet(&mut book, &name, limits)?;
        emit(sheet, &mut assembly)?;
    }
    assembly.finish()
}

fn read_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
) -> Result<Sheet, ReadError> {
    let part = format!("工作表“{name}”");
    let broken = |e: calamine::XlsxError| ReadError::malformed(&part, e);
    let mut sheet = Sheet::default();
    for region in book.merge_cells_by_sheet_name(name).unwrap_or_default() {
        let rows = region
            .end
            .0
            .saturating_sub(region.start.0)
            .saturating_add(1);
        let columns = region
            .end
            .1
            .saturating_sub(region.start.1)
            .saturating_add(1);
        sheet.merged.insert(region.start, (rows, columns));
    }
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A chart sheet has no cells.
        Err(calamine::XlsxError::NotAWorksheet(_) | calamine::XlsxError::WorksheetNotFound(_)) => {
            return Ok(sheet);
        }
        Err(error) => return Err(broken(error)),
    };
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let text = write(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if sheet.cells.len() >= limits.cells {
            return Err(ReadError::TooManyCells {
                part,
                limit: limits.cells,
            });
        }
        sheet.cells.push((cell.get_position(), text));
    }
    sheet.cells.sort_by_key(|(place, _)| *place);
    Ok(sheet)
}

/// A value as a person would type it.
fn write(value: &DataRef<'_>) -> String {
    let text = match Data::from(value.clone()) {
        Data::DateTime(date) if date.is_datetime() => write_date(date),
        other => other.to_string(),
    };
    words::clean(&text.replace("\r\n", "\n").replace('\r', "\n")).into_owned()
}

/// An Excel date, with its time where it has one.
fn write_date(date: calamine::ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

fn emit(sheet: Sheet, assembly: &mut Assembly) -> Result<(), ReadError> {
    let Sheet { cells, merged } = sheet;
    let mut rows: Vec<&[((u32, u32), String)]> = cells.chunk_by(|a, b| a.0.0 == b.0.0).collect();
    assembly.gap();
    // Title lines: the only cell of their row, above the first row that has several.
    let titles = rows.iter().take_while(|r| r.len() == 1).count();
    let titles = if titles == rows.len() {
        titles
    } else {
        titles.min(6)
    };
    for row in rows.drain(..titles) {
        for line in row[0].1.split('\n') {
            assembly.paragraph(line, Standing::default())?;
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    assembly.table(
        lay_out(&rows, &merged, assembly.grid())?,
        Standing::default(),
    )
}

type Row<'a> = &'a [((u32, u32), String)];

/// Puts the rows that hold something into a grid; rows without any word are left out, empty cells are kept.
fn lay_out(
    rows: &[Row<'_>],
    merged: &HashMap<(u32, u32), (u32, u32)>,
    mut grid: Grid,
) -> Result<Grid, ReadError> {
    let columns = || {
        rows.iter()
            .flat_map(|r| r.iter().map(|((_, column), _)| *column))
    };
    let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
    grid.reserve(rows.len(), (right - left + 1) as usize)?;
    // For each column the first sheet row that no merged cell from above covers.
    let mut free_from = vec![0u32; (right - left + 1) as usize];
    for (index, row) in rows.iter().enumerate() {
        let number = row[0].0.0;
        let mut cells = row.iter().peekable();
        let mut column = left;
        while column <= right {
            let text = cells
                .next_if(|((_, at), _)| *at == column)
                .map(|(_, text)| text.clone());
            if free_from[(column - left) as usize] > number {
                column += 1;
                continue;
            }
            let (down, across) = match &text {
                Some(_) => merged.get(&(number, column)).copied().unwrap_or((1, 1)),
                None => (1, 1),
            };
            let end_row = number.saturating_add(down);
            let across = across.clamp(1, right - column + 1);
            let rows_spanned = rows[index..]
                .iter()
                .take_while(|r| r[0].0.0 < end_row)
                .count();
            grid.cell(
                text.unwrap_or_default(),
                (u32::try_from(rows_spanned).unwrap_or(1), across),
            )?;
            for covered in column..column + across {
                free_from[(covered - left) as usize] = end_row;
                if covered > column {
                    cells.next_if(|((_, at), _)| *at == covered);
                }
            }
            column += across;
        }
        grid.end_row();
    }
    Ok(grid)
}
