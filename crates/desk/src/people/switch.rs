//! 修改资料、停用、启用: what the system administrator does with an account.

use accounts::AccountRefusal;
use accounts::actions::{Edit, disable, edit, enable};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::Stop;

use super::account_of;
use super::show::{EditForm, Typed, end};
use crate::form::{NoFields, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/people/{id}/edit", post(change))
        .route("/desk/people/{id}/disable", post(switch_off))
        .route("/desk/people/{id}/enable", post(switch_on))
}

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
    let typed = Typed {
        edit: Some(form),
        ..Typed::default()
    };
    let says = outcome.map(|()| "已保存资料".to_owned());
    end(&desk, &officer, (account, typed), says).await
}

async fn switch_off(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let (officer, account) = (posted.officer, account_of(&id)?);
    let by = officer.actor.system_administrator()?;
    let done = disable(&desk.store, account, &by, desk.now()).await;
    let says = done.map(|()| "已停用账号，其登录已全部结束".to_owned());
    end(&desk, &officer, (account, Typed::default()), says).await
}

async fn switch_on(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let (officer, account) = (posted.officer, account_of(&id)?);
    let by = officer.actor.system_administrator()?;
    let done = enable(&desk.store, account, &by, desk.now()).await;
    let says = done.map(|()| "已启用账号".to_owned());
    end(&desk, &officer, (account, Typed::default()), says).await
}
