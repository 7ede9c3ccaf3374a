//! 由统一身份认证登录: whoever the provider vouches for gets a session of the account that their identity opens.
//!
//! Locks and switched-off accounts are told as at the password; no failure is counted here, for nobody can guess a provider's answer.

use kernel::{Moment, Stop};
use store::{Store, Tx};

use super::find;
use super::link::{How, add};
use crate::actions::load;
use crate::actions::sign_in::{Begun, From, NewSession, begin, locked, oneself};
use crate::model::{Account, AccountStatus, SessionStage, Vouched};
use crate::policy::{FirstUse, Policy};
use crate::queries::{find_account_by_login, list_posts};
use crate::refusal::AccountRefusal;
use crate::rules;

/// Signs in whoever the provider vouches for. Our own second factor is asked for where the account has one, unless one was used at the
/// provider that the site trusts.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn sign_in_by(
    store: &Store,
    vouched: &Vouched,
    (policy, from): (&Policy, &From),
    now: Moment,
) -> Result<NewSession, Stop<AccountRefusal>> {
    let begun = Begun::new(from)?;
    store::write!(store, |tx| {
        let account = match find(tx, &vouched.identity).await? {
            Some(id) => load(tx, id).await?,
            None => link_by_login(tx, vouched, policy, now).await?,
        };
        if account.status != AccountStatus::Active {
            return Err(Stop::Refused(AccountRefusal::WrongLogin));
        }
        if let Some(until) = account.locked_until.filter(|until| *until > now) {
            return Err(locked(until, now));
        }
        let stage = SessionStage::after_provider(&account, vouched);
        let by = if vouched.used_second_factor {
            "provider_second_factor"
        } else {
            "provider"
        };
        begin(tx, (&account, &begun), (policy, stage, by), now).await
    })
}

/// The account with the login that the provider tells, linked from now on: where the site says so, where it is not linked to somebody else
/// there, and never an administrator's, or whoever names people at the provider would name the site's administrators.
async fn link_by_login(
    tx: &mut Tx,
    vouched: &Vouched,
    policy: &Policy,
    now: Moment,
) -> Result<Account, Stop<AccountRefusal>> {
    let subject = &vouched.identity.subject;
    let unknown = || Stop::Refused(AccountRefusal::UnknownIdentity(subject.clone()));
    if policy.first_use != FirstUse::LinkByLogin {
        return Err(unknown());
    }
    let login = rules::login(&vouched.login).map_err(|_| unknown())?;
    let account = find_account_by_login(tx, &login).await?;
    let account = account.ok_or_else(unknown)?;
    let is_over = |until: Option<kernel::Date>| until.is_some_and(|until| until < now.date());
    let posts = list_posts(tx, account.id).await?;
    let is_administrator = posts
        .iter()
        .any(|post| post.role.is_administrative() && !is_over(post.until_on));
    if is_administrator {
        return Err(unknown());
    }
    // The provider vouches; the address stands with the sign-in that follows.
    let actor = oneself(&account, "-");
    let linked = (&account, &vouched.identity, How::FirstUse);
    match add(tx, linked, &actor, now).await {
        Err(Stop::Refused(_)) => Err(unknown()),
        other => other.map(|()| account),
    }
}
