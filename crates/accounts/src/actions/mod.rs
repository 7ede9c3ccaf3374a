//! What can be done to accounts: one verb a file. Each loads, decides by the rules, saves and records in one transaction; a
//! refused act leaves no trace, except that a failure to sign in is itself what happened.

pub mod change_password;
pub mod create;
pub mod delegate;
pub mod demand;
pub mod edit;
pub mod end_sessions;
pub mod grant;
pub mod identity;
pub mod move_posts;
pub mod reset_access;
pub mod revoke;
pub mod second_factor;
pub mod session;
pub mod set_up;
pub mod sign_in;
pub mod switch;

pub use change_password::{ChangePassword, change_password};
pub use create::{Create, create};
pub use delegate::{Delegate, delegate, end_delegation};
pub use demand::demand_second_factor;
pub use edit::{Edit, edit};
pub use end_sessions::{end_own_session, end_sessions_of};
pub use grant::{Grant, grant};
pub use move_posts::{MovePosts, move_posts};
pub use reset_access::{reset_password, reset_second_factor, unlock};
pub use revoke::{Revoke, revoke};
pub use session::{see, sign_out, tidy_up, use_form};
pub use set_up::{Founded, SetUp, make_setup_link, set_up};
pub use sign_in::{NewSession, SignIn, sign_in};
pub use switch::{disable, enable};

use kernel::{AccountId, Date, Role, SecurityAdministrator, Stop};
use store::{Store, Tx, params};

use crate::events::Of;
use crate::model::Account;
use crate::password::Checked;
use crate::policy::Policy;
use crate::queries::{find_account, find_hash};
use crate::refusal::AccountRefusal;
use crate::secret::Secret;
use crate::sql;

/// The account of that id, for an act on it.
async fn load(tx: &mut Tx, id: AccountId) -> Result<Account, Stop<AccountRefusal>> {
    find_account(tx, id)
        .await?
        .ok_or(Stop::Refused(AccountRefusal::Unknown))
}

/// Whoever has signed in shows once more that it is them, before an act that would outlast a stolen session.
async fn confirm_password(
    store: &Store,
    (password, policy): (&Secret, &Policy),
    account: &Account,
) -> Result<(), Stop<AccountRefusal>> {
    let hash = store::read!(store, |tx| find_hash(tx, account.id).await)?;
    match policy.hasher.check(password, hash.as_deref()).await? {
        Checked::Right => Ok(()),
        Checked::Wrong => Err(Stop::Refused(AccountRefusal::WrongPassword)),
        Checked::TooBusy => Err(Stop::Refused(AccountRefusal::TooBusy)),
    }
}

/// At least one other person who can sign in keeps looking after rights.
async fn keep_a_security_administrator(
    tx: &mut Tx,
    without: AccountId,
    day: Date,
) -> Result<(), Stop<AccountRefusal>> {
    let role = Role::SecurityAdministrator.code();
    let other = tx
        .fetch_optional(sql::FIND_OTHER_HOLDER, params![role, without, day])
        .await?;
    match other {
        Some(_) => Ok(()),
        None => Err(Stop::Refused(AccountRefusal::LastSecurityAdministrator)),
    }
}

/// Nobody lets themselves in again: another security administrator must.
fn refuse_own(account: AccountId, by: &SecurityAdministrator) -> Result<(), Stop<AccountRefusal>> {
    if by.actor().is_account(Some(account)) {
        Err(Stop::Refused(AccountRefusal::OwnAccount))
    } else {
        Ok(())
    }
}

/// Where an account's events belong.
fn of(account: &Account) -> Of {
    Of {
        account: account.id,
        unit: account.unit,
    }
}
