//! Opening the database, and running work in transactions.
//!
//! SQLite: one writing connection (`BEGIN IMMEDIATE`, WAL, `synchronous=FULL`) and several readers. PostgreSQL: a pool, writes
//! SERIALIZABLE, reads REPEATABLE READ. How work runs in them is in [`crate::attempt`]. A store may be opened for looking
//! only: then a folder and a database user without the right to write suffice.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Fault, Ids};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgPool, SqlitePool};

use crate::blob::Blobs;
use crate::migration;
use crate::transaction::{Inner, Tx, fault};

/// Where the data lies.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    pub database: String,
    /// The folder of blobs.
    pub blobs: PathBuf,
    /// Connections for reading (SQLite) or in all (PostgreSQL).
    pub connections: u32,
}

/// The open store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    blobs: Blobs,
    ids: Arc<Ids>,
}

#[derive(Debug, Clone)]
pub(crate) enum Pools {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Store {
    /// Opens the store and brings its schema up to date.
    ///
    /// # Errors
    /// Where the address cannot be read, the database cannot be reached, or a migration fails.
    pub async fn open(config: &StoreConfig) -> Result<Self, Fault> {
        let store = Self::connect(config).await?;
        migration::migrate(&store).await?;
        Ok(store)
    }

    /// Opens the store as it is, without touching the schema.
    ///
    /// # Errors
    /// Where the address cannot be read or the database cannot be reached.
    pub async fn connect(config: &StoreConfig) -> Result<Self, Fault> {
        let pools = connect(config, Access::Working).await?;
        Ok(Self::of(pools, Blobs::open(&config.blobs)?))
    }

    /// Opens the store for looking only: nothing is made, migrated or written, and writing is refused by the engine.
    ///
    /// # Errors
    /// Where the address cannot be read, or the database cannot be reached or read.
    pub async fn look(config: &StoreConfig) -> Result<Self, Fault> {
        let pools = connect(config, Access::Looking).await?;
        Ok(Self::of(pools, Blobs::look(&config.blobs)))
    }

    fn of(pools: Pools, blobs: Blobs) -> Self {
        Self {
            pools,
            blobs,
            ids: Arc::new(Ids::random()),
        }
    }

    /// The same store, making its ids from another source.
    #[must_use]
    pub fn with_ids(mut self, ids: Ids) -> Self {
        self.ids = Arc::new(ids);
        self
    }

    /// The files.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres(_) => "postgres",
        }
    }

    pub(crate) async fn begin_writing(&self) -> Result<Tx, Fault> {
        let inner = match &self.pools {
            Pools::Sqlite { writer, .. } => writer
                .begin_with("BEGIN IMMEDIATE")
                .await
                .map(Inner::Sqlite),
            Pools::Postgres(pool) => pool
                .begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE")
                .await
                .map(Inner::Postgres),
        };
        self.tx(inner)
    }

    /// Begins a read in one snapshot of the database; [`crate::read!`] is what you want.
    ///
    /// # Errors
    /// The engine's fault.
    #[doc(hidden)]
    pub async fn begin_reading(&self) -> Result<Tx, Fault> {
        let inner = match &self.pools {
            Pools::Sqlite { readers, .. } => readers.begin().await.map(Inner::Sqlite),
            Pools::Postgres(pool) => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await
                .map(Inner::Postgres),
        };
        self.tx(inner)
    }

    fn tx(&self, inner: Result<Inner, sqlx::Error>) -> Result<Tx, Fault> {
        Ok(Tx {
            inner: inner.map_err(|cause| fault("beginning a transaction", cause))?,
            ids: Arc::clone(&self.ids),
        })
    }

    /// Closes all connections; what is running ends first.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Working,
    Looking,
}

async fn connect(config: &StoreConfig, access: Access) -> Result<Pools, Fault> {
    let address = config.database.as_str();
    if address.starts_with("sqlite:") {
        match access {
            Access::Working => connect_sqlite(config).await,
            Access::Looking => look_into_sqlite(config).await,
        }
    } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
        connect_postgres(config, access).await
    } else {
        Err(Fault::new(
            "数据库地址应以 sqlite: 或 postgres: 开头，请检查配置 store.database",
        ))
    }
}

fn sqlite_options(config: &StoreConfig) -> Result<SqliteConnectOptions, Fault> {
    Ok(SqliteConnectOptions::from_str(&config.database)
        .map_err(|cause| fault("数据库地址写法有误，请检查配置 store.database", cause))?
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .statement_cache_capacity(400)
        .pragma("cache_size", "-32000")
        .pragma("mmap_size", "268435456"))
}

async fn sqlite_pool(options: SqliteConnectOptions, connections: u32) -> sqlx::Result<SqlitePool> {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await
}

async fn connect_sqlite(config: &StoreConfig) -> Result<Pools, Fault> {
    let options = sqlite_options(config)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let doing = format!("打开数据库 {}", config.database);
    let writer = sqlite_pool(options.clone(), 1)
        .await
        .map_err(|cause| fault(&doing, cause))?;
    let readers = sqlite_pool(options, config.connections.max(1))
        .await
        .map_err(|cause| fault(&doing, cause))?;
    Ok(Pools::Sqlite { writer, readers })
}

/// Opens for reading. Where the folder may be written to, SQLite's own files come and go as always, so that they are not left
/// behind under another owner; where it may not and no log lies beside the database, nobody is writing and it can
/// be read as it lies.
async fn look_into_sqlite(config: &StoreConfig) -> Result<Pools, Fault> {
    let options = sqlite_options(config)?.pragma("query_only", "1");
    let has_log = log_beside(options.get_filename()).is_some_and(|log| log.exists());
    let connections = config.connections.max(1);
    let opened = match readable(sqlite_pool(options.clone(), connections).await).await {
        Err(_) if !has_log => {
            let as_it_lies = options.read_only(true).immutable(true);
            readable(sqlite_pool(as_it_lies, connections).await).await
        }
        opened => opened,
    };
    let pool = opened.map_err(|cause| fault(&format!("读取数据库 {}", config.database), cause))?;
    Ok(Pools::Sqlite {
        writer: pool.clone(),
        readers: pool,
    })
}

/// `gongkai.db-wal` beside `gongkai.db`.
fn log_beside(database: &Path) -> Option<PathBuf> {
    let mut name = database.file_name()?.to_owned();
    name.push("-wal");
    Some(database.with_file_name(name))
}

/// The pool, if its database can be read: SQLite opens files lazily.
async fn readable(pool: sqlx::Result<SqlitePool>) -> sqlx::Result<SqlitePool> {
    let pool = pool?;
    sqlx::query("select count(*) from sqlite_master")
        .execute(&pool)
        .await?;
    Ok(pool)
}

async fn connect_postgres(config: &StoreConfig, access: Access) -> Result<Pools, Fault> {
    let options = PgConnectOptions::from_str(&config.database)
        .map_err(|cause| fault("数据库地址写法有误，请检查配置 store.database", cause))?
        .statement_cache_capacity(400);
    let options = match access {
        Access::Working => options,
        Access::Looking => options.options([("default_transaction_read_only", "on")]),
    };
    // The pool would try for half a minute and then say only that time ran out.
    let unreachable = |cause| {
        fault(
            "连不上 PostgreSQL 数据库；请检查配置 store.database 中的主机、端口、用户和库名，以及数据库是否在运行",
            cause,
        )
    };
    sqlx::PgConnection::connect_with(&options)
        .await
        .map_err(unreachable)?
        .close()
        .await
        .map_err(unreachable)?;
    let pool = PgPoolOptions::new()
        .max_connections(config.connections.max(2))
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await
        .map_err(|cause| fault("连接 PostgreSQL 数据库", cause))?;
    Ok(Pools::Postgres(pool))
}
