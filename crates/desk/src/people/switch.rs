//! 修改资料、停用、启用: what the system administrator does with an account.

use accounts::AccountRefusal;
use accounts::actions::{Edit, disable, edit, enable};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::Stop;
use serde::Deserialize;

use super::account_of;
use super::show::{EditForm, Typed, page};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/people/{id}/edit", post(change))
        .route("/desk/people/{id}/disable", post(switch_off))
        .route("/desk/people/{id}/enable", post(switch_on))
}

#[derive(Debug, Deserialize)]
struct Nothing {}

async fn change(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<EditForm>,
) -> Result<Response, Snag> {
    let (officer, form, account) = (posted.officer, posted.form, account_of(&id)?);
    let by = officer.actor.system_administrator()?;
    let outcome = match form.unit.parse() {
        Ok(unit) => {
            let command = Edit {
                account,
                name: form.name.clone(),
                unit,
                mail: form.mail.clone(),
            };
            edit(&desk.store, &command, &by, desk.now()).await
        }
        Err(_) => Err(Stop::Refused(AccountRefusal::UnknownUnit)),
    };
    match outcome {
        Ok(()) => Ok(flash::go(
            &desk,
            &format!("/desk/people/{account}"),
            "已保存资料",
        )),
        Err(stop) => {
            let typed = Typed {
                errors: Errors::of(stop)?,
                edit: Some(form),
                ..Typed::default()
            };
            page(&desk, &officer, (account, typed)).await
        }
    }
}

async fn switch_off(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Nothing>,
) -> Result<Response, Snag> {
    let account = account_of(&id)?;
    let Nothing {} = posted.form;
    let by = posted.officer.actor.system_administrator()?;
    match disable(&desk.store, account, &by, desk.now()).await {
        Ok(()) => Ok(flash::go(
            &desk,
            &format!("/desk/people/{account}"),
            "已停用账号，其登录已全部结束",
        )),
        Err(stop) => {
            let typed = Typed {
                errors: Errors::of(stop)?,
                ..Typed::default()
            };
            page(&desk, &posted.officer, (account, typed)).await
        }
    }
}

async fn switch_on(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Nothing>,
) -> Result<Response, Snag> {
    let account = account_of(&id)?;
    let Nothing {} = posted.form;
    let by = posted.officer.actor.system_administrator()?;
    enable(&desk.store, account, &by, desk.now()).await?;
    let to = format!("/desk/people/{account}");
    Ok(flash::go(&desk, &to, "已启用账号"))
}
