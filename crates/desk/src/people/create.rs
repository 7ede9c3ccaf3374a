//! 开立账号.

use accounts::actions::create::FirstPassword;
use accounts::actions::reset_access::made_up;
use accounts::actions::{Create, create};
use accounts::policy::Passwords;
use accounts::{AccountRefusal, Secret};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::Stop;
use serde::Deserialize;

use super::{UnitChoice, list_unit_choices};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/people/new", get(show).post(act))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    login: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    mail: String,
}

#[derive(Debug, Template)]
#[template(path = "people/create.html")]
struct CreatePage {
    frame: DeskFrame,
    units: Vec<UnitChoice>,
    form: Form,
    errors: Errors,
}

/// The first password, shown once.
#[derive(Debug, Template)]
#[template(path = "people/password.html")]
pub(super) struct PasswordPage {
    pub(super) frame: DeskFrame,
    pub(super) says: &'static str,
    pub(super) password: String,
    pub(super) account: String,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.system_administrator()?;
    page(&desk, &officer, (Form::default(), Errors::none())).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (form, errors): (Form, Errors),
) -> Result<Response, Snag> {
    let units = store::read!(desk.store, |tx| list_unit_choices(tx, desk.today()).await)?;
    let status = errors.status();
    let page = CreatePage {
        frame: desk
            .frame(officer, "开立账号")
            .under("人员与权限", "/desk/people"),
        units,
        form,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn act(State(desk): State<Desk>, posted: Posted<Form>) -> Result<Response, Snag> {
    let (officer, form) = (posted.officer, posted.form);
    let by = officer.actor.system_administrator()?;
    let Ok(unit) = form.unit.parse() else {
        let refusal = Stop::Refused(AccountRefusal::UnknownUnit);
        return page(&desk, &officer, (form, Errors::of(refusal)?)).await;
    };
    // Where passwords open nothing there is none to hand over.
    let (password, first_password) = match desk.accounts.passwords {
        Passwords::Open => (made_up()?, FirstPassword::ToBeChanged),
        Passwords::Closed => (Secret::default(), FirstPassword::Kept),
    };
    let command = Create {
        login: form.login.clone(),
        name: form.name.clone(),
        unit,
        mail: form.mail.clone(),
        password: password.clone(),
        first_password,
    };
    match create(&desk.store, (&command, &desk.accounts), &by, desk.now()).await {
        Ok(account) if password.is_empty() => Ok(flash::go(
            &desk,
            &format!("/desk/people/{account}"),
            "账号已开立，还没有任何角色。本站以统一身份认证登录，请安全管理员绑定身份并授予角色",
        )),
        Ok(account) => html(&PasswordPage {
            frame: desk
                .frame(&officer, "账号已开立")
                .under("人员与权限", "/desk/people"),
            says: "账号已开立，还没有任何角色。请把初始密码当面或以可靠方式交给本人；首次登录必须修改。接下来由安全管理员授予角色。",
            password: password.reveal().to_owned(),
            account: account.to_string(),
        }),
        Err(stop) => page(&desk, &officer, (form, Errors::of(stop)?)).await,
    }
}
