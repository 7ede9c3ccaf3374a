//! 表四 beneath 表三: reviews and lawsuits by how they ended, every number with those behind it; and how many askers were called after the answer.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, PageAsk};
use requests::dispute::Satisfaction;
use requests::report::{
    Branch, Decided, DisputeLine, Period, Table4, count_table4, count_visits, list_disputes_behind,
};
use store::Tx;
use ui::dates;

use super::act::address;
use super::figures::{Asked, FIGURES, period_of, units_of};
use super::{LIST, Sight};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const PAGE: u32 = 30;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/requests/figures/disputes", get(behind))
}

/// What stands beneath table 3.
#[derive(Debug)]
pub(super) struct Below {
    /// Table 4.
    pub table: Table4,
    /// Calls after the answer.
    pub visits: Vec<(Satisfaction, u64)>,
    period: Period,
}

fn link(period: &Period, branch: Branch, decided: Decided) -> String {
    let Period {
        unit,
        from,
        through,
    } = period;
    let (branch, decided) = (branch.code(), decided.code());
    format!(
        "{FIGURES}/disputes?unit={unit}&from={from}&through={through}&branch={branch}&decided={decided}"
    )
}

impl Below {
    /// Counts it.
    pub(super) async fn count(tx: &mut Tx, period: Period) -> Result<Self, Fault> {
        Ok(Self {
            table: count_table4(tx, period).await?,
            visits: count_visits(tx, period).await?,
            period,
        })
    }

    /// How many calls there were.
    pub(super) fn visited(&self) -> u64 {
        self.visits.iter().map(|it| it.1).sum()
    }

    /// Where those behind a number stand.
    pub(super) fn behind(&self, branch: &Branch, decided: &Decided) -> String {
        link(&self.period, *branch, *decided)
    }
}

#[derive(Debug, Template)]
#[template(path = "requests/disputes_behind.html")]
struct BehindPage {
    frame: DeskFrame,
    branch: Branch,
    decided: Decided,
    period: Period,
    lines: Vec<DisputeLine>,
    more: Option<String>,
}

impl BehindPage {
    fn address(&self, line: &DisputeLine) -> String {
        address(line.request.id)
    }
}

async fn behind(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let (_, unit) = units_of(&desk, &officer, &asked).await?;
    let (period, _) = period_of(&asked, unit, desk.today());
    let branch = Branch::from_code(&asked.branch).ok_or(Snag::Missing("数据"))?;
    let decided = Decided::from_code(&asked.decided).ok_or(Snag::Missing("数据"))?;
    let ask = match asked.after.as_str() {
        "" => PageAsk::first(PAGE),
        key => PageAsk::after(key.to_owned(), PAGE),
    };
    let listed = store::read!(desk.store, |tx| {
        list_disputes_behind(tx, period, (branch, decided), &ask).await
    })?;
    let sight = Sight::of(&officer.actor)?;
    let lines = listed.items.into_iter();
    let page = BehindPage {
        frame: desk
            .frame(&officer, "数据对应的复议和诉讼")
            .under("依申请公开", LIST)
            .under("年度数据", FIGURES),
        branch,
        decided,
        period,
        // Those of units below are counted for whoever sees the one above, and opened by whoever sees them.
        lines: lines.filter(|it| sight.sees(it.request.unit)).collect(),
        more: listed.next.map(|key| {
            let here = link(&period, branch, decided);
            format!("{here}&after={}", percent_encoded(&key))
        }),
    };
    html(&page)
}
