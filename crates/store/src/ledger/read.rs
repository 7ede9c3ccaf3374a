//! Reading the public log: heads, tiles, entries, proofs.
//!
//! Everything here may be shown to anyone.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{EventId, Fault, Moment};
use ledger::{
    Checkpoint, Hash, LedgerError, LogProof, Resource, Tile, Tree, list_tiles_of_inclusion,
    parse_verifier, write_bundle,
};

use super::append::KEY_SETTING;
use super::sql;
use crate::event::{RecordedEvent, event_of};
use crate::params;
use crate::transaction::Tx;

/// A signed head as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// How many leaves.
    pub size: u64,
    /// The signed note, byte for byte.
    pub note: String,
    /// When it was signed.
    pub signed_at: Moment,
}

/// The newest head; none before the first batch.
///
/// # Errors
/// The engine's fault.
pub async fn find_checkpoint(tx: &mut Tx) -> Result<Option<StoredCheckpoint>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_NEWEST_CHECKPOINT, params![])
        .await?;
    row.map(|row| {
        Ok(StoredCheckpoint {
            size: row.get("size")?,
            note: row.get("note")?,
            signed_at: row.get("signed_at")?,
        })
    })
    .transpose()
}

/// The key that verifies the log's heads: `name+id+Base64`; none before the first batch.
///
/// # Errors
/// The engine's fault.
pub async fn find_key(tx: &mut Tx) -> Result<Option<String>, Fault> {
    tx.find_setting(KEY_SETTING).await
}

/// How many public acts wait to enter the tree.
///
/// # Errors
/// The engine's fault.
pub async fn count_pending(tx: &mut Tx) -> Result<u64, Fault> {
    tx.fetch_one(sql::COUNT_PENDING, params![])
        .await?
        .get("pending")
}

/// At which place of the tree an event stands; none while it waits, and where it is not public.
///
/// # Errors
/// The engine's fault.
pub async fn find_leaf_index(tx: &mut Tx, event: EventId) -> Result<Option<u64>, Fault> {
    let row = tx.fetch_optional(sql::FIND_LEAF, params![event]).await?;
    row.map(|row| row.get("leaf_index")).transpose()
}

/// The public act at a place of the tree; none where the tree does not reach that far.
///
/// # Errors
/// The engine's fault.
pub async fn find_act_at(tx: &mut Tx, index: u64) -> Result<Option<RecordedEvent>, Fault> {
    let Some(next) = index.checked_add(1).filter(|it| i64::try_from(*it).is_ok()) else {
        return Ok(None);
    };
    let row = tx
        .fetch_optional(sql::LIST_LEAF_EVENTS, params![index, next])
        .await?;
    row.map(|row| event_of(&row)).transpose()
}

/// The events at a stretch of the tree, in its order: from a place on, at most `limit`. Whoever follows them meets each public act once, whatever
/// nodes wrote at the same time.
///
/// # Errors
/// The engine's fault.
pub async fn list_leaves(tx: &mut Tx, from: u64, limit: u32) -> Result<Vec<RecordedEvent>, Fault> {
    let values = params![from, from + u64::from(limit)];
    let rows = tx.fetch_all(sql::LIST_LEAF_EVENTS, values).await?;
    rows.iter().map(event_of).collect()
}

/// The bytes of a tile or of a bundle of entries, at the width asked for; none where the tree does not reach that far.
///
/// # Errors
/// The engine's fault.
pub async fn find_resource(tx: &mut Tx, resource: Resource) -> Result<Option<Vec<u8>>, Fault> {
    match resource {
        Resource::Tile(tile) => Ok(find_tile(tx, tile).await?.map(|hashes| bytes_of(&hashes))),
        Resource::Entries(tile) => {
            let width = usize::from(tile.width);
            let entries = find_bundle(tx, tile.index).await?.unwrap_or_default();
            if entries.len() < width {
                return Ok(None);
            }
            write_bundle(entries.iter().take(width).map(String::as_bytes))
                .map(Some)
                .map_err(|cause| ledger_fault("writing a bundle", cause))
        }
    }
}

/// The proof that an event stands in the tree under its newest head, with its entry; none while it waits, and where it is not
/// public.
///
/// # Errors
/// The engine's fault, or damage: where entry or tiles are missing, or do not lead to the head. No proof is handed out that does
/// not hold.
pub async fn prove(tx: &mut Tx, event: EventId) -> Result<Option<LogProof>, Fault> {
    let Some(index) = find_leaf_index(tx, event).await? else {
        return Ok(None);
    };
    let (Some(head), Some(key)) = (find_checkpoint(tx).await?, find_key(tx).await?) else {
        return Ok(None);
    };
    let broken = |cause| ledger_fault("proving an event of the public log", cause);
    let verifier = parse_verifier(&key).map_err(broken)?;
    let mut tiles: BTreeMap<Tile, Vec<u8>> = BTreeMap::new();
    for tile in list_tiles_of_inclusion(index, head.size).map_err(broken)? {
        if let Some(hashes) = find_tile(tx, tile).await? {
            tiles.insert(tile, bytes_of(&hashes));
        }
    }
    let bundle = find_bundle(tx, index / ledger::WIDTH).await?;
    let place = usize::try_from(index % ledger::WIDTH).unwrap_or(0);
    let entry = bundle.unwrap_or_default().into_iter().nth(place);
    let tree = Tree::new(verifier.suite().tree_hash(), &tiles, head.size);
    let proof = LogProof {
        entry: Some(entry.unwrap_or_default().into_bytes()),
        index,
        path: tree.inclusion_proof(index).map_err(broken)?,
        checkpoint: head.note,
    };
    proof.verify(&*verifier).map_err(broken)?;
    Ok(Some(proof))
}

/// The hashes of a tile, cut to the width asked for; none where the row is narrower or not there.
pub(super) async fn find_tile(tx: &mut Tx, tile: Tile) -> Result<Option<Vec<Hash>>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_TILE, params![i64::from(tile.level), tile.index])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let text: String = row.get("hashes")?;
    let width = usize::from(tile.width);
    Ok(hashes_of(&text)
        .filter(|hashes| hashes.len() >= width)
        .map(|mut hashes| {
            hashes.truncate(width);
            hashes
        }))
}

/// The entries of a bundle.
pub(super) async fn find_bundle(tx: &mut Tx, index: u64) -> Result<Option<Vec<String>>, Fault> {
    let row = tx.fetch_optional(sql::FIND_BUNDLE, params![index]).await?;
    row.map(|row| {
        let entries: String = row.get("entries")?;
        Ok(entries.split('\n').map(ToOwned::to_owned).collect())
    })
    .transpose()
}

/// A checkpoint's head, whoever signed it.
pub(super) fn head_of(note: &str) -> Result<Checkpoint, LedgerError> {
    Checkpoint::parse(ledger::Note::parse(note)?.text())
}

pub(super) fn hashes_text(hashes: &[Hash]) -> String {
    STANDARD.encode(bytes_of(hashes))
}

fn hashes_of(text: &str) -> Option<Vec<Hash>> {
    let bytes = STANDARD.decode(text).ok()?;
    bytes
        .chunks(Hash::LENGTH)
        .map(Hash::from_slice)
        .collect::<Option<Vec<_>>>()
}

fn bytes_of(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

pub(super) fn ledger_fault(doing: &str, cause: LedgerError) -> Fault {
    Fault::caused(doing.to_owned(), cause)
}

/// A length as the database counts.
pub(super) fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
