//! 统一身份认证: linking one's own account to the outside provider, and taking the link off.

use accounts::Secret;
use accounts::actions::identity::{Errand, ask_to_link, unlink_own};
use accounts::model::Identity;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::provider::Prompt;
use crate::session::Officer;
use crate::sign_in::{onward, provider};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/account/identity", get(show).post(act))
        .route("/desk/account/identity/unlink", post(unlink))
}

#[derive(Debug, Template)]
#[template(path = "account/identity.html")]
struct IdentityPage {
    frame: DeskFrame,
    login: String,
    errors: Errors,
}

fn page(desk: &Desk, officer: &Officer, errors: Errors) -> Result<Response, Snag> {
    let status = errors.status();
    let page = IdentityPage {
        frame: desk
            .frame(officer, "绑定统一身份认证")
            .under("我的账号", "/desk/account"),
        login: officer.entered.account.login.clone(),
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    desk.provider()?;
    page(&desk, &officer, Errors::none())
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    current: Secret,
}

async fn act(State(desk): State<Desk>, posted: Posted<Form>) -> Result<Response, Snag> {
    let (officer, form) = (posted.officer, posted.form);
    let provider = desk.provider()?;
    let whose = (&*officer.entered, provider.issuer());
    let shown = (&form.current, &desk.accounts);
    if let Err(stop) = ask_to_link(&desk.store, whose, shown).await {
        return page(&desk, &officer, Errors::of(stop)?);
    }
    let account = officer.entered.account.id;
    let asked = (Errand::Link { account }, Prompt::Always);
    match provider::leave(&desk, &*provider, asked).await {
        Ok(leaving) => {
            let words = (
                "正在前往统一身份认证",
                "请在统一身份认证中登录，完成后自动返回。",
            );
            let mut response = onward(&desk, words, &leaving.to)?;
            if let Some(cookie) = leaving.cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(stop) => page(&desk, &officer, Errors::of(stop)?),
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct WhichForm {
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    subject: String,
}

impl WhichForm {
    /// The identity that a button named.
    pub(crate) fn identity(self) -> Identity {
        Identity {
            issuer: self.issuer,
            subject: self.subject,
        }
    }
}

async fn unlink(State(desk): State<Desk>, posted: Posted<WhichForm>) -> Result<Response, Snag> {
    let officer = posted.officer;
    let identity = posted.form.identity();
    let whose = (&*officer.entered, &officer.actor);
    unlink_own(&desk.store, (&identity, &desk.accounts), whose, desk.now()).await?;
    Ok(flash::go(
        &desk,
        "/desk/account",
        "已解除统一身份认证的绑定",
    ))
}
