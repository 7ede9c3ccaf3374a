//! 对照上级工作要点: links two plans, and says duty by duty what became of the superior's.

use kernel::{DutyId, Fault, PlanId, Stop};
use store::{Store, Tx, params};

use crate::actions::Authority;
use crate::events::{About, PlanEvent};
use crate::intake::find_plan_record;
use crate::link::sql;
use crate::records::{DutyRecord, duty_of};
use crate::refusal::PlanRefusal;

/// What became of a superior's duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// These own duties take it over.
    TakenBy(Vec<DutyId>),
    /// It is not taken over, and why.
    NotTaken(String),
    /// Nobody has decided after all.
    Open,
}

/// What is decided of one of the superior's duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideTaken {
    /// The own plan.
    pub own: PlanId,
    /// The superior's duty.
    pub duty: DutyId,
    /// What became of it.
    pub verdict: Verdict,
}

/// Links a plan to a superior's. Linking twice links once.
///
/// # Errors
/// [`PlanRefusal`], or the engine's fault.
pub async fn link_plans(
    store: &Store,
    (own, superior): (PlanId, PlanId),
    authority: &Authority<'_>,
) -> Result<(), Stop<PlanRefusal>> {
    let actor = authority.office.actor();
    store::write!(store, |tx| {
        let found = find_plan_record(tx, own).await?.is_some() && own != superior;
        let title = find_plan_record(tx, superior).await?.map(|it| it.title);
        let (true, Some(title)) = (found, title) else {
            return Err(Stop::Refused(PlanRefusal::UnknownPlan));
        };
        let values = params![own, superior, actor.name(), authority.now];
        if tx.execute(sql::ADD_PLAN_LINK, values).await? > 0 {
            PlanEvent::Linked { superior, title }
                .record(tx, About::plan(own), (actor, authority.now))
                .await?;
        }
        Ok(())
    })
}

/// Takes a link back, and what was decided by it.
///
/// # Errors
/// [`PlanRefusal`], or the engine's fault.
pub async fn unlink_plans(
    store: &Store,
    (own, superior): (PlanId, PlanId),
    authority: &Authority<'_>,
) -> Result<(), Stop<PlanRefusal>> {
    let actor = authority.office.actor();
    store::write!(store, |tx| {
        let record = find_plan_record(tx, superior).await?;
        let record = record.ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
        if tx
            .execute(sql::DROP_PLAN_LINK, params![own, superior])
            .await?
            == 0
        {
            return Err(Stop::Refused(PlanRefusal::NotLinked));
        }
        tx.execute(sql::CLEAR_PLAN_DUTY_LINKS, params![own, superior])
            .await?;
        let title = record.title;
        PlanEvent::Unlinked { superior, title }
            .record(tx, About::plan(own), (actor, authority.now))
            .await?;
        Ok(())
    })
}

/// Says what became of superior's duties, all at once or not at all.
///
/// # Errors
/// [`PlanRefusal`], or the engine's fault.
pub async fn decide_taken(
    store: &Store,
    commands: &[DecideTaken],
    authority: &Authority<'_>,
) -> Result<(), Stop<PlanRefusal>> {
    store::write!(store, |tx| {
        for command in commands {
            decide(tx, command, authority).await?;
        }
        Ok(())
    })
}

async fn decide(
    tx: &mut Tx,
    command: &DecideTaken,
    authority: &Authority<'_>,
) -> Result<(), Stop<PlanRefusal>> {
    let actor = authority.office.actor();
    let superior = find_duty(tx, command.duty).await?;
    let link = params![command.own, superior.plan_id];
    if tx
        .fetch_optional(sql::FIND_PLAN_LINK, link)
        .await?
        .is_none()
    {
        return Err(Stop::Refused(PlanRefusal::NotLinked));
    }
    tx.execute(sql::CLEAR_DUTY_LINKS, params![command.own, command.duty])
        .await?;
    let mut note = String::new();
    let mut by: Vec<String> = Vec::new();
    match &command.verdict {
        Verdict::TakenBy(duties) => {
            for id in duties {
                if find_duty(tx, *id).await?.plan_id != command.own {
                    return Err(Stop::Refused(PlanRefusal::UnknownDuty));
                }
                by.push(id.to_string());
            }
            if by.is_empty() {
                return Err(Stop::Refused(PlanRefusal::UnknownDuty));
            }
        }
        Verdict::NotTaken(why) => {
            note = promises::wording::cleaned(why);
            if note.is_empty() || note.chars().count() > 500 {
                return Err(Stop::Refused(PlanRefusal::ReasonMissing));
            }
            by.push(String::new());
        }
        Verdict::Open => {}
    }
    for own in &by {
        let (who, when) = (actor.name(), authority.now);
        tx.execute(
            sql::ADD_DUTY_LINK,
            params![command.own, command.duty, own, note, who, when],
        )
        .await?;
    }
    by.retain(|id| !id.is_empty());
    let about = About {
        plan: Some(command.own),
        subject: format!("duty/{}", command.duty),
    };
    PlanEvent::TakenOver { by, why_not: note }
        .record(tx, about, (actor, authority.now))
        .await?;
    Ok(())
}

async fn find_duty(tx: &mut Tx, id: DutyId) -> Result<DutyRecord, Stop<PlanRefusal>> {
    let row = tx
        .fetch_optional(crate::sql::FIND_DUTY, params![id])
        .await?;
    let row = row.ok_or(Stop::Refused(PlanRefusal::UnknownDuty))?;
    duty_of(&row).map_err(Fault::into)
}
