//! Lists as XLSX: every list of the desk can be taken along.
//!
//! One sheet, a bold head that stays, columns by their kind. Text that begins like a formula stays text: cells are written as
//! strings, never as formulas.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{Date, Fault};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::page::percent_encoded;
use crate::trouble::Snag;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Short words: names, states.
    Word,
    /// Sentences.
    Text,
    /// Whole numbers.
    Number,
    /// Days.
    Day,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(i64),
    /// A day.
    Day(Date),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A list as a file.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The file's name without its ending, and the sheet's.
    pub name: String,
    /// Heads and kinds of the columns.
    pub columns: Vec<(&'static str, Column)>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Characters of a cell at most, as the format has it.
const LONGEST_CELL: usize = 32_000;

impl Sheet {
    /// The file.
    ///
    /// # Errors
    /// A fault where it cannot be written.
    pub fn bytes(&self) -> Result<Vec<u8>, Fault> {
        self.write()
            .map_err(|cause| Fault::caused("writing a workbook", cause))
    }

    fn write(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let plain = |c: &char| !"[]:*?/\\".contains(*c);
        sheet.set_name(self.name.chars().filter(plain).take(31).collect::<String>())?;
        let head = Format::new()
            .set_bold()
            .set_align(FormatAlign::VerticalCenter);
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let top = Format::new().set_align(FormatAlign::Top);
        let day = top.clone().set_num_format("yyyy-mm-dd");
        for (at, (label, kind)) in (0_u16..).zip(&self.columns) {
            sheet.write_string_with_format(0, at, *label, &head)?;
            sheet.set_column_width(at, width(*kind))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (down, row) in (1_u32..).zip(&self.rows) {
            for ((at, cell), (_, kind)) in (0_u16..).zip(row).zip(&self.columns) {
                let look = if *kind == Column::Text {
                    &wrapped
                } else {
                    &top
                };
                match cell {
                    Cell::Text(text) => {
                        let text: String = text.chars().take(LONGEST_CELL).collect();
                        sheet.write_string_with_format(down, at, text, look)?;
                    }
                    // A spreadsheet's numbers are exact far beyond what is counted here.
                    #[allow(clippy::cast_precision_loss)]
                    Cell::Number(number) => {
                        sheet.write_number_with_format(down, at, *number as f64, &top)?;
                    }
                    Cell::Day(on) => {
                        let (year, month, of_month) = (on.year(), on.month(), on.day());
                        let on = ExcelDateTime::from_ymd(
                            u16::try_from(year).unwrap_or(1900),
                            u8::try_from(month).unwrap_or(1),
                            u8::try_from(of_month).unwrap_or(1),
                        )?;
                        sheet.write_datetime_with_format(down, at, &on, &day)?;
                    }
                    Cell::Empty => {}
                }
            }
        }
        if !self.rows.is_empty() && !self.columns.is_empty() {
            let last_row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
            let last_column = u16::try_from(self.columns.len() - 1).unwrap_or(u16::MAX);
            sheet.autofilter(0, 0, last_row, last_column)?;
        }
        book.save_to_buffer()
    }

    /// The file as an answer that browsers save.
    ///
    /// # Errors
    /// A fault where it cannot be written.
    pub fn answer(&self) -> Result<Response, Snag> {
        let disposition = format!(
            "attachment; filename=\"list.xlsx\"; filename*=UTF-8''{}.xlsx",
            percent_encoded(&self.name).replace('/', "%2F")
        );
        let kind = HeaderValue::from_static(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        );
        let mut response = self.bytes()?.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, kind);
        if let Ok(value) = HeaderValue::from_str(&disposition) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }
}

fn width(kind: Column) -> f64 {
    match kind {
        Column::Word => 18.0,
        Column::Text => 48.0,
        Column::Number => 10.0,
        Column::Day => 12.0,
    }
}
