//! Comma separated values: text whose lines split into the same number of fields, quotes and all. What does not is no such table, and is left to
//! the reader of plain text.

use super::decode;
use crate::blocks::{Format, Source};
use crate::limits::Limits;
use crate::readers::assembly::{Assembly, Standing};
use crate::readers::check_size;
use crate::readers::error::ReadError;

/// Reads a table of comma separated values; `None` where the text is no such table.
///
/// # Errors
/// [`ReadError::UnknownFormat`] for what is no text, or one of the limits.
pub fn read_csv(bytes: &[u8], limits: &Limits) -> Result<Option<Source>, ReadError> {
    check_size(bytes, limits)?;
    let text = decode(bytes)?;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut record = ::csv::StringRecord::new();
    // Text of ours is UTF-8 and nothing else fails: whatever does is no table.
    while reader.read_record(&mut record).unwrap_or(false) {
        records.push(record.clone());
    }
    if !is_table(&records) {
        return Ok(None);
    }
    let width = records.iter().map(::csv::StringRecord::len).max();
    let width = width.unwrap_or_default();
    let mut assembly = Assembly::new(Format::Text, limits);
    let mut grid = assembly.grid();
    for record in &records {
        let blanks = std::iter::repeat_n("", width - record.len());
        for field in record.iter().chain(blanks) {
            grid.cell(field.trim().to_owned(), (1, 1))?;
        }
        grid.end_row();
    }
    assembly.table(grid, Standing::default())?;
    assembly.finish().map(Some)
}

/// Two lines at least, two fields at least, and nine lines of ten alike: notes stand above and below tables.
fn is_table(records: &[::csv::StringRecord]) -> bool {
    let mut widths: Vec<usize> = records.iter().map(::csv::StringRecord::len).collect();
    widths.sort_unstable();
    let usual = widths.get(widths.len() / 2).copied().unwrap_or(0);
    let alike = widths.iter().filter(|it| **it == usual).count();
    records.len() >= 2 && usual >= 2 && alike * 10 >= records.len() * 9
}
