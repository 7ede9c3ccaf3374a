//! From a public act to those who follow what it is about: each follower of each place gets one row, once.
//!
//! Public acts are followed in the order of the public log, which holds each once and has no gaps: where to go on is one number. It moves in the
//! transaction of the last rows of an act; a process that dies before that spreads the act anew, and the rows' key lets none in
//! twice. The work of a transaction is bounded, however many follow.

use kernel::{Fault, HappeningId, Moment, Never, ReaderId, Stop, SubscriptionId};
use store::{Store, Tx, params};

use crate::model::{Followed, Happening};
use crate::queries::pace_of;
use crate::{rules, sql};

/// Followers of one transaction.
const BATCH: u32 = 200;

/// Who goes through the log: each remembers for itself where to go on, so that one that cannot holds up no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Whoever tells the followers of the places that an act names.
    Places,
    /// Whoever tells the followers of searches.
    Searches,
}

impl Course {
    /// The setting that remembers it.
    fn setting(self) -> &'static str {
        match self {
            Self::Places => "subscriptions.next_leaf",
            Self::Searches => "subscriptions.next_leaf_of_searches",
        }
    }
}

/// A thing that happened, and the places whose followers are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub happening: Happening,
    /// Whose followers are told.
    pub places: Vec<Followed>,
}

/// A public act at its place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Who goes on behind it.
    pub course: Course,
    /// The place.
    pub index: u64,
    /// When it was done: who follows since later is not told.
    pub at: Moment,
}

/// At which place of the public log to go on; `None` where nobody began yet.
///
/// # Errors
/// The engine's fault.
pub async fn find_next(tx: &mut Tx, course: Course) -> Result<Option<u64>, Fault> {
    let kept = tx.find_setting(course.setting()).await?;
    Ok(kept.and_then(|it| it.parse().ok()))
}

/// Goes on at a place of the log: what is before it concerns nobody, or was spread. Never back.
///
/// # Errors
/// The engine's fault.
pub async fn go_on_at(store: &Store, course: Course, place: u64, now: Moment) -> Result<(), Fault> {
    Ok(store::write!(store, |tx| -> Result<(), Stop<Never>> {
        if find_next(tx, course)
            .await?
            .is_none_or(|known| known < place)
        {
            tx.keep_setting(course.setting(), &place.to_string(), now)
                .await?;
        }
        Ok(())
    })?)
}

/// Spreads a public act and goes on behind it; how many rows were written.
///
/// # Errors
/// The engine's fault.
pub async fn spread(store: &Store, leaf: Leaf, told: &[Told], now: Moment) -> Result<u64, Fault> {
    let mut written = 0;
    for told in told {
        for place in &told.places {
            let place = place.place();
            let mut after = Some(String::new());
            while let Some(key) = after {
                let part = (told, place.as_str(), key.as_str());
                let (rows, next) = spread_part(store, part, leaf, now).await?;
                written += rows;
                after = next;
            }
        }
    }
    go_on_at(store, leaf.course, leaf.index + 1, now).await?;
    Ok(written)
}

/// Some followers of one place: how many rows, and where to go on.
async fn spread_part(
    store: &Store,
    (told, place, after): (&Told, &str, &str),
    leaf: Leaf,
    now: Moment,
) -> Result<(u64, Option<String>), Fault> {
    let values = params![place, after, leaf.at, BATCH];
    let is_any = store::read!(store, |tx| {
        Ok(!tx.fetch_all(sql::LIST_FOLLOWERS, values).await?.is_empty())
    })?;
    if !is_any {
        return Ok((0, None));
    }
    Ok(store::write!(store, |tx| -> Result<_, Stop<Never>> {
        let rows = tx.fetch_all(sql::LIST_FOLLOWERS, values).await?;
        let happening = find_or_add(tx, &told.happening, now).await?;
        let mut written = 0;
        let mut last = None;
        for row in &rows {
            let (id, reader): (SubscriptionId, ReaderId) = (row.get("id")?, row.get("reader_id")?);
            let due_at = rules::due_at(pace_of(row)?, now);
            let item = params![reader, happening, id, due_at];
            written += tx.execute(sql::ADD_ITEM, item).await?;
            last = Some(id.to_string());
        }
        let is_full = rows.len() == BATCH as usize;
        Ok((written, last.filter(|_| is_full)))
    })?)
}

async fn find_or_add(
    tx: &mut Tx,
    happening: &Happening,
    now: Moment,
) -> Result<HappeningId, Fault> {
    let id: HappeningId = tx.new_id(now);
    let what = happening.what.code();
    let values = params![
        id,
        happening.event,
        happening.subject,
        what,
        happening.title,
        happening.number,
        happening.words,
        happening.on,
        happening.path
    ];
    if tx.execute(sql::ADD_HAPPENING, values).await? == 1 {
        return Ok(id);
    }
    let known = params![happening.event, happening.subject, what];
    tx.fetch_one(sql::FIND_HAPPENING, known).await?.get("id")
}
