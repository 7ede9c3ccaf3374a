//! 登录: a login and a password make a session.
//!
//! An unknown login, a wrong password and a switched-off account get the same words after the same work.

use kernel::{AccountId, Actor, Moment, SessionId, Stop};
use store::{Store, Tx, params};

use crate::events::{AccountEvent, Of, record};
use crate::model::{Account, AccountStatus, SessionStage};
use crate::password::Checked;
use crate::policy::Policy;
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
    // Whatever cannot be a login is looked for all the same, so that it takes as long.
    let login = command.login.trim().to_lowercase();
    let known = store::read!(store, |tx| find_with_hash(tx, &login).await)?;
    if let Some(known) = &known
        && let Some(until) = known.account.locked_until.filter(|until| *until > now)
    {
        return Err(locked(until, now));
    }
    let hash = known.as_ref().map(|it| it.hash.as_str());
    let checked = policy.hasher.check(&command.password, hash).await?;
    if checked == Checked::TooBusy {
        return Err(Stop::Refused(AccountRefusal::TooBusy));
    }
    let Some(known) = known else {
        return Err(Stop::Refused(AccountRefusal::WrongLogin));
    };
    if checked == Checked::Wrong {
        return fail(store, (&known.account, &command.from), policy, now).await;
    }
    if known.account.status != AccountStatus::Active {
        return Err(Stop::Refused(AccountRefusal::WrongLogin));
    }
    let token = Token::random()?;
    let csrf = Token::random()?;
    store::write!(store, |tx| {
        let made = Made {
            account: &known.account,
            token: &token,
            csrf: &csrf,
            from: &command.from,
        };
        begin(tx, &made, policy, now).await
    })
}

struct Made<'a> {
    account: &'a Account,
    token: &'a Token,
    csrf: &'a Token,
    from: &'a From,
}

async fn begin(
    tx: &mut Tx,
    made: &Made<'_>,
    policy: &Policy,
    now: Moment,
) -> Result<NewSession, Stop<AccountRefusal>> {
    let account = made.account;
    let stage = if account.has_second_factor {
        SessionStage::SecondFactor
    } else {
        SessionStage::Full
    };
    let id: SessionId = tx.new_id(now);
    let ends_at = now.plus_millis(policy.absolute_millis());
    let agent: String = made.from.agent.chars().take(200).collect();
    tx.execute(
        sql::ADD_SESSION,
        params![
            id,
            made.token.digest(),
            account.id,
            made.csrf.reveal(),
            stage.code(),
            now,
            ends_at,
            made.from.address,
            agent
        ],
    )
    .await?;
    tx.execute(sql::SET_FAILURES, params![account.id, 0, None::<String>])
        .await?;
    if stage == SessionStage::Full {
        let event = AccountEvent::SignedIn {
            address: made.from.address.clone(),
            by: "password".to_owned(),
        };
        record(tx, of(account), &event, (&actor(account), now)).await?;
    }
    Ok(NewSession {
        id,
        account: account.id,
        token: made.token.clone(),
        stage,
    })
}

/// A failure is itself an event; it counts towards the lock.
async fn fail(
    store: &Store,
    (account, from): (&Account, &From),
    policy: &Policy,
    now: Moment,
) -> Result<NewSession, Stop<AccountRefusal>> {
    let failures = account.failures.saturating_add(1);
    let until = rules::locked_until(failures, policy, now);
    store::write!(store, |tx| -> Result<(), Stop<AccountRefusal>> {
        tx.execute(sql::SET_FAILURES, params![account.id, failures, until])
            .await?;
        let event = AccountEvent::SignInFailed {
            address: from.address.clone(),
            at: "password".to_owned(),
        };
        record(tx, of(account), &event, (&actor(account), now)).await?;
        if let Some(until) = until {
            let event = AccountEvent::Locked { until };
            record(tx, of(account), &event, (&actor(account), now)).await?;
        }
        Ok(())
    })?;
    Err(match until {
        Some(until) => locked(until, now),
        None => Stop::Refused(AccountRefusal::WrongLogin),
    })
}

fn locked(until: Moment, now: Moment) -> Stop<AccountRefusal> {
    let millis = until.as_millisecond() - now.as_millisecond();
    Stop::Refused(AccountRefusal::Locked {
        minutes: (millis + 59_999) / 60_000,
    })
}

fn of(account: &Account) -> Of {
    Of {
        account: account.id,
        unit: account.unit,
    }
}

/// Whoever signs in acts for themselves, with nothing held yet.
fn actor(account: &Account) -> Actor {
    Actor::officer(account.name.clone(), account.unit, Vec::new())
}
