//! 年度数据: table 3 of the annual report counted from the cases, for any period and any unit with all below it; every number opens the cases behind it.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Date, Fault, PageAsk, UnitId};
use requests::Request;
use requests::report::{
    AskerKind, Branch, Decided, Flaw, Period, Row, Table3, check, count_table3, list_behind,
};
use serde::Deserialize;
use store::directory;
use ui::dates;

use super::act::address;
use super::annual::Reports;
use super::table4::Below;
use super::{LIST, Sight};
use crate::form::Errors;
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const PAGE: u32 = 30;
pub(super) const FIGURES: &str = "/desk/requests/figures";

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(FIGURES, get(show))
        .route("/desk/requests/figures/behind", get(behind))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    from: String,
    through: String,
    row: String,
    asker: String,
    pub(super) branch: String,
    pub(super) decided: String,
    pub(super) after: String,
}

/// A row as the form has it.
#[derive(Debug)]
struct Line {
    label: &'static str,
    /// The counted row; none for the sum of results.
    row: Option<Row>,
    cells: Vec<(AskerKind, u64)>,
    total: u64,
}

#[derive(Debug, Template)]
#[template(path = "requests/figures.html")]
struct FiguresPage {
    frame: DeskFrame,
    units: Vec<(UnitId, String)>,
    period: Period,
    /// The first and the last day as they were typed.
    typed: (String, String),
    lines: Vec<Line>,
    flaws: Vec<Flaw>,
    reports: Reports,
    errors: Errors,
    below: Below,
}

impl FiguresPage {
    fn is_unit(&self, id: &UnitId) -> bool {
        *id == self.period.unit
    }

    fn behind(&self, row: &Row, kind: &AskerKind) -> String {
        let Period {
            unit,
            from,
            through,
        } = self.period;
        let (row, kind) = (row.code(), kind.code());
        format!("{FIGURES}/behind?unit={unit}&from={from}&through={through}&row={row}&asker={kind}")
    }
}

#[derive(Debug, Template)]
#[template(path = "requests/behind.html")]
struct BehindPage {
    frame: DeskFrame,
    row: Row,
    asker: AskerKind,
    period: Period,
    lines: Vec<Request>,
    more: Option<String>,
}

impl BehindPage {
    fn address(&self, line: &Request) -> String {
        address(line.id)
    }
}

/// The units whose figures somebody sees, and the chosen one: what was asked for where they see it, else their own.
pub(super) async fn units_of(
    desk: &Desk,
    officer: &Officer,
    asked: &Asked,
) -> Result<(Vec<(UnitId, String)>, UnitId), Snag> {
    let sight = Sight::of(&officer.actor)?;
    let today = desk.today();
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let units = directory.units().iter();
    let units = units.filter(|it| it.exists_on(today) && sight.sees(it.id));
    let units: Vec<_> = units.map(|it| (it.id, it.name.clone())).collect();
    let wished: Option<UnitId> = asked.unit.parse().ok();
    let chosen = units
        .iter()
        .find(|it| Some(it.0) == wished)
        .or(units.first());
    let unit = chosen.map(|it| it.0).ok_or(Snag::Missing("单位"))?;
    Ok((units, unit))
}

/// The period: this year so far where nothing was typed.
pub(super) fn period_of(asked: &Asked, unit: UnitId, today: Date) -> (Period, Errors) {
    let this_year = Date::new(today.year(), 1, 1).unwrap_or(today);
    let mut errors = Errors::none();
    let mut read = |field: &'static str, text: &str, usual: Date| match text.trim() {
        "" => usual,
        text => text.parse().unwrap_or_else(|_| {
            errors = std::mem::take(&mut errors).with(field, "请填写日期，写作 2026-01-01");
            usual
        }),
    };
    let from = read("from", &asked.from, this_year);
    let through = read("through", &asked.through, today);
    if through < from {
        errors = errors.with("through", "结束日期不能早于开始日期");
    }
    let period = Period {
        unit,
        from,
        through: through.max(from),
    };
    (period, errors)
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let (units, unit) = units_of(&desk, &officer, &asked).await?;
    let (period, errors) = period_of(&asked, unit, desk.today());
    let may_draft = (unit, officer.actor.unit_officer(unit).is_ok());
    let (table, below, reports) = store::read!(desk.store, |tx| {
        Ok::<_, Fault>((
            count_table3(tx, period).await?,
            Below::count(tx, period).await?,
            Reports::of(tx, may_draft, desk.today()).await?,
        ))
    })?;
    let status = errors.status();
    let page = FiguresPage {
        frame: desk.frame(&officer, "年度数据").under("依申请公开", LIST),
        units,
        period,
        typed: match errors.is_empty() {
            true => (period.from.to_string(), period.through.to_string()),
            false => (asked.from.clone(), asked.through.clone()),
        },
        lines: lines_of(&table),
        flaws: check(&table, &below.table),
        reports,
        errors,
        below,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// The rows in the order of the form: the sum of results stands before what is left over.
fn lines_of(table: &Table3) -> Vec<Line> {
    let mut lines = Vec::with_capacity(Row::ALL.len() + 1);
    for row in Row::ALL {
        if *row == Row::LeftOver {
            let cells = AskerKind::ALL.iter().map(|it| (*it, table.results(*it)));
            lines.push(Line {
                label: "三（七）总计",
                row: None,
                cells: cells.collect(),
                total: table.all_results(),
            });
        }
        let cells = AskerKind::ALL.iter().map(|it| (*it, table.cell(*row, *it)));
        lines.push(Line {
            label: row.label(),
            row: Some(*row),
            cells: cells.collect(),
            total: table.total(*row),
        });
    }
    lines
}

async fn behind(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let (_, unit) = units_of(&desk, &officer, &asked).await?;
    let (period, _) = period_of(&asked, unit, desk.today());
    let row = Row::from_code(&asked.row).ok_or(Snag::Missing("数据"))?;
    let asker = AskerKind::from_code(&asked.asker).ok_or(Snag::Missing("数据"))?;
    let ask = match asked.after.as_str() {
        "" => PageAsk::first(PAGE),
        key => PageAsk::after(key.to_owned(), PAGE),
    };
    let listed = store::read!(desk.store, |tx| {
        list_behind(tx, period, (row, asker), &ask).await
    })?;
    let sight = Sight::of(&officer.actor)?;
    let page = BehindPage {
        frame: desk
            .frame(&officer, "数据对应的申请")
            .under("依申请公开", LIST)
            .under("年度数据", FIGURES),
        row,
        asker,
        period,
        // Those of units below are counted for whoever sees the one above, and opened by whoever sees them.
        lines: listed.items.into_iter().filter(|it| sight.sees(it.unit)).collect(),
        more: listed.next.map(|key| {
            let (row, asker) = (row.code(), asker.code());
            let Period { from, through, .. } = period;
            let key = percent_encoded(&key);
            format!("{FIGURES}/behind?unit={unit}&from={from}&through={through}&row={row}&asker={asker}&after={key}")
        }),
    };
    html(&page)
}
