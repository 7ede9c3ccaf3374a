//! 410: what stands in the place of a document that was withdrawn, with reason, day and successor.
//!
//! Made anew each time: it is seldom asked for, and what is kept is kept for answers of 200.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use publishing::public::Tombstone;
use ui::{Frame, Markup, dates};

use crate::ask::Ask;
use crate::columns;
use crate::serve::{HTML, Head};
use crate::site::Site;
use crate::words::PageWords;

#[derive(Template)]
#[template(path = "documents/gone.html")]
struct GonePage {
    frame: Frame,
    stone: Tombstone,
    published: Option<Markup>,
    withdrawn: Markup,
}

impl Site {
    /// The tombstone as a page.
    pub(crate) fn gone(&self, ask: &Ask, stone: &Tombstone) -> Response {
        let head = Head::new(PageWords::CHINESE.withdrawn, &columns::LIBRARY, &ask.path)
            .in_english(PageWords::ENGLISH.withdrawn)
            .under(columns::LIBRARY.name, columns::LIBRARY.path);
        let page = GonePage {
            frame: self.frame(ask.variant, head, self.today()),
            published: stone.first_published_at.map(dates::moment),
            withdrawn: dates::moment(stone.withdrawn_at),
            stone: stone.clone(),
        };
        let html = match page.render() {
            Ok(html) if page.frame.is_hant() => ui::hant::page(&html),
            Ok(html) => html,
            // Rendering to memory fails only where a Display does; the status alone still tells the truth.
            Err(_) => return StatusCode::GONE.into_response(),
        };
        let mut response = (StatusCode::GONE, html).into_response();
        for (name, value) in [
            (header::CONTENT_TYPE, HTML),
            (header::CACHE_CONTROL, "no-cache"),
        ] {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
