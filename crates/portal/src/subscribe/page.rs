//! How these pages leave the house: made anew each time, never kept, never indexed, and no address handed on by a link.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ui::{Frame, Script, Variant};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::{and, with_query};
use crate::serve::{HTML, Head};
use crate::site::Site;

/// A page that is one person's.
pub(crate) fn reply(site: &Site, ask: &Ask, page: (StatusCode, &impl Template)) -> Response {
    let html = match page.1.render() {
        Ok(html) if ask.variant.script == Script::Hant => ui::hant::page(&html),
        Ok(html) => html,
        Err(cause) => return site.trouble(ask, cause.into()),
    };
    let mut response = (page.0, html).into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, HTML),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The frame of such a page; its other variants keep the key.
pub(super) fn frame(site: &Site, ask: &Ask, (title, path): (&str, &str), key: &str) -> Frame {
    let path = match key {
        "" => path.to_owned(),
        key => with_query(path, &and("", "key", key)),
    };
    let head = Head::new(title, &columns::SUBSCRIBE, &path);
    site.frame(ask.variant, head, site.today())
}

/// A few words and a way on.
#[derive(Template)]
#[template(path = "subscribe/words.html")]
pub(super) struct WordsPage {
    /// Its frame; the title is the heading.
    pub frame: Frame,
    /// What is said.
    pub says: Vec<String>,
    /// Where to go on, with the words for it.
    pub on: Option<(String, &'static str)>,
}

/// Says that a link opens nothing.
pub(super) fn refused(site: &Site, ask: &Ask, message: String) -> Response {
    let page = WordsPage {
        frame: frame(site, ask, ("链接无法使用", "/subscriptions"), ""),
        says: vec![message],
        on: Some((ask.variant.address("/library"), "浏览公开信息")),
    };
    reply(site, ask, (StatusCode::NOT_FOUND, &page))
}

/// The key of a link: what the query says.
pub(super) fn key_of(ask: &Ask) -> &str {
    ask.params.text("key").unwrap_or_default()
}

/// The site takes no subscriptions.
pub(super) fn closed(site: &Site, ask: &Ask) -> Response {
    site.trouble(ask, Snag::Missing("页面"))
}

/// The address of a page of this variant with its key.
pub(super) fn with_key(variant: Variant, path: &str, key: &str) -> String {
    variant.address(&with_query(path, &and("", "key", key)))
}
