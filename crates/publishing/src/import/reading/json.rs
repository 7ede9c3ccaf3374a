//! Lists as programs write them: an array of objects, or an object a line. Lists of texts within a cell are joined by `;`.

use std::fmt;
use std::io::{BufRead, Read as _};
use std::ops::ControlFlow;

use serde::de::{Deserializer as _, Error as _, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Headings, LARGEST_ROW};
use crate::import::mapping::Mapping;
use crate::import::refusal::ImportRefusal;
use crate::import::row::{Place, RawRow};

pub(super) fn read_lines(
    mut list: impl BufRead,
    mapping: &Mapping,
    take: &mut dyn FnMut(RawRow) -> ControlFlow<()>,
) -> Result<(), ImportRefusal> {
    let mut line = 0;
    let mut text = String::new();
    loop {
        text.clear();
        line += 1;
        let most = u64::try_from(LARGEST_ROW).unwrap_or(u64::MAX);
        let read = (&mut list).take(most).read_line(&mut text);
        let read = read.map_err(|cause| unreadable(line, &cause))?;
        if read == 0 {
            return Ok(());
        }
        if read >= LARGEST_ROW {
            return Err(super::csv::too_large(line));
        }
        if text.trim().is_empty() {
            continue;
        }
        let row = match serde_json::from_str(&text) {
            Ok(fields) => row_of(&fields, Place::Line(line), mapping),
            Err(cause) => RawRow {
                place: Place::Line(line),
                cells: Vec::new(),
                flaw: Some(unreadable(line, &cause)),
            },
        };
        if take(row).is_break() {
            return Ok(());
        }
    }
}

pub(super) fn read_array(
    list: impl BufRead,
    mapping: &Mapping,
    take: &mut dyn FnMut(RawRow) -> ControlFlow<()>,
) -> Result<(), ImportRefusal> {
    let mut reader = serde_json::Deserializer::from_reader(list);
    let mut rows = Rows {
        mapping,
        take,
        is_over: false,
    };
    let read = reader.deserialize_seq(&mut rows);
    let read = read.and_then(|()| reader.end());
    match read {
        Err(cause) if !rows.is_over => {
            let line = u64::try_from(cause.line()).unwrap_or(0);
            Err(unreadable(line, &cause))
        }
        Err(_) | Ok(()) => Ok(()),
    }
}

struct Rows<'a> {
    mapping: &'a Mapping,
    take: &'a mut dyn FnMut(RawRow) -> ControlFlow<()>,
    is_over: bool,
}

impl<'de> Visitor<'de> for &mut Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut item = 0;
        while let Some(fields) = list.next_element::<Map<String, Value>>()? {
            item += 1;
            let row = row_of(&fields, Place::Item(item), self.mapping);
            if (self.take)(row).is_break() {
                self.is_over = true;
                return Err(A::Error::custom("nobody takes more rows"));
            }
        }
        Ok(())
    }
}

fn row_of(fields: &Map<String, Value>, place: Place, mapping: &Mapping) -> RawRow {
    let mut headings = Headings::of(mapping);
    let mut row = RawRow {
        place,
        cells: Vec::new(),
        flaw: None,
    };
    for (word, value) in fields {
        match headings.take(word) {
            Ok(Some(heading)) => match text_of(value) {
                Some(text) => row.cells.push((heading, text)),
                None => {
                    row.flaw = Some(ImportRefusal::Unreadable {
                        line: match place {
                            Place::Line(at) | Place::Item(at) => at,
                        },
                        detail: format!("“{word}”不是文字"),
                    });
                }
            },
            Ok(None) => {}
            Err(flaw) => row.flaw = Some(flaw),
        }
    }
    row
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            texts.map(|it| it.join(";"))
        }
        Value::Bool(_) | Value::Object(_) => None,
    }
}

fn unreadable(line: u64, cause: &dyn std::error::Error) -> ImportRefusal {
    ImportRefusal::Unreadable {
        line,
        detail: cause.to_string(),
    }
}
