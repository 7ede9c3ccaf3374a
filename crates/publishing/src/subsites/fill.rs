//! What belongs on a site is put there, and what no longer does is taken off: block by block through all public documents, while everything serves.
//!
//! How far the walk has come is kept with each site, so a killed process goes on where it was, and a document that moves meanwhile is right by its
//! own transaction. All sites that wait take part in one walk.

use kernel::{Actor, DocumentId, Fault, Moment, Never, Stop, UnitId};
use sha2::{Digest as _, Sha256};
use store::{Store, Tx, params};

use super::queries::{SubsiteState, list};
use super::{SubsiteEvent, record, sql};
use crate::tally::Moves;

/// Documents looked at in one transaction.
const AT_ONCE: usize = 200;

/// What one call has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// Documents looked at.
    pub looked_at: u64,
    /// Places that changed.
    pub changed: u64,
    /// Whether there is more to do.
    pub has_more: bool,
}

/// Goes on with the walk for at most so many blocks of 200 documents.
///
/// # Errors
/// The engine's fault.
pub async fn fill(store: &Store, blocks: u32, now: Moment) -> Result<Filled, Fault> {
    let mut done = Filled::default();
    for _ in 0..blocks {
        // Looked up without the writer first: an idle site asks for none.
        let waits = store::read!(store, |tx| find_begin(tx).await)?;
        if waits.is_none() {
            return Ok(done);
        }
        let block = store::write!(store, |tx| -> Result<Filled, Stop<Never>> {
            Ok(fill_block(tx, now).await?)
        })?;
        done.looked_at += block.looked_at;
        done.changed += block.changed;
    }
    done.has_more = store::read!(store, |tx| find_begin(tx).await)?.is_some();
    Ok(done)
}

/// Up to which document the site that is furthest back has been filled; `None` where none waits.
async fn find_begin(tx: &mut Tx) -> Result<Option<String>, Fault> {
    let row = tx.fetch_optional(sql::FIND_LEAST_FILLED, params![]).await?;
    row.map(|it| it.get("filled_after")).transpose()
}

async fn fill_block(tx: &mut Tx, now: Moment) -> Result<Filled, Fault> {
    let Some(begin) = find_begin(tx).await? else {
        return Ok(Filled::default());
    };
    let rows = tx
        .fetch_all(sql::LIST_PUBLIC_IDS, params![begin, AT_ONCE])
        .await?;
    let ids: Vec<DocumentId> = rows
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?;
    let mut moves = Moves::default();
    for id in &ids {
        moves.leave(tx, *id).await?;
        moves.enter(tx, *id, now.date()).await?;
    }
    let changed = moves.keep(tx).await? as u64;
    match ids.last() {
        Some(last) if ids.len() == AT_ONCE => {
            tx.execute(sql::ADVANCE_FILLING, params![begin, last.to_string()])
                .await?;
        }
        _ => finish(tx, &begin, now).await?,
    }
    Ok(Filled {
        looked_at: ids.len() as u64,
        changed,
        has_more: false,
    })
}

/// The walk has come to its end: sites that were filled from there on stand, those that leave are gone.
async fn finish(tx: &mut Tx, begin: &str, now: Moment) -> Result<(), Fault> {
    for row in tx.fetch_all(sql::LIST_TO_FINISH, params![begin]).await? {
        let code: String = row.get("code")?;
        let unit: UnitId = row.get("unit_id")?;
        if row.get::<String>("state")? == SubsiteState::Leaving.code() {
            for statement in [
                sql::REMOVE_TALLIES,
                sql::REMOVE_CHOICES,
                sql::REMOVE_SHARES,
                sql::REMOVE_SUBSITE,
            ] {
                tx.execute(statement, params![code]).await?;
            }
        } else {
            tx.execute(sql::FINISH_FILLING, params![code]).await?;
        }
        let filled = SubsiteEvent::Filled { site: code.clone() };
        record(tx, (&code, Some(unit)), &filled, (&Actor::system(), now)).await?;
    }
    Ok(())
}

/// Looks whether the units under each site's unit are those of the last walk; where they are others (机构调整), the site is to be filled anew.
/// Returns how many are.
///
/// # Errors
/// The engine's fault.
pub async fn survey(store: &Store) -> Result<usize, Fault> {
    let changed = store::read!(store, |tx| list_changed(tx).await)?;
    if changed.is_empty() {
        return Ok(0);
    }
    let done = store::write!(store, |tx| -> Result<usize, Stop<Never>> {
        let changed = list_changed(tx).await?;
        for (code, digest) in &changed {
            tx.execute(sql::BEGIN_FILLING, params![code, digest])
                .await?;
        }
        Ok(changed.len())
    });
    done.map_err(Fault::from)
}

async fn list_changed(tx: &mut Tx) -> Result<Vec<(String, String)>, Fault> {
    let mut changed = Vec::new();
    for site in list(tx).await? {
        if site.state == SubsiteState::Leaving {
            continue;
        }
        let digest = digest_units(tx, site.unit).await?;
        if digest != site.units_digest {
            changed.push((site.code, digest));
        }
    }
    Ok(changed)
}

/// SHA-256 of the ids of a unit and all under it.
pub(super) async fn digest_units(tx: &mut Tx, unit: UnitId) -> Result<String, Fault> {
    let mut digest = Sha256::new();
    for row in tx.fetch_all(sql::LIST_UNITS_OF, params![unit]).await? {
        digest.update(row.get::<String>("id")?);
        digest.update(b"\n");
    }
    Ok(hex::encode(digest.finalize()))
}
