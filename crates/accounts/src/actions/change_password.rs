//! 修改密码: one's own, with the present one; every other session ends.

use kernel::{AccountId, Actor, Fault, Moment, SessionId, Stop};
use store::{Store, Tx, params};

use super::end_sessions::drop_sessions;
use super::of;
use crate::events::{AccountEvent, record};
use crate::model::Entered;
use crate::password::Checked;
use crate::policy::Policy;
use crate::refusal::AccountRefusal;
use crate::secret::Secret;
use crate::{rules, sql};

/// Passwords that may not come back, the present one included.
const REMEMBERED: usize = 5;

/// What is typed.
#[derive(Debug, Clone)]
pub struct ChangePassword {
    /// The present one.
    pub current: Secret,
    /// The new one.
    pub password: Secret,
    /// The new one once more.
    pub again: Secret,
}

/// Changes it.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn change_password(
    store: &Store,
    (command, policy): (&ChangePassword, &Policy),
    (entered, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let account = &entered.account;
    if command.password != command.again {
        return Err(Stop::Refused(AccountRefusal::PasswordsDiffer));
    }
    let known = [&*account.login, &*account.name, &*account.unit_name];
    rules::password(&command.password, &known).map_err(Stop::Refused)?;
    let hashes = store::read!(store, |tx| list_hashes(tx, account.id).await)?;
    let present = hashes.first().map(String::as_str);
    match policy.hasher.check(&command.current, present).await? {
        Checked::Right => {}
        Checked::Wrong => return Err(Stop::Refused(AccountRefusal::WrongPassword)),
        Checked::TooBusy => return Err(Stop::Refused(AccountRefusal::TooBusy)),
    }
    for hash in hashes.iter().take(REMEMBERED) {
        match policy.hasher.check(&command.password, Some(hash)).await? {
            Checked::Wrong => {}
            Checked::Right => return Err(Stop::Refused(AccountRefusal::PasswordUsedBefore)),
            Checked::TooBusy => return Err(Stop::Refused(AccountRefusal::TooBusy)),
        }
    }
    let hash = policy.hasher.hash(&command.password).await?;
    store::write!(store, |tx| {
        set_password(tx, (account.id, &hash), MustChange::No, now).await?;
        drop_others(tx, account.id, entered.session.id).await?;
        record(
            tx,
            of(account),
            &AccountEvent::PasswordChanged,
            (actor, now),
        )
        .await?;
        Ok(())
    })
}

async fn drop_others(tx: &mut Tx, account: AccountId, but: SessionId) -> Result<u64, Fault> {
    drop_sessions(tx, account, Some(but)).await
}

/// The present hash, then the older ones.
async fn list_hashes(tx: &mut Tx, account: AccountId) -> Result<Vec<String>, Fault> {
    let mut hashes = Vec::new();
    if let Some(row) = tx.fetch_optional(sql::FIND_HASH, params![account]).await? {
        hashes.push(row.get("password")?);
    }
    let older = tx
        .fetch_all(sql::LIST_OLD_PASSWORDS, params![account])
        .await?;
    for row in &older {
        hashes.push(row.get("password")?);
    }
    Ok(hashes)
}

/// Whether the next sign-in must choose another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MustChange {
    Yes,
    No,
}

/// Sets a password's hash; the one before is remembered, the oldest forgotten.
pub(super) async fn set_password(
    tx: &mut Tx,
    (account, hash): (AccountId, &str),
    must_change: MustChange,
    now: Moment,
) -> Result<(), Fault> {
    if let Some(row) = tx.fetch_optional(sql::FIND_HASH, params![account]).await? {
        let before: String = row.get("password")?;
        if !before.is_empty() {
            tx.execute(sql::ADD_OLD_PASSWORD, params![account, now, before])
                .await?;
        }
    }
    let older = tx
        .fetch_all(sql::LIST_OLD_PASSWORDS, params![account])
        .await?;
    for row in older.iter().skip(REMEMBERED - 1) {
        let set_at: String = row.get("set_at")?;
        tx.execute(sql::DROP_OLD_PASSWORD, params![account, set_at])
            .await?;
    }
    let must_change = must_change == MustChange::Yes;
    tx.execute(sql::SET_PASSWORD, params![account, hash, now, must_change])
        .await?;
    Ok(())
}
