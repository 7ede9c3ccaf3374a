//! Plain text: one line is one paragraph. Rows of `|` or tabs on consecutive lines become tables, text that was broken
//! at a fixed width is joined again. Does not look for headings; the grammars do.

mod csv;
mod decode;
mod rows;
mod unwrap;

pub use csv::read_csv;
pub(crate) use decode::decode;
pub(crate) use unwrap::unwrap;

use super::assembly::{Assembly, Standing};
use super::error::ReadError;
use super::{check_size, words};
use crate::blocks::{Format, Source};
use crate::limits::Limits;

/// A line of a text file.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    /// 1-based number.
    pub number: u32,
    /// As it stands.
    pub text: std::borrow::Cow<'a, str>,
}

/// Reads plain text in UTF-8, GB18030 or UTF-16.
///
/// # Errors
/// [`ReadError::Empty`], [`ReadError::UnknownFormat`] for what is no text, or one of the limits.
pub fn read_text(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    check_size(bytes, limits)?;
    let text = decode(bytes)?;
    let lines = unwrap(list_lines(&text));
    let mut assembly = Assembly::new(Format::Text, limits);
    let mut at = 0;
    while at < lines.len() {
        let standing = Standing {
            line: Some(lines[at].number),
            ..Standing::default()
        };
        match rows::find_table(&lines[at..]) {
            Some(found) => {
                let mut grid = assembly.grid();
                for row in found.rows {
                    for cell in row {
                        grid.cell(cell, (1, 1))?;
                    }
                    grid.end_row();
                }
                assembly.table(grid, standing)?;
                at += found.lines;
            }
            None => {
                assembly.paragraph(&lines[at].text, standing)?;
                at += 1;
            }
        }
    }
    assembly.finish()
}

/// The lines of `text`, blank ones included.
fn list_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut number = 0;
    for physical in text.split('\n') {
        // A lone carriage return, form feed or Unicode separator also ends a line.
        let physical = physical.strip_suffix('\r').unwrap_or(physical);
        for piece in physical.split(['\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']) {
            number += 1;
            lines.push(Line {
                number,
                text: piece.into(),
            });
        }
    }
    lines
}

/// Whether a line shows nothing.
pub(crate) fn is_blank_line(text: &str) -> bool {
    words::trim(text).is_empty()
}
