//! 授予、收回角色: what the security administrator does with what people hold.

use accounts::AccountRefusal;
use accounts::actions::{Grant, Revoke, grant, revoke};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::{AccountId, Date, Role};
use serde::Deserialize;

use super::account_of;
use super::show::{GrantForm, Typed, end, page};
use crate::form::{Errors, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/people/{id}/grant", post(give))
        .route("/desk/people/{id}/revoke", post(take_back))
}

/// What was typed as a command, or what is wrong with it.
fn read(form: &GrantForm, account: AccountId) -> Result<Grant, Errors> {
    let mut errors = Errors::none();
    let unit = form.unit.parse().ok();
    if unit.is_none() {
        errors = errors.with("unit", AccountRefusal::UnknownUnit.to_string());
    }
    let role = Role::from_code(&form.role);
    if role.is_none() {
        errors = errors.with("role", "请选择角色");
    }
    let from_on: Option<Date> = form.from_on.trim().parse().ok();
    if from_on.is_none() {
        errors = errors.with("from_on", "开始日期应写作 2026-11-21");
    }
    let until_text = form.until_on.trim();
    let until_on: Option<Date> = until_text.parse().ok();
    if until_on.is_none() && !until_text.is_empty() {
        errors = errors.with("until_on", "结束日期应写作 2026-11-21，长期任职请留空");
    }
    match (unit, role, from_on) {
        (Some(unit), Some(role), Some(from_on)) if errors.is_empty() => Ok(Grant {
            account,
            unit,
            role,
            from_on,
            until_on,
        }),
        _ => Err(errors),
    }
}

async fn give(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<GrantForm>,
) -> Result<Response, Snag> {
    let (officer, form, account) = (posted.officer, posted.form, account_of(&id)?);
    let by = officer.actor.security_administrator()?;
    let command = read(&form, account);
    let typed = Typed {
        grant: Some(form),
        ..Typed::default()
    };
    match command {
        Ok(command) => {
            let done = grant(&desk.store, &command, &by, desk.now()).await;
            let says = done.map(|()| format!("已授予{}", command.role.label()));
            end(&desk, &officer, (account, typed), says).await
        }
        Err(errors) => page(&desk, &officer, (account, Typed { errors, ..typed })).await,
    }
}

#[derive(Debug, Deserialize)]
struct RevokeForm {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    role: String,
}

async fn take_back(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<RevokeForm>,
) -> Result<Response, Snag> {
    let (officer, form, account) = (posted.officer, posted.form, account_of(&id)?);
    let by = officer.actor.security_administrator()?;
    let (Ok(unit), Some(role)) = (form.unit.parse(), Role::from_code(&form.role)) else {
        return Err(Snag::Missing("角色"));
    };
    let command = Revoke {
        account,
        unit,
        role,
    };
    let done = revoke(&desk.store, &command, &by, desk.now()).await;
    let says = done.map(|()| format!("已收回{}", role.label()));
    end(&desk, &officer, (account, Typed::default()), says).await
}
