//! The searches that somebody follows, each once: whoever holds a new document against them goes through these, not through their followers.

use kernel::Fault;
use store::{Tx, params};

use crate::model::Followed;
use crate::rules::MOST_SEARCHES;
use crate::sought::Sought;
use crate::sql;

/// The next searches that are followed, behind one of them, in the order of their texts; an empty text for the first.
///
/// # Errors
/// The engine's fault.
pub async fn list_followed(tx: &mut Tx, after: &str, limit: u32) -> Result<Vec<Sought>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_SEARCHES, params![after, limit])
        .await?;
    let mut searches = Vec::with_capacity(rows.len());
    for row in &rows {
        let place: String = row.get("place")?;
        match Followed::read(&place) {
            Some(Followed::Search(sought)) => searches.push(sought),
            _ => return Err(Fault::new(format!("column place holds {place:?}"))),
        }
    }
    Ok(searches)
}

/// Whether one more can be followed: another one where the site has not too many, one that is followed already always.
pub(crate) async fn is_room_for(tx: &mut Tx, followed: &Followed) -> Result<bool, Fault> {
    if !matches!(followed, Followed::Search(_)) {
        return Ok(true);
    }
    let known = tx
        .fetch_optional(sql::FIND_SEARCH, params![followed.place()])
        .await?;
    if known.is_some() {
        return Ok(true);
    }
    let count: u64 = tx
        .fetch_one(sql::COUNT_SEARCHES, params![MOST_SEARCHES])
        .await?
        .get("n")?;
    Ok(count < MOST_SEARCHES)
}

/// Counts one follower more.
pub(crate) async fn add_follower(tx: &mut Tx, followed: &Followed) -> Result<(), Fault> {
    if let Followed::Search(_) = followed {
        tx.execute(sql::ADD_FOLLOWER, params![followed.place()])
            .await?;
    }
    Ok(())
}

/// Counts one follower less; a search that nobody follows any more is gone.
pub(crate) async fn drop_follower(tx: &mut Tx, followed: &Followed) -> Result<(), Fault> {
    if let Followed::Search(_) = followed {
        let place = followed.place();
        tx.execute(sql::TAKE_FOLLOWER, params![place]).await?;
        tx.execute(sql::DROP_SEARCH, params![place]).await?;
    }
    Ok(())
}
