//! The guide in English: what this site is, how to find something, how to ask for what is not here, whom to call. The texts of the site
//! are Chinese; this page says how to get along with them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::serve::{Fresh, Head};
use crate::site::Site;

#[derive(Template)]
#[template(path = "english/guide.html")]
struct GuidePage {
    frame: Frame,
}

/// Shows it.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let make = |today| {
        let head = Head::new("English guide", &columns::ENGLISH, "/en");
        let frame = site.frame(ask.variant, head, today);
        std::future::ready(Fresh::page(&GuidePage { frame }, Vec::new()))
    };
    site.serve(&ask, "/en", make).await
}
