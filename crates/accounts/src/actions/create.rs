//! 开立账号: the system administrator opens an account; it holds nothing yet.

use kernel::{AccountId, Moment, Stop, SystemAdministrator, UnitId};
use store::{Store, params};

use crate::events::{AccountEvent, Of, record};
use crate::policy::Policy;
use crate::queries::find_account_by_login;
use crate::refusal::AccountRefusal;
use crate::secret::Secret;
use crate::{rules, sql};

/// What an account begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Create {
    /// The word typed at sign-in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The unit that they belong to.
    pub unit: UnitId,
    /// Where mail reaches them; may be empty.
    pub mail: String,
    /// The first password; empty where only an outside provider opens the account.
    pub password: Secret,
    /// Whether the first sign-in must choose another.
    pub first_password: FirstPassword,
}

/// What becomes of the first password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstPassword {
    /// It was handed over by another: to be changed at the first sign-in.
    ToBeChanged,
    /// Whoever opens the account chose it for themselves.
    Kept,
}

/// Opens an account.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn create(
    store: &Store,
    (command, policy): (&Create, &Policy),
    by: &SystemAdministrator,
    now: Moment,
) -> Result<AccountId, Stop<AccountRefusal>> {
    let login = rules::login(&command.login).map_err(Stop::Refused)?;
    let name = rules::name(&command.name).map_err(Stop::Refused)?;
    let mail = rules::mail(&command.mail).map_err(Stop::Refused)?;
    let mut hash = String::new();
    if !command.password.is_empty() {
        rules::password(&command.password, &[&login, &name]).map_err(Stop::Refused)?;
        hash = policy.hasher.hash(&command.password).await?;
    }
    let set_at = (!hash.is_empty()).then_some(now);
    let must_change = command.first_password == FirstPassword::ToBeChanged;
    store::write!(store, |tx| {
        let unit = command.unit;
        tx.fetch_optional(sql::FIND_UNIT, params![unit])
            .await?
            .ok_or(Stop::Refused(AccountRefusal::UnknownUnit))?;
        if find_account_by_login(tx, &login).await?.is_some() {
            return Err(Stop::Refused(AccountRefusal::LoginTaken(login.clone())));
        }
        let account: AccountId = tx.new_id(now);
        tx.execute(
            sql::ADD_ACCOUNT,
            params![
                account,
                login,
                name,
                unit,
                mail,
                hash,
                set_at,
                must_change,
                now
            ],
        )
        .await?;
        let event = AccountEvent::Created {
            login: login.clone(),
        };
        record(tx, Of { account, unit }, &event, (by.actor(), now)).await?;
        Ok(account)
    })
}
