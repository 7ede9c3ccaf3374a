//! 登录: login and password make a session; where the site has an outside provider, its button stands beside them.

use accounts::Secret;
use accounts::actions::{SignIn, sign_in, tidy_up};
use accounts::policy::Passwords;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::{enter, from, next_of};
use crate::flash::see_other;
use crate::form::{Errors, GuestPosted};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Visit;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/sign-in", get(show).post(act))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: Secret,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Template)]
#[template(path = "sign_in/password.html")]
struct SignInPage {
    frame: DeskFrame,
    login: String,
    takes_passwords: bool,
    /// What the provider's button says.
    provider: Option<String>,
    next: String,
    /// The same within an address.
    asked: String,
    errors: Errors,
}

/// What the page shows again after a refusal.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub login: String,
    pub next: String,
    pub errors: Errors,
    pub flash: Option<String>,
}

/// The page, at first or after a refusal.
pub(super) fn page(desk: &Desk, typed: Typed) -> Result<Response, Snag> {
    let status = typed.errors.status();
    let page = SignInPage {
        frame: desk.guest_frame("登录").saying(typed.flash),
        login: typed.login,
        takes_passwords: desk.accounts.passwords == Passwords::Open,
        provider: desk.provider.as_ref().map(|it| it.label().to_owned()),
        asked: percent_encoded(&typed.next),
        next: typed.next,
        errors: typed.errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    if visit.is_signed_in() {
        return Ok(see_other(next_of(&asked.next)));
    }
    let typed = Typed {
        next: next_of(&asked.next).to_owned(),
        flash: visit.flash,
        ..Typed::default()
    };
    page(&desk, typed)
}

async fn act(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    GuestPosted(form): GuestPosted<Form>,
) -> Result<Response, Snag> {
    visit.count_attempt(&desk.door)?;
    let command = SignIn {
        login: form.login.clone(),
        password: form.password,
        from: from(&visit, &headers),
    };
    match sign_in(&desk.store, &command, &desk.accounts, desk.now()).await {
        Ok(made) => {
            // Whoever comes in sweeps out some of what has ended, so that nothing else must.
            tidy_up(&desk.store, desk.now()).await?;
            // A page behind the desk leads to the second step by itself.
            Ok(enter(&desk, &made, next_of(&form.next)))
        }
        Err(stop) => {
            let typed = Typed {
                login: form.login,
                next: next_of(&form.next).to_owned(),
                errors: Errors::of(stop)?,
                flash: None,
            };
            page(&desk, typed)
        }
    }
}
