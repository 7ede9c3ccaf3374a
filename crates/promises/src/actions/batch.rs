//! 批量办理: one order for hundreds of promises, worked item by item.
//!
//! Each item is one transaction that does the act and settles the item, so a kill leaves every item either settled or waiting. A
//! refusal is settled as such, with its words, and leaves no other trace. Two workers at one order do no item twice.

use calendar::Calendar;
use kernel::{Actor, BatchId, Fault, Moment, Never, NotAllowed, PromiseId, Refusal, Right, Stop};
use store::{Store, Tx, params};

use crate::actions::decide::{Decide, Ruling, decide_proposal_in, sign_nil_return_in};
use crate::actions::keep::{Keep, keep_in};
use crate::actions::propose::{ProposeWaiver, propose_waiver_in};
use crate::actions::remind::{Remind, remind_in};
use crate::actions::return_evidence::{ReturnEvidence, return_evidence_in};
use crate::refusal::PromiseRefusal;
use crate::rules::Evidence;
use crate::work::batch::{Order, Work, work_of};
use crate::work::{ProposalKind, proposal_of, sql};

/// The most promises of one order.
pub const MOST_ITEMS: usize = 1000;

/// How many orders are looked at in one go.
const ORDERS_AT_A_TIME: u32 = 20;

/// An order for many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// What is to be done.
    pub order: Order,
    /// To which promises; repeated ones count once.
    pub promises: Vec<PromiseId>,
}

/// What was worked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Worked {
    /// Items done.
    pub done: u64,
    /// Items refused.
    pub refused: u64,
}

/// Takes an order in; nothing is done yet but that it stands. Whether each act is allowed is asked item by item.
///
/// # Errors
/// Where nothing or too much is selected, or somebody holds no such right anywhere.
pub async fn order_batch(
    store: &Store,
    new: &NewBatch,
    actor: &Actor,
    now: Moment,
) -> Result<BatchId, Stop<PromiseRefusal>> {
    may_order(&new.order, actor).map_err(|refused| Stop::Refused(refused.into()))?;
    let mut promises = new.promises.clone();
    promises.sort_unstable();
    promises.dedup();
    if promises.is_empty() {
        return Err(Stop::Refused(PromiseRefusal::NothingSelected));
    }
    if promises.len() > MOST_ITEMS {
        return Err(Stop::Refused(PromiseRefusal::TooManySelected {
            most: MOST_ITEMS,
        }));
    }
    let work = serde_json::to_string(&Work::new(new.order.clone(), actor))
        .map_err(|cause| Fault::caused("writing an order", cause))?;
    store::write!(store, |tx| {
        let id: BatchId = tx.new_id(now);
        tx.execute(
            sql::ADD_BATCH,
            params![id, work, actor.name(), actor.account(), now, promises.len()],
        )
        .await?;
        for (ordinal, promise) in promises.iter().enumerate() {
            let known = tx
                .fetch_optional(crate::sql::FIND_PROMISE, params![promise])
                .await?;
            if known.is_none() {
                return Err(Stop::Refused(PromiseRefusal::Unknown));
            }
            tx.execute(sql::ADD_BATCH_ITEM, params![id, ordinal + 1, promise])
                .await?;
        }
        Ok(id)
    })
}

fn may_order(order: &Order, actor: &Actor) -> Result<(), NotAllowed> {
    match order {
        Order::Return { .. } | Order::ProposeWaiver { .. } | Order::Remind { .. } => {
            actor.open_government_office().map(|_| ())
        }
        Order::Keep { .. } => may_somewhere(actor, Right::UnitOfficer)
            .then_some(())
            .ok_or(NotAllowed::ResponsibleUnitOnly),
        Order::Approve => may_somewhere(actor, Right::UnitLeader)
            .then_some(())
            .ok_or(NotAllowed::UnitLeaderOnly),
    }
}

fn may_somewhere(actor: &Actor, right: Right) -> bool {
    actor.holds_somewhere(right) || actor.holds(right, None).is_ok()
}

/// Works on every running order until none waits, `clock` telling the moment of each item; what was done.
///
/// # Errors
/// The engine's fault; what was worked before it stays, the rest waits.
pub async fn work_batches(
    store: &Store,
    calendar: &Calendar,
    clock: &(dyn Fn() -> Moment + Send + Sync),
) -> Result<Worked, Fault> {
    let mut worked = Worked::default();
    let running = store::read!(store, |tx| {
        tx.fetch_all(sql::LIST_RUNNING_BATCHES, params![ORDERS_AT_A_TIME])
            .await
    })?;
    for row in &running {
        let one = work_batch(store, row.get("id")?, (calendar, clock)).await?;
        worked.done += one.done;
        worked.refused += one.refused;
    }
    Ok(worked)
}

/// Works on one order until nothing of it waits.
///
/// # Errors
/// The engine's fault; what was worked before it stays, the rest waits.
pub async fn work_batch(
    store: &Store,
    id: BatchId,
    (calendar, clock): (&Calendar, &(dyn Fn() -> Moment + Send + Sync)),
) -> Result<Worked, Fault> {
    let mut worked = Worked::default();
    let row = store::read!(store, |tx| tx
        .fetch_optional(sql::FIND_BATCH, params![id])
        .await)?;
    let Some(row) = row else { return Ok(worked) };
    let work = work_of(&row)?;
    let actor = work.actor();
    loop {
        let items = store::read!(store, |tx| {
            tx.fetch_all(sql::LIST_WAITING_ITEMS, params![id, 50_u32])
                .await
        })?;
        if items.is_empty() {
            break;
        }
        for item in &items {
            let it = Item {
                batch: id,
                ordinal: item.get("ordinal")?,
                promise: item.get("promise_id")?,
            };
            let told = Telling {
                order: &work.order,
                actor: &actor,
                calendar,
                now: clock(),
            };
            if work_item(store, it, &told).await? {
                worked.done += 1;
            } else {
                worked.refused += 1;
            }
        }
    }
    let now = clock();
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(sql::FINISH_BATCH, params![id, now]).await?;
        Ok(())
    })?;
    Ok(worked)
}

#[derive(Debug, Clone, Copy)]
struct Item {
    batch: BatchId,
    ordinal: u64,
    promise: PromiseId,
}

/// What is to be done, on whose word, by which calendar, when.
struct Telling<'a> {
    order: &'a Order,
    actor: &'a Actor,
    calendar: &'a Calendar,
    now: Moment,
}

/// Works one item; whether it was done rather than refused.
async fn work_item(store: &Store, item: Item, told: &Telling<'_>) -> Result<bool, Fault> {
    let outcome = store::write!(store, |tx| {
        // Another worker may have settled it since it was listed: then this changes nothing, and nothing is done twice.
        if !settle(tx, item, ("done", "", "")).await? {
            return Ok(());
        }
        act(tx, item.promise, told).await
    });
    let refusal = match outcome {
        Ok(()) => return Ok(true),
        Err(Stop::Failed(fault)) => return Err(fault),
        Err(Stop::Refused(refusal)) => refusal,
    };
    let (code, message) = (refusal.code(), refusal.message());
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        settle(tx, item, ("refused", code, &message)).await?;
        Ok(())
    })?;
    Ok(false)
}

async fn settle(
    tx: &mut Tx,
    item: Item,
    (state, code, message): (&str, &str, &str),
) -> Result<bool, Fault> {
    let changed = tx
        .execute(
            sql::SETTLE_ITEM,
            params![item.batch, item.ordinal, state, code, message],
        )
        .await?;
    Ok(changed == 1)
}

async fn act(
    tx: &mut Tx,
    promise: PromiseId,
    told: &Telling<'_>,
) -> Result<(), Stop<PromiseRefusal>> {
    let not_allowed = |refused: NotAllowed| Stop::Refused(PromiseRefusal::from(refused));
    let (actor, now) = (told.actor, told.now);
    match told.order {
        Order::Keep {
            link,
            note,
            published_on,
        } => {
            let row = tx
                .fetch_one(crate::sql::FIND_PROMISE, params![promise])
                .await?;
            let officer = actor
                .unit_officer(row.get("unit_id")?)
                .map_err(not_allowed)?;
            let evidence = Evidence {
                link: link.clone(),
                note: note.clone(),
                published_on: *published_on,
            };
            let command = Keep { promise, evidence };
            keep_in(tx, &command, &officer, now).await.map(|_| ())
        }
        Order::Return { reason } => {
            let office = actor.open_government_office().map_err(not_allowed)?;
            let command = ReturnEvidence {
                promise,
                reason: reason.clone(),
            };
            return_evidence_in(tx, &command, &office, now)
                .await
                .map(|_| ())
        }
        Order::ProposeWaiver { reason, basis } => {
            let office = actor.open_government_office().map_err(not_allowed)?;
            let command = ProposeWaiver {
                promise,
                reason: reason.clone(),
                basis: basis.clone(),
            };
            propose_waiver_in(tx, &command, &office, now)
                .await
                .map(|_| ())
        }
        Order::Remind { note } => {
            let office = actor.open_government_office().map_err(not_allowed)?;
            let command = Remind {
                promise,
                note: note.clone(),
            };
            let reminded = remind_in(tx, &command, &office, now).await;
            reminded.map_err(|stop| stop.map_refusal(PromiseRefusal::from))
        }
        Order::Approve => approve(tx, promise, told).await,
    }
}

async fn approve(
    tx: &mut Tx,
    promise: PromiseId,
    told: &Telling<'_>,
) -> Result<(), Stop<PromiseRefusal>> {
    let row = tx
        .fetch_optional(sql::FIND_WAITING, params![promise])
        .await?
        .ok_or(Stop::Refused(PromiseRefusal::ProposalDecided))?;
    let proposal = proposal_of(&row)?;
    let command = Decide {
        proposal: proposal.id,
        ruling: Ruling::Approve,
    };
    let not_allowed = |refused: NotAllowed| Stop::Refused(PromiseRefusal::from(refused));
    match proposal.kind {
        ProposalKind::NilReturn => {
            let leader = told
                .actor
                .unit_leader(proposal.deciding_unit)
                .map_err(not_allowed)?;
            sign_nil_return_in(tx, &command, &leader, told.now).await
        }
        ProposalKind::Waiver | ProposalKind::Move => {
            let approver = told
                .actor
                .approver(proposal.deciding_unit)
                .map_err(not_allowed)?;
            decide_proposal_in(tx, &command, &approver, (told.calendar, told.now)).await
        }
    }
}
