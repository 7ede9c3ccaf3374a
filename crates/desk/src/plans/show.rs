//! 一份工作要点: what it hands out, what waits to be done about it, and what can be taken along.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, PlanId, UnitId};
use plans::draft::find_draft_of;
use plans::link::{LinkedPlan, list_linked, list_superiors};
use plans::queries::{DutyDetail, PlanDetail, UnitMention, find_plan, list_proposals};

use super::{Office, cut, term_words};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/plans/{id}", get(show))
}

#[derive(Debug, Template)]
#[template(path = "plans/show.html")]
struct PlanPage {
    frame: DeskFrame,
    plan: PlanDetail,
    duties: Vec<Line>,
    units: Vec<(UnitId, String)>,
    has_changes: bool,
    draft: Option<String>,
    superiors: Vec<LinkedPlan>,
    linked: Vec<LinkedPlan>,
}

/// A duty, as the page shows it.
#[derive(Debug)]
struct Line {
    number: u32,
    id: String,
    heading: String,
    text: String,
    lead: String,
    times: String,
    open: u64,
    late: u64,
    kept: u64,
    doubts: Vec<String>,
}

/// The plan of an address.
pub(super) async fn find(desk: &Desk, id: &str) -> Result<PlanDetail, Snag> {
    let missing = || Snag::Missing("工作要点");
    let id: PlanId = id.parse().map_err(|_| missing())?;
    let today = desk.today();
    let found = store::read!(desk.store, |tx| find_plan(tx, id, today).await)?;
    found.ok_or_else(missing)
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    Office::of(&desk, &officer)?;
    let plan = find(&desk, &id).await?;
    let id = plan.line.id;
    let (waiting, draft, superiors, linked) = store::read!(desk.store, |tx| {
        Ok::<_, Fault>((
            list_proposals(tx, 200).await?,
            find_draft_of(tx, id).await?,
            list_superiors(tx, id).await?,
            list_linked(tx, id).await?,
        ))
    })?;
    let mut units: Vec<(UnitId, String)> = Vec::new();
    for mention in plan.duties.iter().flat_map(|it| &it.lead) {
        for unit in mention.unit.iter().chain(&mention.members) {
            if !units.contains(unit) {
                units.push(unit.clone());
            }
        }
    }
    html(&PlanPage {
        frame: desk
            .frame(&officer, cut(&plan.line.title, 30))
            .under("工作要点", "/desk/plans"),
        duties: plan.duties.iter().map(line_of).collect(),
        units,
        has_changes: waiting.contains(&id),
        draft: draft.map(|it| it.to_string()),
        superiors,
        linked,
        plan,
    })
}

fn line_of(it: &DutyDetail) -> Line {
    let names: Vec<&str> = it.lead.iter().map(name_of).collect();
    let times: Vec<String> = it.terms.iter().map(term_words).collect();
    Line {
        number: it.ordinal,
        id: it.id.to_string(),
        heading: it.heading.clone(),
        text: cut(&it.text, 60),
        lead: names.join("、"),
        times: times.join("；"),
        open: it.counts.open,
        late: it.counts.late_now,
        kept: it.counts.kept_on_time + it.counts.kept_late,
        doubts: it
            .doubts
            .iter()
            .map(|doubt| doubt.message.clone())
            .collect(),
    }
}

fn name_of(mention: &UnitMention) -> &str {
    match &mention.unit {
        Some((_, name)) => name,
        None => &mention.written,
    }
}
