//! 调整周期任务期限: when a period's promise of a duty is due, with the basis for it. Open promises move; kept ones stay.

use kernel::{DutyId, Stop};
use promises::docket::Docket;
use store::{Store, Tx, params};

use crate::actions::Authority;
use crate::consent::Consent;
use crate::events::{About, PlanEvent};
use crate::intake::{Settling, find_plan_record, grace_for, settle_duty};
use crate::reconcile::Effect;
use crate::records::{NamedMention, duty_of, list_mentions};
use crate::refusal::PlanRefusal;
use crate::sql;

/// What is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetCadenceBasis {
    /// The duty.
    pub duty: DutyId,
    /// As [`promises::Grace::stated`] reads it: `20个工作日内`, `P1M`, `每年1月31日前`.
    pub grace: String,
    /// What sets it; the public reads it.
    pub basis: String,
    /// Why promises that are late may be withdrawn or given a later day; the public reads it. Without it what would do so is
    /// refused.
    pub late_reason: Option<String>,
}

/// Sets when a duty's periods are due.
///
/// # Errors
/// [`PlanRefusal`], or the engine's fault.
pub async fn set_cadence_basis(
    store: &Store,
    command: &SetCadenceBasis,
    authority: &Authority<'_>,
) -> Result<Effect, Stop<PlanRefusal>> {
    let basis = promises::wording::cleaned(&command.basis);
    if basis.is_empty() || basis.chars().count() > 500 {
        return Err(Stop::Refused(PlanRefusal::BasisMissing));
    }
    let consent = Consent::of(command.late_reason.as_deref()).map_err(Stop::Refused)?;
    store::write!(store, |tx| set(tx, command, (&basis, &consent), authority)
        .await)
}

async fn set(
    tx: &mut Tx,
    command: &SetCadenceBasis,
    (basis, consent): (&str, &Consent),
    authority: &Authority<'_>,
) -> Result<Effect, Stop<PlanRefusal>> {
    let row = tx
        .fetch_optional(sql::FIND_DUTY, params![command.duty])
        .await?;
    let mut duty = duty_of(&row.ok_or(Stop::Refused(PlanRefusal::UnknownDuty))?)?;
    let plan = find_plan_record(tx, duty.plan_id)
        .await?
        .ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
    let grace = grace_for(&command.grace, &duty.duty.cadence).ok_or_else(|| {
        let given = command.grace.chars().take(40).collect();
        Stop::Refused(PlanRefusal::BadGrace { given })
    })?;
    duty.grace = grace;
    duty.grace_basis = basis.to_owned();
    tx.execute(
        sql::SET_DUTY_GRACE,
        params![duty.id, grace.to_string(), basis],
    )
    .await?;
    let mentions: Vec<_> = list_mentions(tx, &duty.id.to_string())
        .await?
        .iter()
        .map(NamedMention::plain)
        .collect();
    let settling = Settling {
        plan: &plan,
        record: &duty,
        mentions: &mentions,
        why: &consent.why("周期任务期限调整"),
    };
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let today = authority.now.date();
    let effect = settle_duty(&mut docket, &settling, authority.calendar, today).await?;
    docket.finish().await?;
    let about = About {
        plan: Some(plan.id),
        subject: format!("duty/{}", duty.id),
    };
    PlanEvent::GraceSet {
        grace: grace.to_string(),
        basis: basis.to_owned(),
        moved: effect.moved,
        late: consent.weigh(&effect).map_err(Stop::Refused)?,
    }
    .record(tx, about, (authority.office.actor(), authority.now))
    .await?;
    Ok(effect)
}
