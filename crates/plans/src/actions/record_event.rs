//! 登记事件: something happened that starts a span (征求意见结束, 文件公开), and the promise that follows is opened.
//!
//! The same event of the same day and name is one, however often it is sent.

use calendar::DateTime;
use kernel::{DutyId, Stop};
use promises::docket::Docket;
use store::{Store, Tx, params};

use crate::actions::Authority;
use crate::events::{About, PlanEvent};
use crate::intake::{find_plan_record, obliging_of, owing_of};
use crate::opening::{Happening, started};
use crate::records::{NamedMention, awaited_of, duty_of, list_mentions};
use crate::refusal::PlanRefusal;
use crate::sql;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEvent {
    /// The duty whose span it starts.
    pub duty: DutyId,
    /// Which of the duty's deadlines, 1-based.
    pub ordinal: u32,
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
    let label = command.label.trim();
    if label.is_empty() || label.chars().count() > 100 {
        return Err(Stop::Refused(PlanRefusal::EventUnnamed));
    }
    if command.happened_at > authority.now.civil() {
        return Err(Stop::Refused(PlanRefusal::EventInFuture));
    }
    store::write!(store, |tx| open_promises(tx, command, label, authority)
        .await)
}

async fn open_promises(
    tx: &mut Tx,
    command: &RecordEvent,
    label: &str,
    authority: &Authority<'_>,
) -> Result<u64, Stop<PlanRefusal>> {
    let row = tx
        .fetch_optional(sql::FIND_DUTY, params![command.duty])
        .await?;
    let duty = duty_of(&row.ok_or(Stop::Refused(PlanRefusal::UnknownDuty))?)?;
    let plan = find_plan_record(tx, duty.plan_id)
        .await?
        .ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
    let rows = tx.fetch_all(sql::LIST_AWAITED, params![duty.id]).await?;
    let mut awaited = None;
    for row in &rows {
        let it = awaited_of(row)?;
        if it.ordinal == command.ordinal {
            awaited = Some(it);
        }
    }
    let awaited = awaited.ok_or(Stop::Refused(PlanRefusal::NothingAwaited))?;
    let mentions: Vec<_> = list_mentions(tx, &duty.id.to_string())
        .await?
        .iter()
        .map(NamedMention::plain)
        .collect();
    let owing = owing_of(&mentions, plan.issuer_unit);
    if owing.is_empty() {
        return Err(Stop::Refused(PlanRefusal::NoUnitGiven));
    }
    let obliging = obliging_of(&plan, &duty, authority.now.date());
    let event = Happening {
        at: command.happened_at,
        label: label.to_owned(),
    };
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut opened = 0;
    for unit in owing {
        let promise = started(&obliging, unit, &awaited, &event);
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
    tx.execute(sql::NOTE_HAPPENED, params![duty.id, awaited.ordinal])
        .await?;
    let about = About {
        plan: Some(plan.id),
        subject: format!("duty/{}", duty.id),
    };
    PlanEvent::Happened {
        label: event.label,
        at: event.at.to_string(),
        words: awaited.words,
        opened,
    }
    .record(tx, about, (authority.office.actor(), authority.now))
    .await?;
    Ok(opened)
}
