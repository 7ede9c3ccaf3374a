//! 登录: a login and a password make a session.
//!
//! An unknown login, a wrong password and a switched-off account get the same words after the same work. Logins that do not exist
//! lock like those that do, so that a lock tells nothing either.

use kernel::{AccountId, Actor, Fault, Moment, SessionId, SignedIn, Stop};
use store::{Store, Tx, params};

use super::of;
use crate::events::{AccountEvent, record};
use crate::model::{Account, AccountStatus, SessionStage};
use crate::password::Checked;
use crate::policy::{Passwords, Policy};
use crate::queries::find_with_hash;
use crate::refusal::AccountRefusal;
use crate::secret::{Secret, Token};
use crate::{rules, sql};

/// What is typed, and from where.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The login.
    pub login: String,
    /// The password.
    pub password: Secret,
    /// From where.
    pub from: From,
}

/// Where a sign-in comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// The address.
    pub address: String,
    /// What the browser says it is.
    pub agent: String,
}

/// A session just made; the token exists nowhere else.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// What the browser must show.
    pub token: Token,
    /// Whether the second factor is still asked for.
    pub stage: SessionStage,
}

/// Signs somebody in.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn sign_in(
    store: &Store,
    command: &SignIn,
    policy: &Policy,
    now: Moment,
) -> Result<NewSession, Stop<AccountRefusal>> {
    if policy.passwords == Passwords::Closed {
        return Err(Stop::Refused(AccountRefusal::PasswordsClosed));
    }
    // Whatever cannot be a login is looked for all the same, so that it takes as long.
    let login: String = command
        .login
        .trim()
        .to_lowercase()
        .chars()
        .take(64)
        .collect();
    let known = store::read!(store, |tx| find_with_hash(tx, &login).await)?;
    let until = match &known {
        Some(known) => known.account.locked_until,
        None => policy.strangers.locked_until(&login),
    };
    if let Some(until) = until.filter(|until| *until > now) {
        return Err(locked(until, now));
    }
    let hash = known.as_ref().map(|it| it.hash.as_str());
    let checked = policy.hasher.check(&command.password, hash).await?;
    if checked == Checked::TooBusy {
        return Err(Stop::Refused(AccountRefusal::TooBusy));
    }
    let is_right = checked == Checked::Right;
    let Some(known) = known else {
        return Err(wrong(policy.strangers.count(&login, policy, now), now));
    };
    let account = &known.account;
    if !is_right || account.status != AccountStatus::Active {
        let failed = (account, &command.from, "password");
        return Err(wrong(count_failure(store, failed, policy, now).await?, now));
    }
    let begun = Begun::new(&command.from)?;
    let stage = SessionStage::after_password(account);
    store::write!(store, |tx| {
        begin(tx, (account, &begun), (policy, stage, "password"), now).await
    })
}

/// A session about to begin: its chance is drawn before the transaction, which may run more than once.
#[derive(Debug)]
pub(super) struct Begun<'a> {
    token: Token,
    csrf: Token,
    from: &'a From,
}

impl<'a> Begun<'a> {
    pub(super) fn new(from: &'a From) -> Result<Self, Fault> {
        Ok(Self {
            token: Token::random()?,
            csrf: Token::random()?,
            from,
        })
    }
}

/// Makes the session's row. A full one is a sign-in in the log.
pub(super) async fn begin(
    tx: &mut Tx,
    (account, begun): (&Account, &Begun<'_>),
    (policy, stage, by): (&Policy, SessionStage, &'static str),
    now: Moment,
) -> Result<NewSession, Stop<AccountRefusal>> {
    let id: SessionId = tx.new_id(now);
    let ends_at = if stage.is_full() {
        now.plus_millis(policy.absolute_millis())
    } else {
        now.plus_millis(10 * 60_000)
    };
    let agent: String = begun.from.agent.chars().take(200).collect();
    let values = params![
        id,
        begun.token.digest(),
        account.id,
        begun.csrf.reveal(),
        stage.code(),
        now,
        ends_at,
        begun.from.address,
        agent
    ];
    tx.execute(sql::ADD_SESSION, values).await?;
    if stage.is_full() {
        tx.execute(sql::SET_FAILURES, params![account.id, 0, None::<String>])
            .await?;
        let event = AccountEvent::SignedIn {
            address: begun.from.address.clone(),
            by: by.to_owned(),
        };
        let who = oneself(account, &begun.from.address);
        record(tx, of(account), &event, (&who, now)).await?;
    }
    Ok(NewSession {
        id,
        account: account.id,
        token: begun.token.clone(),
        stage,
    })
}

/// A failure is itself an event, and counts towards the lock; returns until when the account locks. While it is locked nothing is
/// looked at and nothing recorded, so a flood does not fill the log.
pub(super) async fn count_failure(
    store: &Store,
    (account, from, at): (&Account, &From, &'static str),
    policy: &Policy,
    now: Moment,
) -> Result<Option<Moment>, Stop<AccountRefusal>> {
    store::write!(store, |tx| -> Result<_, Stop<AccountRefusal>> {
        // Once more from the row: others may be failing at the same time.
        let failures = super::load(tx, account.id)
            .await?
            .failures
            .saturating_add(1);
        let until = rules::locked_until(failures, policy, now);
        tx.execute(sql::SET_FAILURES, params![account.id, failures, until])
            .await?;
        let event = AccountEvent::SignInFailed {
            address: from.address.clone(),
            at: at.to_owned(),
        };
        let who = Actor::at_the_door(account.unit, from.address.as_str());
        record(tx, of(account), &event, (&who, now)).await?;
        if let Some(until) = until {
            let event = AccountEvent::Locked { until };
            record(tx, of(account), &event, (&who, now)).await?;
        }
        Ok(until)
    })
}

fn wrong(until: Option<Moment>, now: Moment) -> Stop<AccountRefusal> {
    match until {
        Some(until) => locked(until, now),
        None => Stop::Refused(AccountRefusal::WrongLogin),
    }
}

pub(super) fn locked(until: Moment, now: Moment) -> Stop<AccountRefusal> {
    let millis = until.as_millisecond() - now.as_millisecond();
    Stop::Refused(AccountRefusal::Locked {
        minutes: (millis + 59_999) / 60_000,
    })
}

/// Whoever signs in acts for themselves, with nothing held yet.
pub(super) fn oneself(account: &Account, address: &str) -> Actor {
    Actor::signed_in(SignedIn {
        account: account.id,
        name: account.name.clone(),
        unit: account.unit,
        posts: Vec::new(),
        address: address.to_owned(),
    })
}
