//! Work on promises: who waits for whom, how far a unit is, what was asked for and decided, and orders for many at once.
//!
//! The acts are in [`crate::actions`]; here are their models and what the desk reads. Whether something is late is asked of
//! [`crate::model::standing`], as everywhere.

pub mod batch;
mod case_file;
mod proposal;
mod queue;
pub(crate) mod sql;

pub use case_file::{
    CaseFile, ProgressLine, PublicFile, find_any_evidence_file, find_case_file, find_evidence_file,
    find_public_file,
};
pub use proposal::{Decision, Proposal, ProposalKind, ProposalState, role_of};
pub use queue::{
    Queue, QueueAsk, QueueCounts, QueueLine, WaitingLine, Whose, count_queue, count_to_decide,
    count_to_sign, find_proposal, list_queue, list_to_decide, list_to_sign, week_end,
};

use kernel::{Fault, Moment, PromiseId, UnitId};
use store::{Row, Tx, params};

use crate::model::{Promise, WaitsFor};

/// What waited for a decision about a promise no longer does.
pub(crate) async fn lapse_proposals(
    tx: &mut Tx,
    promise: PromiseId,
    now: Moment,
) -> Result<(), Fault> {
    tx.execute(sql::LAPSE_PROPOSALS, params![promise, now])
        .await?;
    Ok(())
}

/// Marks a kept promise as owed again, and what it was kept with as returned.
pub(crate) async fn reopen(
    tx: &mut Tx,
    promise: PromiseId,
    (reason, now): (&str, Moment),
) -> Result<(), Fault> {
    let changed = tx
        .execute(sql::REOPEN, params![promise, reason, now])
        .await?;
    if changed != 1 {
        return Err(Fault::new(format!("promise {promise} was not kept")));
    }
    tx.execute(sql::MARK_RETURNED, params![promise, reason, now])
        .await?;
    Ok(())
}

/// What waits for a leader of a promise's unit, and reminders that nobody was told yet, go with it to another unit.
pub(crate) async fn hand_over(tx: &mut Tx, promise: PromiseId, to: UnitId) -> Result<(), Fault> {
    for statement in [sql::HAND_OVER_PROPOSALS, crate::remind::HAND_OVER_REMINDERS] {
        tx.execute(statement, params![promise, to]).await?;
    }
    Ok(())
}

/// Says what an open promise waits for.
pub(crate) async fn set_wait(
    tx: &mut Tx,
    promise: PromiseId,
    waits_for: WaitsFor,
) -> Result<(), Fault> {
    tx.execute(sql::SET_WAIT, params![promise, waits_for.code()])
        .await?;
    Ok(())
}

/// What a promise waits for once nothing is asked for any more.
pub(crate) fn wait_without_proposal(promise: &Promise) -> WaitsFor {
    if promise.returns.unmended.is_some() {
        WaitsFor::Mending
    } else {
        WaitsFor::Nothing
    }
}

pub(crate) fn proposal_of(row: &Row) -> Result<Proposal, Fault> {
    let bad = |column: &str, value: &str| Fault::new(format!("column {column} holds {value:?}"));
    let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
    let span = row
        .get::<Option<String>>("span")?
        .map(|text| text.parse().map_err(|_| bad("span", &text)))
        .transpose()?;
    let decision = match row.get::<Option<String>>("decided_by")? {
        None => None,
        Some(by) => Some(Decision {
            by,
            decided_as: row.get::<Option<String>>("decided_as")?.unwrap_or_default(),
            at: row
                .get::<Option<Moment>>("decided_at")?
                .ok_or_else(|| bad("decided_at", "null"))?,
            note: row
                .get::<Option<String>>("decision_note")?
                .unwrap_or_default(),
        }),
    };
    Ok(Proposal {
        id: row.get("id")?,
        promise: row.get("promise_id")?,
        kind: ProposalKind::from_code(&kind).ok_or_else(|| bad("kind", &kind))?,
        state: ProposalState::from_code(&state).ok_or_else(|| bad("state", &state))?,
        deciding_unit: row.get("deciding_unit_id")?,
        reason: row.get("reason")?,
        basis: row.get("basis")?,
        span,
        proposed_by: row.get("proposed_by")?,
        proposer: row.get("proposer_account")?,
        proposed_at: row.get("proposed_at")?,
        decision,
    })
}
