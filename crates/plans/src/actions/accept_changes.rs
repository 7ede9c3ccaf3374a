//! 确认变化: a changed plan takes effect. Added duties open promises, dropped ones withdraw their open promises, changed ones
//! move theirs; kept and waived promises stay, and every change is in the log.

use gongwen::reading::PlanReading;
use kernel::{BlobId, Fault, PlanId, Stop};
use promises::docket::Docket;
use store::{Store, Tx, directory, params};

use crate::actions::Authority;
use crate::actions::import_plan::{count, date, list_said, revision_of, title};
use crate::diff::{Diff, diff};
use crate::events::{About, PlanEvent};
use crate::intake::{
    Confirmed, PlanRecord, Settling, find_plan_record, issuer_unit, mentions_of, read_reading,
    record_of, settle_duty,
};
use crate::model::PlanDates;
use crate::opening::Wanted;
use crate::reconcile::{Effect, Reconciliation, reconcile};
use crate::records::{add_duty, change_duty, drop_duty, duty_of, json, list_plan_mentions};
use crate::refusal::PlanRefusal;
use crate::resolve::{Match, Resolver};
use crate::sql;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The difference that took effect.
    pub diff: Diff,
    /// What it did to promises.
    pub effect: Effect,
}

/// Lets the difference that waits take effect. `reading` is the one that was shown, so that nobody accepts what they have
/// not seen.
///
/// # Errors
/// [`PlanRefusal`], or a fault of the engine or the disk.
pub async fn accept_changes(
    store: &Store,
    plan: PlanId,
    reading: &BlobId,
    authority: &Authority<'_>,
) -> Result<Accepted, Stop<PlanRefusal>> {
    let Some(said) = find_reading(store, reading).await? else {
        return Err(Stop::Refused(PlanRefusal::NothingToAccept));
    };
    store::write!(store, |tx| {
        let known = find_plan_record(tx, plan)
            .await?
            .ok_or(Stop::Refused(PlanRefusal::UnknownPlan))?;
        let row = tx.fetch_optional(sql::FIND_REVISION, params![plan]).await?;
        let blobs = row.as_ref().map(revision_of).transpose()?;
        let blobs = blobs
            .filter(|it| it.0 == *reading)
            .ok_or(Stop::Refused(PlanRefusal::NothingToAccept))?;
        tx.execute(sql::ACCEPT_REVISION, params![plan, reading, authority.now])
            .await?;
        Ok(take_effect(tx, known, (&said, &blobs), authority).await?)
    })
}

async fn find_reading(store: &Store, blob: &BlobId) -> Result<Option<PlanReading>, Fault> {
    if store.blobs().find(blob).await?.is_none() {
        return Ok(None);
    }
    read_reading(store, blob).await.map(Some)
}

async fn take_effect(
    tx: &mut Tx,
    known: PlanRecord,
    (said, blobs): (&PlanReading, &(BlobId, BlobId, BlobId)),
    authority: &Authority<'_>,
) -> Result<Accepted, Fault> {
    let today = authority.now.date();
    let directory = directory::load(tx).await?;
    let confirmed = confirmed_in(tx, known.id).await?;
    let diff = diff(&list_said(tx, known.id).await?, &said.duties);
    let plan = change_plan(tx, &known, (said, blobs), (&directory, authority)).await?;
    let resolver = Resolver::new(&directory, plan.dates.dated_on, plan.issuer_unit);
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut effect = Effect::default();
    for id in &diff.dropped {
        drop_duty(docket.tx(), *id, authority.now).await?;
        let gone = Reconciliation {
            origin: promises::Origin::Duty(*id),
            owing: &[],
            supporting: &[],
            wanted: &Wanted::default(),
            why: "工作要点修订：任务已取消",
        };
        effect.add(reconcile(&mut docket, &gone, authority.calendar, today).await?);
    }
    let paired = diff
        .kept
        .iter()
        .map(|(id, n)| (Some(*id), *n))
        .chain(diff.changed.iter().map(|it| (Some(it.id), it.new)))
        .chain(diff.added.iter().map(|n| (None, *n)));
    for (id, n) in paired {
        let duty = &said.duties[n];
        let mut record = record_of(docket.tx(), plan.id, n, duty, authority.now);
        match id {
            None => add_duty(docket.tx(), &record).await?,
            Some(id) => {
                let row = docket.tx().fetch_one(sql::FIND_DUTY, params![id]).await?;
                let was = duty_of(&row)?;
                record.id = id;
                (record.grace, record.grace_basis) = (was.grace, was.grace_basis);
                change_duty(docket.tx(), &record).await?;
            }
        }
        let mut mentions = mentions_of(duty, &resolver, &confirmed);
        if let Some(id) = id {
            mentions.extend(added_by_hand(docket.tx(), &id.to_string()).await?);
        }
        let settling = Settling {
            plan: &plan,
            record: &record,
            mentions: &mentions,
            why: "工作要点修订",
        };
        effect.add(settle_duty(&mut docket, &settling, authority.calendar, today).await?);
    }
    docket.finish().await?;
    PlanEvent::RevisionAccepted {
        added: count(diff.added.len()),
        dropped: count(diff.dropped.len()),
        changed: count(diff.changed.len()),
        opened: effect.opened,
        moved: effect.moved,
        withdrawn: effect.withdrawn,
    }
    .record(
        tx,
        About::plan(plan.id),
        (authority.office.actor(), authority.now),
    )
    .await?;
    Ok(Accepted { diff, effect })
}

async fn change_plan(
    tx: &mut Tx,
    known: &PlanRecord,
    (said, blobs): (&PlanReading, &(BlobId, BlobId, BlobId)),
    (directory, authority): (&kernel::unit::Directory, &Authority<'_>),
) -> Result<PlanRecord, Fault> {
    let document = &said.document;
    let dates = PlanDates::of(document, authority.calendar, authority.now.date());
    let plan = PlanRecord {
        id: known.id,
        title: title(document),
        issuer_unit: issuer_unit(directory, document.issuer.as_deref(), dates.dated_on),
        dates,
        reading_blob: blobs.0.clone(),
    };
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
            blobs.1,
            blobs.2,
            blobs.0,
            json(&said.citations)?,
            json(&said.doubts)?,
        ],
    )
    .await?;
    Ok(plan)
}

/// What people have said of this plan's names: it holds for the revised plan too.
async fn confirmed_in(tx: &mut Tx, plan: PlanId) -> Result<Confirmed, Fault> {
    let mut confirmed = Confirmed::new();
    for mention in list_plan_mentions(tx, plan).await? {
        if mention.matched == Match::Confirmed && !mention.written.is_empty() {
            let units = mention.units.iter().map(|(id, _)| *id).collect();
            confirmed.insert(mention.written, units);
        }
    }
    Ok(confirmed)
}

/// The units that a person added to a duty that names nobody.
async fn added_by_hand(tx: &mut Tx, duty: &str) -> Result<Vec<crate::records::Mention>, Fault> {
    let mentions = crate::records::list_mentions(tx, duty).await?;
    Ok(mentions
        .iter()
        .filter(|it| it.written.is_empty())
        .map(crate::records::NamedMention::plain)
        .collect())
}
