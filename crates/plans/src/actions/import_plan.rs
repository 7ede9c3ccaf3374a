//! 导入工作要点: takes a plan in. A new plan opens its promises; the same plan again changes nothing; a changed one is laid
//! before the office as a difference to accept.

use gongwen::blocks::Source;
use gongwen::reading::PlanReading;
use kernel::{BlobId, Date, Fault, PlanId, Stop};
use promises::docket::Docket;
use store::{Store, StoredBlob, Tx, directory, params};

use crate::actions::Authority;
use crate::actions::settle_units::settle_plan;
use crate::diff::Diff;
use crate::draft::settings::Settings;
use crate::events::{About, PlanEvent};
use crate::intake::{
    PlanRecord, Settling, issuer_unit, mentions_of, plan_of, record_of, settle_duty, title,
};
use crate::model::{PlanDates, identity_of, reading_text};
use crate::reconcile::Effect;
use crate::records::{add_duty, json};
use crate::refusal::PlanRefusal;
use crate::resolve::Resolver;
use crate::revision::Known;
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

impl ImportOutcome {
    /// The plan.
    pub fn plan(&self) -> PlanId {
        match self {
            Self::Imported { plan, .. } | Self::Unchanged { plan } | Self::Changed { plan, .. } => {
                *plan
            }
        }
    }
}

/// The files of an import, kept before the transaction.
pub(crate) struct Kept {
    pub source: StoredBlob,
    pub blocks: StoredBlob,
    pub reading: StoredBlob,
}

/// A plan on its way in: what it says, what officers settled beside its words, and its files.
pub(crate) struct Intake {
    pub identity: String,
    pub reading: PlanReading,
    pub settings: Settings,
    pub kept: Kept,
}

impl Intake {
    /// A reading on its way in.
    ///
    /// # Errors
    /// Where it cannot be told from others, or hands out nothing.
    pub fn of(reading: PlanReading, settings: Settings, kept: Kept) -> Result<Self, PlanRefusal> {
        Ok(Self {
            identity: identity_in(&reading)?,
            reading,
            settings,
            kept,
        })
    }

    /// Takes it in, within a transaction that the caller began.
    pub async fn take_in(
        &self,
        tx: &mut Tx,
        authority: &Authority<'_>,
    ) -> Result<ImportOutcome, Stop<PlanRefusal>> {
        for blob in [&self.kept.source, &self.kept.blocks, &self.kept.reading] {
            tx.note_blob(blob, authority.now).await?;
        }
        let known = tx
            .fetch_optional(sql::FIND_PLAN_BY_IDENTITY, params![self.identity])
            .await?;
        match known {
            None => add(tx, self, authority).await,
            Some(row) => propose(tx, plan_of(&row)?, self, authority).await,
        }
    }
}

/// The key of a plan that may be taken in.
pub(crate) fn identity_in(reading: &PlanReading) -> Result<String, PlanRefusal> {
    let identity = identity_of(&reading.document).ok_or(PlanRefusal::Unidentified)?;
    if reading.duties.is_empty() {
        return Err(PlanRefusal::NoDuties);
    }
    Ok(identity)
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
    identity_in(&import.reading).map_err(Stop::Refused)?;
    let ImportPlan {
        reading,
        source,
        file,
        file_name,
        media_type,
    } = import;
    let kept = Kept {
        source: keep(store, file, (&media_type, &file_name)).await?,
        blocks: keep_blocks(store, &source).await?,
        reading: keep_reading(store, &reading).await?,
    };
    let intake = Intake::of(reading, Settings::default(), kept).map_err(Stop::Refused)?;
    store::write!(store, |tx| intake.take_in(tx, authority).await)
}

const JSON: &str = "application/json";

fn text_of(reading: &PlanReading) -> Result<String, Fault> {
    reading_text(reading).map_err(|cause| Fault::caused("writing a reading", cause))
}

pub(crate) async fn keep_blocks(store: &Store, source: &Source) -> Result<StoredBlob, Fault> {
    keep(store, json(source)?.into_bytes(), (JSON, "blocks.json")).await
}

pub(crate) async fn keep_reading(
    store: &Store,
    reading: &PlanReading,
) -> Result<StoredBlob, Fault> {
    let bytes = text_of(reading)?.into_bytes();
    keep(store, bytes, (JSON, "reading.json")).await
}

pub(crate) async fn keep(
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

async fn add_row(
    tx: &mut Tx,
    plan: &PlanRecord,
    intake: &Intake,
    now: kernel::Moment,
) -> Result<(), Fault> {
    let Intake { reading, kept, .. } = intake;
    let document = &reading.document;
    tx.execute(
        sql::ADD_PLAN,
        params![
            plan.id,
            intake.identity,
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
            now,
        ],
    )
    .await?;
    Ok(())
}

async fn add(
    tx: &mut Tx,
    intake: &Intake,
    authority: &Authority<'_>,
) -> Result<ImportOutcome, Stop<PlanRefusal>> {
    let Intake {
        reading,
        settings,
        kept,
        ..
    } = intake;
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
    add_row(tx, &plan, intake, authority.now).await?;
    let resolver = Resolver::new(&directory, plan.dates.dated_on, plan.issuer_unit);
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut effect = Effect::default();
    let meant = settings.meant();
    for (n, duty) in reading.duties.iter().enumerate() {
        let mut record = record_of(docket.tx(), plan.id, n, duty, authority.now);
        settings.give_grace(n, &mut record)?;
        add_duty(docket.tx(), &record).await?;
        settings.keep_evidence(docket.tx(), n, record.id).await?;
        let settling = Settling {
            plan: &plan,
            record: &record,
            mentions: &mentions_of(duty, &resolver, &meant),
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
    intake: &Intake,
    authority: &Authority<'_>,
) -> Result<ImportOutcome, Stop<PlanRefusal>> {
    let (reading, kept) = (&intake.reading, &intake.kept);
    tx.execute(sql::SUPERSEDE_REVISIONS, params![plan.id, authority.now])
        .await?;
    let known = Known::load(tx, plan).await?;
    let diff = known.diff(&reading.duties);
    let plan = known.plan;
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
            authority.office.actor().name(),
            json(&intake.settings)?
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

pub(crate) fn date(text: Option<&str>) -> Option<Date> {
    text.and_then(|it| it.parse().ok())
}

pub(crate) fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// What the office settled in a reading that waits to be accepted.
pub(crate) fn settings_of(row: &store::Row) -> Result<Settings, Fault> {
    let text: Option<String> = row.get("settings")?;
    text.map_or_else(
        || Ok(Settings::default()),
        |text| {
            serde_json::from_str(&text)
                .map_err(|cause| Fault::caused("reading column settings", cause))
        },
    )
}

/// The blob of a reading that waits to be accepted.
pub(crate) fn revision_of(row: &store::Row) -> Result<(BlobId, BlobId, BlobId), Fault> {
    Ok((
        row.get("reading_blob")?,
        row.get("source_blob")?,
        row.get("blocks_blob")?,
    ))
}
