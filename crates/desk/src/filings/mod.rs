//! 备案: lists by side and state, the form by which a published document is put on file, and the page on which it is judged.
//!
//! Sender and receiver see a filing, the open-government office all. What may be done is asked of `publishing::filing`; here are requests, pages
//! and addresses.

mod judge;
mod list;
mod package;
mod received;
mod send;
mod show;

use axum::Router;
use kernel::{Actor, Fault, FilingId, NotAllowed, Right, UnitId};
use publishing::filing::queries::{Side, count_filings, find};
use publishing::filing::received::queries::count_received;
use publishing::filing::{Filing, FilingState};
use store::Tx;

use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(send::router())
        .merge(package::router())
        .merge(received::router())
        .merge(judge::router())
        .merge(show::router())
}

/// The rights that have to do with filings.
const RIGHTS: &[Right] = &[Right::UnitOfficer, Right::UnitLeader, Right::Approver];

/// The units in which somebody holds a post that has to do with filings.
fn own_units(actor: &Actor) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = RIGHTS.iter().flat_map(|it| actor.units_with(*it)).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// Whether somebody sees those of all units.
fn sees_all(actor: &Actor) -> bool {
    actor.holds_somewhere(Right::OpenGovernmentOffice)
}

/// How many filings wait for somebody: to be judged, and what came back.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn count(tx: &mut Tx, actor: &Actor) -> Result<u64, Fault> {
    let mut waiting = 0;
    for unit in own_units(actor) {
        for (state, n) in count_filings(tx, Side::Receiver(unit)).await? {
            if state == FilingState::Sent {
                waiting += n;
            }
        }
        for (state, n) in count_received(tx, Some(unit)).await? {
            if state == FilingState::Sent {
                waiting += n;
            }
        }
        for (state, n) in count_filings(tx, Side::Sender(unit)).await? {
            if state != FilingState::Sent && actor.unit_officer(unit).is_ok() {
                waiting += n;
            }
        }
    }
    Ok(waiting)
}

/// The filing of an address, for somebody who may see it; for anybody else it is not there.
async fn filing_of(desk: &Desk, officer: &Officer, id: &str) -> Result<Filing, Snag> {
    const NONE: Snag = Snag::Missing("备案");
    let id: FilingId = id.parse().map_err(|_| NONE)?;
    let units = own_units(&officer.actor);
    if units.is_empty() && !sees_all(&officer.actor) {
        return Err(NotAllowed::ResponsibleUnitOnly.into());
    }
    let found = store::read!(desk.store, |tx| find(tx, id).await)?;
    let is_theirs = |it: &Filing| {
        let sides = [Some(it.unit), it.receiver_unit];
        sees_all(&officer.actor) || sides.into_iter().flatten().any(|it| units.contains(&it))
    };
    found.filter(is_theirs).ok_or(NONE)
}

/// The look of a state.
pub(crate) fn tag(state: FilingState) -> &'static str {
    match state {
        FilingState::Returned | FilingState::Objected => "tag bad",
        FilingState::Registered => "tag good",
        FilingState::Sent | FilingState::Declined => "tag",
    }
}
