//! 登录: login and password make a session.

use accounts::Secret;
use accounts::actions::{SignIn, sign_in, tidy_up};
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
use crate::page::{DeskFrame, html};
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
    next: String,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    if visit.is_signed_in() {
        return Ok(see_other(next_of(&asked.next)));
    }
    html(&SignInPage {
        frame: desk.guest_frame("登录").saying(visit.flash.clone()),
        login: String::new(),
        next: next_of(&asked.next).to_owned(),
        errors: Errors::none(),
    })
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
            let errors = Errors::of(stop)?;
            let status = errors.status();
            let page = SignInPage {
                frame: desk.guest_frame("登录"),
                login: form.login,
                next: next_of(&form.next).to_owned(),
                errors,
            };
            Ok((status, html(&page)?).into_response())
        }
    }
}
