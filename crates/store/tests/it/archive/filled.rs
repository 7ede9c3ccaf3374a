//! A site with something in every column of every table, in the words that are hardest to carry: quotes, lines, signs outside the first plane, the
//! ends of what a number can be, keys that people order otherwise than bytes.

use std::collections::BTreeMap;

use kernel::{Never, Stop};
use store::archive::table::{Column, Kind, Table};
use store::archive::tables::TABLES;
use store::{Store, Value, params};
use testkit::TestSite;

/// Rows of each table.
pub const ROWS: u64 = 3;

/// The table and column that each column refers to.
pub type References = BTreeMap<(String, String), (String, String)>;

/// What the columns of the schema refer to; SQLite says it.
pub async fn references(sqlite: &Store) -> References {
    store::read!(sqlite, |tx| {
        let sql = "select m.name as table_name, f.\"from\" as column_name, f.\"table\" as referred, f.\"to\" as referred_column from sqlite_master m \
            join pragma_foreign_key_list(m.name) f where m.type = 'table' order by 1, 2";
        let mut references = BTreeMap::new();
        for row in tx.fetch_all(sql, params![]).await? {
            let from = (row.get("table_name")?, row.get("column_name")?);
            references.insert(from, (row.get("referred")?, row.get("referred_column")?));
        }
        Ok(references)
    })
    .unwrap()
}

/// Fills every table.
pub async fn fill(store: &Store) {
    let plain = TestSite::on_sqlite().await;
    let references = references(&plain.store).await;
    plain.end().await;
    let mut blobs = Vec::new();
    for n in 0..ROWS {
        let bytes = format!("文件 {n}").into_bytes().repeat(1000);
        let size = i64::try_from(bytes.len()).unwrap();
        blobs.push((store.blobs().put(bytes).await.unwrap().to_string(), size));
    }
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        for table in TABLES {
            let columns: Vec<String> = table.columns.iter().map(|it| format!("\"{}\"", it.name)).collect();
            let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
            let sql = format!("insert into \"{}\" ({}) values ({})", table.name, columns.join(", "), places.join(", "));
            let sql: &'static str = sql.leak();
            for n in 0..ROWS {
                let mut row = Vec::new();
                for column in table.columns {
                    row.push(value(table, column, (n, &references), &blobs));
                }
                tx.execute(sql, &row).await?;
            }
        }
        // What refers to its own table refers to a row behind it, too.
        let sql = "update unit set parent_id = (select max(id) from unit), successor_id = (select min(id) from unit)";
        tx.execute(sql, params![]).await?;
        Ok(())
    })
    .unwrap();
}

fn value(
    table: &Table,
    column: &Column,
    (n, references): (u64, &References),
    blobs: &[(String, i64)],
) -> Value {
    let place = usize::try_from(n).unwrap();
    let refers = references.get(&(table.name.to_owned(), column.name.to_owned()));
    if column.is_later || (column.is_nullable && n == 0) {
        return column.kind.nothing();
    }
    match (table.name, column.name, column.kind) {
        ("blob", "id", _) => Value::Text(blobs[place].0.clone()),
        ("blob", "size", _) => Value::Integer(blobs[place].1),
        (_, name, Kind::Text) if name.ends_with("_at") => {
            Value::Text(format!("2026-11-2{n}T02:00:00.000Z"))
        }
        (_, name, Kind::Text) => Value::Text(match refers {
            Some((referred, column)) => text(referred, column, n),
            None => text(table.name, name, n),
        }),
        (_, _, Kind::Integer) => Value::Integer([i64::MIN, 0, i64::MAX][place]),
        (_, _, Kind::Flag) => Value::Flag(n == 1),
    }
}

/// A text of its own; by bytes the second comes first and the first last, which no dictionary does.
fn text(table: &str, column: &str, n: u64) -> String {
    let first = ["市", "B", "a"][usize::try_from(n).unwrap()];
    format!("{first} \"{table}\\{column}'\r\n\t𠮷🀄\u{2028}\u{7f} {n}")
}
