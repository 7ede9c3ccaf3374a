//! Taking an archive into an empty site: the files first, then all rows in one transaction.
//!
//! Whoever kills it leaves an empty site, for no row is there before all are; files that lie there already are known by their content when it is run again.
//! Whether the data are in order is for `check`, which the command runs afterwards.

use std::cmp::Ordering;
use std::io::BufReader;

use kernel::Stop;

use super::export::{blob_of, blob_table};
use super::line;
use super::opened::{Lines, Opened};
use super::refusal::ArchiveRefusal;
use super::sql::{self, Statements};
use super::table::Table;
use super::tables::TABLES;
use super::{Listener, Stage};
use crate::database::Store;
use crate::params;
use crate::transaction::Tx;
use crate::value::Value;

/// Bytes of values that are sent in one statement, about.
const HEAVIEST: usize = 4 << 20;

/// What was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Rows.
    pub rows: u64,
    /// Files.
    pub blobs: u64,
}

impl Store {
    /// Takes an archive in, all of it or nothing.
    ///
    /// # Errors
    /// Where the site is not empty, or something in the archive is not as it should be.
    pub async fn import_archive(
        &self,
        archive: &Opened,
        listener: Listener<'_>,
    ) -> Result<Imported, Stop<ArchiveRefusal>> {
        // Asked before any file is written, and once more in the transaction.
        let full = crate::read!(self, |tx| find_full_table(tx).await)?;
        if let Some(table) = full {
            return Err(Stop::Refused(ArchiveRefusal::NotEmpty(table)));
        }
        archive.compare(listener)?;
        let blobs = self.take_blobs(archive, listener)?;
        let rows = crate::write!(self, |tx| -> Result<u64, Stop<ArchiveRefusal>> {
            if let Some(table) = find_full_table(tx).await? {
                return Err(Stop::Refused(ArchiveRefusal::NotEmpty(table)));
            }
            let rows = take_rows(tx, (archive, self.engine()), listener).await?;
            self.refresh_statistics(tx).await?;
            Ok(rows)
        })?;
        Ok(Imported { rows, blobs })
    }

    /// Takes in the files: exactly those that the rows mention.
    fn take_blobs(
        &self,
        archive: &Opened,
        listener: Listener<'_>,
    ) -> Result<u64, Stop<ArchiveRefusal>> {
        let total = archive.manifest().blobs.count;
        let table = blob_table();
        let mut rows = archive.lines(table);
        let mut taken = 0;
        archive.for_each_blob(|id, from, size| {
            let bad = |why| {
                let id = id.clone();
                Stop::Refused(ArchiveRefusal::BadBlob { id, why })
            };
            let unlisted = "tables/blob.jsonl 中没有这个文件";
            let row = next_row(table, &mut rows)?.ok_or_else(|| bad(unlisted))?;
            let (listed, listed_size) =
                blob_of(&row).map_err(|fault| rows.bad(fault.to_string()))?;
            // Both go by the id: whichever is ahead lacks its counterpart.
            match listed.cmp(&id) {
                Ordering::Less => return Err(rows.bad(format!("存档中没有文件 {listed}"))),
                Ordering::Equal => {}
                Ordering::Greater => return Err(bad(unlisted)),
            }
            if listed_size != size {
                return Err(bad("大小与 tables/blob.jsonl 所写的不同"));
            }
            let from = BufReader::with_capacity(1 << 20, from);
            if !self.blobs().put_from(from, &id)? {
                return Err(bad("内容与其编号（SHA-256）不符"));
            }
            taken += 1;
            listener(Stage::TakingBlobs, taken, total);
            Ok(())
        })?;
        if next_row(table, &mut rows)?.is_some() {
            return Err(rows.bad("存档中没有这个文件".to_owned()));
        }
        Ok(taken)
    }
}

/// The first table that has a row.
async fn find_full_table(tx: &mut Tx) -> Result<Option<&'static str>, kernel::Fault> {
    for &(table, presence) in sql::presences() {
        if tx.fetch_optional(presence, params![]).await?.is_some() {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

async fn take_rows(
    tx: &mut Tx,
    (archive, engine): (&Opened, &str),
    listener: Listener<'_>,
) -> Result<u64, Stop<ArchiveRefusal>> {
    let total = archive.manifest().rows();
    let mut so_far = 0;
    for (table, statements) in TABLES.iter().zip(sql::of_engine(engine)) {
        let mut taking = Taking {
            tx: &mut *tx,
            table,
            statements,
            lines: archive.lines(table),
            keeps_nul: engine == "sqlite",
            batch: Vec::new(),
            weight: 0,
            later: Vec::new(),
        };
        let mut heard = |rows| listener(Stage::TakingRows, so_far + rows, total);
        so_far += taking.run(&mut heard).await?;
    }
    Ok(so_far)
}

fn next_row(
    table: &'static Table,
    lines: &mut Lines<'_>,
) -> Result<Option<Vec<Value>>, Stop<ArchiveRefusal>> {
    let Some(line) = lines.next()? else {
        return Ok(None);
    };
    match line::read(table, line) {
        Ok(row) => Ok(Some(row)),
        Err(why) => Err(lines.bad(why)),
    }
}

/// The rows of one table on their way in.
struct Taking<'t> {
    tx: &'t mut Tx,
    table: &'static Table,
    statements: &'static Statements,
    lines: Lines<'t>,
    /// Whether the engine keeps the character U+0000.
    keeps_nul: bool,
    batch: Vec<Vec<Value>>,
    /// Bytes of the batch.
    weight: usize,
    /// Keys and values of what refers to the table itself: only the tree of units does, of which there are thousands at most.
    later: Vec<Vec<Value>>,
}

impl Taking<'_> {
    async fn run(
        &mut self,
        listener: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64, Stop<ArchiveRefusal>> {
        let mut previous: Option<Vec<Value>> = None;
        while let Some(row) = next_row(self.table, &mut self.lines)? {
            self.check(previous.as_deref(), &row)?;
            previous = Some(self.key_of(&row));
            self.push(row);
            if self.batch.len() == self.statements.batch || self.weight > HEAVIEST {
                self.flush().await?;
                listener(self.lines.number());
            }
        }
        self.flush().await?;
        self.fill().await?;
        listener(self.lines.number());
        Ok(self.lines.number())
    }

    fn check(&self, previous: Option<&[Value]>, row: &[Value]) -> Result<(), Stop<ArchiveRefusal>> {
        let order = previous.map(|previous| line::compare_keys(self.table, previous, row));
        if !matches!(order, None | Some(Ordering::Less)) {
            let why = "与前一行的主键相同，或次序颠倒".to_owned();
            return Err(self.lines.bad(why));
        }
        match line::find_nul(self.table, row) {
            Some(column) if !self.keeps_nul => {
                let why = format!("列“{column}”中有 PostgreSQL 不能保存的字符 U+0000");
                Err(self.lines.bad(why))
            }
            _ => Ok(()),
        }
    }

    /// The row with nothing but its key.
    fn key_of(&self, row: &[Value]) -> Vec<Value> {
        let mut key: Vec<Value> = vec![Value::NoText; row.len()];
        for place in self.table.key_places() {
            key[place].clone_from(&row[place]);
        }
        key
    }

    fn push(&mut self, mut row: Vec<Value>) {
        let mut later: Vec<Value> = Vec::new();
        let mut is_later = false;
        for place in self.table.later_places() {
            let nothing = self.table.columns[place].kind.nothing();
            let value = std::mem::replace(&mut row[place], nothing);
            is_later |= matches!(value, Value::Text(_) | Value::Integer(_) | Value::Flag(_));
            later.push(value);
        }
        if is_later {
            let key = self.table.key_places().map(|place| row[place].clone());
            self.later.push(key.chain(later).collect());
        }
        let texts = row.iter().map(|value| match value {
            Value::Text(text) => text.len(),
            _ => 8,
        });
        self.weight += texts.sum::<usize>();
        self.batch.push(row);
    }

    /// Sends the batch.
    async fn flush(&mut self) -> Result<(), Stop<ArchiveRefusal>> {
        self.weight = 0;
        let rows = std::mem::take(&mut self.batch);
        let last = self.lines.number();
        let count = u64::try_from(rows.len()).unwrap_or(0);
        if rows.len() == self.statements.batch {
            let values: Vec<Value> = rows.into_iter().flatten().collect();
            return self
                .send(self.statements.add_batch, (last + 1 - count, &values))
                .await;
        }
        for (number, row) in (last + 1 - count..).zip(rows) {
            self.send(self.statements.add, (number, &row)).await?;
        }
        Ok(())
    }

    async fn send(
        &mut self,
        statement: &'static str,
        (first, values): (u64, &[Value]),
    ) -> Result<(), Stop<ArchiveRefusal>> {
        match self.tx.try_execute(statement, values).await? {
            Ok(_) => Ok(()),
            Err(said) => {
                let why = format!("不合数据库的约束（{said}）");
                Err(self.lines.bad_since(first, why))
            }
        }
    }

    /// Fills what refers to rows of the table itself.
    async fn fill(&mut self) -> Result<(), Stop<ArchiveRefusal>> {
        let Some(statement) = self.statements.fill else {
            return Ok(());
        };
        for values in std::mem::take(&mut self.later) {
            self.send(statement, (1, &values)).await?;
        }
        Ok(())
    }
}
