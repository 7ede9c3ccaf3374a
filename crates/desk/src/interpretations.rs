//! 主要负责人解读: which units' leaders have interpreted this year, and which have not yet, against what the library's file demands.
//!
//! Counted from what is public; nobody reports anything here.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::unit::Unit;
use kernel::{Fault, UnitId};
use publishing::interpreters::count_interpreted;
use serde::Deserialize;
use store::directory;

use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

const LIST: &str = "/desk/interpretations";
/// Years back that can be asked for.
const YEARS_BACK: i16 = 20;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route(LIST, get(show))
        .route("/desk/interpretations.xlsx", get(export))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `2026`; empty for this year.
    year: String,
}

#[derive(Debug, Template)]
#[template(path = "interpretations.html")]
struct ListPage {
    frame: DeskFrame,
    told: Told,
    before: Option<i16>,
    after: Option<i16>,
}

/// What is demanded, and how each unit stands to it.
#[derive(Debug)]
struct Told {
    year: i16,
    /// The kind of document, by code.
    kind: String,
    who: &'static str,
    least: u64,
    basis: String,
    lines: Vec<Line>,
}

/// A unit; those that still owe something come first, in the register's order.
#[derive(Debug)]
struct Line {
    unit: UnitId,
    name: String,
    count: u64,
}

impl Told {
    fn is_enough(&self, line: &Line) -> bool {
        line.count >= self.least
    }

    fn standing(&self, line: &Line) -> &'static str {
        match (self.is_enough(line), line.count) {
            (true, _) => "已达到",
            (false, 0) => "还没有",
            (false, _) => "次数不足",
        }
    }

    fn wanting(&self) -> usize {
        let lines = self.lines.iter();
        lines.filter(|it| !self.is_enough(it)).count()
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let told = read(&desk, &officer, &asked).await?;
    let (this, year) = (desk.today().year(), told.year);
    html(&ListPage {
        frame: desk
            .frame(&officer, format!("{}解读", told.who))
            .under("信息发布", "/desk/documents"),
        before: (year > this - YEARS_BACK).then_some(year - 1),
        after: (year < this).then_some(year + 1),
        told,
    })
}

async fn read(desk: &Desk, officer: &Officer, asked: &Asked) -> Result<Told, Snag> {
    officer.actor.open_government_office()?;
    let today = desk.today();
    let this = today.year();
    let year: Option<i16> = asked.year.parse().ok();
    let year = year.filter(|it| (this - YEARS_BACK..=this).contains(it));
    let year = year.unwrap_or(this);
    let library = desk.library.as_ref();
    let (kind, yearly) = library
        .find_yearly()
        .ok_or(Snag::Missing("解读的年度要求"))?;
    let (counted, directory) = store::read!(desk.store, |tx| {
        let counted = count_interpreted(tx, library, year).await?;
        Ok::<_, Fault>((counted, directory::load(tx).await?))
    })?;
    // Who has to is who stands today; what units that ended did stays in the library.
    let units = directory.units().iter();
    let has_to = |it: &&Unit| it.exists_on(today) && yearly.asks(it.kind);
    let mut lines: Vec<Line> = units
        .filter(has_to)
        .map(|it| Line {
            unit: it.id,
            name: it.name.clone(),
            count: counted.get(&it.id).copied().unwrap_or(0),
        })
        .collect();
    let least = u64::from(yearly.least);
    lines.sort_by_key(|it| it.count >= least);
    Ok(Told {
        year,
        kind: kind.code.clone(),
        who: yearly.interpreter().label(),
        least,
        basis: yearly.basis.clone(),
        lines,
    })
}

async fn export(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let told = read(&desk, &officer, &asked).await?;
    let columns = vec![
        ("单位", Column::Text),
        ("本年次数", Column::Number),
        ("至少", Column::Number),
        ("情况", Column::Word),
    ];
    let row = |it: &Line| {
        vec![
            Cell::from(it.name.clone()),
            Cell::from(it.count),
            Cell::from(told.least),
            Cell::from(told.standing(it)),
        ]
    };
    let rows = told.lines.iter().map(row).collect();
    Sheet {
        name: format!("{}年{}解读", told.year, told.who),
        columns,
        rows,
    }
    .answer()
}
