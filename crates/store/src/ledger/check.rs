//! `check` for the public log: every leaf against its event, tiles against leaves, roots against every head ever signed.
//!
//! It grows the tree anew from the entries and compares at every size that has a head. What the newest head covers is verified;
//! what was appended while it ran is left to the next time. Someone who rewrites events, leaves, tiles and heads alike and has the key
//! is found by whoever kept an older head, not here.

use std::collections::{BTreeMap, VecDeque};

use kernel::Fault;
use ledger::{Appender, Checkpoint, Hash, LedgerError, Tile, Verifier, WIDTH};

use super::public::entry_of;
use super::read::{
    StoredCheckpoint, find_bundle, find_checkpoint, find_key, find_tile, head_of, number,
};
use super::sql;
use crate::check::Problem;
use crate::database::Store;
use crate::event::{RecordedEvent, event_of};
use crate::params;

const PAGE: u32 = 1000;

/// What was verified of the public log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerReport {
    /// Leaves.
    pub leaves: u64,
    /// Signed heads.
    pub checkpoints: u64,
    /// Public acts that wait to enter the tree.
    pub pending: u64,
    /// What is wrong; empty where all is well.
    pub problems: Vec<Problem>,
}

impl LedgerReport {
    fn add(&mut self, code: &'static str, place: String, message: &str) {
        self.problems.push(Problem {
            code,
            place,
            message: message.to_owned(),
        });
    }
}

/// The walk through the tree.
struct Walk {
    appender: Appender,
    heads: VecDeque<StoredCheckpoint>,
    newest: u64,
    report: LedgerReport,
}

impl Store {
    /// Verifies the public log. `key` is the site's own verifier, from its key file; without one the key that the database
    /// remembers is taken, which finds less. `progress` hears how many leaves are verified.
    ///
    /// # Errors
    /// Where the store cannot be read at all; what is merely wrong is in the report.
    pub async fn check_ledger(
        &self,
        key: Option<&dyn Verifier>,
        progress: &mut dyn FnMut(&str, u64),
    ) -> Result<LedgerReport, Fault> {
        let mut report = LedgerReport::default();
        let (head, known) = crate::read!(self, |tx| {
            Ok((find_checkpoint(tx).await?, find_key(tx).await?))
        })?;
        report.pending = crate::read!(self, |tx| super::count_pending(tx).await)?;
        let remembered = known.as_deref().map(ledger::parse_verifier);
        let remembered = match remembered {
            Some(Ok(verifier)) => Some(verifier),
            Some(Err(_)) => {
                report.add("ledger.key_differs", "setting".to_owned(), KEY_DIFFERS);
                None
            }
            None => None,
        };
        if let (Some(ours), Some(theirs)) = (key, &remembered)
            && ours.text() != theirs.text()
        {
            report.add("ledger.key_differs", "setting".to_owned(), KEY_DIFFERS);
        }
        let Some(verifier) = key.or(remembered.as_deref()) else {
            if head.is_some() {
                report.add("ledger.key_missing", "setting".to_owned(), KEY_DIFFERS);
            }
            return Ok(report);
        };
        let newest = head.map_or(0, |it| it.size);
        let heads = self
            .check_heads_signed(verifier, newest, &mut report)
            .await?;
        let mut walk = Walk {
            appender: Appender::new(verifier.suite().tree_hash()),
            heads,
            newest,
            report,
        };
        walk.meet_heads();
        let mut bundle = 0;
        while walk.appender.size() < newest && self.check_bundle(&mut walk, bundle).await? {
            bundle += 1;
            progress("公开账", walk.appender.size());
        }
        let edge = walk.appender.take_changed();
        self.check_tiles(&edge, &mut walk.report).await?;
        let mut report = walk.end();
        self.check_outside(&mut report).await?;
        Ok(report)
    }

    /// The heads, oldest first, after looking at each one's signature.
    async fn check_heads_signed(
        &self,
        verifier: &dyn Verifier,
        newest: u64,
        report: &mut LedgerReport,
    ) -> Result<VecDeque<StoredCheckpoint>, Fault> {
        let mut heads = VecDeque::new();
        let mut after = -1;
        loop {
            let rows = crate::read!(self, |tx| {
                tx.fetch_all(sql::LIST_CHECKPOINTS, params![after, PAGE])
                    .await
            })?;
            for row in &rows {
                let head = StoredCheckpoint {
                    size: row.get("size")?,
                    note: row.get("note")?,
                    signed_at: row.get("signed_at")?,
                };
                after = i64::try_from(head.size).unwrap_or(i64::MAX);
                if head.size > newest {
                    continue;
                }
                report.checkpoints += 1;
                match Checkpoint::open(&head.note, verifier) {
                    Ok(opened) if opened.size == head.size => {}
                    Ok(_) => report.add(
                        "ledger.checkpoint_differs",
                        format!("checkpoint/{}", head.size),
                        "检查点中的大小与记录不符：检查点被换过",
                    ),
                    Err(cause) => report.add(
                        signature_code(&cause),
                        format!("checkpoint/{}", head.size),
                        &cause.to_string(),
                    ),
                }
                heads.push_back(head);
            }
            if rows.is_empty() {
                return Ok(heads);
            }
        }
    }

    /// Verifies one bundle of leaves; whether there was one.
    async fn check_bundle(&self, walk: &mut Walk, bundle: u64) -> Result<bool, Fault> {
        let first = bundle * WIDTH;
        let (entries, ids, events) = crate::read!(self, |tx| {
            let entries = find_bundle(tx, bundle).await?;
            let span = params![first, first + WIDTH];
            let ids = tx.fetch_all(sql::LIST_LEAF_IDS, span).await?;
            let events = tx.fetch_all(sql::LIST_LEAF_EVENTS, span).await?;
            Ok((entries, ids, events))
        })?;
        let Some(entries) = entries else {
            let place = format!("leaf/{first}");
            walk.report
                .add("ledger.entries_missing", place, "条目缺失；请从备份恢复");
            return Ok(false);
        };
        let mut of_leaf: BTreeMap<u64, String> = BTreeMap::new();
        for row in &ids {
            of_leaf.insert(row.get("leaf_index")?, row.get("event_id")?);
        }
        let mut of_id: BTreeMap<String, RecordedEvent> = BTreeMap::new();
        for row in &events {
            let event = event_of(row)?;
            of_id.insert(event.id.to_string(), event);
        }
        for (index, entry) in (first..walk.newest).zip(&entries) {
            let event = of_leaf.get(&index).and_then(|id| of_id.get(id));
            walk.step(index, entry, event);
        }
        let changed: Vec<_> = walk.appender.take_full().into_iter().collect();
        self.check_tiles(&changed, &mut walk.report).await?;
        let seen = number(entries.len());
        if seen < WIDTH && first + seen < walk.newest {
            let place = format!("leaf/{}", first + seen);
            walk.report
                .add("ledger.entries_missing", place, "条目缺失；请从备份恢复");
            return Ok(false);
        }
        Ok(true)
    }

    async fn check_tiles(
        &self,
        tiles: &[(Tile, Vec<Hash>)],
        report: &mut LedgerReport,
    ) -> Result<(), Fault> {
        for (tile, hashes) in tiles {
            let stored = crate::read!(self, |tx| find_tile(tx, *tile).await)?;
            if stored.as_ref() != Some(hashes) {
                report.add(
                    "ledger.tile_differs",
                    tile.path(),
                    "账页与条目不符，或缺失；请从备份恢复",
                );
            }
        }
        Ok(())
    }

    /// Public events that are neither in the tree nor marked for it: somebody slipped them in, or took them out.
    async fn check_outside(&self, report: &mut LedgerReport) -> Result<(), Fault> {
        let mut after = String::new();
        loop {
            let rows = crate::read!(self, |tx| {
                tx.fetch_all(sql::LIST_EVENTS_OUTSIDE, params![after, PAGE])
                    .await
            })?;
            for row in &rows {
                let event = event_of(row)?;
                after = event.id.to_string();
                if entry_of(&event).is_some() {
                    report.add(
                        "ledger.event_outside",
                        format!("{}#{}", event.chain, event.seq),
                        "公开行为没有入账：事件是绕过程序插入的，或其入账记录被删除",
                    );
                }
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }
}

const KEY_DIFFERS: &str =
    "数据库记录的公开账密钥与本机密钥文件不同，或已损坏；请核对 secrets/ledger.key 与备份";

impl Walk {
    /// One leaf.
    fn step(&mut self, index: u64, entry: &str, event: Option<&RecordedEvent>) {
        let place = || format!("leaf/{index}");
        match event {
            None => self.report.add(
                "ledger.event_missing",
                place(),
                "账中有此条目，事件却不存在：事件被删除；请与备份比对",
            ),
            Some(event) if entry_of(event).as_deref() != Some(entry) => self.report.add(
                "ledger.leaf_differs",
                format!("{} {}#{}", place(), event.chain, event.seq),
                "事件与账中条目不符：其中之一被改动过；请与备份比对",
            ),
            Some(_) => {}
        }
        self.appender.append(entry.as_bytes());
        self.report.leaves += 1;
        self.meet_heads();
    }

    /// Compares with the head of the present size, where there is one.
    fn meet_heads(&mut self) {
        let size = self.appender.size();
        while let Some(head) = self.heads.pop_front_if(|head| head.size <= size) {
            let is_same = head_of(&head.note)
                .is_ok_and(|it| it.size == size && it.root == self.appender.root());
            if !is_same {
                self.report.add(
                    "ledger.checkpoint_differs",
                    format!("checkpoint/{}", head.size),
                    "检查点的根哈希与账中条目不符：账被改写过，或检查点被重新签过；请与他人保存的检查点比对",
                );
            }
        }
    }

    fn end(mut self) -> LedgerReport {
        for head in std::mem::take(&mut self.heads) {
            self.report.add(
                "ledger.checkpoint_differs",
                format!("checkpoint/{}", head.size),
                "账中条目少于检查点所载：有条目被删除；请从备份恢复",
            );
        }
        self.report
    }
}

fn signature_code(cause: &LedgerError) -> &'static str {
    match cause {
        LedgerError::NotSigned { .. } | LedgerError::BadSignature { .. } => "ledger.signature_bad",
        _ => "ledger.checkpoint_differs",
    }
}
