//! 依申请公开: what is owed on requests, a request with all that happened to it, and what somebody may do to it now. Who asked is shown masked; whoever opens it leaves an event.

mod act;
mod annual;
mod cards;
mod disputes;
mod enter;
mod figures;
mod letters;
mod list;
mod may;
mod show;
mod table4;

use axum::Router;
use kernel::{Actor, Date, NotAllowed, RequestId, Right, UnitId};
use promises::{PromiseState, Standing};

use crate::site::Desk;
use crate::trouble::Snag;

/// Where requests are listed.
pub(crate) const LIST: &str = "/desk/requests";

/// Their addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(enter::router())
        .merge(figures::router())
        .merge(table4::router())
        .merge(annual::router())
        .merge(show::router())
        .merge(letters::router())
        .merge(act::router())
}

/// Whose requests somebody sees.
#[derive(Debug, Clone)]
struct Sight {
    /// Of these units; of all where `None`.
    units: Option<Vec<UnitId>>,
}

impl Sight {
    /// As their posts give it.
    fn of(actor: &Actor) -> Result<Self, NotAllowed> {
        if actor.open_government_office().is_ok() {
            return Ok(Self { units: None });
        }
        let rights = [
            Right::UnitOfficer,
            Right::UnitLeader,
            Right::SecrecyReviewer,
            Right::Approver,
        ];
        let mut units: Vec<UnitId> = Vec::new();
        for right in rights {
            units.extend(actor.units_with(right));
        }
        units.sort_unstable();
        units.dedup();
        match units.is_empty() {
            true => Err(NotAllowed::ResponsibleUnitOnly),
            false => Ok(Self { units: Some(units) }),
        }
    }

    fn sees(&self, unit: UnitId) -> bool {
        self.units.as_ref().is_none_or(|it| it.contains(&unit))
    }
}

/// Whether somebody sees the requests of a unit.
pub(crate) fn sees(actor: &Actor, unit: UnitId) -> bool {
    Sight::of(actor).is_ok_and(|it| it.sees(unit))
}

/// How something that is owed by a day stands today, where that is to be said beside the day.
fn urgency(due_on: Date, today: Date) -> &'static str {
    match promises::standing(&PromiseState::Open, due_on, today) {
        it @ (Standing::Late | Standing::DueToday) => it.label(),
        Standing::Open
        | Standing::KeptOnTime
        | Standing::KeptLate
        | Standing::Waived
        | Standing::Void => "",
    }
}

fn id_of(text: &str) -> Result<RequestId, Snag> {
    text.parse().map_err(|_| Snag::Missing("申请"))
}
