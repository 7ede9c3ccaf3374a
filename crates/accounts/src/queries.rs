//! What screens and sign-in ask about accounts.
//!
//! Reading only; nobody is refused here, rights are asked for by the screens.

use kernel::{AccountId, Date, DelegationId, Fault, Moment, Page, PageAsk, Post, Role, UnitId};
use store::{Row, Tx, params};

use crate::model::{
    Account, AccountStatus, Delegation, Entered, HeldPost, Identity, LinkedIdentity, Session,
    SessionStage,
};
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

/// Accounts of people of that name, at most `limit`.
///
/// # Errors
/// The engine's fault.
pub async fn list_namesakes(tx: &mut Tx, name: &str, limit: u32) -> Result<Vec<Account>, Fault> {
    let values = params![name, limit];
    let rows = tx.fetch_all(sql::LIST_NAMESAKES, values).await?;
    rows.iter().map(account_of).collect()
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

/// A post in a unit, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPost {
    /// Whose.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// The word typed at sign-in.
    pub login: String,
    /// As what.
    pub role: Role,
    /// The first day.
    pub from_on: Date,
    /// The last day; open where absent.
    pub until_on: Option<Date>,
}

/// The posts in a unit that are held on a day or begin later.
///
/// # Errors
/// The engine's fault.
pub async fn list_posts_in(tx: &mut Tx, unit: UnitId, day: Date) -> Result<Vec<UnitPost>, Fault> {
    tx.fetch_all(sql::LIST_POSTS_IN, params![unit, day])
        .await?
        .iter()
        .map(|row| {
            Ok(UnitPost {
                account: row.get("account_id")?,
                name: row.get("name")?,
                login: row.get("login")?,
                role: role_of(row)?,
                from_on: row.get("from_on")?,
                until_on: row.get("until_on")?,
            })
        })
        .collect()
}

/// Units that ended and whose work others took over, with how many posts in them wait to be moved: id, short name, number.
///
/// # Errors
/// The engine's fault.
pub async fn list_stranded(tx: &mut Tx, day: Date) -> Result<Vec<(UnitId, String, u64)>, Fault> {
    tx.fetch_all(sql::LIST_STRANDED, params![day])
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("short_name")?, row.get("posts")?)))
        .collect()
}

/// What an account holds on a day.
///
/// # Errors
/// The engine's fault.
pub async fn list_posts_at(tx: &mut Tx, account: AccountId, day: Date) -> Result<Vec<Post>, Fault> {
    tx.fetch_all(sql::LIST_POSTS_AT, params![account, day])
        .await?
        .iter()
        .map(|row| Ok(Post::own(row.get("unit_id")?, role_of(row)?)))
        .collect()
}

/// What others handed on to an account for that day and still hold themselves.
///
/// # Errors
/// The engine's fault.
pub async fn list_posts_taken_at(
    tx: &mut Tx,
    account: AccountId,
    day: Date,
) -> Result<Vec<Post>, Fault> {
    tx.fetch_all(sql::LIST_POSTS_TAKEN_AT, params![account, day])
        .await?
        .iter()
        .map(|row| {
            Ok(Post {
                unit: row.get("unit_id")?,
                role: role_of(row)?,
                for_whom: Some(row.get("giver")?),
            })
        })
        .collect()
}

/// The sessions of an account that have not ended by age, the newest in use first.
///
/// # Errors
/// The engine's fault.
pub async fn list_sessions(
    tx: &mut Tx,
    account: AccountId,
    now: Moment,
) -> Result<Vec<Session>, Fault> {
    tx.fetch_all(sql::LIST_SESSIONS, params![account, now])
        .await?
        .iter()
        .map(session_of)
        .collect()
}

/// Recovery codes that are left.
///
/// # Errors
/// The engine's fault.
pub async fn count_recovery_codes(tx: &mut Tx, account: AccountId) -> Result<u64, Fault> {
    tx.fetch_one(sql::COUNT_RECOVERY_CODES, params![account])
        .await?
        .get("n")
}

/// Delegations that an account gave, the latest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_given(tx: &mut Tx, account: AccountId) -> Result<Vec<Delegation>, Fault> {
    let values = params![account];
    let rows = tx.fetch_all(sql::LIST_DELEGATIONS_GIVEN, values).await?;
    rows.iter().map(delegation_of).collect()
}

/// Delegations that an account was given, the latest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_taken(tx: &mut Tx, account: AccountId) -> Result<Vec<Delegation>, Fault> {
    let values = params![account];
    let rows = tx.fetch_all(sql::LIST_DELEGATIONS_TAKEN, values).await?;
    rows.iter().map(delegation_of).collect()
}

/// The identities at outside providers that open an account.
///
/// # Errors
/// The engine's fault.
pub async fn list_identities(
    tx: &mut Tx,
    account: AccountId,
) -> Result<Vec<LinkedIdentity>, Fault> {
    tx.fetch_all(sql::LIST_IDENTITIES, params![account])
        .await?
        .iter()
        .map(|row| {
            Ok(LinkedIdentity {
                identity: Identity {
                    issuer: row.get("issuer")?,
                    subject: row.get("subject")?,
                },
                linked_at: row.get("linked_at")?,
            })
        })
        .collect()
}

/// The setting that names the roles which demand a second factor.
const SECOND_FACTOR_ROLES: &str = "accounts.second_factor_roles";

/// The roles that demand a second factor.
///
/// # Errors
/// The engine's fault.
pub async fn list_second_factor_roles(tx: &mut Tx) -> Result<Vec<Role>, Fault> {
    let text = tx.find_setting(SECOND_FACTOR_ROLES).await?;
    let text = text.unwrap_or_default();
    Ok(text.split(',').filter_map(Role::from_code).collect())
}

/// Keeps the roles that demand a second factor.
pub(crate) async fn keep_second_factor_roles(
    tx: &mut Tx,
    roles: &[Role],
    now: Moment,
) -> Result<(), Fault> {
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    tx.keep_setting(SECOND_FACTOR_ROLES, &codes.join(","), now)
        .await
}

pub(crate) async fn find_delegation(
    tx: &mut Tx,
    id: DelegationId,
) -> Result<Option<Delegation>, Fault> {
    let row = tx.fetch_optional(sql::FIND_DELEGATION, params![id]).await?;
    row.as_ref().map(delegation_of).transpose()
}

pub(crate) async fn find_hash(tx: &mut Tx, account: AccountId) -> Result<Option<String>, Fault> {
    let row = tx.fetch_optional(sql::FIND_HASH, params![account]).await?;
    row.map(|row| row.get("password")).transpose()
}

fn delegation_of(row: &Row) -> Result<Delegation, Fault> {
    Ok(Delegation {
        id: row.get("id")?,
        giver: row.get("giver_id")?,
        giver_name: row.get("giver")?,
        taker: row.get("taker_id")?,
        taker_name: row.get("taker")?,
        from_on: row.get("from_on")?,
        through_on: row.get("through_on")?,
        reason: row.get("reason")?,
        ended_at: row.get("ended_at")?,
    })
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
    let mut posts = list_posts_at(tx, account.id, now.date()).await?;
    posts.extend(list_posts_taken_at(tx, account.id, now.date()).await?);
    let mut must_enrol = false;
    if !account.has_second_factor && session.stage != SessionStage::ProviderTwice {
        let demanding = list_second_factor_roles(tx).await?;
        must_enrol = posts.iter().any(|post| demanding.contains(&post.role));
    }
    Ok(Some(Entered {
        session,
        account,
        posts,
        must_enrol,
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
