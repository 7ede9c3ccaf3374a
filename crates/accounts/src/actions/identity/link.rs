//! 绑定统一身份: one's own, after having shown the password once more, or another's by the security administrator.
//!
//! An account has one identity at a provider, an identity opens one account. A link that is there already is left as it is.

use kernel::{AccountId, Actor, Moment, SecurityAdministrator, Stop};
use store::{Store, Tx, params};

use super::find;
use crate::actions::{confirm_password, load, of, refuse_own};
use crate::events::{AccountEvent, record};
use crate::model::{Account, Entered, Identity};
use crate::policy::Policy;
use crate::queries::list_identities;
use crate::refusal::AccountRefusal;
use crate::secret::Secret;
use crate::{rules, sql};

/// By whom an identity is linked.
#[derive(Debug, Clone, Copy)]
pub(super) enum How {
    Oneself,
    Administrator,
    FirstUse,
}

impl How {
    fn code(self) -> &'static str {
        match self {
            Self::Oneself => "self",
            Self::Administrator => "administrator",
            Self::FirstUse => "first_use",
        }
    }
}

/// Before somebody leaves to link their own account: the password once more, and whether there is anything to link.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn ask_to_link(
    store: &Store,
    (entered, issuer): (&Entered, &str),
    (password, policy): (&Secret, &Policy),
) -> Result<(), Stop<AccountRefusal>> {
    let account = &entered.account;
    confirm_password(store, (password, policy), account).await?;
    let known = store::read!(store, |tx| list_identities(tx, account.id).await)?;
    if known.iter().any(|it| it.identity.issuer == issuer) {
        return Err(Stop::Refused(AccountRefusal::IdentityLinkedAlready));
    }
    Ok(())
}

/// Links one's own account to the identity for which the provider vouches.
///
/// # Errors
/// [`AccountRefusal::IdentityTaken`], [`AccountRefusal::IdentityLinkedAlready`], or the engine's fault.
pub async fn link_own(
    store: &Store,
    identity: &Identity,
    (entered, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        let account = load(tx, entered.account.id).await?;
        add(tx, (&account, identity, How::Oneself), actor, now).await
    })
}

/// An account to be linked by the security administrator.
#[derive(Debug, Clone)]
pub struct LinkOther {
    /// The account.
    pub account: AccountId,
    /// The provider.
    pub issuer: String,
    /// Who the person is there, as typed.
    pub subject: String,
}

/// Links another's account.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn link_other(
    store: &Store,
    command: &LinkOther,
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    refuse_own(command.account, by)?;
    let identity = Identity {
        issuer: command.issuer.clone(),
        subject: rules::subject(&command.subject).map_err(Stop::Refused)?,
    };
    store::write!(store, |tx| {
        let account = load(tx, command.account).await?;
        let linked = (&account, &identity, How::Administrator);
        add(tx, linked, by.actor(), now).await
    })
}

pub(super) async fn add(
    tx: &mut Tx,
    (account, identity, how): (&Account, &Identity, How),
    actor: &Actor,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    match find(tx, identity).await? {
        Some(known) if known == account.id => return Ok(()),
        Some(_) => return Err(Stop::Refused(AccountRefusal::IdentityTaken)),
        None => {}
    }
    let known = list_identities(tx, account.id).await?;
    if known.iter().any(|it| it.identity.issuer == identity.issuer) {
        return Err(Stop::Refused(AccountRefusal::IdentityLinkedAlready));
    }
    let values = params![identity.issuer, identity.subject, account.id, now];
    tx.execute(sql::ADD_IDENTITY, values).await?;
    let event = AccountEvent::IdentityLinked {
        issuer: identity.issuer.clone(),
        identity: identity.reference(),
        how: how.code().to_owned(),
    };
    record(tx, of(account), &event, (actor, now)).await?;
    Ok(())
}
