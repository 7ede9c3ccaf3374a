//! All units that owe or owed anything, in a fixed order that is no ranking or the most late first; paged by key.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, PageAsk};
use ui::Frame;

use super::order::UnitOrder;
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::listing::Listing;
use crate::params::{Limit, and, with_query};
use crate::parts::{Pager, UnitRow};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;
use crate::words::PageWords;

/// Units of one page.
const SHOWN: u32 = 40;

#[derive(Template)]
#[template(path = "units/list.html")]
struct UnitListPage {
    frame: Frame,
    order: UnitOrder,
    units: Vec<UnitRow>,
    pager: Pager,
}

/// Which part of the list, in which order, at which canonical address.
struct View {
    order: UnitOrder,
    part: PageAsk,
    path: String,
}

impl View {
    fn of(ask: &Ask) -> Result<Self, Snag> {
        let order = UnitOrder::of(&ask.params)?;
        let part = ask.params.page(Limit::Fixed(SHOWN))?;
        let part = Listing::Units(order).check_key(part)?;
        let query = match &part.after {
            Some(key) => and(order.query(), "after", key),
            None => order.query().to_owned(),
        };
        Ok(Self {
            order,
            part,
            path: with_query("/units", &query),
        })
    }
}

/// Shows them.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let view = match View::of(&ask) {
        Ok(view) => view,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let path = view.path.clone();
    site.serve(&ask, &path, |today| page(&site, &ask, view, today))
        .await
}

async fn page(site: &Site, ask: &Ask, view: View, today: Date) -> Result<Fresh, Snag> {
    let scores = store::read!(site.store, |tx| view
        .order
        .page(tx, &view.part, today)
        .await)?;
    let title = match view.order {
        UnitOrder::Fixed => "各单位履行情况",
        UnitOrder::LateFirst => "各单位履行情况：逾期多的在前",
    };
    let head = Head::new(title, &columns::UNITS, &view.path)
        .in_english(PageWords::ENGLISH.units_and_promises);
    let frame = site.frame(ask.variant, head, today);
    let is_first = view.part.after.is_none();
    let page = UnitListPage {
        order: view.order,
        units: UnitRow::all(&scores.items, &frame),
        pager: Pager::of(&scores, is_first, (&frame, "/units", view.order.query())),
        frame,
    };
    Fresh::page(&page, vec![tags::lists(), tags::directory()])
}
