//! 二次验证: enrolling a telephone, and taking it off.

use accounts::Secret;
use accounts::actions::second_factor::{
    Enrolment, begin_enrolment, confirm, remove, resume_enrolment,
};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::Fault;
use serde::Deserialize;
use ui::Markup;

use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/account/second-factor", get(show).post(act))
        .route("/desk/account/second-factor/remove", post(take_off))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    sealed: String,
    #[serde(default)]
    code: String,
}

#[derive(Debug, Template)]
#[template(path = "account/enrol.html")]
struct EnrolPage {
    frame: DeskFrame,
    is_demanded: bool,
    has_one: bool,
    qr: Markup,
    typed: String,
    sealed: String,
    errors: Errors,
}

#[derive(Debug, Template)]
#[template(path = "account/recovery.html")]
struct RecoveryPage {
    frame: DeskFrame,
    codes: Vec<String>,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let named = (desk.identity.name.as_str(), &desk.accounts);
    let enrolment = begin_enrolment(&officer.entered.account, named)?;
    page(&desk, &officer, (enrolment, Errors::none()))
}

fn page(
    desk: &Desk,
    officer: &Officer,
    (enrolment, errors): (Enrolment, Errors),
) -> Result<Response, Snag> {
    let status = errors.status();
    let page = EnrolPage {
        frame: desk
            .frame(officer, "二次验证")
            .under("我的账号", "/desk/account"),
        is_demanded: officer.entered.must_enrol,
        has_one: officer.entered.account.has_second_factor,
        qr: qr(&enrolment.shared.url)?,
        typed: enrolment.shared.typed.reveal().to_owned(),
        sealed: enrolment.sealed,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

fn qr(url: &str) -> Result<Markup, Fault> {
    ui::qr::svg(url, "二次验证的二维码")
        .ok_or_else(|| Fault::new("the address of a second factor is too long for a code"))
}

async fn act(State(desk): State<Desk>, posted: Posted<Form>) -> Result<Response, Snag> {
    let (officer, form) = (posted.officer, posted.form);
    let whose = (&*officer.entered, &officer.actor);
    let given = (form.sealed.as_str(), form.code.as_str(), &desk.accounts);
    match confirm(&desk.store, given, whose, desk.now()).await {
        Ok(codes) => html(&RecoveryPage {
            frame: desk
                .frame(&officer, "二次验证已启用")
                .under("我的账号", "/desk/account"),
            codes: codes.iter().map(|it| it.reveal().to_owned()).collect(),
        }),
        Err(stop) => {
            let errors = Errors::of(stop)?;
            let named = (desk.identity.name.as_str(), &desk.accounts);
            let account = &officer.entered.account;
            let enrolment = resume_enrolment(account, &form.sealed, named)
                .or_else(|_| begin_enrolment(account, named))?;
            page(&desk, &officer, (enrolment, errors))
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct RemoveForm {
    #[serde(default)]
    current: Secret,
}

async fn take_off(State(desk): State<Desk>, posted: Posted<RemoveForm>) -> Result<Response, Snag> {
    let officer = posted.officer;
    let whose = (&*officer.entered, &officer.actor);
    let given = (&posted.form.current, &desk.accounts);
    remove(&desk.store, given, whose, desk.now()).await?;
    Ok(flash::go(&desk, "/desk/account", "已停用二次验证"))
}
