//! 确认变化: a changed plan takes effect. Added duties open promises, dropped ones withdraw their open promises, changed ones
//! move theirs; kept and waived promises stay, and every change is in the log.

use gongwen::reading::PlanReading;
use kernel::{BlobId, DutyId, Fault, PlanId, Stop};
use promises::docket::Docket;
use store::{Store, Tx, directory, params};

use crate::actions::Authority;
use crate::actions::import_plan::{count, date, revision_of, settings_of};
use crate::consent::Consent;
use crate::diff::{Diff, diff};
use crate::draft::pieces::{Piece, without};
use crate::draft::settings::Settings;
use crate::events::{About, PlanEvent};
use crate::intake::{PlanRecord, Settling, find_plan_record, read_reading, record_of, settle_duty};
use crate::opening::Wanted;
use crate::reconcile::{Effect, reconcile};
use crate::records::{add_duty, change_duty, drop_duty, json};
use crate::refusal::PlanRefusal;
use crate::resolve::Resolver;
use crate::revision::{DROPPED, Known, REVISED, gone};
use crate::sql;

/// What is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptChanges {
    /// The plan.
    pub plan: PlanId,
    /// The reading that was shown, so that nobody accepts what they have not seen.
    pub reading: BlobId,
    /// Why promises that are late may be withdrawn or given a later day; the public reads it. Without it a difference that
    /// would do so is refused.
    pub late_reason: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The difference that took effect.
    pub diff: Diff,
    /// What it did to promises.
    pub effect: Effect,
}

/// Lets the difference that waits take effect.
///
/// # Errors
/// [`PlanRefusal`], or a fault of the engine or the disk.
pub async fn accept_changes(
    store: &Store,
    command: &AcceptChanges,
    authority: &Authority<'_>,
) -> Result<Accepted, Stop<PlanRefusal>> {
    accept_pieces(store, (command, &[]), authority).await
}

/// Lets the difference that waits take effect without the pieces that stay as they were.
///
/// # Errors
/// [`PlanRefusal`], or a fault of the engine or the disk.
pub async fn accept_pieces(
    store: &Store,
    (command, keep): (&AcceptChanges, &[Piece]),
    authority: &Authority<'_>,
) -> Result<Accepted, Stop<PlanRefusal>> {
    let consent = Consent::of(command.late_reason.as_deref()).map_err(Stop::Refused)?;
    let reading = &command.reading;
    let Some(said) = find_reading(store, reading).await? else {
        return Err(Stop::Refused(PlanRefusal::NothingToAccept));
    };
    store::write!(store, |tx| {
        let known = find_plan_record(tx, command.plan)
            .await?
            .ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
        let row = tx
            .fetch_optional(sql::FIND_REVISION, params![command.plan])
            .await?;
        let blobs = row.as_ref().map(revision_of).transpose()?;
        let settings = row
            .as_ref()
            .map(settings_of)
            .transpose()?
            .unwrap_or_default();
        let blobs = blobs
            .filter(|it| it.0 == *reading)
            .ok_or(Stop::Refused(PlanRefusal::NothingToAccept))?;
        tx.execute(
            sql::ACCEPT_REVISION,
            params![command.plan, reading, authority.now],
        )
        .await?;
        let revision = Revision {
            said: &said,
            blobs: &blobs,
            settings: &settings,
            keep,
            consent: &consent,
        };
        revision.take_effect(tx, known, authority).await
    })
}

async fn find_reading(store: &Store, blob: &BlobId) -> Result<Option<PlanReading>, Fault> {
    if store.blobs().find(blob).await?.is_none() {
        return Ok(None);
    }
    read_reading(store, blob).await.map(Some)
}

/// A reading that takes effect, its blobs (reading, source, blocks), and whether late promises may go.
struct Revision<'a> {
    said: &'a PlanReading,
    blobs: &'a (BlobId, BlobId, BlobId),
    settings: &'a Settings,
    keep: &'a [Piece],
    consent: &'a Consent,
}

impl Revision<'_> {
    async fn take_effect(
        &self,
        tx: &mut Tx,
        plan: PlanRecord,
        authority: &Authority<'_>,
    ) -> Result<Accepted, Stop<PlanRefusal>> {
        let today = authority.now.date();
        let directory = directory::load(tx).await?;
        let mut known = Known::load(tx, plan).await?;
        known.meant = self.settings.meant();
        let (said, settings) = {
            let (said, known) = ((self.said, self.settings), known.said());
            let diff = diff(&known, &said.0.duties);
            without(&known, said, &diff, self.keep)
        };
        let diff = known.diff(&said.duties);
        let when = (authority.calendar, today);
        let plan = known.revised((&said, &self.blobs.0), &directory, when);
        self.change_plan(tx, &plan).await?;
        let resolver = Resolver::new(&directory, plan.dates.dated_on, plan.issuer_unit);
        let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
        let mut effect = Effect::default();
        let why = self.consent.why(DROPPED);
        for id in &diff.dropped {
            drop_duty(docket.tx(), *id, authority.now).await?;
            let nothing = Wanted::default();
            let gone = gone(*id, &nothing, &why);
            effect.add(reconcile(&mut docket, &gone, authority.calendar, today).await?);
        }
        let why = self.consent.why(REVISED);
        let known_ones = diff.paired().map(|(id, n)| (Some(id), n));
        for (id, n) in known_ones.chain(diff.added.iter().map(|n| (None, *n))) {
            let duty = &said.duties[n];
            let mut record = record_of(docket.tx(), plan.id, n, duty, authority.now);
            match id.and_then(|id| find_record(&known, id)) {
                None => {
                    settings.give_grace(n, &mut record)?;
                    add_duty(docket.tx(), &record).await?;
                }
                Some(was) => {
                    record.id = was.id;
                    record.grace = was.grace;
                    record.grace_basis.clone_from(&was.grace_basis);
                    if settings.give_grace(n, &mut record)? {
                        set_grace(docket.tx(), &record).await?;
                    }
                    change_duty(docket.tx(), &record).await?;
                }
            }
            settings.keep_evidence(docket.tx(), n, record.id).await?;
            let settling = Settling {
                plan: &plan,
                record: &record,
                mentions: &known.mentions(duty, id, &resolver),
                why: &why,
            };
            effect.add(settle_duty(&mut docket, &settling, authority.calendar, today).await?);
        }
        docket.finish().await?;
        let event = PlanEvent::RevisionAccepted {
            added: count(diff.added.len()),
            dropped: count(diff.dropped.len()),
            changed: count(diff.changed.len()),
            opened: effect.opened,
            moved: effect.moved,
            withdrawn: effect.withdrawn,
            granted_kept: effect.granted_kept,
            late: self.consent.weigh(&effect).map_err(Stop::Refused)?,
        };
        let by = (authority.office.actor(), authority.now);
        event.record(tx, About::plan(plan.id), by).await?;
        Ok(Accepted { diff, effect })
    }

    async fn change_plan(&self, tx: &mut Tx, plan: &PlanRecord) -> Result<(), Fault> {
        let document = &self.said.document;
        tx.execute(
            sql::CHANGE_PLAN,
            params![
                plan.id,
                plan.title,
                document.issuer,
                plan.issuer_unit,
                document.doc_number,
                document.index_number,
                plan.dates.year,
                date(document.written_on.as_deref()),
                date(document.published_on.as_deref()),
                plan.dates.dated_on,
                plan.dates.publication_on,
                plan.dates.publication_basis,
                self.blobs.1,
                self.blobs.2,
                self.blobs.0,
                json(&self.said.citations)?,
                json(&self.said.doubts)?,
            ],
        )
        .await?;
        Ok(())
    }
}

fn find_record(known: &Known, id: DutyId) -> Option<&crate::records::DutyRecord> {
    known.records.iter().find(|record| record.id == id)
}

async fn set_grace(tx: &mut Tx, record: &crate::records::DutyRecord) -> Result<(), Fault> {
    let grace = record.grace.to_string();
    tx.execute(
        sql::SET_DUTY_GRACE,
        params![record.id, grace, record.grace_basis],
    )
    .await?;
    Ok(())
}
