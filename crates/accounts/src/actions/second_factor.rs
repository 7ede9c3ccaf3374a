//! 二次验证: enrolling a telephone, passing with its code at sign-in, and recovery codes for when it is lost.

use kernel::{AccountId, Actor, Fault, Moment, Stop};
use store::{Store, Tx, params};

use super::reset_access::take_off;
use super::session::drop_session;
use super::sign_in::{Begun, From, NewSession, begin, count_failure};
use super::{confirm_password, of};
use crate::events::{AccountEvent, record};
use crate::model::{Account, Entered, SessionStage};
use crate::one_time;
use crate::policy::Policy;
use crate::refusal::AccountRefusal;
use crate::seal::SiteKey;
use crate::secret::{Secret, digest};
use crate::sql;

/// A telephone about to be enrolled: nothing is stored yet.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// What the telephone needs to know.
    pub shared: one_time::Shared,
    /// The secret under the site's key, for the form that confirms it.
    pub sealed: String,
}

/// Begins to enrol a telephone.
///
/// # Errors
/// [`AccountRefusal::NoSiteKey`], or a fault.
pub fn begin_enrolment(
    account: &Account,
    (site, policy): (&str, &Policy),
) -> Result<Enrolment, Stop<AccountRefusal>> {
    let secret = one_time::new_secret()?;
    Ok(Enrolment {
        shared: one_time::shared(&secret, (site, &account.login))?,
        sealed: key(policy)?.seal(&secret, &owner(account.id))?,
    })
}

/// The same enrolment once more, for a form that was refused.
///
/// # Errors
/// [`AccountRefusal::WrongCode`] where it was changed, or a fault.
pub fn resume_enrolment(
    account: &Account,
    sealed: &str,
    (site, policy): (&str, &Policy),
) -> Result<Enrolment, Stop<AccountRefusal>> {
    let secret = open(account.id, sealed, policy)?;
    Ok(Enrolment {
        shared: one_time::shared(&secret, (site, &account.login))?,
        sealed: sealed.to_owned(),
    })
}

/// Confirms a telephone by a code from it; returns the recovery codes, which exist nowhere else.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn confirm(
    store: &Store,
    (sealed, code, policy): (&str, &str, &Policy),
    (entered, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<Vec<Secret>, Stop<AccountRefusal>> {
    let account = &entered.account;
    let secret = open(account.id, sealed, policy)?;
    let step =
        one_time::step_of(&secret, code, now)?.ok_or(Stop::Refused(AccountRefusal::WrongCode))?;
    let codes = one_time::new_recovery_codes()?;
    store::write!(store, |tx| -> Result<(), Stop<AccountRefusal>> {
        tx.execute(sql::SET_SECOND_FACTOR, params![account.id, sealed, step])
            .await?;
        tx.execute(sql::DROP_RECOVERY_CODES, params![account.id])
            .await?;
        for code in &codes {
            let digest = digest(&one_time::plain_recovery_code(code.reveal()));
            tx.execute(sql::ADD_RECOVERY_CODE, params![account.id, digest])
                .await?;
        }
        let event = AccountEvent::SecondFactorAdded;
        record(tx, of(account), &event, (actor, now)).await?;
        Ok(())
    })?;
    Ok(codes)
}

/// Takes one's own second factor off, with the password.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn remove(
    store: &Store,
    (password, policy): (&Secret, &Policy),
    (entered, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let account = &entered.account;
    confirm_password(store, (password, policy), account).await?;
    store::write!(store, |tx| {
        take_off(tx, account.id).await?;
        let event = AccountEvent::SecondFactorRemoved;
        record(tx, of(account), &event, (actor, now)).await?;
        Ok(())
    })
}

/// The second step of signing in: a code from the telephone or a recovery code. The session of the first step ends, a new one
/// with a new token begins.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn pass(
    store: &Store,
    (entered, code): (&Entered, &str),
    (policy, from): (&Policy, &From),
    now: Moment,
) -> Result<NewSession, Stop<AccountRefusal>> {
    let account = &entered.account;
    if let Some(until) = account.locked_until.filter(|until| *until > now) {
        return Err(super::sign_in::locked(until, now));
    }
    let begun = Begun::new(from)?;
    let passed = store::write!(store, |tx| -> Result<_, Stop<AccountRefusal>> {
        let Some(used) = use_code(tx, (account.id, code), policy, now).await? else {
            return Ok(None);
        };
        let by = used.after(entered.session.stage);
        drop_session(tx, &entered.session).await?;
        let stage = entered.session.stage.after_code();
        let made = begin(tx, (account, &begun), (policy, stage, by), now).await?;
        Ok(Some(made))
    })?;
    match passed {
        Some(made) => Ok(made),
        None => {
            let failed = (account, from, "second_factor");
            Err(match count_failure(store, failed, policy, now).await? {
                Some(until) => super::sign_in::locked(until, now),
                None => Stop::Refused(AccountRefusal::WrongCode),
            })
        }
    }
}

/// What passed the second step.
#[derive(Debug, Clone, Copy)]
enum Used {
    Code,
    RecoveryCode,
}

impl Used {
    /// The word in the log, after what passed the first step.
    fn after(self, first: SessionStage) -> &'static str {
        match (self, first.is_by_provider()) {
            (Self::Code, false) => "second_factor",
            (Self::Code, true) => "provider+second_factor",
            (Self::RecoveryCode, false) => "recovery_code",
            (Self::RecoveryCode, true) => "provider+recovery_code",
        }
    }
}

/// Uses a code up; tells what passed.
async fn use_code(
    tx: &mut Tx,
    (account, code): (AccountId, &str),
    policy: &Policy,
    now: Moment,
) -> Result<Option<Used>, Stop<AccountRefusal>> {
    let row = tx
        .fetch_one(sql::FIND_SECOND_FACTOR, params![account])
        .await?;
    let sealed: String = row.get("totp_secret")?;
    let secret = key(policy)?
        .open(&sealed, &owner(account))
        .ok_or_else(|| Fault::new("a second factor was sealed with another site key"))?;
    if let Some(step) = one_time::step_of(&secret, code, now)? {
        // A step works once: whoever looked over the shoulder comes too late.
        let moved = tx.execute(sql::SET_STEP, params![account, step]).await?;
        return Ok((moved > 0).then_some(Used::Code));
    }
    let digest = digest(&one_time::plain_recovery_code(code));
    let used = tx
        .execute(sql::DROP_RECOVERY_CODE, params![account, digest])
        .await?;
    Ok((used > 0).then_some(Used::RecoveryCode))
}

fn key(policy: &Policy) -> Result<&SiteKey, Stop<AccountRefusal>> {
    let key = policy.key.as_deref();
    key.ok_or(Stop::Refused(AccountRefusal::NoSiteKey))
}

fn open(
    account: AccountId,
    sealed: &str,
    policy: &Policy,
) -> Result<Vec<u8>, Stop<AccountRefusal>> {
    let secret = key(policy)?.open(sealed, &owner(account));
    secret.ok_or(Stop::Refused(AccountRefusal::WrongCode))
}

fn owner(account: AccountId) -> String {
    format!("account/{account}")
}
