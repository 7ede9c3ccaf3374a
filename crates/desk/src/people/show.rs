//! 一个账号: what it says of its person, what it holds, and what may be done with it.

use accounts::AccountRefusal;
use accounts::model::{Account, AccountStatus, HeldPost, LinkedIdentity};
use accounts::policy::Passwords;
use accounts::queries;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{AccountId, Fault, Right, Role, Stop};
use serde::Deserialize;

use super::{UnitChoice, account_of, check_administrator, list_unit_choices};
use crate::flash;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/people/{id}", get(show))
}

/// What was typed to change what an account says of its person.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct EditForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub mail: String,
}

/// What was typed to grant a role.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct GrantForm {
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub from_on: String,
    #[serde(default)]
    pub until_on: String,
}

/// What the page shows again after a refusal.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub edit: Option<EditForm>,
    pub grant: Option<GrantForm>,
    pub subject: Option<String>,
    pub errors: Errors,
}

#[derive(Debug, Template)]
#[template(path = "people/show.html")]
struct PersonPage {
    frame: DeskFrame,
    account: Account,
    posts: Vec<HeldPost>,
    sessions: usize,
    is_locked: bool,
    is_active: bool,
    is_own: bool,
    may_open: bool,
    may_grant: bool,
    today: kernel::Date,
    units: Vec<UnitChoice>,
    roles: &'static [Role],
    edit: EditForm,
    grant: GrantForm,
    identities: Vec<LinkedIdentity>,
    /// The provider at which the account may be linked: where it has no identity yet.
    issuer: Option<String>,
    subject: String,
    takes_passwords: bool,
    errors: Errors,
}

/// How an act upon an account ends: it is said on the account's page, or the page comes back with what was typed and what was
/// wrong with it.
pub(super) async fn end(
    desk: &Desk,
    officer: &Officer,
    (account, typed): (AccountId, Typed),
    outcome: Result<String, Stop<AccountRefusal>>,
) -> Result<Response, Snag> {
    match outcome {
        Ok(says) => Ok(flash::go(desk, &format!("/desk/people/{account}"), &says)),
        Err(stop) => {
            let errors = Errors::of(stop)?;
            page(desk, officer, (account, Typed { errors, ..typed })).await
        }
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    check_administrator(&officer)?;
    page(&desk, &officer, (account_of(&id)?, Typed::default())).await
}

/// The page, at first or after a refusal.
pub(super) async fn page(
    desk: &Desk,
    officer: &Officer,
    (id, typed): (AccountId, Typed),
) -> Result<Response, Snag> {
    let now = desk.now();
    let found = store::read!(desk.store, |tx| {
        let Some(account) = queries::find_account(tx, id).await? else {
            return Ok(None);
        };
        let posts = queries::list_posts(tx, id).await?;
        let sessions = queries::list_sessions(tx, id, now).await?.len();
        let mut units = list_unit_choices(tx, now.date()).await?;
        // A person of a unit that has ended stays there until somebody says otherwise.
        if !units.iter().any(|it| it.id == account.unit.to_string()) {
            units.insert(
                0,
                UnitChoice {
                    id: account.unit.to_string(),
                    name: format!("{}（已撤并）", account.unit_name),
                },
            );
        }
        let identities = queries::list_identities(tx, id).await?;
        Ok::<_, Fault>(Some((account, posts, (sessions, identities), units)))
    })?;
    let (account, posts, (sessions, identities), units) = found.ok_or(Snag::Missing("账号"))?;
    let status = typed.errors.status();
    let own = EditForm {
        name: account.name.clone(),
        unit: account.unit.to_string(),
        mail: account.mail.clone(),
    };
    let begins = GrantForm {
        unit: account.unit.to_string(),
        from_on: now.date().to_string(),
        ..GrantForm::default()
    };
    let issuer = desk.provider.as_ref().map(|it| it.issuer().to_owned());
    let is_known = |issuer: &String| identities.iter().any(|it| it.identity.issuer == *issuer);
    let page = PersonPage {
        frame: desk
            .frame(officer, account.name.clone())
            .under("人员与权限", "/desk/people"),
        posts,
        sessions,
        is_locked: account.is_locked(now),
        is_active: account.status == AccountStatus::Active,
        is_own: officer.actor.is_account(Some(id)),
        may_open: officer.actor.holds_somewhere(Right::SystemAdministrator),
        may_grant: officer.actor.holds_somewhere(Right::SecurityAdministrator),
        today: now.date(),
        units,
        roles: Role::ALL,
        edit: typed.edit.unwrap_or(own),
        grant: typed.grant.unwrap_or(begins),
        issuer: issuer.filter(|issuer| !is_known(issuer)),
        identities,
        subject: typed.subject.unwrap_or_default(),
        takes_passwords: desk.accounts.passwords == Passwords::Open,
        errors: typed.errors,
        account,
    };
    Ok((status, html(&page)?).into_response())
}
