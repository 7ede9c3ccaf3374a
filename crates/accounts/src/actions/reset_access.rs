//! 解锁账号、重置密码和二次验证: by the security administrator, for whoever cannot get in any more.

use kernel::{AccountId, Moment, SecurityAdministrator, Stop};
use store::{Store, Tx, params};

use super::change_password::{MustChange, set_password};
use super::end_sessions::drop_sessions;
use super::{load, of, refuse_own};
use crate::events::{AccountEvent, record};
use crate::policy::Policy;
use crate::refusal::AccountRefusal;
use crate::secret::{Secret, random_bytes};
use crate::sql;

/// Sets a password that must be changed at the next sign-in, ends every session, takes the lock off; returns the password, which
/// exists nowhere else.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn reset_password(
    store: &Store,
    (account, policy): (AccountId, &Policy),
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<Secret, Stop<AccountRefusal>> {
    refuse_own(account, by)?;
    let password = made_up()?;
    let hash = policy.hasher.hash(&password).await?;
    store::write!(store, |tx| {
        let whose = load(tx, account).await?;
        set_password(tx, (account, &hash), MustChange::Yes, now).await?;
        drop_sessions(tx, account, None).await?;
        tx.execute(sql::SET_FAILURES, params![account, 0, None::<String>])
            .await?;
        record(
            tx,
            of(&whose),
            &AccountEvent::PasswordReset,
            (by.actor(), now),
        )
        .await?;
        Ok(())
    })?;
    Ok(password)
}

/// Takes a lock off.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn unlock(
    store: &Store,
    account: AccountId,
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        let whose = load(tx, account).await?;
        if whose.failures == 0 && whose.locked_until.is_none() {
            return Ok(());
        }
        tx.execute(sql::SET_FAILURES, params![account, 0, None::<String>])
            .await?;
        record(tx, of(&whose), &AccountEvent::Unlocked, (by.actor(), now)).await?;
        Ok(())
    })
}

/// Takes the second factor off, for whoever lost their telephone and their recovery codes.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn reset_second_factor(
    store: &Store,
    account: AccountId,
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    refuse_own(account, by)?;
    store::write!(store, |tx| {
        let whose = load(tx, account).await?;
        if !whose.has_second_factor {
            return Ok(());
        }
        take_off(tx, account).await?;
        drop_sessions(tx, account, None).await?;
        let event = AccountEvent::SecondFactorRemoved;
        record(tx, of(&whose), &event, (by.actor(), now)).await?;
        Ok(())
    })
}

pub(super) async fn take_off(tx: &mut Tx, account: AccountId) -> Result<(), kernel::Fault> {
    tx.execute(sql::SET_SECOND_FACTOR, params![account, "", 0])
        .await?;
    tx.execute(sql::DROP_RECOVERY_CODES, params![account])
        .await?;
    Ok(())
}

/// Sixteen letters and digits that do not look alike: 80 bits.
///
/// # Errors
/// Where the machine gives no chance.
pub fn made_up() -> Result<Secret, kernel::Fault> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let bytes = random_bytes::<16>()?;
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    Ok(Secret::new(bytes.iter().map(letter).collect::<String>()))
}
