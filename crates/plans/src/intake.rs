//! What imports share: whom a duty's words mean, and the promises that follow.
//!
//! Works within a transaction that an action began.

use std::collections::HashMap;

use calendar::Calendar;
use gongwen::reading::{DocumentIdentity, Doubt, Duty, PlanReading};
use kernel::unit::Directory;
use kernel::{BlobId, Date, DutyId, Fault, PlanId, UnitId};
use promises::docket::Docket;
use promises::{Cadence, Grace, Origin, Promise};
use store::{Row, Store, Tx, params};

use crate::model::{Lasting, MentionRole, Obliging, PlanDates, title_of};
use crate::opening::{Wanted, wanted};
use crate::reconcile::{Effect, Reconciliation, foreseen, reconcile};
use crate::records::{DutyRecord, Mention, json, keep_mentions, units_of};
use crate::resolve::{Match, Resolution, Resolver};
use crate::sql;

/// A plan as its duties need it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlanRecord {
    pub id: PlanId,
    pub title: String,
    pub issuer_unit: Option<UnitId>,
    pub dates: PlanDates,
    pub reading_blob: BlobId,
}

pub(crate) fn plan_of(row: &Row) -> Result<PlanRecord, Fault> {
    let year: i64 = row.get("year")?;
    Ok(PlanRecord {
        id: row.get("id")?,
        title: row.get("title")?,
        issuer_unit: row.get("issuer_unit_id")?,
        dates: PlanDates {
            year: i16::try_from(year)
                .map_err(|cause| Fault::caused(format!("column year holds {year}"), cause))?,
            dated_on: row.get("dated_on")?,
            publication_on: row.get("publication_on")?,
            publication_basis: row.get("publication_basis")?,
        },
        reading_blob: row.get("reading_blob")?,
    })
}

pub(crate) async fn find_plan_record(tx: &mut Tx, id: PlanId) -> Result<Option<PlanRecord>, Fault> {
    let row = tx.fetch_optional(sql::FIND_PLAN, params![id]).await?;
    row.as_ref().map(plan_of).transpose()
}

/// Whom names mean by a person's word: name as written → units.
pub(crate) type Confirmed = HashMap<String, Vec<UnitId>>;

/// Whom a duty's names mean.
pub(crate) fn mentions_of(
    duty: &Duty,
    resolver: &Resolver<'_>,
    confirmed: &Confirmed,
) -> Vec<Mention> {
    let lead = duty.lead.iter().map(|it| (MentionRole::Lead, it));
    let support = duty.support.iter().map(|it| (MentionRole::Support, it));
    lead.chain(support)
        .map(|(role, written)| Mention {
            role,
            resolution: match confirmed.get(written) {
                Some(units) => Resolution {
                    written: written.clone(),
                    matched: Match::Confirmed,
                    class: None,
                    units: units.clone(),
                },
                None => resolver.resolve(written),
            },
        })
        .collect()
}

/// Who owes a duty: its lead units, or the plan's issuer where it names none.
pub(crate) fn owing_of(mentions: &[Mention], issuer: Option<UnitId>) -> Vec<UnitId> {
    let names_somebody = mentions.iter().any(|it| it.role == MentionRole::Lead);
    if names_somebody {
        units_of(mentions, MentionRole::Lead)
    } else {
        issuer.into_iter().collect()
    }
}

/// What a duty obliges to.
pub(crate) fn obliging_of(plan: &PlanRecord, record: &DutyRecord, today: Date) -> Obliging {
    let duty = &record.duty;
    Obliging {
        origin: Origin::Duty(record.id),
        plan_id: Some(plan.id),
        title: title_of(&duty.heading, &duty.text),
        heading: duty.heading.clone(),
        text: duty.text.clone(),
        source: format!("《{}》", plan.title),
        dates: plan.dates.clone(),
        cadence: duty.cadence.clone(),
        deadlines: duty.deadlines.clone(),
        terms: duty.terms.clone(),
        grace: record.grace,
        grace_basis: record.grace_basis.clone(),
        lasting: Lasting::Year,
        today,
    }
}

/// What one duty's promises are brought in line with.
pub(crate) struct Settling<'a> {
    pub plan: &'a PlanRecord,
    pub record: &'a DutyRecord,
    pub mentions: &'a [Mention],
    pub why: &'a str,
}

impl Settling<'_> {
    /// Who owes, who assists, and what is owed.
    fn weighed(&self, (calendar, today): (&Calendar, Date)) -> (Vec<UnitId>, Vec<UnitId>, Wanted) {
        let owing = owing_of(self.mentions, self.plan.issuer_unit);
        let mut supporting = units_of(self.mentions, MentionRole::Support);
        supporting.retain(|unit| !owing.contains(unit));
        let wanted = wanted(
            &obliging_of(self.plan, self.record, today),
            &owing,
            calendar,
        );
        (owing, supporting, wanted)
    }
}

/// Keeps a duty's mentions and doubts and brings its promises in line.
pub(crate) async fn settle_duty(
    docket: &mut Docket<'_>,
    it: &Settling<'_>,
    calendar: &Calendar,
    today: Date,
) -> Result<Effect, Fault> {
    keep_mentions(docket.tx(), &it.record.id.to_string(), it.mentions).await?;
    let (owing, supporting, wanted) = it.weighed((calendar, today));
    keep_doubts(docket.tx(), it.record, &wanted).await?;
    let reconciliation = Reconciliation {
        origin: Origin::Duty(it.record.id),
        owing: &owing,
        supporting: &supporting,
        wanted: &wanted,
        why: it.why,
    };
    reconcile(docket, &reconciliation, calendar, today).await
}

/// What settling a duty would do to its open promises.
pub(crate) fn foresee(
    it: &Settling<'_>,
    open: &[Promise],
    (calendar, today): (&Calendar, Date),
) -> Effect {
    let (owing, supporting, wanted) = it.weighed((calendar, today));
    let reconciliation = Reconciliation {
        origin: Origin::Duty(it.record.id),
        owing: &owing,
        supporting: &supporting,
        wanted: &wanted,
        why: it.why,
    };
    foreseen(&reconciliation, open, calendar, today)
}

/// The doubt about a deadline that no calendar reaches or nobody can read: no promise stands for it.
pub(crate) const UNRECKONABLE: &str = "deadline_unreckonable";

/// Keeps the reader's doubts with those about deadlines that cannot be reckoned.
async fn keep_doubts(tx: &mut Tx, record: &DutyRecord, wanted: &Wanted) -> Result<(), Fault> {
    let mut doubts = record.duty.doubts.clone();
    doubts.retain(|it| it.code != UNRECKONABLE);
    doubts.extend(wanted.unreckonable.iter().map(|value| Doubt {
        code: UNRECKONABLE.to_owned(),
        message: format!(
            "时限“{value}”无法推算到期日（日历范围为1990年至2100年），未就此立项承诺，请核对原文"
        ),
        place: None,
    }));
    if doubts != record.duty.doubts {
        tx.execute(sql::SET_DUTY_DOUBTS, params![record.id, json(&doubts)?])
            .await?;
    }
    Ok(())
}

/// A new duty of a plan, with the statutory span after its periods.
pub(crate) fn record_of(
    tx: &mut Tx,
    plan: PlanId,
    ordinal: usize,
    duty: &Duty,
    now: kernel::Moment,
) -> DutyRecord {
    let id: DutyId = tx.new_id(now);
    DutyRecord {
        id,
        plan_id: plan,
        ordinal: u32::try_from(ordinal + 1).unwrap_or(u32::MAX),
        duty: duty.clone(),
        grace: promises::actions::recur::STATUTORY_GRACE,
        grace_basis: promises::actions::recur::STATUTORY_BASIS.to_owned(),
    }
}

/// The unit that issued a plan, where its name is settled.
pub(crate) fn issuer_unit(directory: &Directory, issuer: Option<&str>, on: Date) -> Option<UnitId> {
    let found = Resolver::new(directory, on, None).resolve(issuer?);
    match (&found.matched, &found.units[..]) {
        (Match::Exact | Match::Alias | Match::Former { .. } | Match::Abbreviation, [one]) => {
            Some(*one)
        }
        (
            Match::Exact
            | Match::Alias
            | Match::Former { .. }
            | Match::Abbreviation
            | Match::Class
            | Match::Confirmed
            | Match::Suggested { .. }
            | Match::Unknown,
            _,
        ) => None,
    }
}

/// What a plan is called.
pub(crate) fn title(document: &DocumentIdentity) -> String {
    document
        .title
        .clone()
        .or_else(|| document.doc_number.clone())
        .unwrap_or_default()
}

/// Reads a reading back from its blob.
pub(crate) async fn read_reading(store: &Store, blob: &BlobId) -> Result<PlanReading, Fault> {
    let bytes = store
        .blobs()
        .find(blob)
        .await?
        .ok_or_else(|| Fault::new(format!("the reading {blob} is not among the blobs")))?;
    serde_json::from_slice(&bytes).map_err(|cause| Fault::caused(format!("reading {blob}"), cause))
}

/// A grace as written, where it fits the cadences of a duty.
pub(crate) fn grace_for(written: &str, cadences: &[String]) -> Option<Grace> {
    let fits = |grace: &Grace, code: &str| grace.fits(Cadence::from_code(code));
    Grace::stated(written).filter(|grace| cadences.iter().all(|code| fits(grace, code)))
}
