//! The list of plans, narrowed by year; paged by key.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, Page, PageAsk};
use plans::queries::{self, PlanLine};
use ui::{Frame, Markup, dates};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::listing::Listing;
use crate::params::{BadParameter, Limit, Params, and, bad, with_query};
use crate::parts::{Pager, bar};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;
use crate::words::PageWords;

/// Plans of one page.
const SHOWN: u32 = 40;

struct Row {
    href: String,
    plan: PlanLine,
    published: Option<Markup>,
    bar: Markup,
}

#[derive(Template)]
#[template(path = "plans/list.html")]
struct PlanListPage {
    frame: Frame,
    year: Option<i16>,
    query: String,
    rows: Vec<Row>,
    pager: Pager,
}

/// The year that a list of plans is narrowed to.
pub(crate) fn year(params: &Params) -> Result<Option<i16>, BadParameter> {
    const CURE: &str = "应为四位年份，写作 2026";
    let year = params.parse::<i16>("year", CURE)?;
    match year {
        Some(wrong) if !(1990..=2100).contains(&wrong) => {
            Err(bad("year", &wrong.to_string(), CURE))
        }
        year => Ok(year),
    }
}

/// Shows it.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let wanted = year(&ask.params).and_then(|year| {
        let part = ask.params.page(Limit::Fixed(SHOWN))?;
        Ok((year, Listing::Plans(year).check_key(part)?))
    });
    let (year, part) = match wanted {
        Ok(wanted) => wanted,
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let query = year.map(|year| format!("year={year}")).unwrap_or_default();
    let full = match &part.after {
        Some(key) => and(&query, "after", key),
        None => query.clone(),
    };
    let path = with_query("/plans", &full);
    site.serve(&ask, &path, |today| {
        let view = View {
            year,
            part,
            query,
            path: path.clone(),
        };
        page(&site, &ask, view, today)
    })
    .await
}

struct View {
    year: Option<i16>,
    part: PageAsk,
    query: String,
    path: String,
}

async fn page(site: &Site, ask: &Ask, view: View, today: Date) -> Result<Fresh, Snag> {
    let plans = store::read!(site.store, |tx| read(tx, &view, today).await)?;
    let english = PageWords::ENGLISH.work_plans;
    let (title, english) = match view.year {
        Some(year) => (format!("{year}年工作计划"), format!("{english}, {year}")),
        None => (PageWords::CHINESE.work_plans.to_owned(), english.to_owned()),
    };
    let head = Head::new(title, &columns::PLANS, &view.path).in_english(english);
    let frame = site.frame(ask.variant, head, today);
    let is_first = view.part.after.is_none();
    let pager = Pager::of(&plans, is_first, (&frame, "/plans", &view.query));
    let row = |plan: PlanLine| Row {
        href: frame.link(&format!("/plans/{}", plan.id)),
        published: plan.published_on.map(dates::day),
        bar: bar(
            plan.counts.kept_on_time,
            plan.counts.kept_late,
            plan.counts.late_now,
        ),
        plan,
    };
    let page = PlanListPage {
        year: view.year,
        rows: plans.items.into_iter().map(row).collect(),
        query: view.query,
        pager,
        frame,
    };
    Fresh::page(&page, vec![tags::lists()])
}

async fn read(tx: &mut store::Tx, view: &View, today: Date) -> Result<Page<PlanLine>, Fault> {
    queries::list_plans(tx, view.year, &view.part, today).await
}
