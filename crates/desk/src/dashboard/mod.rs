//! The leaders' dashboard (兑现概况): kept on time by unit, by chapter of the plan, by month, and where it hurts.
//!
//! Charts are drawn on the server as SVG, each with its table beneath. All of it comes from the tallies: a page costs what it shows.

mod chart;
mod pdf;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Date, Fault, PageAsk, PlanId, UnitId};
use plans::queries::{PlanDetail, PlanLine, find_plan, list_plans};
use promises::queries::{DayTally, UnitScore, board, on_time_permille, unit_board};
use promises::work::{Queue, QueueAsk, QueueLine, Whose, list_queue};
use serde::Deserialize;
use store::Tx;
use ui::Markup;

use crate::page::{DeskFrame, html};
use crate::promises::scope::Scope;
use crate::promises::{percent, standing};
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/dashboard", get(show))
        .route("/desk/dashboard.xlsx", get(export))
        .route("/desk/dashboard.pdf", get(pdf::show))
}

#[derive(Debug, Default, Clone, Deserialize)]
struct Asked {
    /// A unit's id; empty for the city.
    #[serde(default)]
    unit: String,
    /// A plan's id; empty for the newest.
    #[serde(default)]
    plan: String,
    /// Which table to export: units, chapters, months.
    #[serde(default)]
    part: String,
}

/// What was kept how, of one month, chapter or unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    label: String,
    href: Option<String>,
    on_time: u64,
    kept_late: u64,
    late: u64,
    open: u64,
}

impl Tally {
    fn permille(&self) -> Option<u16> {
        on_time_permille(self.on_time, self.kept_late, self.late)
    }

    fn share(&self) -> String {
        percent(self.permille())
    }
}

#[derive(Debug, Template)]
#[template(path = "dashboard/show.html")]
struct DashboardPage {
    frame: DeskFrame,
    of: String,
    all: Tally,
    due_today: u64,
    months: Vec<Tally>,
    month_chart: Markup,
    units: Vec<Tally>,
    unit_chart: Markup,
    chapters: Vec<Tally>,
    chapter_chart: Markup,
    plan: Option<PlanLine>,
    plans: Vec<PlanLine>,
    worst: Vec<(Markup, QueueLine)>,
    unit: String,
    query: String,
}

/// What the page is made of.
struct Figures {
    of: String,
    all: Tally,
    due_today: u64,
    days: Vec<DayTally>,
    units: Vec<UnitScore>,
    plan: Option<PlanDetail>,
    plans: Vec<PlanLine>,
    worst: Vec<QueueLine>,
}

async fn read(tx: &mut Tx, asked: &Asked, today: Date) -> Result<Option<Figures>, Fault> {
    let plans = list_plans(tx, None, &PageAsk::first(20), today)
        .await?
        .items;
    let unit: Option<UnitId> = asked.unit.parse().ok();
    let chosen: Option<PlanId> = asked
        .plan
        .parse()
        .ok()
        .or_else(|| plans.first().map(|it| it.id));
    let plan = match (unit, chosen) {
        (None, Some(plan)) => find_plan(tx, plan, today).await?,
        (Some(_), _) | (None, None) => None,
    };
    let ask = QueueAsk {
        whose: unit.map_or(Whose::Everybody, |unit| Whose::Units(vec![unit])),
        queue: Queue::Late,
        plan: None,
        page: PageAsk::first(10),
    };
    let worst = list_queue(tx, &ask, today).await?.items;
    if let Some(unit) = unit {
        let Some(it) = unit_board(tx, unit, today).await? else {
            return Ok(None);
        };
        let score = it.score;
        return Ok(Some(Figures {
            of: score.unit_name.clone(),
            due_today: due_on(&it.days, today),
            all: tally_of(&score),
            days: it.days,
            units: Vec::new(),
            plan,
            plans,
            worst,
        }));
    }
    let it = board(tx, today).await?;
    Ok(Some(Figures {
        of: "全市".to_owned(),
        all: Tally {
            label: "合计".to_owned(),
            href: None,
            on_time: it.kept_on_time,
            kept_late: it.kept_late,
            late: it.late_now,
            open: it.open,
        },
        due_today: it.due_today,
        days: it.days,
        units: it.units,
        plan,
        plans,
        worst,
    }))
}

fn due_on(days: &[DayTally], today: Date) -> u64 {
    days.iter()
        .find(|day| day.date == today)
        .map_or(0, |day| day.open)
}

fn tally_of(score: &UnitScore) -> Tally {
    Tally {
        label: score.unit_name.clone(),
        href: Some(format!("/desk/dashboard?unit={}", score.unit_id)),
        on_time: score.kept_on_time,
        kept_late: score.kept_late,
        late: score.late_now,
        open: score.open,
    }
}

/// The year's days by month.
fn months(days: &[DayTally]) -> Vec<Tally> {
    let mut months: Vec<Tally> = Vec::with_capacity(12);
    for day in days {
        let label = format!("{}月", day.date.month());
        if months.last().is_none_or(|it| it.label != label) {
            months.push(Tally {
                label,
                ..Tally::default()
            });
        }
        if let Some(month) = months.last_mut() {
            month.on_time += day.kept_on_time;
            month.kept_late += day.kept_late;
            month.late += day.late;
            month.open += day.open;
        }
    }
    months
}

/// The duties of a plan by its chapters, in the plan's order.
fn chapters(plan: &PlanDetail) -> Vec<Tally> {
    let mut chapters: Vec<Tally> = Vec::new();
    for duty in &plan.duties {
        let label = duty
            .section
            .first()
            .cloned()
            .unwrap_or_else(|| "（未分章）".to_owned());
        let at = match chapters.iter().position(|it| it.label == label) {
            Some(at) => at,
            None => {
                chapters.push(Tally {
                    label,
                    ..Tally::default()
                });
                chapters.len() - 1
            }
        };
        let counts = &duty.counts;
        let chapter = &mut chapters[at];
        chapter.on_time += counts.kept_on_time;
        chapter.kept_late += counts.kept_late;
        chapter.late += counts.late_now;
        chapter.open += counts.open;
    }
    chapters
}

async fn figures(desk: &Desk, officer: &Officer, asked: &Asked) -> Result<Figures, Snag> {
    // The figures are public; the page is for those who work on promises.
    Scope::of(&officer.actor)?;
    let today = desk.today();
    let found = store::read!(desk.store, |tx| read(tx, asked, today).await)?;
    found.ok_or(Snag::Missing("单位"))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let it = figures(&desk, &officer, &asked).await?;
    let months = months(&it.days);
    let units: Vec<Tally> = it.units.iter().map(tally_of).collect();
    let chapters = it.plan.as_ref().map_or_else(Vec::new, chapters);
    let mut query = String::new();
    for (name, value) in [("unit", &asked.unit), ("plan", &asked.plan)] {
        if !value.is_empty() {
            query.push_str(&format!("&{name}={}", crate::page::percent_encoded(value)));
        }
    }
    let page = DashboardPage {
        frame: desk.frame(&officer, format!("兑现概况（{}年）", desk.today().year())),
        month_chart: chart::columns(&months),
        unit_chart: chart::bars(&units[..units.len().min(15)]),
        chapter_chart: chart::bars(&chapters),
        worst: it
            .worst
            .into_iter()
            .map(|line| (standing(line.line.standing), line))
            .collect(),
        of: it.of,
        all: it.all,
        due_today: it.due_today,
        months,
        units,
        chapters,
        plan: it.plan.map(|plan| plan.line),
        plans: it.plans,
        unit: asked.unit,
        query,
    };
    html(&page)
}

async fn export(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let it = figures(&desk, &officer, &asked).await?;
    let (name, head, rows) = match asked.part.as_str() {
        "chapters" => (
            "按章节",
            "章节",
            it.plan.as_ref().map_or_else(Vec::new, chapters),
        ),
        "months" => ("按月份", "月份", months(&it.days)),
        _ => (
            "按单位",
            "单位",
            if it.units.is_empty() {
                vec![it.all]
            } else {
                it.units.iter().map(tally_of).collect()
            },
        ),
    };
    Sheet {
        name: format!("兑现概况-{}-{name}-{}", it.of, desk.today()),
        columns: vec![
            (head, Column::Text),
            ("按期兑现", Column::Number),
            ("逾期兑现", Column::Number),
            ("已逾期", Column::Number),
            ("进行中", Column::Number),
            ("按期率", Column::Word),
        ],
        rows: rows.into_iter().map(cells).collect(),
    }
    .answer()
}

fn cells(it: Tally) -> Vec<Cell> {
    vec![
        it.label.clone().into(),
        it.on_time.into(),
        it.kept_late.into(),
        it.late.into(),
        it.open.into(),
        it.share().into(),
    ]
}
