//! The statements that move whole tables, made of the declared tables and nothing else; never of what an archive says.
//!
//! Order is by bytes on both engines, whatever the collation of a PostgreSQL database is: the same rows make the same archive.

use std::sync::LazyLock;

use super::table::{Kind, Table};
use super::tables::{LEFT_OUT, TABLES};

/// Parameters of one statement at most; SQLite knows 32,766 and PostgreSQL 65,535, and long statements gain nothing.
const MOST_PARAMETERS: usize = 600;

/// The statements of one table.
#[derive(Debug)]
pub(crate) struct Statements {
    /// All rows by key.
    pub list: &'static str,
    /// How many there are, as `n`.
    pub count: &'static str,
    /// Takes in one row.
    pub add: &'static str,
    /// Takes in as many rows as [`Statements::batch`] says.
    pub add_batch: &'static str,
    /// How many that is.
    pub batch: usize,
    /// Fills the columns that refer to the table itself; its parameters are the key, then these columns.
    pub fill: Option<&'static str>,
}

static SQLITE: LazyLock<Vec<Statements>> = LazyLock::new(|| statements(""));
static POSTGRES: LazyLock<Vec<Statements>> = LazyLock::new(|| statements(" collate \"C\""));
static PRESENCE: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(presence);

/// The newest event's moment.
pub(crate) const FIND_NEWEST: &str = "select happened_at from event order by id desc limit 1";

/// The statements for an engine, in the order of [`TABLES`].
pub(crate) fn of_engine(engine: &str) -> &'static [Statements] {
    match engine {
        "sqlite" => &SQLITE,
        _ => &POSTGRES,
    }
}

/// For every table but those of the schema itself: its name and a statement that yields a row where it is not empty.
pub(crate) fn presences() -> &'static [(&'static str, &'static str)] {
    &PRESENCE
}

/// Every statement for an engine, for the test that prepares them.
pub(crate) fn all(engine: &str) -> Vec<&'static str> {
    let of_tables = of_engine(engine).iter().flat_map(|it| {
        let always = [it.list, it.count, it.add, it.add_batch];
        always.into_iter().chain(it.fill)
    });
    let presences = presences().iter().map(|(_, statement)| *statement);
    of_tables.chain(presences).chain([FIND_NEWEST]).collect()
}

fn statements(collation: &str) -> Vec<Statements> {
    let of_table = |table: &Table| {
        let batch = (MOST_PARAMETERS / table.columns.len()).max(1);
        Statements {
            list: kept(list(table, collation)),
            count: kept(format!("select count(*) as n from {}", quoted(table.name))),
            add: kept(add(table, 1)),
            add_batch: kept(add(table, batch)),
            batch,
            fill: fill(table).map(kept),
        }
    };
    TABLES.iter().map(of_table).collect()
}

fn list(table: &Table, collation: &str) -> String {
    let order = table.key_places().map(|place| {
        let column = &table.columns[place];
        match column.kind {
            Kind::Text => format!("{}{collation}", quoted(column.name)),
            Kind::Integer | Kind::Flag => quoted(column.name),
        }
    });
    format!(
        "select {} from {} order by {}",
        columns(table),
        quoted(table.name),
        joined(order)
    )
}

fn add(table: &Table, rows: usize) -> String {
    let width = table.columns.len();
    let values = (0..rows).map(|row| {
        let numbers = (1..=width).map(|column| format!("${}", row * width + column));
        format!("({})", joined(numbers))
    });
    format!(
        "insert into {} ({}) values {}",
        quoted(table.name),
        columns(table),
        joined(values)
    )
}

fn fill(table: &Table) -> Option<String> {
    let later: Vec<usize> = table.later_places().collect();
    if later.is_empty() {
        return None;
    }
    let width = table.key.len();
    let keys = table.key.iter().enumerate();
    let keys = keys.map(|(n, column)| format!("{} = ${}", quoted(column), n + 1));
    let set = later.iter().enumerate().map(|(n, &place)| {
        let column = quoted(table.columns[place].name);
        format!("{column} = ${}", width + n + 1)
    });
    Some(format!(
        "update {} set {} where {}",
        quoted(table.name),
        joined(set),
        keys.collect::<Vec<_>>().join(" and ")
    ))
}

fn presence() -> Vec<(&'static str, &'static str)> {
    let left_out = LEFT_OUT.iter().map(|(name, _)| *name);
    let names = TABLES.iter().map(|table| table.name).chain(left_out);
    names
        .map(|name| {
            let statement = format!("select 1 as n from {} limit 1", quoted(name));
            (name, kept(statement))
        })
        .collect()
}

fn columns(table: &Table) -> String {
    joined(table.columns.iter().map(|column| quoted(column.name)))
}

/// A name of ours between quotes: some are words of SQL.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// Kept for as long as the program runs: a statement is `&'static str` everywhere, and these are made once.
fn kept(statement: String) -> &'static str {
    statement.leak()
}
