//! 退出: ends the session, and leads on to the outside provider where it began there and the provider ends its own.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use axum::routing::post;

use super::onward;
use crate::flash;
use crate::form::{NoFields, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/sign-out", post(act))
}

async fn act(State(desk): State<Desk>, posted: Posted<NoFields>) -> Result<Response, Snag> {
    let officer = posted.officer;
    accounts::actions::sign_out(&desk.store, &officer.entered, &officer.actor, desk.now()).await?;
    let mut response = match end_elsewhere(&desk, &officer).await {
        Some(to) => onward(&desk, ("已退出", "已退出本站，正在退出统一身份认证。"), &to)?,
        None => flash::go(&desk, "/desk/sign-in", "已退出"),
    };
    if let Some(cookie) = desk.cookies.set(desk.cookies.session_name(), "") {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Where the provider ends its session. One that cannot be asked keeps nobody here.
async fn end_elsewhere(desk: &Desk, officer: &Officer) -> Option<String> {
    let provider = desk.provider.as_ref()?;
    if !officer.entered.session.stage.is_by_provider() {
        return None;
    }
    provider.end(desk.now()).await.ok().flatten()
}
