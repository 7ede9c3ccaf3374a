//! 二次验证: the second step of signing in.

use accounts::actions::second_factor::pass;
use accounts::model::Entered;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::{enter, from, next_of};
use crate::form::{Errors, GuestPosted};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Visit;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/sign-in/code", get(show).post(act))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Template)]
#[template(path = "sign_in/code.html")]
struct CodePage {
    frame: DeskFrame,
    next: String,
    errors: Errors,
}

/// The session that waits for its second step; whoever has none begins anew.
fn waiting<'v>(visit: &'v Visit, next: &str) -> Result<&'v Entered, Snag> {
    match visit.entered.as_deref() {
        Some(entered) if !entered.session.stage.is_full() => Ok(entered),
        Some(_) => Err(Snag::Elsewhere(next_of(next).to_owned())),
        None => {
            let next = percent_encoded(next_of(next));
            Err(Snag::Elsewhere(format!("/desk/sign-in?next={next}")))
        }
    }
}

async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    waiting(&visit, &asked.next)?;
    html(&CodePage {
        frame: desk.guest_frame("二次验证"),
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
    let entered = waiting(&visit, &form.next)?;
    visit.count_attempt(&desk.door)?;
    let origin = from(&visit, &headers);
    let given = (entered, form.code.as_str());
    match pass(&desk.store, given, (&desk.accounts, &origin), desk.now()).await {
        Ok(made) => Ok(enter(&desk, &made, next_of(&form.next))),
        Err(stop) => {
            let errors = Errors::of(stop)?;
            let status = errors.status();
            let page = CodePage {
                frame: desk.guest_frame("二次验证"),
                next: next_of(&form.next).to_owned(),
                errors,
            };
            Ok((status, html(&page)?).into_response())
        }
    }
}
