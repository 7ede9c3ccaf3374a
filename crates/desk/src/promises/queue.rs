//! 承诺队列: what one owes today, what is late, what was sent back; filters stay in the address, every list can be taken along.
//!
//! Rows can be ticked and handed on to [`crate::batch`].

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Actor, PageAsk, PlanId, Right, UnitId};
use promises::model::WaitsFor;
use promises::work::{Queue, QueueAsk, QueueCounts, QueueLine, Whose, count_queue, list_queue};
use serde::Deserialize;
use ui::Markup;

use super::scope::Scope;
use super::standing;
use crate::batch::What;
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/queue", get(show))
        .route("/desk/queue.xlsx", get(export))
}

/// Rows of a page, unless more are asked for.
const PAGE: u32 = 50;
/// Rows of a file at most.
const MOST_ROWS: usize = 5_000;
/// Units that the filter offers at most.
const MOST_UNITS: u32 = 200;

#[derive(Debug, Default, Clone, Deserialize)]
struct Asked {
    #[serde(default)]
    tab: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    plan: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    size: String,
}

#[derive(Debug, Template)]
#[template(path = "promises/queue.html")]
struct QueuePage {
    frame: DeskFrame,
    tabs: Vec<Tab>,
    lines: Vec<Row>,
    units: Vec<UnitChoice>,
    tab: Queue,
    unit: String,
    plan: String,
    more: Option<String>,
    first: Option<String>,
    file: String,
    whole: Option<String>,
    bulk: Vec<What>,
}

#[derive(Debug)]
struct Tab {
    label: &'static str,
    href: String,
    count: Option<u64>,
    is_here: bool,
}

#[derive(Debug)]
struct UnitChoice {
    value: String,
    label: String,
    is_chosen: bool,
}

#[derive(Debug)]
struct Row {
    it: QueueLine,
    standing: Markup,
    may_keep: bool,
}

const TABS: &[Queue] = &[
    Queue::Today,
    Queue::Week,
    Queue::Late,
    Queue::Returned,
    Queue::Signing,
    Queue::Deciding,
    Queue::Owed,
    Queue::Kept,
];

impl Asked {
    fn queue(&self) -> Queue {
        Queue::from_code(&self.tab).unwrap_or(Queue::Week)
    }

    fn ask(&self, whose: Whose) -> QueueAsk {
        let limit = if self.size == "200" { 200 } else { PAGE };
        QueueAsk {
            whose,
            queue: self.queue(),
            plan: self.plan.parse::<PlanId>().ok(),
            page: if self.after.is_empty() {
                PageAsk::first(limit)
            } else {
                PageAsk::after(self.after.clone(), limit)
            },
        }
    }

    /// The address of the same list with another tab, key and size.
    fn address(&self, path: &str, (tab, after, size): (Queue, &str, &str)) -> String {
        let mut query = format!("tab={}", tab.code());
        let more = [
            ("unit", self.unit.as_str()),
            ("plan", self.plan.as_str()),
            ("size", size),
            ("after", after),
        ];
        for (name, value) in more {
            if !value.is_empty() {
                query.push_str(&format!("&{name}={}", percent_encoded(value)));
            }
        }
        format!("{path}?{query}")
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let scope = Scope::of(&officer.actor)?;
    let whose = scope.asked(&asked.unit)?;
    let today = desk.today();
    let ask = asked.ask(whose);
    let (page, counts, units) = store::read!(desk.store, |tx| {
        let page = list_queue(tx, &ask, today).await?;
        let counts = count_queue(tx, &ask.whose, today).await?;
        let units = if scope.sees_all {
            let ask = PageAsk::first(MOST_UNITS);
            promises::queries::list_unit_scores(tx, &ask, today)
                .await?
                .items
                .into_iter()
                .map(|it| (it.unit_id, it.unit_name))
                .collect()
        } else {
            let mut names = Vec::new();
            for unit in &scope.own {
                if let Some(found) = store::directory::find_unit(tx, *unit).await? {
                    names.push((*unit, found.short_name));
                }
            }
            names
        };
        Ok::<_, kernel::Fault>((page, counts, units))
    })?;
    let actor = &officer.actor;
    let tab = ask.queue;
    let row = |it: QueueLine| Row {
        standing: standing(it.line.standing),
        may_keep: tab != Queue::Kept && actor.unit_officer(it.line.unit_id).is_ok(),
        it,
    };
    let lines: Vec<Row> = page.items.into_iter().map(row).collect();
    let page = QueuePage {
        frame: desk.frame(&officer, "承诺队列"),
        tabs: tabs(&asked, &counts),
        units: choices(&units, &asked.unit),
        tab,
        more: page
            .next
            .map(|next| asked.address("/desk/queue", (tab, &next, &asked.size))),
        first: (!asked.after.is_empty())
            .then(|| asked.address("/desk/queue", (tab, "", &asked.size))),
        file: asked.address("/desk/queue.xlsx", (tab, "", "")),
        whole: (asked.size != "200").then(|| asked.address("/desk/queue", (tab, "", "200"))),
        bulk: bulk(tab, &lines, actor),
        lines,
        unit: asked.unit,
        plan: asked.plan,
    };
    html(&page)
}

/// What the officer may do with ticked rows, the foremost first.
fn bulk(tab: Queue, lines: &[Row], actor: &Actor) -> Vec<What> {
    let is_office = actor.open_government_office().is_ok();
    let offered = [
        (What::Return, tab == Queue::Kept && is_office),
        (What::Keep, lines.iter().any(|it| it.may_keep)),
        (
            What::Approve,
            matches!(tab, Queue::Signing | Queue::Deciding)
                && actor.holds_somewhere(Right::UnitLeader),
        ),
        (What::Waiver, tab != Queue::Kept && is_office),
        (What::Remind, tab != Queue::Kept && is_office),
    ];
    let offered = offered.into_iter().filter(|(_, is_offered)| *is_offered);
    offered.map(|(what, _)| what).collect()
}

fn tabs(asked: &Asked, counts: &QueueCounts) -> Vec<Tab> {
    TABS.iter()
        .map(|queue| Tab {
            label: queue.label(),
            href: asked.address("/desk/queue", (*queue, "", &asked.size)),
            // With a plan chosen the counts of all plans would mislead.
            count: counts.of(*queue).filter(|_| asked.plan.is_empty()),
            is_here: *queue == asked.queue(),
        })
        .collect()
}

fn choices(units: &[(UnitId, String)], chosen: &str) -> Vec<UnitChoice> {
    units
        .iter()
        .map(|(id, name)| UnitChoice {
            value: id.to_string(),
            label: name.clone(),
            is_chosen: id.to_string() == chosen,
        })
        .collect()
}

async fn export(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let scope = Scope::of(&officer.actor)?;
    let today = desk.today();
    let mut ask = asked.ask(scope.asked(&asked.unit)?);
    ask.page = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    while rows.len() < MOST_ROWS {
        let page = store::read!(desk.store, |tx| list_queue(tx, &ask, today).await)?;
        rows.extend(page.items.into_iter().map(cells));
        match page.next {
            Some(next) => ask.page = PageAsk::after(next, PageAsk::MOST),
            None => break,
        }
    }
    Sheet {
        name: format!("承诺队列-{}-{today}", ask.queue.label()),
        columns: vec![
            ("承诺", Column::Text),
            ("所属期间", Column::Word),
            ("责任单位", Column::Word),
            ("最迟公开日", Column::Day),
            ("状态", Column::Word),
            ("办理", Column::Word),
            ("进展（%）", Column::Number),
            ("退回次数", Column::Number),
            ("退回理由", Column::Text),
        ],
        rows,
    }
    .answer()
}

fn cells(it: QueueLine) -> Vec<Cell> {
    vec![
        it.line.title.into(),
        it.line.period_label.into(),
        it.line.unit_name.into(),
        it.line.due_on.into(),
        it.line.standing.label().into(),
        it.waits_for.label().into(),
        it.percent.map(i64::from).into(),
        i64::from(it.times_returned).into(),
        it.return_reason.into(),
    ]
}
