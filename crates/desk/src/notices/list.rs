//! The list of notices, by what they wait for.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Date, Fault, Page, PageAsk, Right, UnitId};
use oversight::NoticeStanding;
use oversight::queries::{NoticeLine, Tab, Waiting, list_notices};
use serde::Deserialize;
use store::Tx;
use ui::dates;

use super::{Sight, sum};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/notices", get(show))
        .route("/desk/notices.xlsx", get(export))
}

const PAGE: u32 = 50;
/// Rows of a file at most.
const MOST_ROWS: usize = 10_000;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    tab: String,
    /// One of one's units, where somebody has several.
    #[serde(default)]
    unit: String,
    #[serde(default)]
    after: String,
}

/// One part of the list, as the row of links above it shows it.
#[derive(Debug)]
struct TabLink {
    label: &'static str,
    code: &'static str,
    count: Option<u64>,
    is_here: bool,
}

/// One of one's units.
#[derive(Debug)]
struct UnitLink {
    id: UnitId,
    name: String,
    is_here: bool,
}

#[derive(Debug, Template)]
#[template(path = "notices/list.html")]
struct ListPage {
    frame: DeskFrame,
    tabs: Vec<TabLink>,
    units: Vec<UnitLink>,
    /// The unit's part of the address.
    scope: String,
    tab: Tab,
    lines: Vec<NoticeLine>,
    more: Option<String>,
    may_issue: bool,
}

impl ListPage {
    fn tag(&self, line: &NoticeLine) -> &'static str {
        tag(line.standing)
    }
}

/// The look of a standing.
pub(super) fn tag(standing: NoticeStanding) -> &'static str {
    match standing {
        NoticeStanding::Late | NoticeStanding::AnsweredLate => "tag bad",
        NoticeStanding::Closed | NoticeStanding::AnsweredOnTime => "tag good",
        NoticeStanding::Open | NoticeStanding::DueToday | NoticeStanding::Withdrawn => "tag",
    }
}

/// Which part is asked for, and of which unit.
fn scope_of(asked: &Asked, sight: &Sight) -> Result<(Tab, Option<UnitId>), Snag> {
    let tab = Tab::from_code(&asked.tab).unwrap_or(Tab::Owed);
    let wanted: Option<UnitId> = asked.unit.parse().ok();
    let unit = match (sight, wanted) {
        (Sight::All, wanted) => wanted,
        (Sight::Units(units), Some(wanted)) if units.contains(&wanted) => Some(wanted),
        (Sight::Units(_), Some(_)) => return Err(Snag::Missing("单位")),
        (Sight::Units(units), None) => units.first().copied(),
    };
    Ok((tab, unit))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let (tab, unit) = scope_of(&asked, &sight)?;
    let today = desk.today();
    let ask = match asked.after.is_empty() {
        true => PageAsk::first(PAGE),
        false => PageAsk::after(asked.after.clone(), PAGE),
    };
    let (waiting, page, units) = store::read!(desk.store, |tx| {
        let waiting = sum(tx, &sight, today).await?;
        let page = list_notices(tx, (unit, tab), &ask, today).await?;
        Ok::<_, Fault>((waiting, page, units_of(tx, &sight, unit).await?))
    })?;
    let Page { items, next } = page;
    let scope = unit.map_or_else(String::new, |unit| format!("&unit={unit}"));
    html(&ListPage {
        frame: desk.frame(&officer, "督办单"),
        tabs: tabs(tab, &waiting),
        units,
        more: next.map(|key| format!("?tab={}{scope}&after={}", tab.code(), percent_encoded(&key))),
        scope,
        tab,
        lines: items,
        may_issue: officer.actor.holds_somewhere(Right::Supervisor),
    })
}

fn tabs(here: Tab, waiting: &Waiting) -> Vec<TabLink> {
    let count = |tab| match tab {
        Tab::Owed => Some(waiting.owed),
        Tab::Late => Some(waiting.late),
        Tab::Answered => Some(waiting.answered),
        Tab::Closed | Tab::Withdrawn => None,
    };
    Tab::ALL
        .iter()
        .map(|tab| TabLink {
            label: tab.label(),
            code: tab.code(),
            count: count(*tab),
            is_here: *tab == here,
        })
        .collect()
}

/// The units to choose from, where there are several.
async fn units_of(
    tx: &mut Tx,
    sight: &Sight,
    here: Option<UnitId>,
) -> Result<Vec<UnitLink>, Fault> {
    let Sight::Units(units) = sight else {
        return Ok(Vec::new());
    };
    let mut links = Vec::new();
    for id in units.iter().filter(|_| units.len() > 1) {
        let unit = store::directory::find_unit(tx, *id).await?;
        links.push(UnitLink {
            id: *id,
            name: unit.map_or_else(String::new, |unit| unit.short_name),
            is_here: here == Some(*id),
        });
    }
    Ok(links)
}

async fn export(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let (tab, unit) = scope_of(&asked, &sight)?;
    let today = desk.today();
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let page = store::read!(desk.store, |tx| list_notices(tx, (unit, tab), &ask, today)
            .await)?;
        rows.extend(page.items.into_iter().map(row));
        match page.next {
            Some(next) if rows.len() < MOST_ROWS => ask = PageAsk::after(next, PageAsk::MOST),
            Some(_) | None => break,
        }
    }
    let columns = vec![
        ("编号", Column::Word),
        ("被督办单位", Column::Word),
        ("督办事项", Column::Text),
        ("答复期限", Column::Day),
        ("状态", Column::Word),
        ("发出日期", Column::Day),
        ("答复日期", Column::Day),
    ];
    let name = format!("督办单-{}", tab.label());
    Sheet {
        name,
        columns,
        rows,
    }
    .answer()
}

fn row(line: NoticeLine) -> Vec<Cell> {
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
    vec![
        Cell::from(line.number),
        Cell::from(line.unit_name),
        Cell::from(line.title),
        day(Some(line.due_on)),
        Cell::from(line.standing.label()),
        day(Some(line.issued_at.date())),
        day(line.answered_on),
    ]
}
