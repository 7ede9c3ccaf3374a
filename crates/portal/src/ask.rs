//! What a request asks for: variant, path, parameters, and the headers that change the answer.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ui::{Variant, Wish};

use crate::params::Params;

/// One request for a page.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// The form of the page.
    pub variant: Variant,
    /// The path that all variants share.
    pub path: String,
    /// The query's parameters.
    pub params: Params,
    /// What the headers ask for.
    pub wish: Wish,
}

impl<S: Sync> FromRequestParts<S> for Ask {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let (variant, path) = Variant::split(parts.uri.path());
        Ok(Self {
            variant,
            path: path.to_owned(),
            params: Params::of(&parts.uri),
            wish: Wish::of(&parts.headers),
        })
    }
}

impl Ask {
    /// Whether the answer should be JSON rather than a page.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/") || self.path.ends_with(".json")
    }
}

/// Whether a form comes from a page of another site, as far as the browser says.
pub(crate) fn is_foreign(headers: &HeaderMap) -> bool {
    let from = headers.get("sec-fetch-site");
    from.is_some_and(|it| it == "cross-site")
}
