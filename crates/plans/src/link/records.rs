//! Links between plans as they lie in the database, and what screens see of them.

use std::collections::HashMap;

use kernel::{DutyId, Fault, Moment, PlanId};
use store::{Tx, params};

use super::liken::{Said, liken};
use super::sql;
use crate::records::duty_of;

/// A plan at the other end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedPlan {
    /// Its id.
    pub id: PlanId,
    /// Its title.
    pub title: String,
    /// 发文机关.
    pub issuer: Option<String>,
}

/// A duty in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyBrief {
    /// Its id.
    pub id: DutyId,
    /// 1-based place in its plan.
    pub ordinal: u32,
    /// Its heading.
    pub heading: String,
    /// Its words.
    pub text: String,
}

/// What became of a superior's duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The superior's duty.
    pub superior: DutyBrief,
    /// The own duties that take it over, as an officer decided.
    pub by: Vec<DutyId>,
    /// Why it is not taken over, where an officer said so.
    pub why_not: Option<String>,
    /// Who decided, and when; `None` while nobody has.
    pub decided: Option<(String, Moment)>,
    /// Own duties that say the like, with their likeness in thousandths, while nobody has decided.
    pub likely: Vec<(DutyId, u32)>,
}

/// A superior's plan beside the own one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Each of the superior's duties, in order.
    pub taken: Vec<Taken>,
    /// The own duties, in order.
    pub own: Vec<DutyBrief>,
}

impl Comparison {
    /// How many of the superior's duties were taken over.
    pub fn count_taken(&self) -> usize {
        self.taken.iter().filter(|it| !it.by.is_empty()).count()
    }

    /// How many were not, as an officer decided.
    pub fn count_not_taken(&self) -> usize {
        self.taken.iter().filter(|it| it.why_not.is_some()).count()
    }

    /// How many nobody has decided on.
    pub fn count_open(&self) -> usize {
        self.taken.iter().filter(|it| it.decided.is_none()).count()
    }

    /// The own duties that take none of the superior's over.
    pub fn added(&self) -> impl Iterator<Item = &DutyBrief> {
        let takes = |id: &DutyId| self.taken.iter().any(|it| it.by.contains(id));
        self.own.iter().filter(move |it| !takes(&it.id))
    }

    /// The same with own duties proposed for what nobody has decided on.
    #[must_use]
    pub fn with_proposals(mut self) -> Self {
        propose(&mut self.taken, &self.own);
        self
    }

    /// An own duty.
    pub fn find_own(&self, id: &DutyId) -> Option<&DutyBrief> {
        self.own.iter().find(|it| it.id == *id)
    }
}

async fn briefs(tx: &mut Tx, plan: PlanId) -> Result<Vec<DutyBrief>, Fault> {
    let rows = tx.fetch_all(crate::sql::LIST_DUTIES, params![plan]).await?;
    rows.iter()
        .map(|row| {
            let record = duty_of(row)?;
            Ok(DutyBrief {
                id: record.id,
                ordinal: record.ordinal,
                heading: record.duty.heading,
                text: record.duty.text,
            })
        })
        .collect()
}

/// A superior's plan beside the own one; `None` where they are not linked.
///
/// # Errors
/// The engine's fault.
pub async fn find_comparison(
    tx: &mut Tx,
    own: PlanId,
    superior: PlanId,
) -> Result<Option<Comparison>, Fault> {
    let link = tx
        .fetch_optional(sql::FIND_PLAN_LINK, params![own, superior])
        .await?;
    if link.is_none() {
        return Ok(None);
    }
    let (ours, theirs) = (briefs(tx, own).await?, briefs(tx, superior).await?);
    let mut decided: HashMap<DutyId, Taken> = HashMap::new();
    for row in &tx
        .fetch_all(sql::LIST_DUTY_LINKS, params![own, superior])
        .await?
    {
        let id: DutyId = row.get("superior_duty_id")?;
        let Some(brief) = theirs.iter().find(|it| it.id == id) else {
            continue;
        };
        let taken = decided.entry(id).or_insert_with(|| undecided(brief));
        let by: String = row.get("own_duty_id")?;
        match by.parse::<DutyId>() {
            // A duty that a revision dropped takes nothing over any more.
            Ok(by) if ours.iter().any(|it| it.id == by) => taken.by.push(by),
            Ok(_) => continue,
            Err(_) => taken.why_not = Some(row.get("note")?),
        }
        taken.decided = Some((row.get("decided_by")?, row.get("decided_at")?));
    }
    let taken = theirs
        .iter()
        .map(|it| decided.remove(&it.id).unwrap_or_else(|| undecided(it)))
        .collect();
    Ok(Some(Comparison { taken, own: ours }))
}

fn undecided(superior: &DutyBrief) -> Taken {
    Taken {
        superior: superior.clone(),
        by: Vec::new(),
        why_not: None,
        decided: None,
        likely: Vec::new(),
    }
}

/// Proposes own duties for what nobody has decided on.
fn propose(taken: &mut [Taken], own: &[DutyBrief]) {
    let likely = {
        let theirs: Vec<Said<'_>> = taken.iter().map(|it| said(&it.superior)).collect();
        let ours: Vec<Said<'_>> = own.iter().map(said).collect();
        liken(&theirs, &ours)
    };
    for it in likely {
        let taken = &mut taken[it.superior];
        if taken.decided.is_none() {
            taken.likely.push((own[it.own].id, it.permille));
        }
    }
}

fn said(it: &DutyBrief) -> Said<'_> {
    Said {
        heading: &it.heading,
        text: &it.text,
    }
}

/// The superior's plans that a plan is linked to.
///
/// # Errors
/// The engine's fault.
pub async fn list_superiors(tx: &mut Tx, own: PlanId) -> Result<Vec<LinkedPlan>, Fault> {
    linked(tx, (sql::LIST_SUPERIORS, own)).await
}

/// The plans that carry a superior's plan out.
///
/// # Errors
/// The engine's fault.
pub async fn list_linked(tx: &mut Tx, superior: PlanId) -> Result<Vec<LinkedPlan>, Fault> {
    linked(tx, (sql::LIST_LINKED, superior)).await
}

async fn linked(
    tx: &mut Tx,
    (question, plan): (&'static str, PlanId),
) -> Result<Vec<LinkedPlan>, Fault> {
    let rows = tx.fetch_all(question, params![plan]).await?;
    rows.iter()
        .map(|row| {
            Ok(LinkedPlan {
                id: row.get("id")?,
                title: row.get("title")?,
                issuer: row.get("issuer")?,
            })
        })
        .collect()
}
