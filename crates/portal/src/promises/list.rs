//! The list of promises, narrowed by unit, plan, duty, standing and due days; paged by key.
//!
//! Without a filter it begins with this month, and offers all.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, Page, PageAsk};
use promises::model::Standing;
use promises::queries::{self, PromiseFilter, PromiseLine, UnitScore};
use store::directory;
use ui::{Frame, Variant};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::listing::Listing;
use crate::params::{Limit, and, filter_query, with_query};
use crate::parts::{Pager, PromiseRow};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;
use crate::words::{self, PageWords};

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
    extent: Extent,
    rows: Vec<PromiseRow>,
    caption: &'static str,
    pager: Pager,
}

/// How a reader asks for all promises, whenever due, with the form's empty fields beside it.
const ALL: (&str, &str) = ("view", "all");

/// Shows it.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let wanted = ask.params.promise_filter().and_then(|filter| {
        let part = ask.params.page(Limit::Fixed(SHOWN))?;
        let part = Listing::Promises(Box::default()).check_key(part)?;
        Ok((filter, part))
    });
    let (filter, part) = match wanted {
        Ok(wanted) => wanted,
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let extent = match ask.params.text(ALL.0) {
        _ if filter != PromiseFilter::default() => Extent::Narrowed,
        Some(view) if view == ALL.1 => Extent::All,
        Some(_) | None => Extent::Current,
    };
    let query = match extent {
        Extent::All => and("", ALL.0, ALL.1),
        Extent::Narrowed | Extent::Current => filter_query(&filter),
    };
    let full = match &part.after {
        Some(key) => and(&query, "after", key),
        None => query,
    };
    let key = with_query("/promises", &full);
    site.serve(&ask, &key, |today| {
        let view = View {
            filter: extent.applied(filter, today),
            extent,
            part,
            path: key.clone(),
        };
        page(&site, &ask, view, today)
    })
    .await
}

/// How much of all promises the list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// What the reader's filter leaves.
    Narrowed,
    /// Nothing was asked for: what is due from this month on, for years gone by would stand first.
    Current,
    /// All of them, as the reader asked.
    All,
}

impl Extent {
    /// The filter that the list is read with.
    fn applied(self, filter: PromiseFilter, today: Date) -> PromiseFilter {
        match self {
            Self::Narrowed | Self::All => filter,
            Self::Current => PromiseFilter {
                due_from: Some(today.first_of_month()),
                ..filter
            },
        }
    }
}

/// What part of the list is shown, and at which canonical address.
struct View {
    filter: PromiseFilter,
    extent: Extent,
    part: PageAsk,
    path: String,
}

async fn page(site: &Site, ask: &Ask, view: View, today: Date) -> Result<Fresh, Snag> {
    let (lines, scores) = store::read!(site.store, |tx| read(tx, &view, today).await)?;
    let title = match view.filter.standing {
        Some(standing) => format!("承诺清单：{}", standing.label()),
        None => "承诺清单".to_owned(),
    };
    let english = match view.filter.standing {
        Some(standing) => format!(
            "{}: {}",
            PageWords::ENGLISH.list_of_promises,
            words::standing(standing, Variant::ENGLISH)
        ),
        None => PageWords::ENGLISH.list_of_promises.to_owned(),
    };
    let head = Head::new(title, &columns::PROMISES, &view.path)
        .in_english(english)
        .feed("最近到期的承诺", "/feed.atom")
        .calendar("今后一年到期的承诺", "/promises/calendar.ics");
    let frame = site.frame(ask.variant, head, today);
    let is_first = view.part.after.is_none();
    // Files know no view: without a filter they hold everything.
    let query = filter_query(&view.filter);
    let onward = match view.extent {
        Extent::All => and("", ALL.0, ALL.1),
        Extent::Narrowed | Extent::Current => query.clone(),
    };
    let page = PromiseListPage {
        units: unit_choices(&scores, &view.filter),
        standings: standing_choices(view.filter.standing, ask.variant),
        extent: view.extent,
        rows: PromiseRow::all(&lines.items, &frame),
        caption: "承诺清单，按最迟公开日排列",
        pager: Pager::of(&lines, is_first, (&frame, "/promises", &onward)),
        filter: view.filter,
        query,
        frame,
    };
    Fresh::page(&page, vec![tags::lists(), tags::directory()])
}

type Read = (Page<PromiseLine>, Vec<UnitScore>);

async fn read(tx: &mut store::Tx, view: &View, today: Date) -> Result<Read, Fault> {
    let lines = queries::list_promises(tx, &view.filter, &view.part, today).await?;
    let scores = queries::list_unit_scores(tx, &PageAsk::first(UNITS_OFFERED), today).await?;
    let mut offered = match scores.next {
        None => scores.items,
        Some(_) => Vec::new(),
    };
    let all = directory::UnitFilter::default();
    let register = directory::list_units(tx, &all, &PageAsk::first(PageAsk::MOST), today).await?;
    let place = |score: &UnitScore| {
        let found = register.items.iter().position(|it| it.id == score.unit_id);
        found.unwrap_or(usize::MAX)
    };
    offered.sort_by_cached_key(place);
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

fn standing_choices(chosen: Option<Standing>, variant: Variant) -> Vec<Choice> {
    let choice = |standing: &Standing| Choice {
        value: standing.code().to_owned(),
        label: words::standing(*standing, variant).to_owned(),
        is_chosen: chosen == Some(*standing),
    };
    Standing::ALL.iter().map(choice).collect()
}
