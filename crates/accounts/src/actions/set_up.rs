//! 首次设置: a link from the console opens a page once, on which the first administrator makes their account.
//!
//! The console makes the link; whoever has it within the hour becomes the security administrator, who then grants all else.

use kernel::{AccountId, Actor, Fault, Moment, Never, Role, Stop, UnitId};
use store::{Store, Tx, params};

use super::load;
use super::sign_in::{Begun, From, NewSession, begin};
use crate::events::{AccountEvent, Of, record};
use crate::model::SessionStage;
use crate::policy::{Passwords, Policy};
use crate::queries::find_account_by_login;
use crate::refusal::AccountRefusal;
use crate::secret::{Secret, Token};
use crate::{rules, sql};

/// How long a link works.
const LASTS_MILLIS: i64 = 3_600_000;

/// Makes a link's token; it works once, for an hour.
///
/// # Errors
/// The engine's fault.
pub async fn make_setup_link(store: &Store, now: Moment) -> Result<Token, Fault> {
    let token = Token::random()?;
    let expires_at = now.plus_millis(LASTS_MILLIS);
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(sql::ADD_SETUP_LINK, params![token.digest(), expires_at])
            .await?;
        Ok(())
    })
    .map_err(Fault::from)?;
    Ok(token)
}

/// Whether a link still works.
///
/// # Errors
/// The engine's fault.
pub async fn is_open(tx: &mut Tx, token: &Token, now: Moment) -> Result<bool, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_SETUP_LINK, params![token.digest()])
        .await?;
    let expires_at: Option<Moment> = row.map(|row| row.get("expires_at")).transpose()?;
    Ok(expires_at.is_some_and(|at| at > now))
}

/// What the page of the link asks for.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// The link's token.
    pub token: Token,
    /// The word typed at sign-in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The unit that they belong to.
    pub unit: UnitId,
    /// The administrator that they become.
    pub role: Role,
    /// Their password.
    pub password: Secret,
    /// Once more.
    pub again: Secret,
    /// From where.
    pub from: From,
}

/// What the link made.
#[derive(Debug, Clone)]
pub struct Founded {
    /// The account.
    pub account: AccountId,
    /// A session of it, where passwords open none: the link is then the way in for whoever holds the console while the outside
    /// provider cannot be used.
    pub session: Option<NewSession>,
}

/// Makes the account and uses the link up.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn set_up(
    store: &Store,
    (command, policy): (&SetUp, &Policy),
    now: Moment,
) -> Result<Founded, Stop<AccountRefusal>> {
    let login = rules::login(&command.login).map_err(Stop::Refused)?;
    let name = rules::name(&command.name).map_err(Stop::Refused)?;
    if command.password != command.again {
        return Err(Stop::Refused(AccountRefusal::PasswordsDiffer));
    }
    if !command.role.is_administrative() {
        return Err(Stop::Refused(AccountRefusal::RoleNotHeld));
    }
    rules::password(&command.password, &[&login, &name]).map_err(Stop::Refused)?;
    let is_open = store::read!(store, |tx| is_open(tx, &command.token, now).await)?;
    if !is_open {
        return Err(Stop::Refused(AccountRefusal::LinkUsed));
    }
    let hash = policy.hasher.hash(&command.password).await?;
    let console = Actor::operator("首次设置链接");
    let begun = Begun::new(&command.from)?;
    store::write!(store, |tx| {
        let used = tx
            .execute(sql::DROP_SETUP_LINK, params![command.token.digest()])
            .await?;
        if used == 0 {
            return Err(Stop::Refused(AccountRefusal::LinkUsed));
        }
        let unit = command.unit;
        tx.fetch_optional(sql::FIND_UNIT, params![unit])
            .await?
            .ok_or(Stop::Refused(AccountRefusal::UnknownUnit))?;
        if find_account_by_login(tx, &login).await?.is_some() {
            return Err(Stop::Refused(AccountRefusal::LoginTaken(login.clone())));
        }
        let account: AccountId = tx.new_id(now);
        let values = params![account, login, name, unit, "", hash, Some(now), false, now];
        tx.execute(sql::ADD_ACCOUNT, values).await?;
        let (role, from_on) = (command.role.code(), now.date());
        let values = params![account, unit, role, from_on, None::<kernel::Date>];
        tx.execute(sql::ADD_POST, values).await?;
        let created = AccountEvent::Created {
            login: login.clone(),
        };
        let granted = AccountEvent::RoleGranted {
            role: role.to_owned(),
            unit,
            from_on,
            until_on: None,
        };
        for event in [created, granted] {
            record(tx, Of { account, unit }, &event, (&console, now)).await?;
        }
        let session = match policy.passwords {
            Passwords::Open => None,
            Passwords::Closed => {
                let (made, stage) = (load(tx, account).await?, SessionStage::Full);
                let by = (policy, stage, "setup_link");
                Some(begin(tx, (&made, &begun), by, now).await?)
            }
        };
        Ok(Founded { account, session })
    })
}
