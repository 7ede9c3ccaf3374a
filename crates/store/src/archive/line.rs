//! A row as a line: one JSON object, its columns in the declared order, nothing else.
//!
//! Reading is strict: an unknown, missing or repeated column, or a value of another kind, is told in words. Where the line stands is for
//! the caller.

use std::cmp::Ordering;
use std::fmt;

use kernel::Fault;
use serde::de::{Deserializer as _, Error as _, MapAccess, Visitor};

use super::table::{Kind, Table};
use crate::row::Row;
use crate::value::Value;

/// Writes a row of the database as a line.
///
/// # Errors
/// Where a column holds what it should not.
pub(crate) fn write(table: &Table, row: &Row, line: &mut Vec<u8>) -> Result<(), Fault> {
    for (place, column) in table.columns.iter().enumerate() {
        let name = column.name;
        line.extend_from_slice(if place == 0 { b"{\"" } else { b",\"" });
        line.extend_from_slice(name.as_bytes());
        line.extend_from_slice(b"\":");
        let written = match column.kind {
            Kind::Text => serde_json::to_writer(&mut *line, &row.get::<Option<String>>(name)?),
            Kind::Integer => serde_json::to_writer(&mut *line, &row.get::<Option<i64>>(name)?),
            Kind::Flag => serde_json::to_writer(&mut *line, &row.get::<Option<bool>>(name)?),
        };
        written.map_err(|cause| Fault::caused(format!("writing column {name}"), cause))?;
    }
    line.extend_from_slice(b"}\n");
    Ok(())
}

/// Reads a line; the values stand in the order of the columns.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn read(table: &'static Table, line: &[u8]) -> Result<Vec<Value>, String> {
    let mut from = serde_json::Deserializer::from_slice(line);
    let row = from
        .deserialize_map(Columns(table))
        .map_err(|wrong| in_words(&wrong))?;
    from.end()
        .map_err(|_| "一行应只有一个 JSON 对象".to_owned())?;
    Ok(row)
}

/// Compares the keys of two rows, as both engines order them: text by bytes, numbers by size.
pub(crate) fn compare_keys(table: &Table, one: &[Value], other: &[Value]) -> Ordering {
    let by_column = table
        .key_places()
        .map(|place| match (&one[place], &other[place]) {
            (Value::Text(one), Value::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
            (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
            (Value::Flag(one), Value::Flag(other)) => one.cmp(other),
            // A key is never null, and both are of the column's kind.
            _ => Ordering::Equal,
        });
    by_column.fold(Ordering::Equal, Ordering::then)
}

/// Where among the columns a text has the character that PostgreSQL cannot keep.
pub(crate) fn find_nul(table: &Table, row: &[Value]) -> Option<&'static str> {
    let place = row
        .iter()
        .position(|value| matches!(value, Value::Text(text) if text.contains('\0')))?;
    Some(table.columns[place].name)
}

fn in_words(wrong: &serde_json::Error) -> String {
    if wrong.is_data() {
        // Ours, with the place in the line behind it.
        let said = wrong.to_string();
        match said.rsplit_once(" at line ") {
            Some((words, _)) => words.to_owned(),
            None => said,
        }
    } else {
        format!("不是完整的 JSON 对象（{wrong}）")
    }
}

/// Reads an object as the columns of a table.
struct Columns(&'static Table);

impl<'de> Visitor<'de> for Columns {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("一个 JSON 对象")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Value>, A::Error> {
        let table = self.0;
        let mut row: Vec<Option<Value>> = vec![None; table.columns.len()];
        while let Some(name) = map.next_key::<String>()? {
            let place = table
                .place_of(&name)
                .ok_or_else(|| A::Error::custom(format!("没有列“{name}”")))?;
            let value = value_of(table, place, map.next_value()?).map_err(A::Error::custom)?;
            if row[place].replace(value).is_some() {
                return Err(A::Error::custom(format!("列“{name}”出现两次")));
            }
        }
        let columns = row.into_iter().zip(table.columns);
        columns
            .map(|(value, column)| {
                value.ok_or_else(|| A::Error::custom(format!("缺少列“{}”", column.name)))
            })
            .collect()
    }
}

fn value_of(table: &Table, place: usize, given: serde_json::Value) -> Result<Value, String> {
    let column = &table.columns[place];
    let (name, word) = (column.name, column.kind.word());
    match (column.kind, given) {
        (kind, serde_json::Value::Null) if column.is_nullable => Ok(kind.nothing()),
        (_, serde_json::Value::Null) => Err(format!("列“{name}”不可为空")),
        (Kind::Text, serde_json::Value::String(text)) => Ok(Value::Text(text)),
        (Kind::Flag, serde_json::Value::Bool(flag)) => Ok(Value::Flag(flag)),
        (Kind::Integer, serde_json::Value::Number(number)) => number
            .as_i64()
            .map(Value::Integer)
            .ok_or_else(|| format!("列“{name}”应为 64 位整数（bigint）")),
        (Kind::Text | Kind::Integer | Kind::Flag, _) => Err(format!("列“{name}”应为 {word}")),
    }
}

#[cfg(test)]
mod tests;
