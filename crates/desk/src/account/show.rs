//! 我的账号: what one holds, how one signs in, where one is signed in, what one handed on.

use accounts::model::{Account, Delegation, HeldPost, LinkedIdentity, Session};
use accounts::policy::Passwords;
use accounts::queries;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use kernel::{Date, Fault, SessionId};

use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/account", get(show))
}

#[derive(Debug, Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    frame: DeskFrame,
    account: Account,
    posts: Vec<HeldPost>,
    sessions: Vec<Session>,
    this: SessionId,
    given: Vec<Delegation>,
    taken: Vec<Delegation>,
    recovery_codes: u64,
    identities: Vec<LinkedIdentity>,
    may_link: bool,
    takes_passwords: bool,
    may_delegate: bool,
    today: Date,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let (id, now) = (officer.entered.account.id, desk.now());
    let (posts, sessions, delegations, (recovery_codes, identities)) =
        store::read!(desk.store, |tx| {
            let posts = queries::list_posts(tx, id).await?;
            let sessions = queries::list_sessions(tx, id, now).await?;
            let given = queries::list_given(tx, id).await?;
            let taken = queries::list_taken(tx, id).await?;
            let codes = queries::count_recovery_codes(tx, id).await?;
            let identities = queries::list_identities(tx, id).await?;
            Ok::<_, Fault>((posts, sessions, (given, taken), (codes, identities)))
        })?;
    let today = now.date();
    let ahead = |all: Vec<Delegation>| all.into_iter().filter(|it| it.is_ahead(today)).collect();
    html(&AccountPage {
        frame: desk.frame(&officer, "我的账号"),
        account: officer.entered.account.clone(),
        may_delegate: posts
            .iter()
            .any(|post| post.holds_on(today) && !post.role.is_administrative()),
        posts,
        sessions,
        this: officer.entered.session.id,
        given: ahead(delegations.0),
        taken: ahead(delegations.1),
        recovery_codes,
        may_link: desk.provider.as_ref().is_some_and(|provider| {
            let known = |it: &LinkedIdentity| it.identity.issuer == provider.issuer();
            !identities.iter().any(known)
        }),
        identities,
        takes_passwords: desk.accounts.passwords == Passwords::Open,
        today,
    })
}
