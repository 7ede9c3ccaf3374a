//! 信息发布: lists by stage, the draft's form, the page on which an edition is reviewed, and what is done to a public document.
//!
//! A unit's people see their unit's editions, the open-government office all. What may be done is asked of `publishing`; here are requests,
//! pages and addresses. Nothing here makes anything public by itself.

mod act;
mod after;
mod begin;
mod edit;
mod file;
mod image;
mod link;
mod list;
mod many;
mod paste;
mod remark;
mod resume;
mod show;
mod taken;
mod tie;
mod typed;

use axum::Router;
use kernel::{Actor, EditionId, Fault, NotAllowed, Right, UnitId};
use publishing::EditionState;
use publishing::actions::publish::Outlet;
use publishing::model::JointState;
use publishing::queries::{Work, count_at_work, count_waiting_for_leader, find_work};
use store::Tx;

use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(begin::router())
        .merge(edit::router())
        .merge(file::router())
        .merge(resume::router())
        .merge(image::router())
        .merge(paste::router())
        .merge(link::router())
        .merge(tie::router())
        .merge(remark::router())
        .merge(many::router())
        .merge(act::router())
        .merge(after::router())
        .merge(show::router())
}

/// The rights that have to do with documents.
const RIGHTS: &[Right] = &[
    Right::UnitOfficer,
    Right::UnitLeader,
    Right::SecrecyReviewer,
    Right::Approver,
];

/// Whose editions somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All of them: the open-government office.
    All,
    /// Those of units in which they hold a post.
    Units(Vec<UnitId>),
}

impl Sight {
    /// What somebody sees.
    ///
    /// # Errors
    /// Where they have nothing to do with documents.
    pub(crate) fn of(actor: &Actor) -> Result<Self, NotAllowed> {
        if actor.holds_somewhere(Right::OpenGovernmentOffice) {
            return Ok(Self::All);
        }
        let units = own_units(actor);
        if units.is_empty() {
            Err(NotAllowed::ResponsibleUnitOnly)
        } else {
            Ok(Self::Units(units))
        }
    }

    fn sees(&self, unit: UnitId) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.contains(&unit),
        }
    }
}

/// How many editions wait for somebody: at the stages that they hold, and what came back to those who draft.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn count(tx: &mut Tx, actor: &Actor) -> Result<u64, Fault> {
    let mut waiting = 0;
    for unit in own_units(actor) {
        for (state, count) in count_at_work(tx, Some(unit)).await? {
            if waits_for(actor, unit, state) {
                waiting += count;
            }
        }
        if actor.approver(unit).is_ok() {
            waiting += count_waiting_for_leader(tx, unit).await?;
        }
    }
    Ok(waiting)
}

/// The units in which somebody holds a post, of the office too: what lies with all units does not wait for one person.
fn own_units(actor: &Actor) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = RIGHTS.iter().flat_map(|it| actor.units_with(*it)).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// Whether an edition of a unit at a stage waits for somebody.
fn waits_for(actor: &Actor, unit: UnitId, state: EditionState) -> bool {
    match state {
        EditionState::Returned => actor.unit_officer(unit).is_ok(),
        EditionState::FirstReview => actor.unit_leader(unit).is_ok(),
        EditionState::SecrecyReview => actor.secrecy_reviewer(unit).is_ok(),
        EditionState::Approval => actor.approver(unit).is_ok(),
        EditionState::Draft
        | EditionState::Countersigning
        | EditionState::Scheduled
        | EditionState::Filed
        | EditionState::Published
        | EditionState::Superseded
        | EditionState::Withdrawn
        | EditionState::Discarded => false,
    }
}

/// The edition of an address, for somebody who may see it; for anybody else it is not there.
pub(crate) async fn work_of(desk: &Desk, officer: &Officer, id: &str) -> Result<Work, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let id: EditionId = id.parse().map_err(|_| Snag::Missing("信息"))?;
    let found = store::read!(desk.store, |tx| find_work(tx, id).await)?;
    found
        .filter(|it| sight.sees(it.document.unit) || is_asked(&sight, it))
        .ok_or(Snag::Missing("信息"))
}

/// Whether an edition was handed to one of their units to sign, and has not gone back since.
fn is_asked(sight: &Sight, work: &Work) -> bool {
    let joint = work.edition.joint.iter();
    joint
        .filter(|it| it.state != JointState::Named)
        .any(|it| sight.sees(it.unit))
}

/// The site that documents come out on.
pub(crate) fn outlet(desk: &Desk) -> Outlet {
    Outlet {
        base_url: desk.identity.base_url.clone(),
        library: std::sync::Arc::clone(&desk.library),
        calendar: desk.calendar(),
        scanner: desk.scanner.clone(),
        filing_desks: std::sync::Arc::clone(&desk.filing_desks),
    }
}

/// The look of a stage.
fn tag(state: EditionState) -> &'static str {
    match state {
        EditionState::Returned => "tag bad",
        EditionState::Published => "tag good",
        EditionState::Draft
        | EditionState::FirstReview
        | EditionState::SecrecyReview
        | EditionState::Countersigning
        | EditionState::Approval
        | EditionState::Scheduled
        | EditionState::Filed
        | EditionState::Superseded
        | EditionState::Withdrawn
        | EditionState::Discarded => "tag",
    }
}
