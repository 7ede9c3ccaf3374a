//! A transaction of either engine, and how statements run in it.
//!
//! `Tx` is handed to the body of [`crate::read!`] and [`crate::write!`]; nobody else makes one. Statements
//! are `&'static str`; values are bound, never pasted.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use kernel::{Fault, Ids, Moment};
use sqlx::error::ErrorKind;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Executor, Postgres, Sqlite};

use crate::row::{Inner as RowInner, Row};
use crate::value::Value;

/// A transaction.
#[derive(Debug)]
pub struct Tx {
    pub(crate) inner: Inner,
    pub(crate) ids: Arc<Ids>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Tx {
    /// A new id.
    pub fn new_id<T: From<uuid::Uuid>>(&self, now: Moment) -> T {
        self.ids.next(now)
    }

    /// Runs a statement; returns how many rows it changed.
    pub async fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Fault> {
        match &mut self.inner {
            Inner::Sqlite(tx) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(sql, values)?);
                (**tx).execute(query).await.map(|done| done.rows_affected())
            }
            Inner::Postgres(tx) => {
                let query = sqlx::query_with::<Postgres, _>(sql, postgres_arguments(sql, values)?);
                (**tx).execute(query).await.map(|done| done.rows_affected())
            }
        }
        .map_err(|cause| fault(sql, cause))
    }

    /// Runs a query; all its rows.
    pub async fn fetch_all(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Row>, Fault> {
        match &mut self.inner {
            Inner::Sqlite(tx) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(sql, values)?);
                (**tx)
                    .fetch_all(query)
                    .await
                    .map(|rows| wrap_all(rows, RowInner::Sqlite))
            }
            Inner::Postgres(tx) => {
                let query = sqlx::query_with::<Postgres, _>(sql, postgres_arguments(sql, values)?);
                (**tx)
                    .fetch_all(query)
                    .await
                    .map(|rows| wrap_all(rows, RowInner::Postgres))
            }
        }
        .map_err(|cause| fault(sql, cause))
    }

    /// Runs a query and hands over its rows one by one: what is read is never all in memory.
    ///
    /// # Errors
    /// The engine's fault, or what `each` ends with.
    pub(crate) async fn for_each(
        &mut self,
        sql: &'static str,
        values: &[Value],
        each: &mut (dyn FnMut(&Row) -> Result<(), Fault> + Send),
    ) -> Result<(), Fault> {
        match &mut self.inner {
            Inner::Sqlite(tx) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(sql, values)?);
                let mut rows = (**tx).fetch(query);
                while let Some(row) = rows.try_next().await.map_err(|cause| fault(sql, cause))? {
                    each(&Row(RowInner::Sqlite(row)))?;
                }
            }
            Inner::Postgres(tx) => {
                let query = sqlx::query_with::<Postgres, _>(sql, postgres_arguments(sql, values)?);
                let mut rows = (**tx).fetch(query);
                while let Some(row) = rows.try_next().await.map_err(|cause| fault(sql, cause))? {
                    each(&Row(RowInner::Postgres(row)))?;
                }
            }
        }
        Ok(())
    }

    /// Runs a statement; what the engine says where a constraint of the schema (a key, a reference, a null) stands against it. The transaction
    /// is lost then.
    ///
    /// # Errors
    /// Every other fault.
    pub(crate) async fn try_execute(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Result<u64, String>, Fault> {
        let done = match &mut self.inner {
            Inner::Sqlite(tx) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(sql, values)?);
                (**tx).execute(query).await.map(|done| done.rows_affected())
            }
            Inner::Postgres(tx) => {
                let query = sqlx::query_with::<Postgres, _>(sql, postgres_arguments(sql, values)?);
                (**tx).execute(query).await.map(|done| done.rows_affected())
            }
        };
        match done {
            Ok(rows) => Ok(Ok(rows)),
            Err(sqlx::Error::Database(said)) if !matches!(said.kind(), ErrorKind::Other) => {
                Ok(Err(said.message().to_owned()))
            }
            Err(cause) => Err(fault(sql, cause)),
        }
    }

    /// Runs a query; its first row, or none.
    pub async fn fetch_optional(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Option<Row>, Fault> {
        match &mut self.inner {
            Inner::Sqlite(tx) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(sql, values)?);
                (**tx)
                    .fetch_optional(query)
                    .await
                    .map(|row| row.map(|row| Row(RowInner::Sqlite(row))))
            }
            Inner::Postgres(tx) => {
                let query = sqlx::query_with::<Postgres, _>(sql, postgres_arguments(sql, values)?);
                (**tx)
                    .fetch_optional(query)
                    .await
                    .map(|row| row.map(|row| Row(RowInner::Postgres(row))))
            }
        }
        .map_err(|cause| fault(sql, cause))
    }

    /// Runs a query that always yields a row; a fault where it yields none.
    pub async fn fetch_one(&mut self, sql: &'static str, values: &[Value]) -> Result<Row, Fault> {
        self.fetch_optional(sql, values)
            .await?
            .ok_or_else(|| Fault::new(format!("no row for {sql}")))
    }

    /// Asks the engine to read a statement without running it; for the test that walks them all.
    pub async fn prepare(&mut self, sql: &'static str) -> Result<(), Fault> {
        use sqlx::SqlSafeStr as _;
        match &mut self.inner {
            Inner::Sqlite(tx) => (**tx).prepare(sql.into_sql_str()).await.map(|_| ()),
            Inner::Postgres(tx) => (**tx).prepare(sql.into_sql_str()).await.map(|_| ()),
        }
        .map_err(|cause| fault(sql, cause))
    }

    pub(crate) async fn commit(self) -> Result<(), Fault> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await,
            Inner::Postgres(tx) => tx.commit().await,
        }
        .map_err(|cause| fault("commit", cause))
    }

    pub(crate) async fn roll_back(self) -> Result<(), Fault> {
        match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await,
            Inner::Postgres(tx) => tx.rollback().await,
        }
        .map_err(|cause| fault("rollback", cause))
    }
}

/// Wraps each row of an engine.
fn wrap_all<R>(rows: Vec<R>, wrap: impl Fn(R) -> RowInner) -> Vec<Row> {
    rows.into_iter().map(|row| Row(wrap(row))).collect()
}

macro_rules! arguments {
    ($name:ident, $type:ty) => {
        fn $name(sql: &str, values: &[Value]) -> Result<$type, Fault> {
            let mut arguments = <$type>::default();
            for value in values {
                match value {
                    Value::Text(text) => arguments.add(text.clone()),
                    Value::Integer(number) => arguments.add(*number),
                    Value::Flag(flag) => arguments.add(*flag),
                    Value::NoText => arguments.add(None::<String>),
                    Value::NoInteger => arguments.add(None::<i64>),
                    Value::NoFlag => arguments.add(None::<bool>),
                }
                .map_err(|cause| Fault::caused(format!("binding {value:?} to {sql}"), cause))?;
            }
            Ok(arguments)
        }
    };
}

arguments!(sqlite_arguments, SqliteArguments);
arguments!(postgres_arguments, PgArguments);

/// Makes a fault of a driver's error; marks those that pass when the transaction is tried again.
pub(crate) fn fault(doing: &str, cause: sqlx::Error) -> Fault {
    let code = cause
        .as_database_error()
        .and_then(|it| it.code())
        .map(|code| code.into_owned())
        .unwrap_or_default();
    // SQLite: 5 busy, 6 locked, 261 busy recovery, 517 busy snapshot. PostgreSQL: 40001 serialization
    // failure, 40P01 deadlock, 23505 two writers who both saw no row yet and made it: PostgreSQL tells the
    // second of them of the key before it tells of the conflict. Where a key may be taken for good, our
    // statements say `on conflict`.
    let is_transient = matches!(
        code.as_str(),
        "5" | "6" | "261" | "517" | "40001" | "40P01" | "23505"
    );
    // PostgreSQL 42501: insufficient privilege. SQLite 8 and its kin: a file that may only be read.
    let need = match code.as_str() {
        "42501" => {
            "（数据库用户的权限不足：核验需要全部表的 select 权限，其他命令还需要 insert、update、delete）"
        }
        "8" | "264" | "520" | "776" | "1032" | "1288" | "1544" => {
            "（数据库文件或数据目录不可写，请检查权限）"
        }
        "13" | "53100" => "（磁盘已满，请清出空间后再试）",
        "14" | "526" => "（数据库文件打不开，请检查数据目录是否存在、可否读取）",
        _ => "",
    };
    let fault = Fault::caused(format!("{doing}{need}"), cause);
    if is_transient {
        fault.transient()
    } else {
        fault
    }
}
