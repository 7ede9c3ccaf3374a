//! 停用、启用账号: by the system administrator; switching off ends every session at once.

use kernel::{AccountId, Moment, Role, Stop, SystemAdministrator};
use store::{Store, Tx, params};

use super::end_sessions::drop_sessions;
use super::{keep_a_security_administrator, load, of};
use crate::events::{AccountEvent, record};
use crate::model::AccountStatus;
use crate::queries::list_posts_at;
use crate::refusal::AccountRefusal;
use crate::sql;

/// Switches an account off.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn disable(
    store: &Store,
    account: AccountId,
    by: &SystemAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    if by.actor().is_account(Some(account)) {
        return Err(Stop::Refused(AccountRefusal::OwnAccount));
    }
    store::write!(store, |tx| {
        let held = list_posts_at(tx, account, now.date()).await?;
        if held
            .iter()
            .any(|post| post.role == Role::SecurityAdministrator)
        {
            keep_a_security_administrator(tx, account, now.date()).await?;
        }
        switch(tx, (account, AccountStatus::Disabled), by, now).await
    })
}

/// Switches an account on again.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn enable(
    store: &Store,
    account: AccountId,
    by: &SystemAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        switch(tx, (account, AccountStatus::Active), by, now).await
    })
}

async fn switch(
    tx: &mut Tx,
    (id, to): (AccountId, AccountStatus),
    by: &SystemAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let account = load(tx, id).await?;
    if account.status == to {
        return Ok(());
    }
    tx.execute(sql::SET_STATUS, params![id, to.code()]).await?;
    let event = match to {
        AccountStatus::Disabled => {
            drop_sessions(tx, id, None).await?;
            AccountEvent::Disabled
        }
        AccountStatus::Active => AccountEvent::Enabled,
    };
    record(tx, of(&account), &event, (by.actor(), now)).await?;
    Ok(())
}
