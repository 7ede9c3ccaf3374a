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
pub use reset_access::{reset_password, reset_second_factor, unlock};
pub use revoke::{Revoke, revoke};
pub use session::{see, sign_out, tidy_up, use_form};
pub use set_up::{SetUp, make_setup_link, set_up};
pub use sign_in::{NewSession, SignIn, sign_in};
pub use switch::{disable, enable};

use kernel::{AccountId, Date, Role, Stop};
use store::{Tx, params};

use crate::events::Of;
use crate::model::Account;
use crate::queries::find_account;
use crate::refusal::AccountRefusal;
use crate::sql;

/// The account of that id, for an act on it.
async fn load(tx: &mut Tx, id: AccountId) -> Result<Account, Stop<AccountRefusal>> {
    find_account(tx, id)
        .await?
        .ok_or(Stop::Refused(AccountRefusal::Unknown))
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

/// Where an account's events belong.
fn of(account: &Account) -> Of {
    Of {
        account: account.id,
        unit: account.unit,
    }
}
