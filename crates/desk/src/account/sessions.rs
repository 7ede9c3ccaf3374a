//! 结束会话: signing out another machine of one's own.

use accounts::actions::end_own_session;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;

use crate::flash;
use crate::form::{NoFields, Posted};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/account/sessions/{id}/end", post(act))
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let officer = posted.officer;
    let session = id.parse().map_err(|_| Snag::Missing("会话"))?;
    let whose = (&*officer.entered, &officer.actor);
    end_own_session(&desk.store, whose, session, desk.now()).await?;
    Ok(flash::go(&desk, "/desk/account", "已结束该会话"))
}
