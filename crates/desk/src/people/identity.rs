//! 绑定、解除他人的统一身份: what the security administrator does for whoever cannot link themselves.

use accounts::actions::identity::{LinkOther, link_other, unlink_other};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;

use super::account_of;
use super::show::{Typed, end};
use crate::account::WhichForm;
use crate::form::Posted;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/people/{id}/identity", post(link))
        .route("/desk/people/{id}/identity/unlink", post(unlink))
}

#[derive(Debug, Deserialize)]
struct LinkForm {
    #[serde(default)]
    subject: String,
}

async fn link(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<LinkForm>,
) -> Result<Response, Snag> {
    let account = account_of(&id)?;
    let by = posted.officer.actor.security_administrator()?;
    let command = LinkOther {
        account,
        issuer: desk.provider()?.issuer().to_owned(),
        subject: posted.form.subject,
    };
    let done = link_other(&desk.store, &command, &by, desk.now()).await;
    let says = done.map(|()| "已绑定统一身份".to_owned());
    let typed = Typed {
        subject: Some(command.subject),
        ..Typed::default()
    };
    end(&desk, &posted.officer, (account, typed), says).await
}

async fn unlink(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<WhichForm>,
) -> Result<Response, Snag> {
    let account = account_of(&id)?;
    let by = posted.officer.actor.security_administrator()?;
    let identity = posted.form.identity();
    let done = unlink_other(&desk.store, (account, &identity), &by, desk.now()).await;
    let says = done.map(|()| "已解除统一身份的绑定，原有登录已全部结束".to_owned());
    end(&desk, &posted.officer, (account, Typed::default()), says).await
}
