//! What readers do: ask to follow, confirm, change the pace, leave; and what time does to what nobody confirmed. One verb a file.
//!
//! Who acts proves it by a link that came by letter; nobody signs in. A refused act leaves no trace.

pub mod change_pace;
pub mod confirm;
pub mod follow;
pub mod lapse;
pub mod leave;

pub use change_pace::change_pace;
pub use confirm::{Confirmed, confirm};
pub use follow::{Follow, follow};
pub use lapse::{Lapsed, lapse};
pub use leave::{leave, leave_all};

use kernel::{Fault, LetterId, Moment, ReaderId, Stop, SubscriptionId};
use store::{Row, Tx, params};

use crate::model::LetterKind;
use crate::queries::followed_of;
use crate::refusal::SubscriptionRefusal;
use crate::rules::MOST_SUBSCRIPTIONS;
use crate::{searches, sql, token};

/// The reader whom a link of a letter opens.
async fn find_by_key(tx: &mut Tx, key: &str) -> Result<ReaderId, Stop<SubscriptionRefusal>> {
    let unknown = || Stop::Refused(SubscriptionRefusal::LinkUnknown);
    if !token::is_token(key) {
        return Err(unknown());
    }
    let row = tx
        .fetch_optional(sql::FIND_READER_BY_TOKEN, params![token::hash_of(key)])
        .await?;
    Ok(row.ok_or_else(unknown)?.get("id")?)
}

/// A reader's subscriptions, all of them.
async fn list_of(tx: &mut Tx, reader: ReaderId) -> Result<Vec<Row>, Fault> {
    let values = params![reader, MOST_SUBSCRIPTIONS];
    tx.fetch_all(sql::LIST_SUBSCRIPTIONS_OF, values).await
}

/// Takes a subscription's row out, with what it was still to tell; whether it was confirmed.
async fn drop_subscription(tx: &mut Tx, reader: ReaderId, row: &Row) -> Result<bool, Fault> {
    let id: SubscriptionId = row.get("id")?;
    let (kind, pace): (String, String) = (row.get("kind")?, row.get("pace")?);
    let state: String = row.get("state")?;
    tx.execute(sql::DROP_WAITING_ITEMS_OF_SUBSCRIPTION, params![reader, id])
        .await?;
    tx.execute(sql::DROP_SUBSCRIPTION, params![id]).await?;
    let is_confirmed = state == "confirmed";
    if is_confirmed {
        tx.execute(sql::MOVE_TALLY, params![kind, pace, -1_i64])
            .await?;
        searches::drop_follower(tx, &followed_of(row)?).await?;
    }
    Ok(is_confirmed)
}

/// Deletes an address with all that is kept of it; how many of its subscriptions were confirmed.
async fn drop_reader(tx: &mut Tx, reader: ReaderId) -> Result<u64, Fault> {
    let mut confirmed = 0;
    for row in list_of(tx, reader).await? {
        confirmed += u64::from(drop_subscription(tx, reader, &row).await?);
    }
    for statement in [
        sql::DROP_ITEMS_OF_READER,
        sql::DROP_LETTERS_OF_READER,
        sql::DROP_READER,
    ] {
        tx.execute(statement, params![reader]).await?;
    }
    Ok(confirmed)
}

/// Puts a letter into the post.
async fn add_letter(
    tx: &mut Tx,
    reader: ReaderId,
    (kind, about): (LetterKind, Option<SubscriptionId>),
    now: Moment,
) -> Result<(), Fault> {
    let id: LetterId = tx.new_id(now);
    let values = params![id, reader, kind.code(), about, now];
    tx.execute(sql::ADD_LETTER, values).await?;
    Ok(())
}

/// How many subscriptions of a reader are confirmed.
pub(crate) async fn count_confirmed(tx: &mut Tx, reader: ReaderId) -> Result<u64, Fault> {
    let mut count = 0;
    for row in list_of(tx, reader).await? {
        count += u64::from(row.get::<String>("state")? == "confirmed");
    }
    Ok(count)
}
