//! PostgreSQL with pg_trgm: GIN indexes over what names a document and over its text, ordered by likeness.
//!
//! The server is the one of `script/postgres` (256 MB of shared buffers, no syncing), one connection, no parallel workers.

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, PgConnection, Row as _};
use tokio::runtime::Runtime;

use search::Item;

use super::{Engine, body_of, head_of};

/// Where the server is, as tests are told.
const SERVER: &str = "GONGKAI_TEST_POSTGRES";

/// Thresholds lower than the defaults, so that damaged titles and several words have a chance; a query that takes longer than ten
/// seconds found nothing.
const SETTINGS: &str = "set pg_trgm.similarity_threshold = 0.2;
    set pg_trgm.word_similarity_threshold = 0.45;
    set max_parallel_workers_per_gather = 0;
    set max_parallel_maintenance_workers = 0;
    set maintenance_work_mem = '512MB';
    set work_mem = '64MB';
    set random_page_cost = 1.1;
    set statement_timeout = '10s'";
const TABLES: &str = "create extension if not exists pg_trgm;
    create table docs(key text primary key, title text not null, named text not null, body text not null)";
const ADD: &str = "insert into docs(key, title, named, body) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])";
/// Indexes are made after loading: with `fastupdate` and one by one it takes several times as long.
const FINISH: &str = "set statement_timeout = 0;
    create index on docs using gin (title gin_trgm_ops);
    create index on docs using gin (named gin_trgm_ops);
    create index on docs using gin (body gin_trgm_ops);
    vacuum analyze docs;
    set statement_timeout = '10s'";
const FIND: &str = "select key from docs where title % $1 or $1 <% named or $1 <% body \
    order by 2 * similarity(title, $1) + word_similarity($1, named) + word_similarity($1, body) desc, key limit $2";
/// What the server says of a statement that took too long.
const CANCELED: &str = "57014";
const SIZE: &str = "select pg_total_relation_size('docs')";

/// The engine, in a database of its own that goes when it does.
pub struct Postgres {
    runtime: Runtime,
    connection: PgConnection,
    server: PgConnectOptions,
    database: String,
}

impl Postgres {
    pub fn open() -> Result<Self, String> {
        let server = std::env::var(SERVER)
            .map_err(|_| format!("{SERVER} is not set: eval \"$(script/postgres)\""))?;
        let server: PgConnectOptions = server.parse().map_err(|it| format!("{SERVER}: {it}"))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let database = format!("gongkai_evaluation_{}", std::process::id());
        let connection = runtime.block_on(async {
            let mut first = server.connect().await?;
            run(&mut first, &format!("create database {database}")).await;
            let mut connection = server.clone().database(&database).connect().await?;
            run(&mut connection, SETTINGS).await;
            run(&mut connection, TABLES).await;
            Ok::<_, sqlx::Error>(connection)
        });
        Ok(Self {
            connection: connection.map_err(|it| format!("the server does not answer: {it}"))?,
            runtime,
            server,
            database,
        })
    }
}

async fn run(connection: &mut PgConnection, statements: &str) {
    // One by one: vacuum does not run inside the transaction that several make.
    for statement in statements.split(';').filter(|it| !it.trim().is_empty()) {
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        connection.execute(statement).await.expect("it runs");
    }
}

impl Engine for Postgres {
    fn add(&mut self, items: &[Item]) {
        let of = |what: fn(&Item) -> String| items.iter().map(what).collect::<Vec<String>>();
        let add = sqlx::query(ADD)
            .bind(of(|it| it.key.clone()))
            .bind(of(|it| it.title.clone()))
            .bind(of(|it| format!("{} {}", it.title, head_of(it))))
            .bind(of(body_of));
        let added = self.runtime.block_on(add.execute(&mut self.connection));
        added.expect("added");
    }

    fn finish(&mut self) {
        self.runtime.block_on(run(&mut self.connection, FINISH));
    }

    fn find(&mut self, typed: &str, limit: usize) -> Vec<String> {
        let limit = i64::try_from(limit).expect("a small number");
        let found = sqlx::query(FIND).bind(typed).bind(limit);
        let found = self.runtime.block_on(found.fetch_all(&mut self.connection));
        let rows = match found {
            Ok(rows) => rows,
            Err(sqlx::Error::Database(it)) if it.code().as_deref() == Some(CANCELED) => Vec::new(),
            Err(other) => panic!("{typed}: {other}"),
        };
        rows.iter().map(|it| it.get(0)).collect()
    }

    fn size(&mut self) -> u64 {
        let size = sqlx::query(SIZE).fetch_one(&mut self.connection);
        let size: i64 = self.runtime.block_on(size).expect("a size").get(0);
        size.unsigned_abs()
    }

    fn process(&mut self) -> u32 {
        let id = sqlx::query("select pg_backend_pid()").fetch_one(&mut self.connection);
        let id: i32 = self.runtime.block_on(id).expect("a process").get(0);
        id.unsigned_abs()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let drop = format!("drop database if exists {} with (force)", self.database);
        self.runtime.block_on(async {
            if let Ok(mut connection) = self.server.connect().await {
                run(&mut connection, &drop).await;
                let _ = connection.close().await;
            }
        });
    }
}
