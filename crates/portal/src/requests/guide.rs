//! How to ask: what may be asked for, how long it takes, what it costs, what may be done against an answer.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::Date;
use requests::fee::{FeeTable, find_table};
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::serve::{Fresh, Head};
use crate::site::Site;

#[derive(Template)]
#[template(path = "requests/guide.html")]
struct GuidePage {
    frame: Frame,
    fees: Option<&'static FeeTable>,
    /// Whether requests are taken online.
    is_online: bool,
}

/// Shows it.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let make = |today| std::future::ready(page(&site, &ask, today));
    site.serve(&ask, "/requests", make).await
}

fn page(site: &Site, ask: &Ask, today: Date) -> Result<Fresh, Snag> {
    let head = Head::new("依申请公开", &columns::REQUESTS, "/requests");
    let page = GuidePage {
        frame: site.frame(ask.variant, head, today),
        fees: find_table(today),
        is_online: site.requesting.is_some(),
    };
    Fresh::page(&page, Vec::new())
}
