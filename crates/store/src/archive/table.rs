//! What a declared table is: the words of [`super::tables`]. No SQL and no rows here.

use crate::value::Value;

/// A table that is exported.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What one row is, for whoever reads the archive.
    pub about: &'static str,
    /// The columns by which its rows are ordered: its primary key.
    pub key: &'static [&'static str],
    /// Its columns, in the order in which they are written.
    pub columns: &'static [Column],
}

/// A column of such a table.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be null.
    pub is_nullable: bool,
    /// Whether it refers to a row of its own table, and is therefore filled when all rows are there.
    pub is_later: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; ids, days and moments too.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// True or false.
    Flag,
}

impl Kind {
    /// As the schema calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "bigint",
            Self::Flag => "boolean",
        }
    }

    /// The null of this kind.
    pub fn nothing(self) -> Value {
        match self {
            Self::Text => Value::NoText,
            Self::Integer => Value::NoInteger,
            Self::Flag => Value::NoFlag,
        }
    }
}

impl Table {
    /// The part of an archive that holds its rows.
    pub fn part(&self) -> String {
        format!("tables/{}.jsonl", self.name)
    }

    /// Where a column stands.
    pub fn place_of(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.name == column)
    }

    /// Where the columns of the key stand, in the order of the key.
    pub fn key_places(&self) -> impl Iterator<Item = usize> {
        self.key.iter().map(|column| {
            self.place_of(column).expect(
                "a declared key names declared columns: a test compares them with the schema",
            )
        })
    }

    /// Where the columns stand that are filled later.
    pub fn later_places(&self) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, column)| column.is_later)
            .map(|(place, _)| place)
    }
}
