//! The list of promises, narrowed by unit, plan, duty, standing and due days; paged by key.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, Page, PageAsk};
use promises::model::Standing;
use promises::queries::{self, PromiseFilter, PromiseLine, UnitScore};
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::{Limit, and, filter_query, with_query};
use crate::parts::{Pager, PromiseRow};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Promises of one page.
const SHOWN: u32 = 40;
/// Units that the filter offers; a site with more is filtered from a unit's own page.
const UNITS_OFFERED: u32 = 80;

/// One choice of a select field.
#[derive(Debug)]
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "promises/list.html")]
struct PromiseListPage {
    frame: Frame,
    units: Vec<Choice>,
    standings: Vec<Choice>,
    filter: PromiseFilter,
    query: String,
    is_narrowed: bool,
    rows: Vec<PromiseRow>,
    caption: &'static str,
    pager: Pager,
}

/// Shows it.
pub(crate) async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let wanted = ask
        .params
        .promise_filter()
        .and_then(|filter| Ok((filter, ask.params.page(Limit::Fixed(SHOWN))?)));
    let (filter, part) = match wanted {
        Ok(wanted) => wanted,
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let query = filter_query(&filter);
    let full = match &part.after {
        Some(key) => and(&query, "after", key),
        None => query.clone(),
    };
    let key = with_query("/promises", &full);
    site.serve(&ask, &key, |today| {
        let view = View {
            filter,
            part,
            query,
            path: key.clone(),
        };
        page(&site, &ask, view, today)
    })
    .await
}

/// What part of the list is shown, and at which canonical address.
struct View {
    filter: PromiseFilter,
    part: PageAsk,
    query: String,
    path: String,
}

async fn page(site: &Site, ask: &Ask, view: View, today: Date) -> Result<Fresh, Snag> {
    let (lines, scores) = store::read!(site.store, |tx| read(tx, &view, today).await)?;
    let title = match view.filter.standing {
        Some(standing) => format!("承诺清单：{}", standing.label()),
        None => "承诺清单".to_owned(),
    };
    let head =
        Head::new(title, &columns::PROMISES, &view.path).feed("最近到期的承诺", "/feed.atom");
    let frame = site.frame(ask.variant, head, today);
    let is_first = view.part.after.is_none();
    let page = PromiseListPage {
        units: unit_choices(&scores, &view.filter),
        standings: standing_choices(view.filter.standing),
        is_narrowed: view.filter != PromiseFilter::default(),
        rows: PromiseRow::all(&lines.items, &frame),
        caption: "承诺清单，按最迟公开日排列",
        pager: Pager::of(&lines, is_first, (&frame, "/promises", &view.query)),
        filter: view.filter,
        query: view.query,
        frame,
    };
    Fresh::page(&page, vec![tags::lists(), tags::directory()])
}

type Read = (Page<PromiseLine>, Vec<UnitScore>);

async fn read(tx: &mut store::Tx, view: &View, today: Date) -> Result<Read, Fault> {
    let lines = queries::list_promises(tx, &view.filter, &view.part, today).await?;
    let scores = queries::list_unit_scores(tx, &PageAsk::first(UNITS_OFFERED), today).await?;
    let offered = match scores.next {
        None => scores.items,
        Some(_) => Vec::new(),
    };
    Ok((lines, offered))
}

fn unit_choices(scores: &[UnitScore], filter: &PromiseFilter) -> Vec<Choice> {
    let choice = |score: &UnitScore| Choice {
        value: score.unit_id.to_string(),
        label: score.unit_name.clone(),
        is_chosen: filter.unit == Some(score.unit_id),
    };
    scores.iter().map(choice).collect()
}

fn standing_choices(chosen: Option<Standing>) -> Vec<Choice> {
    let choice = |standing: &Standing| Choice {
        value: standing.code().to_owned(),
        label: standing.label().to_owned(),
        is_chosen: chosen == Some(*standing),
    };
    Standing::ALL.iter().map(choice).collect()
}
