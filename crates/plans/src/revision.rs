//! A known plan beside a new reading of it: what was said, what is said now, and what letting it take effect would do.
//!
//! Reads, compares and foresees; `actions::accept_changes` does it, by the same parts. Changes nothing.

use std::collections::HashMap;

use calendar::Calendar;
use gongwen::reading::{Duty, PlanReading};
use kernel::unit::Directory;
use kernel::{BlobId, Date, DutyId, Fault};
use promises::{Origin, Promise};
use store::{Tx, params};

use crate::diff::{Diff, diff};
use crate::intake::{Confirmed, PlanRecord, Settling, foresee, issuer_unit, mentions_of, title};
use crate::model::{MentionRole, PlanDates};
use crate::opening::Wanted;
use crate::reconcile::{Effect, Reconciliation, foreseen};
use crate::records::{DutyRecord, Mention, NamedMention, duty_of, list_plan_mentions};
use crate::resolve::{Match, Resolver};
use crate::sql;

/// Why a promise of a dropped duty is withdrawn.
pub(crate) const DROPPED: &str = "工作要点修订：任务已取消";
/// Why a promise of another duty is moved or withdrawn.
pub(crate) const REVISED: &str = "工作要点修订";

/// What is known of a plan.
pub(crate) struct Known {
    pub plan: PlanRecord,
    pub records: Vec<DutyRecord>,
    pub named: Vec<NamedMention>,
    /// Whom names mean by the word of whoever handed the new reading in.
    pub meant: Confirmed,
}

impl Known {
    /// Loads it.
    pub async fn load(tx: &mut Tx, plan: PlanRecord) -> Result<Self, Fault> {
        let rows = tx.fetch_all(sql::LIST_DUTIES, params![plan.id]).await?;
        Ok(Self {
            records: rows.iter().map(duty_of).collect::<Result<_, _>>()?,
            named: list_plan_mentions(tx, plan.id).await?,
            meant: Confirmed::new(),
            plan,
        })
    }

    /// The duties as the plan said them: with the names of the units as written.
    pub fn said(&self) -> Vec<(DutyId, Duty)> {
        let mut duties: Vec<(DutyId, Duty)> = self
            .records
            .iter()
            .map(|record| (record.id, record.duty.clone()))
            .collect();
        let places: HashMap<String, usize> = (0..)
            .zip(&duties)
            .map(|(n, (id, _))| (id.to_string(), n))
            .collect();
        for mention in &self.named {
            // A unit that a person added to a duty was never written.
            if let Some(&n) = places.get(&mention.origin)
                && !mention.written.is_empty()
            {
                let duty = &mut duties[n].1;
                let names = match mention.role {
                    MentionRole::Lead => &mut duty.lead,
                    MentionRole::Support => &mut duty.support,
                };
                names.push(mention.written.clone());
            }
        }
        duties
    }

    /// What a new reading changes.
    pub fn diff(&self, now: &[Duty]) -> Diff {
        diff(&self.said(), now)
    }

    /// The plan as a new reading has it.
    pub fn revised(
        &self,
        (said, reading): (&PlanReading, &BlobId),
        directory: &Directory,
        (calendar, today): (&Calendar, Date),
    ) -> PlanRecord {
        let document = &said.document;
        let dates = PlanDates::of(document, calendar, today);
        PlanRecord {
            id: self.plan.id,
            title: title(document),
            issuer_unit: issuer_unit(directory, document.issuer.as_deref(), dates.dated_on),
            dates,
            reading_blob: reading.clone(),
        }
    }

    /// Whom the names of a duty of the new reading mean. What people have said of this plan's names holds for the revised
    /// plan too, and so do the units that a person added to a duty that names nobody.
    pub fn mentions(
        &self,
        duty: &Duty,
        known: Option<DutyId>,
        resolver: &Resolver<'_>,
    ) -> Vec<Mention> {
        let mut mentions = mentions_of(duty, resolver, &self.confirmed());
        if let Some(id) = known {
            let id = id.to_string();
            let own: Vec<_> = self.named.iter().filter(|it| it.origin == id).collect();
            for mention in &mut mentions {
                let (role, written) = (mention.role, &mention.resolution.written);
                let stored = own
                    .iter()
                    .find(|it| it.role == role && it.written == *written)
                    .map(|it| it.plain().resolution);
                mention.resolution = resolver.as_split(mention.resolution.clone(), stored.as_ref());
            }
            let by_hand = |it: &&NamedMention| it.origin == id && it.written.is_empty();
            mentions.extend(self.named.iter().filter(by_hand).map(NamedMention::plain));
        }
        mentions
    }

    fn confirmed(&self) -> Confirmed {
        let known = self
            .named
            .iter()
            .filter(|it| it.matched == Match::Confirmed && !it.written.is_empty())
            .map(|it| {
                let units = it.units.iter().map(|(id, _)| *id).collect();
                (it.written.clone(), units)
            });
        let new = self.meant.iter();
        known
            .chain(new.map(|(name, units)| (name.clone(), units.clone())))
            .collect()
    }

    /// What letting the new reading take effect would do to the open promises of each known duty; duties to which it does
    /// nothing are left out.
    pub fn foresee(
        &self,
        said: &PlanReading,
        open: &[Promise],
        (directory, calendar, today): (&Directory, &Calendar, Date),
    ) -> HashMap<DutyId, Effect> {
        let reading = &self.plan.reading_blob;
        let plan = self.revised((said, reading), directory, (calendar, today));
        let resolver = Resolver::new(directory, plan.dates.dated_on, plan.issuer_unit);
        let diff = self.diff(&said.duties);
        let mut by_duty: HashMap<DutyId, Vec<Promise>> = HashMap::new();
        for promise in open {
            if let Origin::Duty(id) = promise.origin {
                by_duty.entry(id).or_default().push(promise.clone());
            }
        }
        let mut effects = HashMap::new();
        for id in &diff.dropped {
            let promises = by_duty.get(id).map_or(&[][..], Vec::as_slice);
            let effect = foreseen(
                &gone(*id, &Wanted::default(), DROPPED),
                promises,
                calendar,
                today,
            );
            effects.insert(*id, effect);
        }
        for (id, n) in diff.paired() {
            let (Some(promises), Some(was)) = (
                by_duty.get(&id),
                self.records.iter().find(|record| record.id == id),
            ) else {
                continue;
            };
            let duty = &said.duties[n];
            let settling = Settling {
                plan: &plan,
                record: &DutyRecord {
                    duty: duty.clone(),
                    ..was.clone()
                },
                mentions: &self.mentions(duty, Some(id), &resolver),
                why: REVISED,
            };
            effects.insert(id, foresee(&settling, promises, (calendar, today)));
        }
        effects.retain(|_, effect| *effect != Effect::default());
        effects
    }
}

/// What brings the promises of a dropped duty in line: nobody owes anything by it.
pub(crate) fn gone<'a>(id: DutyId, nothing: &'a Wanted, why: &'a str) -> Reconciliation<'a> {
    Reconciliation {
        origin: Origin::Duty(id),
        owing: &[],
        supporting: &[],
        wanted: nothing,
        why,
    }
}
