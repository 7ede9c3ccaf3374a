//! From a kept page to an answer: `ETag`, `304`, `Content-Encoding`.
//!
//! An answer carries no cookie and varies by `Accept-Encoding` alone.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::cache::CachedPage;

/// What a request's headers ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    if_none_match: Option<String>,
    takes_gzip: bool,
}

impl Wish {
    /// Reads the headers that matter here.
    pub fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|it| it.to_str().ok());
        Self {
            if_none_match: text(header::IF_NONE_MATCH).map(str::to_owned),
            takes_gzip: text(header::ACCEPT_ENCODING).is_some_and(takes_gzip),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Wish {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// Whether `Accept-Encoding` lists gzip with a weight above nought.
fn takes_gzip(accept: &str) -> bool {
    accept.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_gzip = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        let weight = parts.find_map(|it| it.strip_prefix("q=")?.trim().parse::<f32>().ok());
        is_gzip && weight.is_none_or(|it| it > 0.0)
    })
}

/// Whether `If-None-Match` names the page's digest; compared weakly (RFC 9110 §13.1.2).
fn names(list: &str, digest: &str) -> bool {
    list.trim() == "*"
        || list.split(',').any(|it| {
            let tag = it.trim().trim_start_matches("W/").trim_matches('"');
            tag.strip_suffix("-g").unwrap_or(tag) == digest
        })
}

/// The answer for a page.
pub fn reply(page: &CachedPage, wish: &Wish) -> Response {
    let gzip = page.gzip.as_ref().filter(|_| wish.takes_gzip);
    let etag = match gzip {
        Some(_) => format!("\"{}-g\"", page.digest),
        None => format!("\"{}\"", page.digest),
    };
    let is_known = wish
        .if_none_match
        .as_deref()
        .is_some_and(|list| names(list, &page.digest));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = gzip.unwrap_or(&page.plain).clone();
        Response::new(Body::from(bytes))
    };
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, value);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if !is_known {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(page.content_type),
        );
        let named = page.disposition.as_deref();
        if let Some(value) = named.and_then(|it| HeaderValue::from_str(it).ok()) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        if gzip.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        for (accept, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, gzip;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(takes_gzip(accept), takes, "{accept}");
        }
    }

    #[test]
    fn a_known_digest_is_recognised_in_any_form() {
        for (list, known) in [
            ("\"abc\"", true),
            ("W/\"abc-g\"", true),
            ("\"x\", \"abc\"", true),
            ("*", true),
            ("\"abcd\"", false),
            ("", false),
        ] {
            assert_eq!(names(list, "abc"), known, "{list}");
        }
    }
}
