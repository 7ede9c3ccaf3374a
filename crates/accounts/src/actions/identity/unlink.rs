//! 解除绑定: one's own, as long as another way in is left, or another's by the security administrator.

use kernel::{AccountId, Actor, Moment, SecurityAdministrator, Stop};
use store::{Store, Tx, params};

use crate::actions::end_sessions::drop_sessions;
use crate::actions::{load, of, refuse_own};
use crate::events::{AccountEvent, record};
use crate::model::{Account, Entered, Identity};
use crate::policy::{Passwords, Policy};
use crate::refusal::AccountRefusal;
use crate::sql;

/// Takes an identity off one's own account.
///
/// # Errors
/// [`AccountRefusal::LastWayIn`], [`AccountRefusal::NothingThere`], or the engine's fault.
pub async fn unlink_own(
    store: &Store,
    (identity, policy): (&Identity, &Policy),
    (entered, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        let account = load(tx, entered.account.id).await?;
        if policy.passwords == Passwords::Closed || !account.has_password {
            return Err(Stop::Refused(AccountRefusal::LastWayIn));
        }
        take_off(tx, (&account, identity), actor, now).await
    })
}

/// Takes an identity off another's account and ends every session of it.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn unlink_other(
    store: &Store,
    (account, identity): (AccountId, &Identity),
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    refuse_own(account, by)?;
    store::write!(store, |tx| {
        let account = load(tx, account).await?;
        take_off(tx, (&account, identity), by.actor(), now).await?;
        drop_sessions(tx, account.id, None).await?;
        Ok(())
    })
}

async fn take_off(
    tx: &mut Tx,
    (account, identity): (&Account, &Identity),
    actor: &Actor,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let values = params![identity.issuer, identity.subject, account.id];
    if tx.execute(sql::DROP_IDENTITY, values).await? == 0 {
        return Err(Stop::Refused(AccountRefusal::NothingThere));
    }
    let event = AccountEvent::IdentityUnlinked {
        issuer: identity.issuer.clone(),
        identity: identity.reference(),
    };
    record(tx, of(account), &event, (actor, now)).await?;
    Ok(())
}
