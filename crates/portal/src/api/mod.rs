//! The open API, version 1: promises, plans, units, documents and the figures of requests as JSON, described by OpenAPI 3.1.
//!
//! Only reading, no key needed. Lists are paged by key; unknown parameters are refused rather than ignored, so that a
//! misspelt filter is never mistaken for an answer. Problems follow RFC 9457.

pub(crate) mod answers;
pub(crate) mod document;
pub(crate) mod gathered;
pub(crate) mod lists;
pub(crate) mod openapi;
pub(crate) mod promise;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;

use crate::ask::Ask;
use crate::error::Snag;
use crate::requests::statistics::data;
use crate::site::Site;

/// The API's routes.
pub(crate) fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/api/v1/promises", get(lists::promises))
        .route("/api/v1/promises/{id}", get(promise::show))
        .route("/api/v1/plans", get(lists::plans))
        .route("/api/v1/units", get(lists::units))
        .route("/api/v1/documents", get(lists::documents))
        .route("/api/v1/documents/{id}", get(document::show))
        .route("/api/v1/documents/{id}/gathered", get(gathered::show))
        .route("/api/v1/answers", get(answers::show))
        .route("/api/v1/requests/statistics", get(data::api))
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/api/{*rest}", get(nothing_here))
        .method_not_allowed_fallback(only_reading)
        .layer(middleware::from_fn(readable_everywhere))
}

/// Lets pages of other sites read the answers: they are public, and no cookie makes them differ.
async fn readable_everywhere(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    open_to_all(&mut response);
    response
}

/// Says that any page may read an answer; refusals for asking too often must say so too, or scripts could not tell why.
pub(crate) fn open_to_all(response: &mut Response) {
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
}

async fn only_reading(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let mut response = site.trouble(&ask, Snag::Method);
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
    response
}

async fn nothing_here(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.trouble(&ask, Snag::Missing("接口"))
}
