//! 粘贴: what somebody pastes into the editor is cleaned as it is cleaned when it is saved, and what is left out is told at once.
//!
//! Nothing is kept: pictures go back within the text, and are stored when the draft is. Answers are JSON or plain words, since a script asks.

use axum::body::to_bytes;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prose::{Body, BodyError, Cleaned, LARGEST_BODY};
use serde::Serialize;

use super::Sight;
use crate::form::check_origin;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/documents/paste", post(clean))
}

/// What becomes of what was pasted.
#[derive(Debug, Serialize)]
struct Pasted {
    /// Clean, with pictures as they came.
    html: String,
    /// What was left out, a sentence for each kind.
    told: Vec<String>,
}

async fn clean(State(desk): State<Desk>, request: Request) -> Response {
    match pasted(&desk, request).await {
        Ok(Ok(pasted)) => Json(pasted).into_response(),
        Ok(Err(cause)) => (StatusCode::UNPROCESSABLE_ENTITY, cause.to_string()).into_response(),
        Err(Snag::Elsewhere(_)) => {
            let says = "登录已过期，请另开一页登录后再粘贴";
            (StatusCode::UNAUTHORIZED, says).into_response()
        }
        Err(snag) => (snag.status(), snag.says()).into_response(),
    }
}

async fn pasted(desk: &Desk, request: Request) -> Result<Result<Pasted, BodyError>, Snag> {
    let (mut parts, body) = request.into_parts();
    let officer = Officer::from_request_parts(&mut parts, desk).await?;
    let token = parts.headers.get("x-csrf").and_then(|it| it.to_str().ok());
    if !accounts::secret::is_same(token.unwrap_or_default(), &officer.csrf) {
        return Err(Snag::NotOurForm);
    }
    check_origin(&parts.headers)?;
    Sight::of(&officer.actor)?;
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else {
        return Ok(Err(BodyError::TooLarge));
    };
    let html = String::from_utf8_lossy(&bytes).into_owned();
    // A text of megabytes takes a while, and holds nobody else up.
    let cleaned = tokio::task::spawn_blocking(move || Body::clean(&html)).await;
    let cleaned = cleaned.map_err(|cause| kernel::Fault::new(format!("cleaning: {cause}")))?;
    Ok(cleaned.map(told))
}

fn told(cleaned: Cleaned) -> Pasted {
    let mut html = cleaned.body.html().to_owned();
    for image in cleaned.images {
        let bytes = STANDARD.encode(&image.bytes);
        let address = format!("src=\"data:{};base64,{bytes}\"", image.media_type);
        html = html.replace(&format!("src=\"{}\"", image.mark), &address);
    }
    let told = cleaned.dropped.iter().map(ToString::to_string).collect();
    Pasted { html, told }
}
