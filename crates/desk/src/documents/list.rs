//! The list of editions by stage.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Actor, Fault, PageAsk, Right, UnitId};
use publishing::EditionState;
use publishing::queries::{
    WaitingLine, WorkLine, count_at_work, list_approval_owed, list_asked_to_sign, list_at_work,
    list_proposed,
};
use publishing::subsites;
use publishing::ties::{CitingLine, list_open_reviews};
use serde::Deserialize;
use store::Tx;
use ui::dates;

use super::many::Batch;
use super::{Sight, waits_for};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/documents", get(show))
}

const PAGE: u32 = 50;
/// Lines of a page for those who work on many at once.
const LONG_PAGE: u32 = 200;

/// The stages that the list shows, in the order of the way.
const STAGES: &[EditionState] = &[
    EditionState::Draft,
    EditionState::Returned,
    EditionState::FirstReview,
    EditionState::SecrecyReview,
    EditionState::Countersigning,
    EditionState::Approval,
    EditionState::Scheduled,
    EditionState::Published,
    EditionState::Filed,
    EditionState::Withdrawn,
];

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    after: String,
    /// `200`: a long page.
    #[serde(default)]
    count: String,
}

/// A stage as the row of links above the list shows it.
#[derive(Debug)]
struct StageLink {
    label: &'static str,
    code: &'static str,
    count: Option<u64>,
    is_here: bool,
}

/// A unit to choose.
#[derive(Debug)]
struct UnitLink {
    id: UnitId,
    name: String,
    is_here: bool,
}

#[derive(Debug, Template)]
#[template(path = "documents/list.html")]
struct ListPage {
    frame: DeskFrame,
    stages: Vec<StageLink>,
    units: Vec<UnitLink>,
    /// The unit's part of the address.
    scope: String,
    state: EditionState,
    lines: Vec<Line>,
    more: Option<String>,
    may_draft: bool,
    /// Whether they keep the list of expressions.
    may_word: bool,
    /// Whether there are sites beside the main one for which they act.
    has_sites: bool,
    /// Who has to interpret each year, for those who look after it.
    yearly: Option<&'static str>,
    /// What can be done to many of this stage at once.
    batch: Option<Batch>,
    /// What waits for the unit outside the stages.
    apart: Apart,
}

/// What waits for a unit outside the stages of its own editions.
#[derive(Debug, Default)]
struct Apart {
    /// Public documents of the unit that cite what is no longer in force.
    citing: Vec<CitingLine>,
    /// What other units ask this one to sign.
    asked: Vec<WaitingLine>,
    /// What came out before its approval.
    owed: Vec<WaitingLine>,
    /// What may have kept a promise of the unit.
    proposed: Vec<WaitingLine>,
}

/// An edition as the list shows it.
#[derive(Debug)]
struct Line {
    it: WorkLine,
    kind: String,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let unit = unit_of(&asked, &sight)?;
    let count = match asked.count.as_str() {
        "200" => LONG_PAGE,
        _ => PAGE,
    };
    let ask = match asked.after.is_empty() {
        true => PageAsk::first(count),
        false => PageAsk::after(asked.after.clone(), count),
    };
    let wanted = EditionState::from_code(&asked.state).filter(|it| STAGES.contains(it));
    let (counts, page, (units, apart), (state, sites)) = store::read!(desk.store, |tx| {
        let counts = count_at_work(tx, unit).await?;
        let state = wanted.unwrap_or_else(|| first_of(&officer.actor, unit, &counts));
        let page = list_at_work(tx, (unit, state), &ask).await?;
        let apart = match unit {
            Some(unit) => Apart {
                citing: list_open_reviews(tx, unit).await?,
                asked: list_asked_to_sign(tx, unit).await?,
                owed: list_approval_owed(tx, unit).await?,
                proposed: list_proposed(tx, unit).await?,
            },
            None => Apart::default(),
        };
        let units = units_of(tx, &sight, unit).await?;
        let sites = subsites::queries::list(tx).await?;
        Ok::<_, Fault>((counts, page, (units, apart), (state, sites)))
    })?;
    let scope = unit.map_or_else(String::new, |unit| format!("&unit={unit}"));
    let is_office = officer.actor.open_government_office().is_ok();
    let yearly = desk.library.find_yearly();
    html(&ListPage {
        frame: desk.frame(&officer, "信息发布"),
        stages: stages(state, &counts),
        units,
        more: page.next.map(|key| {
            let key = percent_encoded(&key);
            format!("?state={}{scope}&count={count}&after={key}", state.code())
        }),
        scope,
        state,
        lines: page
            .items
            .into_iter()
            .map(|it| Line {
                kind: desk.library.kind_name(&it.kind).to_owned(),
                it,
            })
            .collect(),
        has_sites: sites
            .iter()
            .any(|it| officer.actor.unit_officer(it.unit).is_ok()),
        may_word: is_office,
        yearly: yearly
            .filter(|_| is_office)
            .map(|(_, it)| it.interpreter().label()),
        may_draft: officer.actor.holds_somewhere(Right::UnitOfficer),
        batch: Batch::of(&officer.actor, unit, state),
        apart,
    })
}

/// What is shown first: the first stage at which something waits for them, else the first at which there is something.
fn first_of(actor: &Actor, unit: Option<UnitId>, counts: &[(EditionState, u64)]) -> EditionState {
    let is_some = |state: EditionState| counts.iter().any(|(it, n)| *it == state && *n > 0);
    let waits = |state: EditionState| {
        is_some(state) && unit.is_some_and(|unit| waits_for(actor, unit, state))
    };
    let stages = || STAGES.iter().copied();
    let first = stages().find(|it| waits(*it));
    first
        .or_else(|| stages().find(|it| is_some(*it)))
        .unwrap_or(EditionState::Draft)
}

/// Which unit is asked for: one of one's own, or any for the office.
fn unit_of(asked: &Asked, sight: &Sight) -> Result<Option<UnitId>, Snag> {
    let wanted: Option<UnitId> = asked.unit.parse().ok();
    match (sight, wanted) {
        (Sight::All, wanted) => Ok(wanted),
        (Sight::Units(units), Some(wanted)) if units.contains(&wanted) => Ok(Some(wanted)),
        (Sight::Units(_), Some(_)) => Err(Snag::Missing("单位")),
        (Sight::Units(units), None) => Ok(units.first().copied()),
    }
}

fn stages(here: EditionState, counts: &[(EditionState, u64)]) -> Vec<StageLink> {
    STAGES
        .iter()
        .map(|state| StageLink {
            label: state.label(),
            code: state.code(),
            count: counts
                .iter()
                .find(|(it, _)| it == state)
                .map(|(_, count)| *count),
            is_here: *state == here,
        })
        .collect()
}

/// The units to choose from, where there are several.
async fn units_of(
    tx: &mut Tx,
    sight: &Sight,
    here: Option<UnitId>,
) -> Result<Vec<UnitLink>, Fault> {
    let ids = match sight {
        Sight::Units(units) if units.len() > 1 => units.clone(),
        // The office chooses by the address that a unit's name in the list leads to.
        Sight::All => here.into_iter().collect(),
        Sight::Units(_) => Vec::new(),
    };
    let mut links = Vec::new();
    for id in ids {
        let unit = store::directory::find_unit(tx, id).await?;
        links.push(UnitLink {
            id,
            name: unit.map_or_else(String::new, |unit| unit.short_name),
            is_here: here == Some(id),
        });
    }
    Ok(links)
}
