//! 导入工作要点: takes a plan in. A new plan opens its promises; the same plan again changes nothing; a changed one is laid
//! before the office as a difference to accept.

use gongwen::blocks::Source;
use gongwen::reading::{DocumentIdentity, Duty, PlanReading};
use kernel::{BlobId, Date, DutyId, Fault, PlanId, Stop};
use promises::docket::Docket;
use store::{Store, StoredBlob, Tx, directory, params};

use crate::actions::Authority;
use crate::actions::settle_units::settle_plan;
use crate::diff::{Diff, diff};
use crate::events::{About, PlanEvent};
use crate::intake::{
    Confirmed, PlanRecord, Settling, issuer_unit, mentions_of, plan_of, record_of, settle_duty,
};
use crate::model::{MentionRole, PlanDates, identity_of, reading_text};
use crate::reconcile::Effect;
use crate::records::{add_duty, duty_of, json, list_plan_mentions};
use crate::refusal::PlanRefusal;
use crate::resolve::Resolver;
use crate::sql;

/// A plan as it was read.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    /// What it says.
    pub reading: PlanReading,
    /// Its text blocks.
    pub source: Source,
    /// The file.
    pub file: Vec<u8>,
    /// The name it was handed in under.
    pub file_name: String,
    /// Its media type, as told by content.
    pub media_type: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// A new plan.
    Imported {
        /// Its id.
        plan: PlanId,
        /// How many duties.
        duties: u64,
        /// Promises opened.
        opened: u64,
    },
    /// A known plan that says what it said.
    Unchanged {
        /// Its id.
        plan: PlanId,
    },
    /// A known plan that says something else; nothing has changed until it is accepted.
    Changed {
        /// Its id.
        plan: PlanId,
        /// The difference.
        diff: Diff,
    },
}

/// The files of an import, kept before the transaction.
struct Kept {
    source: StoredBlob,
    blocks: StoredBlob,
    reading: StoredBlob,
}

/// Takes a plan in.
///
/// # Errors
/// [`PlanRefusal`], or a fault of the engine or the disk.
pub async fn import_plan(
    store: &Store,
    import: ImportPlan,
    authority: &Authority<'_>,
) -> Result<ImportOutcome, Stop<PlanRefusal>> {
    let identity =
        identity_of(&import.reading.document).ok_or(Stop::Refused(PlanRefusal::Unidentified))?;
    if import.reading.duties.is_empty() {
        return Err(Stop::Refused(PlanRefusal::NoDuties));
    }
    let ImportPlan {
        reading,
        source,
        file,
        file_name,
        media_type,
    } = import;
    let kept = Kept {
        source: keep(store, file, (&media_type, &file_name)).await?,
        blocks: keep(store, json(&source)?.into_bytes(), (JSON, "blocks.json")).await?,
        reading: keep(
            store,
            text_of(&reading)?.into_bytes(),
            (JSON, "reading.json"),
        )
        .await?,
    };
    store::write!(store, |tx| {
        for blob in [&kept.source, &kept.blocks, &kept.reading] {
            tx.note_blob(blob, authority.now).await?;
        }
        let known = tx
            .fetch_optional(sql::FIND_PLAN_BY_IDENTITY, params![identity])
            .await?;
        match known {
            None => add(tx, (&identity, &reading), &kept, authority).await,
            Some(row) => propose(tx, plan_of(&row)?, (&reading, &kept), authority).await,
        }
    })
}

const JSON: &str = "application/json";

fn text_of(reading: &PlanReading) -> Result<String, Fault> {
    reading_text(reading).map_err(|cause| Fault::caused("writing a reading", cause))
}

async fn keep(
    store: &Store,
    bytes: Vec<u8>,
    (media_type, file_name): (&str, &str),
) -> Result<StoredBlob, Fault> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok(StoredBlob {
        id: store.blobs().put(bytes).await?,
        size,
        media_type: media_type.to_owned(),
        file_name: file_name.chars().take(200).collect(),
        // A work plan is public by nature, but the default of every blob is not public: the portal shows the text, not the file.
        is_public: false,
    })
}

async fn add(
    tx: &mut Tx,
    (identity, reading): (&str, &PlanReading),
    kept: &Kept,
    authority: &Authority<'_>,
) -> Result<ImportOutcome, Stop<PlanRefusal>> {
    let today = authority.now.date();
    let directory = directory::load(tx).await?;
    let document = &reading.document;
    let dates = PlanDates::of(document, authority.calendar, today);
    let plan = PlanRecord {
        id: tx.new_id(authority.now),
        title: title(document),
        issuer_unit: issuer_unit(&directory, document.issuer.as_deref(), dates.dated_on),
        dates,
        reading_blob: kept.reading.id.clone(),
    };
    tx.execute(
        sql::ADD_PLAN,
        params![
            plan.id,
            identity,
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
            kept.source.id,
            kept.blocks.id,
            kept.reading.id,
            json(&reading.citations)?,
            json(&reading.doubts)?,
            authority.now,
        ],
    )
    .await?;
    let resolver = Resolver::new(&directory, plan.dates.dated_on, plan.issuer_unit);
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut effect = Effect::default();
    for (n, duty) in reading.duties.iter().enumerate() {
        let record = record_of(docket.tx(), plan.id, n, duty, authority.now);
        add_duty(docket.tx(), &record).await?;
        let settling = Settling {
            plan: &plan,
            record: &record,
            mentions: &mentions_of(duty, &resolver, &Confirmed::new()),
            why: "导入工作要点",
        };
        effect.add(settle_duty(&mut docket, &settling, authority.calendar, today).await?);
    }
    docket.finish().await?;
    let duties = u64::try_from(reading.duties.len()).unwrap_or(u64::MAX);
    PlanEvent::Imported {
        title: plan.title,
        duties,
        opened: effect.opened,
        source: kept.source.id.to_string(),
    }
    .record(
        tx,
        About::plan(plan.id),
        (authority.office.actor(), authority.now),
    )
    .await?;
    Ok(ImportOutcome::Imported {
        plan: plan.id,
        duties,
        opened: effect.opened,
    })
}

async fn propose(
    tx: &mut Tx,
    plan: PlanRecord,
    (reading, kept): (&PlanReading, &Kept),
    authority: &Authority<'_>,
) -> Result<ImportOutcome, Stop<PlanRefusal>> {
    tx.execute(sql::SUPERSEDE_REVISIONS, params![plan.id, authority.now])
        .await?;
    let diff = diff(&list_said(tx, plan.id).await?, &reading.duties);
    if plan.reading_blob == kept.reading.id || diff.is_empty() {
        // It may have come before the register did: what its names mean is asked again.
        settle_plan(tx, plan.id, authority).await?;
        return Ok(ImportOutcome::Unchanged { plan: plan.id });
    }
    tx.execute(
        sql::PROPOSE_REVISION,
        params![
            plan.id,
            kept.reading.id,
            kept.source.id,
            kept.blocks.id,
            authority.now,
            authority.office.actor().name()
        ],
    )
    .await?;
    PlanEvent::RevisionProposed {
        added: count(diff.added.len()),
        dropped: count(diff.dropped.len()),
        changed: count(diff.changed.len()),
        source: kept.source.id.to_string(),
    }
    .record(
        tx,
        About::plan(plan.id),
        (authority.office.actor(), authority.now),
    )
    .await?;
    Ok(ImportOutcome::Changed {
        plan: plan.id,
        diff,
    })
}

/// The duties of a plan as it said them: with the names of the units as written.
pub(crate) async fn list_said(tx: &mut Tx, plan: PlanId) -> Result<Vec<(DutyId, Duty)>, Fault> {
    let rows = tx.fetch_all(sql::LIST_DUTIES, params![plan]).await?;
    let mut duties = Vec::with_capacity(rows.len());
    for row in &rows {
        let record = duty_of(row)?;
        duties.push((record.id, record.duty));
    }
    let mut places = std::collections::HashMap::new();
    for (n, (id, _)) in duties.iter().enumerate() {
        places.insert(id.to_string(), n);
    }
    for mention in list_plan_mentions(tx, plan).await? {
        // A unit that a person added to a duty was never written.
        if let Some(&n) = places.get(&mention.origin)
            && !mention.written.is_empty()
        {
            let duty = &mut duties[n].1;
            match mention.role {
                MentionRole::Lead => duty.lead.push(mention.written),
                MentionRole::Support => duty.support.push(mention.written),
            }
        }
    }
    Ok(duties)
}

pub(crate) fn title(document: &DocumentIdentity) -> String {
    document
        .title
        .clone()
        .or_else(|| document.doc_number.clone())
        .unwrap_or_default()
}

pub(crate) fn date(text: Option<&str>) -> Option<Date> {
    text.and_then(|it| it.parse().ok())
}

pub(crate) fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The blob of a reading that waits to be accepted.
pub(crate) fn revision_of(row: &store::Row) -> Result<(BlobId, BlobId, BlobId), Fault> {
    Ok((
        row.get("reading_blob")?,
        row.get("source_blob")?,
        row.get("blocks_blob")?,
    ))
}
