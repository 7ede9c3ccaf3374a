//! All units that owe or owed anything, in a fixed order that is no ranking; paged by key.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, Page, PageAsk};
use promises::queries::{self, UnitScore};
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::listing::Listing;
use crate::params::{Limit, and, with_query};
use crate::parts::{Pager, UnitRow};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Units of one page.
const SHOWN: u32 = 40;

#[derive(Template)]
#[template(path = "units/list.html")]
struct UnitListPage {
    frame: Frame,
    units: Vec<UnitRow>,
    pager: Pager,
}

/// Shows them.
pub(crate) async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let part = ask.params.page(Limit::Fixed(SHOWN));
    let part = match part.and_then(|part| Listing::Units.check_key(part)) {
        Ok(part) => part,
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let query = part.after.as_deref().map(|key| and("", "after", key));
    let path = with_query("/units", &query.unwrap_or_default());
    site.serve(&ask, &path, |today| {
        page(&site, &ask, (part, path.clone()), today)
    })
    .await
}

async fn page(
    site: &Site,
    ask: &Ask,
    (part, path): (PageAsk, String),
    today: Date,
) -> Result<Fresh, Snag> {
    let scores = store::read!(site.store, |tx| read(tx, &part, today).await)?;
    let head = Head::new("各单位履行情况", &columns::UNITS, &path);
    let frame = site.frame(ask.variant, head, today);
    let page = UnitListPage {
        units: UnitRow::all(&scores.items, &frame),
        pager: Pager::of(&scores, part.after.is_none(), (&frame, "/units", "")),
        frame,
    };
    Fresh::page(&page, vec![tags::lists(), tags::directory()])
}

async fn read(tx: &mut store::Tx, part: &PageAsk, today: Date) -> Result<Page<UnitScore>, Fault> {
    queries::list_unit_scores(tx, part, today).await
}
