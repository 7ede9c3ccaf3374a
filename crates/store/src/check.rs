//! `check`: does the store still say what was recorded.
//!
//! Verifies the schema against a freshly migrated one, every chain of events hash by hash, and every blob byte by byte.
//! It reads in pages and tells how far it is; it changes nothing.

use std::collections::BTreeSet;

use kernel::{BlobId, Fault};

use crate::database::{Store, StoreConfig};
use crate::event::{GENESIS, RecordedEvent, event_of};
use crate::{migration, params, sql};

/// A fact about a schema, in words common to both engines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchemaFact {
    /// A column.
    Column {
        /// Its table.
        table: String,
        /// Its name.
        column: String,
        /// `text`, `bigint`, `boolean`.
        kind: String,
        /// Whether it may be null.
        is_nullable: bool,
    },
    /// An index that a migration made.
    Index {
        /// Its table.
        table: String,
        /// Its name.
        index: String,
    },
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable code: `schema.differs`, `chain.broken`, `blob.missing`, ...
    pub code: &'static str,
    /// Where: a table, a chain and place, a blob.
    pub place: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

/// What `check` saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Events verified.
    pub events: u64,
    /// Chains verified.
    pub chains: u64,
    /// Blobs verified.
    pub blobs: u64,
    /// What is wrong; empty where all is well.
    pub problems: Vec<Problem>,
}

const PAGE: u32 = 1000;

impl Store {
    /// Verifies schema, chains and blobs. `progress` hears what is being verified and how many items so far.
    ///
    /// # Errors
    /// Where the store cannot be read at all; what is merely wrong is in the report.
    pub async fn check(&self, progress: &mut dyn FnMut(&str, u64)) -> Result<CheckReport, Fault> {
        let mut report = CheckReport::default();
        self.check_schema(&mut report).await?;
        self.check_chains(&mut report, progress).await?;
        self.check_blobs(&mut report, progress).await?;
        Ok(report)
    }

    async fn check_schema(&self, report: &mut CheckReport) -> Result<(), Fault> {
        for said in self.list_engine_damage().await? {
            report.problems.push(Problem {
                code: "schema.damaged",
                place: "database".to_owned(),
                message: format!("数据库自检发现问题：{said}；请从备份恢复"),
            });
        }
        let expected: BTreeSet<_> = expected_schema().await?.into_iter().collect();
        let actual: BTreeSet<_> = self.list_schema_facts().await?.into_iter().collect();
        for missing in expected.difference(&actual) {
            report
                .problems
                .push(schema_problem(missing, "缺少或定义不同"));
        }
        for extra in actual.difference(&expected) {
            report.problems.push(schema_problem(extra, "不应存在"));
        }
        Ok(())
    }

    async fn check_chains(
        &self,
        report: &mut CheckReport,
        progress: &mut dyn FnMut(&str, u64),
    ) -> Result<(), Fault> {
        let mut walk = ChainWalk::default();
        let (mut chain, mut seq) = (String::new(), 0u64);
        loop {
            let events = self.page_of_events(&chain, seq).await?;
            let Some(last) = events.last() else { break };
            (chain, seq) = (last.chain.clone(), last.seq);
            for event in &events {
                walk.step(event, &mut report.problems);
            }
            report.events += u64::try_from(events.len()).unwrap_or(0);
            progress("事件", report.events);
        }
        let heads = walk.end();
        self.check_heads(&heads, report).await
    }

    async fn page_of_events(&self, chain: &str, seq: u64) -> Result<Vec<RecordedEvent>, Fault> {
        Ok(crate::read!(self, |tx| {
            let rows = tx
                .fetch_all(sql::LIST_EVENTS_BY_CHAIN, params![chain, seq, PAGE])
                .await?;
            rows.iter().map(event_of).collect::<Result<Vec<_>, _>>()
        })?)
    }

    async fn check_heads(
        &self,
        walked: &[(String, u64, String)],
        report: &mut CheckReport,
    ) -> Result<(), Fault> {
        let mut recorded = Vec::new();
        let mut after = String::new();
        loop {
            let rows = crate::read!(self, |tx| {
                tx.fetch_all(sql::LIST_CHAINS, params![after, PAGE]).await
            })?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let head: (String, u64, String) =
                    (row.get("name")?, row.get("seq")?, row.get("hash")?);
                after.clone_from(&head.0);
                recorded.push(head);
            }
        }
        report.chains = u64::try_from(recorded.len()).unwrap_or(0);
        let walked: BTreeSet<_> = walked.iter().cloned().collect();
        let recorded: BTreeSet<_> = recorded.into_iter().collect();
        for (name, seq, _) in walked.symmetric_difference(&recorded) {
            report.problems.push(Problem {
                code: "chain.head_differs",
                place: format!("{name}#{seq}"),
                message: "链尾与记录的链头不一致：有事件被删除或篡改；请与备份比对".to_owned(),
            });
        }
        Ok(())
    }

    async fn check_blobs(
        &self,
        report: &mut CheckReport,
        progress: &mut dyn FnMut(&str, u64),
    ) -> Result<(), Fault> {
        let mut known = BTreeSet::new();
        let mut after = String::new();
        loop {
            let rows = crate::read!(self, |tx| {
                tx.fetch_all(sql::LIST_BLOBS, params![after, PAGE]).await
            })?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let id: BlobId = row.get("id")?;
                if let Some(problem) = self.check_blob(&id, row.get("size")?).await {
                    report.problems.push(problem);
                }
                after = id.to_string();
                known.insert(id);
                report.blobs += 1;
                progress("文件", report.blobs);
            }
        }
        for id in self.blobs().list_files()? {
            if !known.contains(&id) {
                tracing::info!(blob = %id, "a file that no row mentions");
            }
        }
        Ok(())
    }

    async fn check_blob(&self, id: &BlobId, size: u64) -> Option<Problem> {
        let (code, message) = match self.blobs().verify(id).await {
            Ok(Some(found)) if found == size => return None,
            Ok(Some(_)) => ("blob.size_differs", "文件大小与记录不符".to_owned()),
            Ok(None) => ("blob.missing", "文件不存在；请从备份恢复".to_owned()),
            Err(fault) => ("blob.damaged", fault.to_string()),
        };
        Some(Problem {
            code,
            place: id.to_string(),
            message,
        })
    }
}

/// What a freshly migrated database looks like.
async fn expected_schema() -> Result<Vec<SchemaFact>, Fault> {
    let folder = std::env::temp_dir().join(format!("gongkai-check-{}", uuid::Uuid::new_v4()));
    let config = StoreConfig {
        database: format!("sqlite:{}", folder.join("fresh.db").display()),
        blobs: folder.join("blobs"),
        connections: 1,
    };
    std::fs::create_dir_all(&folder).map_err(|cause| {
        Fault::caused(
            format!(
                "建立对照用的临时数据库 {}（可用 TMPDIR 指定可写的目录）",
                folder.display()
            ),
            cause,
        )
    })?;
    let fresh = Store::connect(&config).await?;
    migration::migrate(&fresh).await?;
    let facts = fresh.list_schema_facts().await;
    fresh.close().await;
    // Left behind at worst: a small file in the folder for temporary files.
    let _ = std::fs::remove_dir_all(&folder);
    facts
}

fn schema_problem(fact: &SchemaFact, what: &str) -> Problem {
    let place = match fact {
        SchemaFact::Column { table, column, .. } => format!("{table}.{column}"),
        SchemaFact::Index { table, index } => format!("{table}({index})"),
    };
    Problem {
        code: "schema.differs",
        message: format!(
            "数据库结构与程序不符：{place} {what}；请执行 gongkai migrate，或从备份恢复"
        ),
        place,
    }
}

/// The walk along all chains, in order of chain and place.
#[derive(Debug, Default)]
struct ChainWalk {
    current: Option<(String, u64, String)>,
    heads: Vec<(String, u64, String)>,
}

impl ChainWalk {
    fn step(&mut self, event: &RecordedEvent, problems: &mut Vec<Problem>) {
        let (expected_seq, expected_hash) = match &self.current {
            Some((chain, seq, hash)) if *chain == event.chain => (seq + 1, hash.clone()),
            _ => (1, GENESIS.to_owned()),
        };
        let mut broken = |code, message: &str| {
            problems.push(Problem {
                code,
                place: format!("{}#{}", event.chain, event.seq),
                message: message.to_owned(),
            });
        };
        if event.seq != expected_seq {
            broken("chain.gap", "事件序号不连续：有事件被删除；请与备份比对");
        } else if event.previous_hash != expected_hash {
            broken(
                "chain.broken",
                "与前一事件的哈希不衔接：前一事件被改动；请与备份比对",
            );
        }
        if event.hash != event.computed_hash() {
            broken(
                "chain.altered",
                "事件内容与其哈希不符：该事件被改动；请与备份比对",
            );
        }
        let head = (event.chain.clone(), event.seq, event.hash.clone());
        match self.current.replace(head) {
            Some(previous) if previous.0 != event.chain => self.heads.push(previous),
            _ => {}
        }
    }

    fn end(mut self) -> Vec<(String, u64, String)> {
        self.heads.extend(self.current.take());
        self.heads
    }
}
