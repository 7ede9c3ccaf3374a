//! 修改密码.

use accounts::Secret;
use accounts::actions::{ChangePassword, change_password};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/account/password", get(show).post(act))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    current: Secret,
    #[serde(default)]
    password: Secret,
    #[serde(default)]
    again: Secret,
}

#[derive(Debug, Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: DeskFrame,
    must_change: bool,
    login: String,
    errors: Errors,
}

fn page(desk: &Desk, officer: &Officer, errors: Errors) -> Result<Response, Snag> {
    let status = errors.status();
    let page = PasswordPage {
        frame: desk
            .frame(officer, "修改密码")
            .under("我的账号", "/desk/account"),
        must_change: officer.entered.account.must_change_password,
        login: officer.entered.account.login.clone(),
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    page(&desk, &officer, Errors::none())
}

async fn act(State(desk): State<Desk>, posted: Posted<Form>) -> Result<Response, Snag> {
    let (officer, form) = (posted.officer, posted.form);
    let command = ChangePassword {
        current: form.current,
        password: form.password,
        again: form.again,
    };
    let whose = (&*officer.entered, &officer.actor);
    let changed = change_password(&desk.store, (&command, &desk.accounts), whose, desk.now());
    match changed.await {
        Ok(()) => Ok(flash::go(
            &desk,
            "/desk/account",
            "密码已修改，其他设备上的登录已结束",
        )),
        Err(stop) => page(&desk, &officer, Errors::of(stop)?),
    }
}
