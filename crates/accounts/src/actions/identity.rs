//! 统一身份认证: accounts opened by an outside provider (OpenID Connect), and sign-ins under way there.
//!
//! Talking to the provider is the server's business; here is what is remembered: which identity opens which account, and what a
//! sign-in that left for the provider must come back with.

use kernel::{AccountId, Actor, Fault, Moment, Never, SecurityAdministrator, Stop};
use store::{Store, Tx, params};

use super::sign_in::{Begun, From, NewSession, begin};
use super::{load, of};
use crate::events::{AccountEvent, record};
use crate::model::{AccountStatus, Entered, SessionStage};
use crate::policy::Policy;
use crate::refusal::AccountRefusal;
use crate::secret::digest;
use crate::sql;

/// How long a sign-in at the provider may take.
const FLOW_MILLIS: i64 = 10 * 60_000;

/// Who somebody is at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The person there.
    pub subject: String,
}

/// What a sign-in under way must come back with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The number used once, inside the provider's answer.
    pub nonce: String,
    /// The verifier of PKCE.
    pub verifier: String,
    /// Where to go afterwards.
    pub next: String,
}

/// Remembers a sign-in that leaves for the provider, under the state that it must come back with.
///
/// # Errors
/// The engine's fault.
pub async fn leave(store: &Store, state: &str, flow: &Flow, now: Moment) -> Result<(), Fault> {
    let expires_at = now.plus_millis(FLOW_MILLIS);
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(sql::DROP_OVER_FLOWS, params![now]).await?;
        let values = params![
            digest(state),
            flow.nonce,
            flow.verifier,
            flow.next,
            expires_at
        ];
        tx.execute(sql::ADD_FLOW, values).await?;
        Ok(())
    })
    .map_err(Fault::from)
}

/// Takes a sign-in up again; it can come back once.
///
/// # Errors
/// The engine's fault.
pub async fn come_back(store: &Store, state: &str, now: Moment) -> Result<Option<Flow>, Fault> {
    store::write!(store, |tx| -> Result<_, Stop<Never>> {
        let digest = digest(state);
        let Some(row) = tx.fetch_optional(sql::FIND_FLOW, params![digest]).await? else {
            return Ok(None);
        };
        tx.execute(sql::DROP_FLOW, params![digest]).await?;
        let expires_at: Moment = row.get("expires_at")?;
        let flow = Flow {
            nonce: row.get("nonce")?,
            verifier: row.get("verifier")?,
            next: row.get("next")?,
        };
        Ok((expires_at > now).then_some(flow))
    })
    .map_err(Fault::from)
}

/// Signs in whoever the provider vouches for. The provider's own second factor stands for ours where the site says so; here an
/// account with a second factor is still asked for it.
///
/// # Errors
/// [`AccountRefusal::UnknownIdentity`], or the engine's fault.
pub async fn sign_in_by(
    store: &Store,
    identity: &Identity,
    (policy, from): (&Policy, &From),
    now: Moment,
) -> Result<NewSession, Stop<AccountRefusal>> {
    let begun = Begun::new(from)?;
    store::write!(store, |tx| {
        let unknown = || Stop::Refused(AccountRefusal::UnknownIdentity);
        let account = find(tx, identity).await?.ok_or_else(unknown)?;
        let account = load(tx, account).await?;
        if account.status != AccountStatus::Active || account.is_locked(now) {
            return Err(unknown());
        }
        let stage = SessionStage::after_first(&account);
        begin(tx, (&account, &begun), (policy, stage, "provider"), now).await
    })
}

/// Links one's own account, after having signed in with the password.
///
/// # Errors
/// [`AccountRefusal::IdentityTaken`], or the engine's fault.
pub async fn link_own(
    store: &Store,
    identity: &Identity,
    (entered, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        link(tx, (entered.account.id, identity), actor, now).await
    })
}

/// Links an account: by the security administrator.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn link_other(
    store: &Store,
    (account, identity): (AccountId, &Identity),
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        link(tx, (account, identity), by.actor(), now).await
    })
}

async fn link(
    tx: &mut Tx,
    (account, identity): (AccountId, &Identity),
    actor: &Actor,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let whose = load(tx, account).await?;
    match find(tx, identity).await? {
        Some(known) if known == account => return Ok(()),
        Some(_) => return Err(Stop::Refused(AccountRefusal::IdentityTaken)),
        None => {}
    }
    let values = params![identity.issuer, identity.subject, account, now];
    tx.execute(sql::ADD_IDENTITY, values).await?;
    let event = AccountEvent::IdentityLinked {
        issuer: identity.issuer.clone(),
    };
    record(tx, of(&whose), &event, (actor, now)).await?;
    Ok(())
}

async fn find(tx: &mut Tx, identity: &Identity) -> Result<Option<AccountId>, Fault> {
    let values = params![identity.issuer, identity.subject];
    let row = tx.fetch_optional(sql::FIND_IDENTITY, values).await?;
    row.map(|row| row.get("account_id")).transpose()
}
