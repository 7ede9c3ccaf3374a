//! 明确责任单位: a person says whom a name of a plan means, or who answers for a duty that names nobody.
//!
//! What is said of a name holds for the whole plan, and for its later revisions.

use kernel::{DutyId, PlanId, Stop, UnitId};
use promises::docket::Docket;
use store::{Store, Tx, directory, params};

use crate::actions::Authority;
use crate::consent::Consent;
use crate::events::{About, PlanEvent};
use crate::intake::{Settling, find_plan_record, settle_duty};
use crate::model::MentionRole;
use crate::reconcile::Effect;
use crate::records::{Mention, duty_of, list_mentions, list_plan_mentions};
use crate::refusal::PlanRefusal;
use crate::resolve::{Match, Resolution};
use crate::sql;

/// Of what it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssignTarget {
    /// A name, wherever the plan writes it.
    Name {
        /// The plan.
        plan: PlanId,
        /// The name as written.
        written: String,
    },
    /// A duty: these answer for it, besides whom it names.
    Duty(DutyId),
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignUnit {
    /// Of what.
    pub target: AssignTarget,
    /// Whom it means.
    pub units: Vec<UnitId>,
    /// Why promises that are late may be withdrawn or given a later day; the public reads it. Without it what would do so is
    /// refused.
    pub late_reason: Option<String>,
}

/// Says whom a name means.
///
/// # Errors
/// [`PlanRefusal`], or the engine's fault.
pub async fn assign_unit(
    store: &Store,
    command: &AssignUnit,
    authority: &Authority<'_>,
) -> Result<Effect, Stop<PlanRefusal>> {
    if command.units.is_empty() {
        return Err(Stop::Refused(PlanRefusal::NoUnitGiven));
    }
    let consent = Consent::of(command.late_reason.as_deref()).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let directory = directory::load(tx).await?;
        if command.units.iter().any(|id| directory.find(*id).is_none()) {
            return Err(Stop::Refused(PlanRefusal::UnknownUnit));
        }
        let said = Said {
            units: &command.units,
            consent: &consent,
        };
        match &command.target {
            AssignTarget::Name { plan, written } => {
                name_means(tx, (*plan, written), &said, authority).await
            }
            AssignTarget::Duty(duty) => duty_belongs_to(tx, *duty, &said, authority).await,
        }
    })
}

/// Who is said to answer, and whether late promises of others may go.
struct Said<'a> {
    units: &'a [UnitId],
    consent: &'a Consent,
}

async fn name_means(
    tx: &mut Tx,
    (plan, written): (PlanId, &str),
    said: &Said<'_>,
    authority: &Authority<'_>,
) -> Result<Effect, Stop<PlanRefusal>> {
    let record = find_plan_record(tx, plan)
        .await?
        .ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
    let named = list_plan_mentions(tx, plan).await?;
    let mut duties: Vec<String> = named
        .iter()
        .filter(|it| it.written == written && !written.is_empty())
        .map(|it| it.origin.clone())
        .collect();
    duties.dedup();
    if duties.is_empty() {
        return Err(Stop::Refused(PlanRefusal::NotWritten {
            written: written.to_owned(),
        }));
    }
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut effect = Effect::default();
    let why = said.consent.why("责任单位已确认");
    for id in &duties {
        let row = docket.tx().fetch_one(sql::FIND_DUTY, params![id]).await?;
        let duty = duty_of(&row)?;
        let mut mentions: Vec<Mention> = named
            .iter()
            .filter(|it| it.origin == *id)
            .map(crate::records::NamedMention::plain)
            .collect();
        for mention in &mut mentions {
            if mention.resolution.written == written {
                mention.resolution = confirmed(written, said.units);
            }
        }
        let settling = Settling {
            plan: &record,
            record: &duty,
            mentions: &mentions,
            why: &why,
        };
        let today = authority.now.date();
        effect.add(settle_duty(&mut docket, &settling, authority.calendar, today).await?);
    }
    docket.finish().await?;
    record_said(tx, About::plan(plan), (written, said, effect), authority).await
}

async fn duty_belongs_to(
    tx: &mut Tx,
    duty: DutyId,
    said: &Said<'_>,
    authority: &Authority<'_>,
) -> Result<Effect, Stop<PlanRefusal>> {
    let row = tx.fetch_optional(sql::FIND_DUTY, params![duty]).await?;
    let duty = duty_of(&row.ok_or(Stop::Refused(PlanRefusal::UnknownDuty))?)?;
    let record = find_plan_record(tx, duty.plan_id)
        .await?
        .ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
    let mut mentions: Vec<Mention> = list_mentions(tx, &duty.id.to_string())
        .await?
        .iter()
        .filter(|it| !it.written.is_empty())
        .map(crate::records::NamedMention::plain)
        .collect();
    mentions.push(Mention {
        role: MentionRole::Lead,
        resolution: confirmed("", said.units),
    });
    let settling = Settling {
        plan: &record,
        record: &duty,
        mentions: &mentions,
        why: &said.consent.why("责任单位已明确"),
    };
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let today = authority.now.date();
    let effect = settle_duty(&mut docket, &settling, authority.calendar, today).await?;
    docket.finish().await?;
    let about = About {
        plan: Some(duty.plan_id),
        subject: format!("duty/{}", duty.id),
    };
    record_said(tx, about, ("", said, effect), authority).await
}

fn confirmed(written: &str, units: &[UnitId]) -> Resolution {
    let mut each = Vec::new();
    for unit in units {
        if !each.contains(unit) {
            each.push(*unit);
        }
    }
    Resolution {
        written: written.to_owned(),
        matched: Match::Confirmed,
        class: None,
        units: each,
    }
}

async fn record_said(
    tx: &mut Tx,
    about: About,
    (written, said, effect): (&str, &Said<'_>, Effect),
    authority: &Authority<'_>,
) -> Result<Effect, Stop<PlanRefusal>> {
    PlanEvent::UnitAssigned {
        written: written.to_owned(),
        units: said.units.to_vec(),
        opened: effect.opened,
        withdrawn: effect.withdrawn,
        late: said.consent.weigh(&effect).map_err(Stop::Refused)?,
    }
    .record(tx, about, (authority.office.actor(), authority.now))
    .await?;
    Ok(effect)
}
