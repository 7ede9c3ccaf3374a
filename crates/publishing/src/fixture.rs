//! A library of the size of a province, for measuring: so many public documents of ten years over the units there are. Most stand in one
//! column; a fifth are of one unit, and one theme has few, all of them old, so that the worst cases are there.
//!
//! Never called by a running site. It writes rows directly, without review and without events.

use kernel::{Fault, Moment, Never, Stop};
use prose::Body;
use store::{Store, params};

use crate::sql;

/// How large.
#[derive(Debug, Clone, Copy)]
pub struct FixtureSize {
    /// Public documents.
    pub documents: u32,
    /// Units over which they are spread; so many must be in the register, with ordinals from `first_ordinal` on.
    pub units: u32,
    /// The first unit's place in the register.
    pub first_ordinal: u32,
}

/// Documents that became public at one moment.
const AT_ONCE: u32 = 1000;

/// From one thousand to the next: a hundred of them are ten years.
pub const APART_MILLIS: i64 = 36 * 24 * 60 * 60 * 1000;

/// Fills the store with public documents, a thousand every 36 days up to `now`, each with that body.
///
/// # Errors
/// The engine's fault.
pub async fn bench_fixture(
    store: &Store,
    size: FixtureSize,
    body: &Body,
    now: Moment,
) -> Result<(), Fault> {
    let blocks = size.documents.div_ceil(AT_ONCE);
    for block in 0..blocks {
        let first = block * AT_ONCE + 1;
        let last = (first + AT_ONCE - 1).min(size.documents);
        let at = now.plus_millis(-i64::from(blocks - block) * APART_MILLIS);
        store::write!(store, |tx| -> Result<(), Stop<Never>> {
            let documents = params![
                first,
                last,
                at,
                size.first_ordinal,
                size.units,
                at.date().year()
            ];
            tx.execute(sql::FIXTURE_DOCUMENTS, documents).await?;
            tx.execute(sql::FIXTURE_EDITIONS, params![at]).await?;
            tx.execute(sql::FIXTURE_BODIES, params![at, body.html()])
                .await?;
            Ok(())
        })?;
    }
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(sql::FIXTURE_SHELF, params![]).await?;
        tx.execute(sql::FIXTURE_TALLIES, params![]).await?;
        tx.execute(sql::FIXTURE_CHOICES, params![]).await?;
        Ok(())
    })?;
    Ok(())
}
