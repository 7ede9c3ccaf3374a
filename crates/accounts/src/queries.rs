//! What screens and sign-in ask about accounts.
//!
//! Reading only; nobody is refused here, rights are asked for by the screens.

use kernel::{AccountId, Date, Fault, Moment, Page, PageAsk, Post, Role};
use store::{Row, Tx, params};

use crate::model::{Account, AccountStatus, Entered, HeldPost, Session, SessionStage};
use crate::policy::Policy;
use crate::rules;
use crate::secret::Token;
use crate::sql;

/// An account with what only sign-in may see.
#[derive(Debug, Clone)]
pub(crate) struct WithHash {
    pub account: Account,
    pub hash: String,
}

/// The account of that id.
///
/// # Errors
/// The engine's fault.
pub async fn find_account(tx: &mut Tx, id: AccountId) -> Result<Option<Account>, Fault> {
    let row = tx.fetch_optional(sql::FIND_ACCOUNT, params![id]).await?;
    row.as_ref().map(account_of).transpose()
}

/// The account of that login.
///
/// # Errors
/// The engine's fault.
pub async fn find_account_by_login(tx: &mut Tx, login: &str) -> Result<Option<Account>, Fault> {
    Ok(find_with_hash(tx, login).await?.map(|it| it.account))
}

pub(crate) async fn find_with_hash(tx: &mut Tx, login: &str) -> Result<Option<WithHash>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_ACCOUNT_BY_LOGIN, params![login])
        .await?;
    row.as_ref()
        .map(|row| {
            Ok(WithHash {
                account: account_of(row)?,
                hash: row.get("password")?,
            })
        })
        .transpose()
}

/// Accounts by login.
///
/// # Errors
/// The engine's fault.
pub async fn list_accounts(tx: &mut Tx, ask: &PageAsk) -> Result<Page<Account>, Fault> {
    let after = ask.after.clone().unwrap_or_default();
    let rows = tx
        .fetch_all(sql::LIST_ACCOUNTS, params![after, ask.limit + 1])
        .await?;
    let accounts = rows.iter().map(account_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(accounts, ask, |it| it.login.clone()))
}

/// Every post of an account, past ones included.
///
/// # Errors
/// The engine's fault.
pub async fn list_posts(tx: &mut Tx, account: AccountId) -> Result<Vec<HeldPost>, Fault> {
    tx.fetch_all(sql::LIST_POSTS, params![account])
        .await?
        .iter()
        .map(|row| {
            Ok(HeldPost {
                unit: row.get("unit_id")?,
                unit_name: row.get("short_name")?,
                role: role_of(row)?,
                from_on: row.get("from_on")?,
                until_on: row.get("until_on")?,
            })
        })
        .collect()
}

/// What an account holds on a day.
///
/// # Errors
/// The engine's fault.
pub async fn list_posts_at(
    tx: &mut Tx,
    account: AccountId,
    day: Date,
) -> Result<Vec<Post>, Fault> {
    tx.fetch_all(sql::LIST_POSTS_AT, params![account, day])
        .await?
        .iter()
        .map(|row| Ok(Post::own(row.get("unit_id")?, role_of(row)?)))
        .collect()
}

/// The session that a token opens, with whose it is; `None` where it ended or the account was switched off.
///
/// # Errors
/// The engine's fault.
pub async fn find_entered(
    tx: &mut Tx,
    token: &Token,
    policy: &Policy,
    now: Moment,
) -> Result<Option<Entered>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_SESSION, params![token.digest()])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let session = session_of(&row)?;
    if rules::has_ended(&session, policy, now) {
        return Ok(None);
    }
    let Some(account) = find_account(tx, session.account).await? else {
        return Ok(None);
    };
    if account.status != AccountStatus::Active {
        return Ok(None);
    }
    let posts = list_posts_at(tx, account.id, now.date()).await?;
    Ok(Some(Entered {
        session,
        account,
        posts,
    }))
}

fn account_of(row: &Row) -> Result<Account, Fault> {
    let (password, totp): (String, String) = (row.get("password")?, row.get("totp_secret")?);
    let status: String = row.get("status")?;
    Ok(Account {
        id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        mail: row.get("mail")?,
        status: AccountStatus::from_code(&status)
            .ok_or_else(|| Fault::new(format!("account status {status}")))?,
        has_password: !password.is_empty(),
        must_change_password: row.get("must_change_password")?,
        has_second_factor: !totp.is_empty(),
        failures: row.get("failures")?,
        locked_until: row.get("locked_until")?,
        created_at: row.get("created_at")?,
    })
}

pub(crate) fn session_of(row: &Row) -> Result<Session, Fault> {
    let stage: String = row.get("stage")?;
    Ok(Session {
        id: row.get("id")?,
        account: row.get("account_id")?,
        stage: SessionStage::from_code(&stage)
            .ok_or_else(|| Fault::new(format!("session stage {stage}")))?,
        csrf: row.get("csrf")?,
        began_at: row.get("began_at")?,
        seen_at: row.get("seen_at")?,
        ends_at: row.get("ends_at")?,
        address: row.get("address")?,
        agent: row.get("agent")?,
    })
}

pub(crate) fn role_of(row: &Row) -> Result<Role, Fault> {
    let role: String = row.get("role")?;
    Role::from_code(&role).ok_or_else(|| Fault::new(format!("role {role}")))
}
