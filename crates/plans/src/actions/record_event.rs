//! 登记事件: something happened that starts a span (征求意见结束, 文件公开), and the promise that follows is opened.
//!
//! The same event of the same day and name is one, however often it is sent.

use calendar::DateTime;
use kernel::{CatalogueItemId, DutyId, PlanId, Stop, UnitId};
use promises::Origin;
use promises::docket::Docket;
use store::{Store, Tx, params};

use crate::actions::Authority;
use crate::actions::import_catalogue::{item_of, kept_of, owing_of_item, plain_of};
use crate::events::{About, PlanEvent};
use crate::intake::{find_plan_record, obliging_of, owing_of};
use crate::model::Obliging;
use crate::opening::{Awaited, Happening, started};
use crate::records::{Mention, NamedMention, awaited_of, duty_of, list_mentions};
use crate::refusal::PlanRefusal;
use crate::sql;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEvent {
    /// The duty or the item of the catalogue whose span it starts.
    pub origin: Origin,
    /// Which of its spans, 1-based; `None` where it awaits only one.
    pub ordinal: Option<u32>,
    /// When, on a clock in China.
    pub happened_at: DateTime,
    /// What it is called.
    pub label: String,
}

/// Opens the promises that an event starts; how many.
///
/// # Errors
/// [`PlanRefusal`], or the engine's fault.
pub async fn record_event(
    store: &Store,
    command: &RecordEvent,
    authority: &Authority<'_>,
) -> Result<u64, Stop<PlanRefusal>> {
    let label = promises::wording::cleaned(&command.label);
    if label.is_empty() || label.chars().count() > 100 {
        return Err(Stop::Refused(PlanRefusal::EventUnnamed));
    }
    if command.happened_at > authority.now.civil() {
        return Err(Stop::Refused(PlanRefusal::EventInFuture));
    }
    let event = Happening {
        at: command.happened_at,
        label,
    };
    store::write!(store, |tx| {
        let bound = match command.origin {
            Origin::Duty(id) => bound_by_duty(tx, id, authority).await?,
            Origin::CatalogueItem(id) => bound_by_item(tx, id, authority).await?,
            // What a document obliges to begins by itself when it is published or repealed, what the public sought when it is taken up.
            Origin::Document(_) | Origin::Demand(_) | Origin::Request(_) => {
                return Err(Stop::Refused(PlanRefusal::NothingAwaited));
            }
        };
        let awaited = find_awaited(tx, command).await?;
        open_promises(tx, &bound, (&awaited, &event), authority).await
    })
}

/// Who is bound by what.
struct Bound {
    obliging: Obliging,
    owing: Vec<UnitId>,
    plan: Option<PlanId>,
    subject: String,
}

async fn mentions_of(tx: &mut Tx, origin: &str) -> Result<Vec<Mention>, Stop<PlanRefusal>> {
    let named = list_mentions(tx, origin).await?;
    Ok(named.iter().map(NamedMention::plain).collect())
}

async fn bound_by_duty(
    tx: &mut Tx,
    id: DutyId,
    authority: &Authority<'_>,
) -> Result<Bound, Stop<PlanRefusal>> {
    let row = tx.fetch_optional(sql::FIND_DUTY, params![id]).await?;
    let duty = duty_of(&row.ok_or(Stop::Refused(PlanRefusal::UnknownDuty))?)?;
    let plan = find_plan_record(tx, duty.plan_id)
        .await?
        .ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
    let mentions = mentions_of(tx, &id.to_string()).await?;
    Ok(Bound {
        owing: owing_of(&mentions, plan.issuer_unit),
        obliging: obliging_of(&plan, &duty, authority.now.date()),
        plan: Some(plan.id),
        subject: format!("duty/{id}"),
    })
}

async fn bound_by_item(
    tx: &mut Tx,
    id: CatalogueItemId,
    authority: &Authority<'_>,
) -> Result<Bound, Stop<PlanRefusal>> {
    let row = tx.fetch_optional(sql::FIND_ITEM, params![id]).await?;
    let row = row.ok_or(Stop::Refused(PlanRefusal::UnknownItem))?;
    let item = item_of(&row)?;
    let mentions = mentions_of(tx, &id.to_string()).await?;
    Ok(Bound {
        owing: owing_of_item(&item, &mentions),
        obliging: plain_of(&item, &kept_of(&row)?, authority.now.date()),
        plan: None,
        subject: format!("item/{id}"),
    })
}

/// The span that the event starts.
async fn find_awaited(tx: &mut Tx, command: &RecordEvent) -> Result<Awaited, Stop<PlanRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_AWAITED, params![command.origin.id()])
        .await?;
    let mut awaited = Vec::with_capacity(rows.len());
    for row in &rows {
        awaited.push(awaited_of(row)?);
    }
    let found = match command.ordinal {
        Some(ordinal) => awaited.into_iter().find(|it| it.ordinal == ordinal),
        None if awaited.len() > 1 => {
            return Err(Stop::Refused(PlanRefusal::WhichAwaited {
                ordinals: awaited.iter().map(|it| it.ordinal).collect(),
            }));
        }
        None => awaited.into_iter().next(),
    };
    found.ok_or(Stop::Refused(PlanRefusal::NothingAwaited))
}

async fn open_promises(
    tx: &mut Tx,
    bound: &Bound,
    (awaited, event): (&Awaited, &Happening),
    authority: &Authority<'_>,
) -> Result<u64, Stop<PlanRefusal>> {
    if bound.owing.is_empty() {
        return Err(Stop::Refused(PlanRefusal::NobodyOwes));
    }
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut opened = 0;
    for unit in &bound.owing {
        let promise = started(&bound.obliging, *unit, awaited, event);
        if promise.clock.due(authority.calendar).is_err() {
            return Err(Stop::Refused(PlanRefusal::OutOfCalendar));
        }
        if docket.open(&promise, authority.calendar).await?.is_some() {
            opened += 1;
        }
    }
    docket.finish().await?;
    if opened == 0 {
        return Ok(0);
    }
    let origin = bound.obliging.origin.id();
    tx.execute(sql::NOTE_HAPPENED, params![origin, awaited.ordinal])
        .await?;
    let about = About {
        plan: bound.plan,
        subject: bound.subject.clone(),
    };
    PlanEvent::Happened {
        label: event.label.clone(),
        at: event.at.to_string(),
        words: awaited.words.clone(),
        opened,
    }
    .record(tx, about, (authority.office.actor(), authority.now))
    .await?;
    Ok(opened)
}
