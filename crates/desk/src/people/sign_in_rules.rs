//! 登录规则: which roles must enrol a second factor.

use accounts::actions::demand_second_factor;
use accounts::queries;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use kernel::Role;
use serde::Deserialize;

use crate::flash;
use crate::form::Posted;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/people/rules", get(show).post(act))
}

#[derive(Debug, Template)]
#[template(path = "people/sign_in_rules.html")]
struct RulesPage {
    frame: DeskFrame,
    roles: Vec<(Role, bool)>,
    idle_minutes: u32,
    absolute_hours: u32,
    lock_after: u32,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    officer.actor.security_administrator()?;
    let demanding = store::read!(desk.store, |tx| {
        queries::list_second_factor_roles(tx).await
    })?;
    html(&RulesPage {
        frame: desk
            .frame(&officer, "登录规则")
            .under("人员与权限", "/desk/people"),
        roles: Role::ALL
            .iter()
            .map(|role| (*role, demanding.contains(role)))
            .collect(),
        idle_minutes: desk.accounts.idle_minutes,
        absolute_hours: desk.accounts.absolute_hours,
        lock_after: desk.accounts.lock_after,
    })
}

#[derive(Debug, Deserialize)]
struct Form {
    #[serde(default)]
    role: Vec<String>,
}

async fn act(State(desk): State<Desk>, posted: Posted<Form>) -> Result<Response, Snag> {
    let by = posted.officer.actor.security_administrator()?;
    let codes = posted.form.role;
    let roles: Vec<Role> = codes
        .iter()
        .filter_map(|code| Role::from_code(code))
        .collect();
    demand_second_factor(&desk.store, &roles, &by, desk.now()).await?;
    Ok(flash::go(&desk, "/desk/people/rules", "已保存登录规则"))
}
