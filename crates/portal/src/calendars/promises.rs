//! Promises by the days on which they are due: a unit's, a plan's, one, and all of the site.
//!
//! From ninety days back to a year ahead; of the whole site only what is still to come.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use kernel::{Date, Fault, PageAsk, PlanId, PromiseId, UnitId};
use plans::queries::find_plan_line;
use promises::model::Standing;
use promises::queries::{PromiseFilter, PromiseLine, find_line, list_promises};
use store::{Tx, directory};

use super::{Entry, fresh};
use crate::ask::Ask;
use crate::error::Snag;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Events of one calendar.
const MOST: usize = 500;

/// Whose promises.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Unit(UnitId),
    Plan(PlanId),
    One(PromiseId),
    All,
}

/// A unit's.
pub(crate) async fn of_unit(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    serve(&site, &ask, id.parse().ok().map(Whose::Unit)).await
}

/// A plan's.
pub(crate) async fn of_plan(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    serve(&site, &ask, id.parse().ok().map(Whose::Plan)).await
}

/// One promise: whoever waits for it has its day beside their own, and a moved day moves there too.
pub(crate) async fn of_one(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    serve(&site, &ask, id.parse().ok().map(Whose::One)).await
}

/// All of the site.
pub(crate) async fn of_all(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    serve(&site, &ask, Some(Whose::All)).await
}

impl Whose {
    fn path(self) -> String {
        match self {
            Self::Unit(id) => format!("/units/{id}/calendar.ics"),
            Self::Plan(id) => format!("/plans/{id}/calendar.ics"),
            Self::One(id) => format!("/promises/{id}/calendar.ics"),
            Self::All => "/promises/calendar.ics".to_owned(),
        }
    }

    /// What keeps or drops its kept file.
    fn tags(self) -> Vec<ui::Tag> {
        let own = match self {
            Self::Unit(id) => vec![tags::unit(id), tags::lists()],
            Self::Plan(id) => vec![tags::one("plan", id), tags::lists()],
            Self::One(id) => vec![tags::one("promise", id), tags::lists()],
            Self::All => vec![tags::lists()],
        };
        own.into_iter().chain([tags::directory()]).collect()
    }

    /// Whether the unit's name is said by the calendar's already.
    fn is_of_one_unit(self) -> bool {
        match self {
            Self::Unit(_) => true,
            Self::Plan(_) | Self::One(_) | Self::All => false,
        }
    }
}

async fn serve(site: &Site, ask: &Ask, whose: Option<Whose>) -> Response {
    let Some(whose) = whose else {
        return site.trouble(ask, Snag::Missing("日历"));
    };
    let key = whose.path();
    site.serve(ask, &key, |today| page(site, whose, today))
        .await
}

async fn page(site: &Site, whose: Whose, today: Date) -> Result<Fresh, Snag> {
    let (name, lines) = store::read!(site.store, |tx| read(tx, whose, today).await)?.ok_or_else(
        || match whose {
            Whose::Unit(_) => Snag::Missing("单位"),
            Whose::Plan(_) => Snag::Missing("计划"),
            Whose::One(_) | Whose::All => Snag::Missing("承诺"),
        },
    )?;
    let entries: Vec<Entry> = lines.iter().map(|it| entry(it, whose)).collect();
    Ok(fresh(site, (&name, &entries), today, whose.tags()))
}

type Read = Option<(String, Vec<PromiseLine>)>;

async fn read(tx: &mut Tx, whose: Whose, today: Date) -> Result<Read, Fault> {
    let filter = PromiseFilter {
        due_from: Some(today.saturating_sub(90.days())),
        due_through: Some(today.saturating_add(366.days())),
        ..PromiseFilter::default()
    };
    let (name, filter) = match whose {
        Whose::Unit(id) => match directory::find_unit(tx, id).await? {
            Some(unit) => {
                let unit_only = PromiseFilter {
                    unit: Some(id),
                    ..filter
                };
                (format!("{}公开承诺", unit.short_name), unit_only)
            }
            None => return Ok(None),
        },
        Whose::Plan(id) => match find_plan_line(tx, id, today).await? {
            Some(plan) => {
                let plan_only = PromiseFilter {
                    plan: Some(id),
                    ..filter
                };
                (format!("{}：公开承诺", plan.title), plan_only)
            }
            None => return Ok(None),
        },
        Whose::One(id) => {
            let line = find_line(tx, id, today).await?;
            return Ok(line.map(|it| (title_of(&it), vec![it])));
        }
        Whose::All => {
            let to_come = PromiseFilter {
                due_from: Some(today),
                ..filter
            };
            ("公开承诺".to_owned(), to_come)
        }
    };
    Ok(Some((name, list(tx, &filter, today).await?)))
}

/// The next ones, by due day.
async fn list(tx: &mut Tx, filter: &PromiseFilter, today: Date) -> Result<Vec<PromiseLine>, Fault> {
    let mut lines = Vec::new();
    let mut ask = PageAsk::first(PageAsk::MOST);
    loop {
        let page = list_promises(tx, filter, &ask, today).await?;
        lines.extend(page.items);
        match page.next {
            Some(key) if lines.len() < MOST => ask = PageAsk::after(key, PageAsk::MOST),
            Some(_) | None => break,
        }
    }
    lines.retain(|line| line.standing != Standing::Void);
    lines.truncate(MOST);
    Ok(lines)
}

fn title_of(line: &PromiseLine) -> String {
    match &line.period_label {
        Some(period) => format!("{}（{period}）", line.title),
        None => line.title.clone(),
    }
}

fn entry(line: &PromiseLine, whose: Whose) -> Entry {
    let title = title_of(line);
    let standing = line.standing.label();
    Entry {
        id: line.id.to_string(),
        day: line.due_on,
        title: match whose.is_of_one_unit() {
            true => format!("[{standing}]{title}"),
            false => format!("[{standing}]{}：{title}", line.unit_name),
        },
        path: format!("/promises/{}", line.id),
    }
}
