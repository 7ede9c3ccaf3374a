//! How a person wants to be told. The desk always tells; mail may be declined.
//!
//! Addresses are not kept here: the account has them.

use kernel::{AccountId, Fault, Moment};

use super::sql;
use crate::params;
use crate::transaction::Tx;

/// Whether a person wants mail; without a word from them, yes.
///
/// # Errors
/// The engine's fault.
pub async fn wants_mail(tx: &mut Tx, account: AccountId) -> Result<bool, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_PREFERENCE, params![account])
        .await?;
    row.map_or(Ok(true), |row| row.get("wants_mail"))
}

/// Keeps what a person wants.
///
/// # Errors
/// The engine's fault.
pub async fn keep_wants_mail(
    tx: &mut Tx,
    account: AccountId,
    wants_mail: bool,
    now: Moment,
) -> Result<(), Fault> {
    tx.execute(sql::KEEP_PREFERENCE, params![account, wants_mail, now])
        .await?;
    Ok(())
}
