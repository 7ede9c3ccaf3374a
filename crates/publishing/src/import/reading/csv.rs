//! Lists as Excel saves them. A heading that nobody knows stops the list before its first row: a hundred thousand refusals would say no more.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::{Headings, LARGEST_ROW};
use crate::import::heading::Heading;
use crate::import::mapping::Mapping;
use crate::import::refusal::ImportRefusal;
use crate::import::row::{Place, RawRow};

pub(super) fn read(
    list: impl BufRead,
    mapping: &Mapping,
    take: &mut dyn FnMut(RawRow) -> ControlFlow<()>,
) -> Result<(), ImportRefusal> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(list);
    let mut headings = Headings::of(mapping);
    let mut columns = Vec::new();
    let mut unknown = Vec::new();
    for word in reader.headers().map_err(unreadable)? {
        match headings.take(word) {
            Ok(column) => columns.push(column),
            Err(ImportRefusal::HeadingUnknown(word)) => unknown.push(word),
            Err(other) => return Err(other),
        }
    }
    if !unknown.is_empty() {
        return Err(ImportRefusal::HeadingUnknown(unknown.join("、")));
    }
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, csv::Position::line);
        if take(row_of(&record, &columns, line)).is_break() {
            break;
        }
    }
    Ok(())
}

fn row_of(record: &csv::StringRecord, columns: &[Option<Heading>], line: u64) -> RawRow {
    let weight: usize = record.iter().map(str::len).sum();
    let is_too_long = record.iter().skip(columns.len()).any(|it| !it.is_empty());
    let flaw = match (is_too_long, weight > LARGEST_ROW) {
        (_, true) => Some(too_large(line)),
        (true, false) => Some(ImportRefusal::TooManyCells),
        (false, false) => None,
    };
    let cells = record.iter().zip(columns);
    let cells = cells.filter_map(|(text, column)| Some(((*column)?, text.to_owned())));
    RawRow {
        place: Place::Line(line),
        cells: match flaw {
            Some(_) => Vec::new(),
            None => cells.collect(),
        },
        flaw,
    }
}

pub(super) fn too_large(line: u64) -> ImportRefusal {
    ImportRefusal::Unreadable {
        line,
        detail: format!("超过{}兆字节", LARGEST_ROW >> 20),
    }
}

fn unreadable(cause: csv::Error) -> ImportRefusal {
    ImportRefusal::Unreadable {
        line: cause.position().map_or(1, csv::Position::line),
        detail: cause.to_string(),
    }
}
