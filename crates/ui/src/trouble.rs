//! Pages for when something is wrong: they say what happened and what to do next.
//!
//! A 500 shows a reference number and nothing of the inside; logging it is the caller's duty.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::frame::Frame;
use crate::hant;
use crate::markup::Markup;

/// A way out that an error page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Its words.
    pub label: String,
    /// The same in English.
    pub english: Option<&'static str>,
    /// Where it leads, as a path without variant.
    pub path: String,
}

impl Hint {
    /// A way out.
    pub fn new(label: &str, english: &'static str, path: &str) -> Self {
        Self {
            label: label.to_owned(),
            english: Some(english),
            path: path.to_owned(),
        }
    }
}

/// An error page.
#[derive(Debug, Template)]
#[template(path = "trouble.html")]
pub struct Trouble {
    /// Its frame; the title says what happened.
    pub frame: Frame,
    /// Its status.
    pub status: StatusCode,
    /// What happened and what to do, a paragraph each.
    pub says: Vec<Markup>,
    /// What to give when calling, for a 500.
    pub reference: Option<String>,
    /// Ways out.
    pub hints: Vec<Hint>,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let html = match self.render() {
            Ok(html) if self.frame.is_hant() => hant::page(&html),
            Ok(html) => html,
            // Rendering to memory fails only where a Display does; the status alone still tells the truth.
            Err(_) => return self.status.into_response(),
        };
        let mut response = (self.status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
