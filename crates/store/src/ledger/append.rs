//! Appending: what is marked as public enters the tree, and the new head is signed.
//!
//! One transaction takes a batch from the marks to leaves, entries, tiles and a signed checkpoint: killed anywhere, nothing is lost
//! and nothing stands twice. Two nodes that append at once collide in the database, and one of them tries again and finds nothing
//! left to do. The order of leaves is the order in which batches are taken, and within a batch that of the events' moments.

use kernel::{Fault, Moment, Never, Stop};
use ledger::{Appender, Checkpoint, Hash, Signer, Tile, WIDTH};

use super::public::entry_of;
use super::read::{
    find_bundle, find_checkpoint, find_key, find_tile, hashes_text, ledger_fault, number,
};
use super::sql;
use crate::database::Store;
use crate::event::{RecordedEvent, event_of};
use crate::params;
use crate::transaction::Tx;

/// Leaves that one transaction appends at most.
pub const BATCH: u32 = 4096;

/// The setting that remembers whose signatures the log carries.
pub(super) const KEY_SETTING: &str = "ledger.verifier";

/// What one batch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Leaves that it appended.
    pub leaves: u64,
    /// The size of the tree after it.
    pub size: u64,
}

impl Store {
    /// Appends one batch of what is marked, at most [`BATCH`], and signs the head. Signs an empty log's head where there is none.
    ///
    /// # Errors
    /// Where the log was begun with another key, or the engine fails.
    pub async fn append_to_ledger(
        &self,
        signer: &dyn Signer,
        now: Moment,
    ) -> Result<Appended, Fault> {
        let looked = crate::read!(self, |tx| {
            let head = find_checkpoint(tx).await?;
            let is_any = tx
                .fetch_optional(sql::IS_ANY_PENDING, params![])
                .await?
                .is_some();
            Ok((head.map(|it| it.size), is_any))
        })?;
        if let (Some(size), false) = looked {
            return Ok(Appended { leaves: 0, size });
        }
        Ok(crate::write!(self, |tx| -> Result<_, Stop<Never>> {
            Ok(append(tx, signer, now).await?)
        })?)
    }
}

async fn append(tx: &mut Tx, signer: &dyn Signer, now: Moment) -> Result<Appended, Fault> {
    claim_key(tx, signer, now).await?;
    let head = find_checkpoint(tx).await?;
    let size = head.as_ref().map_or(0, |it| it.size);
    let events: Vec<RecordedEvent> = tx
        .fetch_all(sql::LIST_PENDING, params![BATCH])
        .await?
        .iter()
        .map(event_of)
        .collect::<Result<_, _>>()?;
    let Some(last) = events.last() else {
        if head.is_none() {
            let empty = Appender::new(signer.verifier().suite().tree_hash());
            keep_head(tx, &empty, (signer, now)).await?;
        }
        return Ok(Appended { leaves: 0, size });
    };
    let mut appender = resume(tx, size, signer).await?;
    let entries: Vec<String> = events
        .iter()
        .map(|event| {
            entry_of(event)
                .ok_or_else(|| Fault::new(format!("event {} is marked but not public", event.id)))
        })
        .collect::<Result<_, _>>()?;
    for entry in &entries {
        appender.append(entry.as_bytes());
    }
    keep_entries(tx, size, &entries).await?;
    for (tile, hashes) in appender.take_changed() {
        let text = hashes_text(&hashes);
        let kept = tx
            .execute(
                sql::KEEP_TILE,
                params![i64::from(tile.level), tile.index, tile.width, text],
            )
            .await?;
        grown(kept, &tile.path())?;
    }
    tx.execute(sql::ADD_LEAVES, params![size, entries.len()])
        .await?;
    tx.execute(
        sql::CLEAR_PENDING,
        params![last.happened_at, last.chain, last.seq],
    )
    .await?;
    keep_head(tx, &appender, (signer, now)).await?;
    Ok(Appended {
        leaves: number(entries.len()),
        size: appender.size(),
    })
}

/// The first to append says whose log it is; whoever has another key may not go on with it.
async fn claim_key(tx: &mut Tx, signer: &dyn Signer, now: Moment) -> Result<(), Fault> {
    let ours = signer.verifier().text();
    match find_key(tx).await? {
        None => tx.keep_setting(KEY_SETTING, &ours, now).await,
        Some(known) if known == ours => Ok(()),
        Some(known) => Err(Fault::new(format!(
            "公开账由密钥 {known} 签名，而本机的密钥是 {ours}；请把原来的密钥文件（secrets/ledger.key）放回数据目录，多台机器须用同一个密钥"
        ))),
    }
}

/// Goes on where the tree ends.
async fn resume(tx: &mut Tx, size: u64, signer: &dyn Signer) -> Result<Appender, Fault> {
    let mut edge: Vec<(Tile, Vec<Hash>)> = Vec::new();
    for tile in Appender::list_edge(size) {
        let hashes = find_tile(tx, tile).await?.ok_or_else(|| {
            Fault::new(format!(
                "公开账缺少 {};请运行 gongkai check,并从备份恢复",
                tile.path()
            ))
        })?;
        edge.push((tile, hashes));
    }
    let hash = signer.verifier().suite().tree_hash();
    Appender::resume(hash, size, &edge)
        .map_err(|cause| ledger_fault("going on with the tree", cause))
}

/// Keeps the entries behind those that are there.
async fn keep_entries(tx: &mut Tx, size: u64, entries: &[String]) -> Result<(), Fault> {
    let mut rest = entries;
    let mut at = size;
    while !rest.is_empty() {
        let (index, before) = (at / WIDTH, at % WIDTH);
        let mut lines = if before == 0 {
            Vec::new()
        } else {
            let known = find_bundle(tx, index).await?.unwrap_or_default();
            if number(known.len()) != before {
                return Err(Fault::new(format!(
                    "公开账第 {index} 包条目的数目与检查点不符；请运行 gongkai check,并从备份恢复"
                )));
            }
            known
        };
        let room = usize::try_from(WIDTH - before).unwrap_or(0);
        let (now, later) = rest.split_at(room.min(rest.len()));
        lines.extend_from_slice(now);
        let kept = tx
            .execute(
                sql::KEEP_BUNDLE,
                params![index, lines.len(), lines.join("\n")],
            )
            .await?;
        grown(kept, "entries")?;
        at += number(now.len());
        rest = later;
    }
    Ok(())
}

/// A row that was as wide already is not overwritten: somebody wrote behind the head that was signed.
fn grown(kept: u64, what: &str) -> Result<(), Fault> {
    if kept == 1 {
        Ok(())
    } else {
        Err(Fault::new(format!(
            "公开账的 {what} 超出了最新检查点；请运行 gongkai check,并从备份恢复"
        )))
    }
}

async fn keep_head(
    tx: &mut Tx,
    appender: &Appender,
    (signer, now): (&dyn Signer, Moment),
) -> Result<(), Fault> {
    let head = Checkpoint::new(signer.name(), appender.size(), appender.root());
    let note = head
        .sign(signer)
        .map_err(|cause| ledger_fault("signing a checkpoint", cause))?;
    tx.execute(
        sql::ADD_CHECKPOINT,
        params![head.size, note.to_string(), now],
    )
    .await?;
    Ok(())
}
