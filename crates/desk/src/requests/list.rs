//! The requests of a unit: what is owed, the most urgent first, or those at one stage.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::unit::Directory;
use kernel::{Date, Fault, PageAsk, UnitId};
use requests::queries::{count_by_stage, list_at_stage, list_owed};
use requests::{Request, Stage};
use serde::Deserialize;
use store::{Tx, directory};
use ui::dates;

use super::act::address;
use super::{LIST, Sight, urgency};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const PAGE: u32 = 30;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route(LIST, get(show))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    stage: String,
    unit: String,
    after: String,
}

/// A request in the list.
#[derive(Debug)]
struct Line {
    request: Request,
    unit_name: String,
    due_on: Option<Date>,
}

/// A stage, with how many stand there.
#[derive(Debug)]
struct Tab {
    stage: Stage,
    count: Option<u64>,
    is_here: bool,
}

#[derive(Debug, Template)]
#[template(path = "requests/list.html")]
struct ListPage {
    frame: DeskFrame,
    stage: Option<Stage>,
    unit: String,
    units: Vec<(UnitId, String)>,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    today: Date,
    may_enter: bool,
    more: Option<String>,
}

impl ListPage {
    fn address(&self, line: &Line) -> String {
        address(line.request.id)
    }

    /// How far it has come; what ended and is owed again is owed anew.
    fn state(&self, line: &Line) -> &'static str {
        match (line.request.stage, line.due_on) {
            (Stage::Sent | Stage::Closed, Some(_)) => "待重新答复",
            (stage, _) => stage.label(),
        }
    }

    fn standing(&self, due_on: &Date) -> &'static str {
        urgency(*due_on, self.today)
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let wished: Option<UnitId> = asked.unit.parse().ok();
    let unit = match (&sight.units, wished) {
        (_, Some(unit)) if sight.sees(unit) => Some(unit),
        (Some(units), _) => units.first().copied(),
        (None, _) => None,
    };
    let stage = Stage::from_code(&asked.stage);
    let ask = match asked.after.as_str() {
        "" => PageAsk::first(PAGE),
        key => PageAsk::after(key.to_owned(), PAGE),
    };
    let (directory, counts, (lines, next)) = store::read!(desk.store, |tx| {
        let directory = directory::load(tx).await?;
        let counts = count_by_stage(tx, unit).await?;
        let listed = read(tx, &directory, (unit, stage), &ask).await?;
        Ok::<_, Fault>((directory, counts, listed))
    })?;
    let offered = directory.units().iter();
    let offered = offered.filter(|it| sight.units.as_ref().is_some_and(|all| all.contains(&it.id)));
    let tab = |it: &Stage| Tab {
        stage: *it,
        count: counts.iter().find(|(of, _)| of == it).map(|it| it.1),
        is_here: stage == Some(*it),
    };
    let page = ListPage {
        frame: desk.frame(&officer, "依申请公开"),
        stage,
        unit: unit.map(|it| it.to_string()).unwrap_or_default(),
        units: offered.map(|it| (it.id, it.name.clone())).collect(),
        tabs: Stage::ALL.iter().map(tab).collect(),
        lines,
        today: desk.today(),
        may_enter: officer.actor.holds_somewhere(kernel::Right::UnitOfficer),
        more: next.map(|key| percent_encoded(&key)),
    };
    html(&page)
}

async fn read(
    tx: &mut Tx,
    directory: &Directory,
    (unit, stage): (Option<UnitId>, Option<Stage>),
    ask: &PageAsk,
) -> Result<(Vec<Line>, Option<String>), Fault> {
    let name = |id: UnitId| {
        let unit = directory.units().iter().find(|it| it.id == id);
        unit.map_or_else(String::new, |it| it.short_name.clone())
    };
    let line = |request: Request, due_on| Line {
        unit_name: name(request.unit),
        request,
        due_on,
    };
    Ok(match stage {
        Some(stage) => {
            let page = list_at_stage(tx, (unit, stage), ask).await?;
            let lines = page.items.into_iter().map(|it| line(it, None));
            (lines.collect(), page.next)
        }
        None => {
            let page = list_owed(tx, unit, ask).await?;
            let lines = page
                .items
                .into_iter()
                .map(|it| line(it.request, Some(it.due_on)));
            (lines.collect(), page.next)
        }
    })
}
