//! 退出: ends the session.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;

use crate::flash;
use crate::form::Posted;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/sign-out", post(act))
}

#[derive(Debug, Deserialize)]
struct Nothing {}

async fn act(State(desk): State<Desk>, posted: Posted<Nothing>) -> Result<Response, Snag> {
    let officer = posted.officer;
    let Nothing {} = posted.form;
    accounts::actions::sign_out(&desk.store, &officer.entered, &officer.actor, desk.now()).await?;
    let mut response = flash::go(&desk, "/desk/sign-in", "已退出");
    if let Some(cookie) = desk.cookies.set(desk.cookies.session_name(), "") {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
