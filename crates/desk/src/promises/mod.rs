//! Promises on the desk: queues, one promise with all that is known of it, and each act as a form that says its rule.
//!
//! Domain rules are in `promises`; here are requests, pages and addresses.

mod act;
mod decide;
mod evidence;
mod evidence_file;
mod files;
mod first;
mod keep_rule;
mod make_void;
mod parts;
mod propose_move;
mod propose_nil_return;
mod propose_waiver;
mod queue;
mod receipt;
mod remind;
mod report_progress;
mod return_evidence;
pub(crate) mod scope;
mod show;
mod verb;
mod waiting;

pub(crate) use first::{Group, list_first};
pub(crate) use parts::{percent, standing};

use axum::Router;
use kernel::{Actor, Date, Fault, Right};
use promises::work::{count_queue, count_to_decide, count_to_sign};
use store::Tx;

use crate::site::Desk;
use scope::Scope;

/// The addresses of all of it.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(queue::router())
        .merge(show::router())
        .merge(keep_rule::router())
        .merge(evidence::router())
        .merge(evidence_file::router())
        .merge(verb::router::<report_progress::ReportingProgress>())
        .merge(verb::router::<propose_nil_return::ProposingNilReturn>())
        .merge(verb::router::<return_evidence::ReturningEvidence>())
        .merge(verb::router::<propose_waiver::ProposingWaiver>())
        .merge(verb::router::<propose_move::ProposingMove>())
        .merge(verb::router::<make_void::Voiding>())
        .merge(verb::router::<remind::Reminding>())
        .merge(waiting::router())
        .merge(decide::router())
        .merge(receipt::router())
}

/// What waits for somebody: owed today, late or sent back; to sign; to decide. By the path of the navigation's entry.
pub(crate) async fn count(
    tx: &mut Tx,
    actor: &Actor,
    today: Date,
) -> Result<Vec<(&'static str, u64)>, Fault> {
    let mut counts = Vec::new();
    if let Ok(scope) = Scope::of(actor) {
        let owed = count_queue(tx, &scope.usual(), today).await?;
        counts.push(("/desk/queue", owed.today + owed.late));
    }
    let led = actor.units_with(Right::UnitLeader);
    if !led.is_empty() {
        counts.push(("/desk/to-sign", count_to_sign(tx, &led).await?));
    }
    let deciding = actor.units_with(Right::Approver);
    if !deciding.is_empty() {
        counts.push(("/desk/to-decide", count_to_decide(tx, &deciding).await?));
    }
    Ok(counts)
}
