//! 依申请公开统计: a year of requests in figures, as pages and as data.
//!
//! Counted through yesterday, so that nobody sees a single request come or end by looking twice on one day; kept until midnight, or until something is noted of a day that was counted.

pub(crate) mod data;
mod view;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, Page, PageAsk, UnitId};
use requests::report::{Statistics, count_statistics, find_years};
use store::directory;
use ui::{Frame, Markup, Tag, dates};

use view::{Bars, Rest, UnitLine, bands_of, endings_of, rows_of};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::{Limit, Params, bad, with_query};
use crate::parts::{Pager, bar, percent};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Where they stand.
pub(crate) const STATISTICS: &str = "/requests/statistics";
/// Where all units stand.
const UNITS: &str = "/requests/statistics/units";
/// Units on the first page; the rest are one line and a link.
const LARGEST: usize = 12;
/// Units of one page of all.
const SHOWN: u32 = 50;

/// The figures of a year with what a page needs to show them.
struct Counted {
    /// Years that can be chosen, the newest first.
    years: Vec<i16>,
    year: i16,
    figures: Statistics,
    /// The units with their names, in the order of the figures.
    units: Vec<UnitLine>,
}

impl Counted {
    /// The query of this year; the newest needs none.
    fn query(&self) -> String {
        match self.years.first() == Some(&self.year) {
            true => String::new(),
            false => format!("year={}", self.year),
        }
    }
}

/// The year that was asked for; none for the newest.
fn year_of(params: &Params) -> Result<Option<i16>, Snag> {
    Ok(params.parse("year", CURE)?)
}

const CURE: &str = "应为有申请的年份，写作 2026，请从统计页面上的年份进入";

fn query_of(year: Option<i16>) -> String {
    year.map_or_else(String::new, |it| format!("year={it}"))
}

/// Counts a year as of the end of yesterday.
async fn count(site: &Site, asked: Option<i16>, today: Date) -> Result<Counted, Snag> {
    let calendar = (site.calendar)();
    let yesterday = today.yesterday().unwrap_or(today);
    let counted = store::read!(site.store, |tx| {
        let years = find_years(tx, yesterday).await?;
        let year = asked.unwrap_or(yesterday.year());
        if !years.contains(&year) {
            return Ok::<_, Fault>(None);
        }
        let (Ok(from), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else {
            return Ok(None);
        };
        let period = (from, last.min(yesterday));
        let figures = count_statistics(tx, period, today, &calendar).await?;
        let register = directory::load(tx).await?;
        let units = figures.units.iter().map(|it| UnitLine {
            count: *it,
            name: register
                .find(it.unit)
                .map_or_else(String::new, |it| it.name.clone()),
        });
        Ok(Some(Counted {
            units: units.collect(),
            years,
            year,
            figures,
        }))
    })?;
    let shown = asked.map_or_else(String::new, |it| it.to_string());
    counted.ok_or_else(|| Snag::Bad(bad("year", &shown, CURE)))
}

#[derive(Template)]
#[template(path = "requests/statistics.html")]
struct StatisticsPage {
    frame: Frame,
    year: i16,
    years: Vec<i16>,
    /// `year=2025`, or nothing for the newest.
    query: String,
    figures: Statistics,
    /// The share of answers that left on time.
    share: String,
    share_bar: Markup,
    endings: Bars,
    /// Every row that has any, under its group.
    rows: Vec<(&'static str, String, u64)>,
    bands: Bars,
    units: Vec<UnitLine>,
    rest: Option<Rest>,
}

impl StatisticsPage {
    fn is_year(&self, year: &i16) -> bool {
        self.year == *year
    }

    fn year_address(&self, year: &i16) -> String {
        let is_newest = self.years.first() == Some(year);
        let query = query_of((!is_newest).then_some(*year));
        self.frame.link(&with_query(STATISTICS, &query))
    }

    fn units_address(&self) -> String {
        self.frame.link(&with_query(UNITS, &self.query))
    }

    fn data_address(&self, ending: &str) -> String {
        with_query(&format!("{STATISTICS}{ending}"), &self.query)
    }
}

/// Shows a year.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let asked = match year_of(&ask.params) {
        Ok(asked) => asked,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let key = with_query(STATISTICS, &query_of(asked));
    site.serve(&ask, &key, |today| page(&site, &ask, asked, today))
        .await
}

async fn page(site: &Site, ask: &Ask, asked: Option<i16>, today: Date) -> Result<Fresh, Snag> {
    let counted = count(site, asked, today).await?;
    let query = counted.query();
    let head = Head::new(TITLE, &columns::REQUESTS, &with_query(STATISTICS, &query))
        .in_english("Requests in figures")
        .under(columns::REQUESTS.name, columns::REQUESTS.path);
    let frame = site.frame(ask.variant, head, today);
    let Counted {
        years,
        year,
        figures,
        units,
    } = counted;
    let late = figures.answered.saturating_sub(figures.on_time);
    let (largest, rest) = units.split_at(units.len().min(LARGEST));
    let page = StatisticsPage {
        year,
        years,
        query,
        share: percent(view::share(figures.on_time, figures.answered)),
        share_bar: bar(figures.on_time, late, 0),
        endings: endings_of(&figures),
        rows: rows_of(&figures),
        bands: bands_of(&figures),
        units: largest.to_vec(),
        rest: Rest::of(rest),
        figures,
        frame,
    };
    Fresh::page(&page, shown())
}

const TITLE: &str = "依申请公开统计";

/// What the figures hang on.
fn shown() -> Vec<Tag> {
    vec![tags::requests(), tags::directory()]
}

#[derive(Template)]
#[template(path = "requests/statistics_units.html")]
struct UnitsPage {
    frame: Frame,
    year: i16,
    through: Date,
    back: String,
    units: Vec<UnitLine>,
    /// Every unit has its line here.
    rest: Option<Rest>,
    pager: Pager,
}

/// Shows all units of a year, page by page.
pub(super) async fn units(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let asked =
        year_of(&ask.params).and_then(|year| Ok((year, ask.params.page(Limit::Fixed(SHOWN))?)));
    let (year, part) = match asked {
        Ok(asked) => asked,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let after = part.after.as_ref().map(|it| format!("after={it}"));
    let query: Vec<String> = [query_of(year)]
        .into_iter()
        .filter(|it| !it.is_empty())
        .chain(after)
        .collect();
    let key = with_query(UNITS, &query.join("&"));
    site.serve(&ask, &key, |today| {
        all_units(&site, &ask, (year, part, key.clone()), today)
    })
    .await
}

async fn all_units(
    site: &Site,
    ask: &Ask,
    (asked, part, key): (Option<i16>, PageAsk, String),
    today: Date,
) -> Result<Fresh, Snag> {
    let counted = count(site, asked, today).await?;
    let query = counted.query();
    let listed = part_of(&counted.units, &part)?;
    let title = format!("{}年各单位办理政府信息公开申请情况", counted.year);
    let back = with_query(STATISTICS, &query);
    let head = Head::new(title, &columns::REQUESTS, &key)
        .in_english("Requests by public body")
        .under(columns::REQUESTS.name, columns::REQUESTS.path)
        .under(TITLE, back.clone());
    let frame = site.frame(ask.variant, head, today);
    let page = UnitsPage {
        year: counted.year,
        through: counted.figures.through,
        back: frame.link(&back),
        pager: Pager::of(&listed, part.after.is_none(), (&frame, UNITS, &query)),
        units: listed.items,
        rest: None,
        frame,
    };
    Fresh::page(&page, shown())
}

/// The units behind a key, which is the unit that the page before ended with.
fn part_of(units: &[UnitLine], part: &PageAsk) -> Result<Page<UnitLine>, Snag> {
    let first = match &part.after {
        None => 0,
        Some(key) => {
            let unit: Option<UnitId> = key.parse().ok();
            let place = units.iter().position(|it| Some(it.count.unit) == unit);
            // Whoever has an old address begins anew.
            let place = place.ok_or_else(|| bad("after", key, crate::listing::NO_KEY))?;
            place + 1
        }
    };
    let most = usize::try_from(part.limit).unwrap_or(usize::MAX);
    let rows = units.iter().skip(first).take(most + 1).cloned().collect();
    Ok(Page::of(rows, part, |it| it.count.unit.to_string()))
}
