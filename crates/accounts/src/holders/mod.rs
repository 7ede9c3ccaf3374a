//! Who holds a role: the people whom reminders and notices are for, and where mail reaches them.
//!
//! Whoever stands in for somebody absent counts as a holder. It gives no right: rights come with a session.

mod sql;

use kernel::{AccountId, Date, Fault, Role, UnitId};
use store::{Row, Tx, params};

pub use sql::ALL;

/// Holders of one role at most: more than any unit has.
const MOST: u32 = 200;

/// A person who holds a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The account.
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    /// Where mail reaches them; empty where nowhere.
    pub mail: String,
}

/// Who holds a role in a unit on a day, those who stand in for others included.
///
/// # Errors
/// The engine's fault.
pub async fn list_holders(
    tx: &mut Tx,
    (unit, role): (UnitId, Role),
    day: Date,
) -> Result<Vec<Holder>, Fault> {
    let values = params![role.code(), unit, day, MOST];
    let rows = tx.fetch_all(sql::LIST_HOLDERS, values).await?;
    rows.iter().map(holder_of).collect()
}

/// Who holds a role in any unit on a day: for roles that reach everywhere.
///
/// # Errors
/// The engine's fault.
pub async fn list_holders_anywhere(
    tx: &mut Tx,
    role: Role,
    day: Date,
) -> Result<Vec<Holder>, Fault> {
    let values = params![role.code(), day, MOST];
    let rows = tx.fetch_all(sql::LIST_HOLDERS_ANYWHERE, values).await?;
    rows.iter().map(holder_of).collect()
}

/// A person who can be told something; `None` where the account was switched off.
///
/// # Errors
/// The engine's fault.
pub async fn find_holder(tx: &mut Tx, account: AccountId) -> Result<Option<Holder>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_HOLDER, params![account])
        .await?;
    row.as_ref().map(holder_of).transpose()
}

fn holder_of(row: &Row) -> Result<Holder, Fault> {
    Ok(Holder {
        account: row.get("id")?,
        name: row.get("name")?,
        mail: row.get("mail")?,
    })
}
