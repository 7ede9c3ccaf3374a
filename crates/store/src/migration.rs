//! Bringing the schema up to date.
//!
//! Migrations are the files of `/migrations`, embedded, in order, each in a transaction of its own together with
//! the note that it ran. A row that every migrating process updates first puts several nodes in order without
//! advisory locks. A file that changed after it ran is told, never run again.

use kernel::{Fault, Moment, Never, Stop};
use sha2::{Digest, Sha256};

use crate::check::SchemaFact;
use crate::database::{Pools, Store};
use crate::params;
use crate::sql;
use crate::transaction::{Inner, Tx, fault};

/// One migration.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number, from 1, without gaps.
    pub version: u32,
    /// Its file name without number and ending.
    pub name: &'static str,
    /// Its SQL.
    pub text: &'static str,
}

/// Every migration, in order.
pub const ALL: &[Migration] = &[
    migration(
        1,
        "ground",
        include_str!("../../../migrations/0001_ground.sql"),
    ),
    migration(
        2,
        "promises",
        include_str!("../../../migrations/0002_promises.sql"),
    ),
    migration(
        3,
        "plans",
        include_str!("../../../migrations/0003_plans.sql"),
    ),
    migration(
        4,
        "void_tallies",
        include_str!("../../../migrations/0004_void_tallies.sql"),
    ),
    migration(
        5,
        "ledger",
        include_str!("../../../migrations/0005_ledger.sql"),
    ),
    migration(
        6,
        "accounts",
        include_str!("../../../migrations/0006_accounts.sql"),
    ),
    migration(
        7,
        "drafts",
        include_str!("../../../migrations/0007_drafts.sql"),
    ),
    migration(
        8,
        "promise_work",
        include_str!("../../../migrations/0008_promise_work.sql"),
    ),
    migration(
        9,
        "messages",
        include_str!("../../../migrations/0009_messages.sql"),
    ),
    migration(
        10,
        "units",
        include_str!("../../../migrations/0010_units.sql"),
    ),
    migration(
        11,
        "audit",
        include_str!("../../../migrations/0011_audit.sql"),
    ),
    migration(
        12,
        "publishing",
        include_str!("../../../migrations/0012_publishing.sql"),
    ),
    migration(
        13,
        "ties",
        include_str!("../../../migrations/0013_ties.sql"),
    ),
    migration(
        14,
        "old_addresses",
        include_str!("../../../migrations/0014_old_addresses.sql"),
    ),
    migration(
        15,
        "library_filters",
        include_str!("../../../migrations/0015_library_filters.sql"),
    ),
    migration(
        16,
        "review",
        include_str!("../../../migrations/0016_review.sql"),
    ),
    migration(
        17,
        "keep_rules",
        include_str!("../../../migrations/0017_keep_rules.sql"),
    ),
    migration(
        18,
        "uploads",
        include_str!("../../../migrations/0018_uploads.sql"),
    ),
    migration(
        19,
        "late_of_documents",
        include_str!("../../../migrations/0019_late_of_documents.sql"),
    ),
    migration(
        20,
        "filing",
        include_str!("../../../migrations/0020_filing.sql"),
    ),
    migration(
        21,
        "expressions",
        include_str!("../../../migrations/0021_expressions.sql"),
    ),
    migration(
        22,
        "renditions",
        include_str!("../../../migrations/0022_renditions.sql"),
    ),
    migration(
        23,
        "collections",
        include_str!("../../../migrations/0023_collections.sql"),
    ),
    migration(
        24,
        "filing_packages",
        include_str!("../../../migrations/0024_filing_packages.sql"),
    ),
    migration(
        25,
        "subsites",
        include_str!("../../../migrations/0025_subsites.sql"),
    ),
    migration(
        26,
        "subscriptions",
        include_str!("../../../migrations/0026_subscriptions.sql"),
    ),
    migration(
        27,
        "answers",
        include_str!("../../../migrations/0027_answers.sql"),
    ),
    migration(
        28,
        "followed_searches",
        include_str!("../../../migrations/0028_followed_searches.sql"),
    ),
    migration(
        29,
        "days_of_columns",
        include_str!("../../../migrations/0029_days_of_columns.sql"),
    ),
    migration(
        30,
        "demand",
        include_str!("../../../migrations/0030_demand.sql"),
    ),
    migration(
        31,
        "requests",
        include_str!("../../../migrations/0031_requests.sql"),
    ),
    migration(
        32,
        "disputes",
        include_str!("../../../migrations/0032_disputes.sql"),
    ),
    migration(
        33,
        "request_figures",
        include_str!("../../../migrations/0033_request_figures.sql"),
    ),
    migration(
        34,
        "request_letters",
        include_str!("../../../migrations/0034_request_letters.sql"),
    ),
];

const fn migration(version: u32, name: &'static str, text: &'static str) -> Migration {
    Migration {
        version,
        name,
        text,
    }
}

impl Migration {
    /// SHA-256 of its text, to tell a file that changed after it ran.
    pub fn checksum(&self) -> String {
        hex::encode(Sha256::digest(self.text.as_bytes()))
    }

    /// Its statements, one by one: our files end each with `;` at the end of a line.
    fn statements(&self) -> impl Iterator<Item = &'static str> {
        self.text
            .split(";\n")
            .map(str::trim)
            .filter(|statement| !is_blank(statement))
    }
}

/// Whether it holds nothing but comments.
fn is_blank(statement: &str) -> bool {
    statement
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with("--"))
}

/// A migration as the database remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its number.
    pub version: u32,
    /// SHA-256 of the text that ran.
    pub checksum: String,
}

/// Applies what is missing; returns how many ran.
///
/// # Errors
/// Where a migration fails, or the database is newer than the program, or a file was changed after it ran.
pub async fn migrate(store: &Store) -> Result<usize, Fault> {
    prepare_ground(store).await?;
    let mut ran = 0;
    for migration in ALL {
        let did = crate::write!(store, |tx| -> Result<_, Stop<Never>> {
            Ok(apply(tx, migration).await?)
        })
        .map_err(Fault::from)?;
        ran += usize::from(did);
    }
    refuse_newer(store).await?;
    Ok(ran)
}

/// The migrations that ran, in order.
///
/// # Errors
/// The engine's fault, among others where the database was never migrated.
pub async fn list_applied(tx: &mut Tx) -> Result<Vec<Applied>, Fault> {
    tx.fetch_all(sql::LIST_MIGRATIONS, params![])
        .await?
        .iter()
        .map(|row| {
            Ok(Applied {
                version: row.get("version")?,
                checksum: row.get("checksum")?,
            })
        })
        .collect()
}

/// How many migrations the database has yet to get; asks without changing anything.
///
/// # Errors
/// The engine's fault, or where the database is newer than the program.
pub async fn count_missing(store: &Store) -> Result<usize, Fault> {
    let facts = store.list_schema_facts().await?;
    let is_ground = |fact: &SchemaFact| matches!(fact, SchemaFact::Column { table, .. } if table == "schema_migration");
    if !facts.iter().any(is_ground) {
        return Ok(ALL.len());
    }
    refuse_newer(store).await?;
    let applied = crate::read!(store, |tx| list_applied(tx).await)?;
    let is_missing = |it: &&Migration| applied.iter().all(|done| done.version != it.version);
    Ok(ALL.iter().filter(is_missing).count())
}

/// The two tables that migrating itself needs.
const GROUND: [&str; 3] = [
    "create table if not exists schema_migration (version bigint not null primary key, name text not null, \
     checksum text not null, applied_at text not null)",
    "create table if not exists schema_lock (name text not null primary key, taken bigint not null)",
    "insert into schema_lock (name, taken) values ('migrate', 0) on conflict (name) do nothing",
];

async fn prepare_ground(store: &Store) -> Result<(), Fault> {
    // Two nodes that create the same table at once collide in PostgreSQL's catalogue: the second looks again.
    for attempt in 0..5 {
        let mut outcome = Ok(());
        for statement in GROUND {
            outcome = match &store.pools {
                Pools::Sqlite { writer, .. } => {
                    sqlx::query(statement).execute(writer).await.map(|_| ())
                }
                Pools::Postgres(pool) => sqlx::query(statement).execute(pool).await.map(|_| ()),
            };
            if outcome.is_err() {
                break;
            }
        }
        match outcome {
            Ok(()) => return Ok(()),
            Err(cause) if attempt == 4 => return Err(fault("preparing the schema tables", cause)),
            Err(_) => tokio::task::yield_now().await,
        }
    }
    Ok(())
}

async fn apply(tx: &mut Tx, migration: &Migration) -> Result<bool, Fault> {
    tx.execute(sql::TAKE_SCHEMA_LOCK, params![]).await?;
    let version = migration.version;
    let known = tx
        .fetch_optional(sql::FIND_MIGRATION, params![version])
        .await?;
    if let Some(row) = known {
        let checksum: String = row.get("checksum")?;
        if checksum != migration.checksum() {
            return Err(Fault::new(format!(
                "迁移 {version:04}_{} 在执行之后被改动过；请换回原来的程序版本，或从备份恢复",
                migration.name
            )));
        }
        return Ok(false);
    }
    for statement in migration.statements() {
        run_ddl(tx, statement).await?;
    }
    tx.execute(
        sql::NOTE_MIGRATION,
        params![version, migration.name, migration.checksum(), applied_at()],
    )
    .await?;
    Ok(true)
}

/// When a migration ran, for operators only: nothing is decided by it.
fn applied_at() -> String {
    let millis = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_millis());
    i64::try_from(millis)
        .ok()
        .and_then(Moment::from_millisecond)
        .map_or_else(String::new, |at| at.to_string())
}

async fn run_ddl(tx: &mut Tx, statement: &'static str) -> Result<(), Fault> {
    match &mut tx.inner {
        Inner::Sqlite(tx) => sqlx::query(statement).execute(&mut **tx).await.map(|_| ()),
        Inner::Postgres(tx) => sqlx::query(statement).execute(&mut **tx).await.map(|_| ()),
    }
    .map_err(|cause| fault(statement, cause))
}

async fn refuse_newer(store: &Store) -> Result<(), Fault> {
    let applied = crate::read!(store, |tx| list_applied(tx).await)?;
    let newest = applied.iter().map(|it| it.version).max().unwrap_or(0);
    let known = ALL.last().map_or(0, |migration| migration.version);
    if newest > known {
        return Err(Fault::new(format!(
            "数据库结构（第 {newest} 版）比程序（第 {known} 版）新；请升级程序后再启动"
        )));
    }
    Ok(())
}
