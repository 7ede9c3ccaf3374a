//! The open API, version 1: promises, plans and units as JSON, described by OpenAPI 3.1.
//!
//! Only reading, no key needed. Lists are paged by key; unknown parameters are refused rather than ignored, so that a
//! misspelt filter is never mistaken for an answer. Problems follow RFC 9457.

pub(crate) mod lists;
pub(crate) mod openapi;
pub(crate) mod promise;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;

/// The API's routes.
pub(crate) fn router() -> Router<Site> {
    Router::new()
        .route("/api/v1/promises", get(lists::promises))
        .route("/api/v1/promises/{id}", get(promise::show))
        .route("/api/v1/plans", get(lists::plans))
        .route("/api/v1/units", get(lists::units))
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/api/{*rest}", get(nothing_here))
}

async fn nothing_here(State(site): State<Site>, ask: Ask) -> Response {
    site.trouble(&ask, Snag::Missing("接口"))
}
