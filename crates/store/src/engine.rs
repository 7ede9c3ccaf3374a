//! The few questions that the two engines answer in different words: what the schema is, whether files are whole.
//!
//! Everything else is one SQL text; what must differ is here and nowhere else.

use kernel::Fault;

use crate::check::SchemaFact;
use crate::database::{Pools, Store};
use crate::params;
use crate::transaction::Tx;

const SQLITE_COLUMNS: &str = "select m.name as table_name, p.name as column_name, lower(p.type) as kind, \
    p.\"notnull\" = 0 as is_nullable from sqlite_master m join pragma_table_info(m.name) p \
    where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, p.name";
const POSTGRES_COLUMNS: &str = "select table_name::text as table_name, column_name::text as column_name, \
    data_type::text as kind, is_nullable = 'YES' as is_nullable from information_schema.columns \
    where table_schema = current_schema() order by table_name, column_name";
const SQLITE_INDEXES: &str = "select tbl_name as table_name, name as index_name from sqlite_master \
    where type = 'index' and sql is not null order by name";
const POSTGRES_INDEXES: &str = "select i.tablename::text as table_name, i.indexname::text as index_name from pg_indexes i \
    where i.schemaname = current_schema() and not exists (select 1 from pg_constraint c \
    join pg_class k on k.oid = c.conindid where k.relname = i.indexname) order by i.indexname";

impl Store {
    /// Columns and indexes as the engine has them, in words common to both, sorted.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn list_schema_facts(&self) -> Result<Vec<SchemaFact>, Fault> {
        let (columns, indexes) = match self.pools {
            Pools::Sqlite { .. } => (SQLITE_COLUMNS, SQLITE_INDEXES),
            Pools::Postgres(_) => (POSTGRES_COLUMNS, POSTGRES_INDEXES),
        };
        let mut facts = crate::read!(self, |tx| {
            let mut facts = Vec::new();
            for row in tx.fetch_all(columns, params![]).await? {
                let is_nullable = match self.pools {
                    Pools::Sqlite { .. } => row.get::<i64>("is_nullable")? != 0,
                    Pools::Postgres(_) => row.get("is_nullable")?,
                };
                facts.push(SchemaFact::Column {
                    table: row.get("table_name")?,
                    column: row.get("column_name")?,
                    kind: row.get("kind")?,
                    is_nullable,
                });
            }
            for row in tx.fetch_all(indexes, params![]).await? {
                facts.push(SchemaFact::Index {
                    table: row.get("table_name")?,
                    index: row.get("index_name")?,
                });
            }
            Ok(facts)
        })?;
        facts.sort();
        Ok(facts)
    }

    /// What the engine itself finds broken in its files: nothing where all is well.
    ///
    /// # Errors
    /// The engine's fault.
    pub(crate) async fn list_engine_damage(&self) -> Result<Vec<String>, Fault> {
        if matches!(self.pools, Pools::Postgres(_)) {
            // PostgreSQL checks foreign keys always and its pages when they are read.
            return Ok(Vec::new());
        }
        Ok(crate::read!(self, |tx| {
            let mut damage = Vec::new();
            for row in tx.fetch_all("pragma quick_check(20)", params![]).await? {
                let said: String = row.get("quick_check")?;
                if said != "ok" {
                    damage.push(said);
                }
            }
            let loose = tx
                .fetch_all(
                    "select distinct \"table\" as name from pragma_foreign_key_check",
                    params![],
                )
                .await?;
            for row in loose {
                let table: String = row.get("name")?;
                damage.push(format!("表 {table} 中有指向不存在记录的外键"));
            }
            Ok(damage)
        })?)
    }

    /// Tells the engine that its tables are no longer empty, where it would plan by that for a while: PostgreSQL looks by itself only later.
    ///
    /// # Errors
    /// The engine's fault.
    pub(crate) async fn refresh_statistics(&self, tx: &mut Tx) -> Result<(), Fault> {
        if matches!(self.pools, Pools::Postgres(_)) {
            tx.execute("analyze", params![]).await?;
        }
        Ok(())
    }
}
