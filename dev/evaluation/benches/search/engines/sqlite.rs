//! An SQLite database for one process that asks: what both FTS5 engines share.

use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Executor as _, Row as _, SqliteConnection};
use tokio::runtime::Runtime;

use super::folder_size;

/// The database, and what waits for it.
pub struct Database {
    folder: PathBuf,
    pub runtime: Runtime,
    pub connection: SqliteConnection,
}

impl Database {
    /// Makes an empty one: nothing is synced and no journal kept, for a crash would only repeat the measurement.
    pub fn make(folder: &Path, tables: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let options = SqliteConnectOptions::new()
            .filename(folder.join("peer.sqlite"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "4294967296");
        let connection = runtime.block_on(async {
            let mut connection = options.connect().await.expect("a database");
            run(&mut connection, tables).await;
            // One transaction for the whole filling.
            run(&mut connection, "begin").await;
            connection
        });
        Self {
            folder: folder.to_owned(),
            runtime,
            connection,
        }
    }

    /// Runs statements.
    pub fn run(&mut self, statements: &str) {
        self.runtime.block_on(run(&mut self.connection, statements));
    }

    /// Asks twice, as somebody does who knows FTS5: for documents with every part as a phrase, then, where they are too few, for those
    /// with any gram; each by BM25.
    pub fn find(&mut self, sql: &'static str, asks: [String; 2], limit: usize) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for ask in asks {
            if ask.is_empty() || keys.len() >= limit {
                continue;
            }
            let found = sqlx::query(sql)
                .bind(ask)
                .bind(i64::try_from(limit).expect("a small number"))
                .fetch_all(&mut self.connection);
            for row in self.runtime.block_on(found).expect("an answer") {
                let key: String = row.get(0);
                if !keys.contains(&key) && keys.len() < limit {
                    keys.push(key);
                }
            }
        }
        keys
    }

    pub fn size(&self) -> u64 {
        folder_size(&self.folder)
    }
}

async fn run(connection: &mut SqliteConnection, statements: &str) {
    let statements = sqlx::AssertSqlSafe(statements.to_owned());
    connection.execute(statements).await.expect("it runs");
}

/// Texts as quoted strings of FTS5, joined by an operator.
pub fn joined(texts: impl Iterator<Item = String>, operator: &str) -> String {
    let quoted: Vec<String> = texts
        .map(|it| format!("\"{}\"", it.replace('"', " ")))
        .collect();
    quoted.join(operator)
}
