//! 解锁、重置密码和二次验证、结束会话: letting people in again, and out.

use accounts::actions::{end_sessions_of, reset_password, reset_second_factor, unlock};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;

use super::account_of;
use super::create::PasswordPage;
use super::show::{Typed, end};
use crate::form::{NoFields, Posted};
use crate::page::html;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/people/{id}/unlock", post(take_lock_off))
        .route("/desk/people/{id}/reset-password", post(new_password))
        .route(
            "/desk/people/{id}/reset-second-factor",
            post(no_second_factor),
        )
        .route("/desk/people/{id}/end-sessions", post(end_sessions))
}

async fn take_lock_off(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let (officer, account) = (posted.officer, account_of(&id)?);
    let by = officer.actor.security_administrator()?;
    let done = unlock(&desk.store, account, &by, desk.now()).await;
    let says = done.map(|()| "已解锁".to_owned());
    end(&desk, &officer, (account, Typed::default()), says).await
}

async fn new_password(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let (officer, account) = (posted.officer, account_of(&id)?);
    let by = officer.actor.security_administrator()?;
    match reset_password(&desk.store, (account, &desk.accounts), &by, desk.now()).await {
        Ok(password) => html(&PasswordPage {
            frame: desk
                .frame(&officer, "密码已重置")
                .under("人员与权限", "/desk/people"),
            says: "密码已重置，原有登录已全部结束。请把新密码当面或以可靠方式交给本人；下次登录必须修改。",
            password: password.reveal().to_owned(),
            account: account.to_string(),
        }),
        Err(stop) => end(&desk, &officer, (account, Typed::default()), Err(stop)).await,
    }
}

async fn no_second_factor(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let (officer, account) = (posted.officer, account_of(&id)?);
    let by = officer.actor.security_administrator()?;
    let done = reset_second_factor(&desk.store, account, &by, desk.now()).await;
    let says = done.map(|()| "已取消二次验证，原有登录已全部结束".to_owned());
    end(&desk, &officer, (account, Typed::default()), says).await
}

async fn end_sessions(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let (officer, account) = (posted.officer, account_of(&id)?);
    let by = officer.actor.security_administrator()?;
    let done = end_sessions_of(&desk.store, account, &by, desk.now()).await;
    let says = done.map(|count| format!("已结束 {count} 个会话"));
    end(&desk, &officer, (account, Typed::default()), says).await
}
