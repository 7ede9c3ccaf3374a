//! 导入目录: takes the disclosure catalogue in. Rows known before keep their promises and change with the new words; a row
//! that the new file lacks stays, for a catalogue comes in many files, one a field.

use std::collections::HashMap;

use gongwen::blocks::Source;
use gongwen::reading::{Doubt, Term, Trigger};
use kernel::{CatalogueItemId, Date, Fault, Stop, UnitId};
use promises::actions::recur::{STATUTORY_BASIS, STATUTORY_GRACE};
use promises::docket::Docket;
use promises::{Grace, Origin};
use store::{Row, Store, StoredBlob, Tx, directory, params};

use crate::actions::Authority;
use crate::catalogue::timing::{self, Timing};
use crate::catalogue::{self, Item};
use crate::consent::Consent;
use crate::events::{About, PlanEvent};
use crate::model::{Lasting, MentionRole, Obliging, PlanDates};
use crate::opening::wanted;
use crate::reconcile::{Effect, Reconciliation, reconcile};
use crate::records::{Mention, json, keep_mentions, list_mentions, parsed, units_of};
use crate::refusal::PlanRefusal;
use crate::resolve::{Resolution, Resolver};
use crate::sql;

/// A catalogue as it was read.
#[derive(Debug, Clone)]
pub struct ImportCatalogue {
    /// Its tables: of an XLSX file as `gongwen` reads it, of a CSV file by [`catalogue::csv_source`].
    pub source: Source,
    /// The file.
    pub file: Vec<u8>,
    /// The name it was handed in under.
    pub file_name: String,
    /// Its media type, as told by content.
    pub media_type: String,
    /// Why promises that are late may be withdrawn or given a later day; the public reads it. Without it what would do so is
    /// refused.
    pub late_reason: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportedCatalogue {
    /// Rows that were not known.
    pub added: u64,
    /// Rows that were.
    pub known: u64,
    /// Rows that no unit of the register answers for: 公开主体 names none that is known, or nobody.
    pub unmatched: u64,
    /// What it did to promises.
    pub effect: Effect,
}

/// Takes the catalogue in.
///
/// # Errors
/// [`PlanRefusal`], or a fault of the engine or the disk.
pub async fn import_catalogue(
    store: &Store,
    import: ImportCatalogue,
    authority: &Authority<'_>,
) -> Result<ImportedCatalogue, Stop<PlanRefusal>> {
    let items = catalogue::read(&import.source).map_err(Stop::Refused)?;
    let consent = Consent::of(import.late_reason.as_deref()).map_err(Stop::Refused)?;
    let blob = StoredBlob {
        size: u64::try_from(import.file.len()).unwrap_or(u64::MAX),
        id: store.blobs().put(import.file).await?,
        media_type: import.media_type,
        file_name: import.file_name,
        is_public: false,
    };
    store::write!(store, |tx| {
        tx.note_blob(&blob, authority.now).await?;
        let why = consent.why("主动公开目录调整");
        let done = take_in(tx, (&items, &why), authority).await?;
        let event = PlanEvent::CatalogueImported {
            added: done.added,
            known: done.known,
            opened: done.effect.opened,
            source: blob.id.to_string(),
            late: consent.weigh(&done.effect).map_err(Stop::Refused)?,
        };
        let about = About {
            plan: None,
            subject: "catalogue".to_owned(),
        };
        event
            .record(tx, about, (authority.office.actor(), authority.now))
            .await?;
        Ok(done)
    })
}

async fn take_in(
    tx: &mut Tx,
    (items, why): (&[Item], &str),
    authority: &Authority<'_>,
) -> Result<ImportedCatalogue, Fault> {
    let today = authority.now.date();
    let directory = directory::load(tx).await?;
    let resolver = Resolver::new(&directory, today, None);
    let first_ordinal: u64 = tx.fetch_one(sql::COUNT_ITEMS, params![]).await?.get("n")?;
    let mut docket = Docket::begin(tx, authority.office.actor(), authority.now).await?;
    let mut done = ImportedCatalogue::default();
    // The same name is resolved once: a catalogue repeats it on every row.
    let mut resolved: HashMap<String, Resolution> = HashMap::new();
    for (n, item) in items.iter().enumerate() {
        let mut mentions: Vec<Mention> = item
            .units()
            .into_iter()
            .map(|written| Mention {
                role: MentionRole::Lead,
                resolution: resolved
                    .entry(written.clone())
                    .or_insert_with(|| resolver.resolve(&written))
                    .clone(),
            })
            .collect();
        let kept = keep_item(docket.tx(), item, (n, first_ordinal), authority).await?;
        if kept.is_new {
            done.added += 1;
        } else {
            done.known += 1;
            let stored = list_mentions(docket.tx(), &kept.id.to_string()).await?;
            for mention in &mut mentions {
                let now = mention.resolution.clone();
                let stored = stored.iter().find(|it| it.written == now.written);
                let stored = stored.map(|it| it.plain().resolution);
                mention.resolution = resolver.as_split(now, stored.as_ref());
            }
        }
        if units_of(&mentions, MentionRole::Lead).is_empty() {
            done.unmatched += 1;
        }
        let owed = OwedItem {
            item,
            kept: &kept,
            mentions: &mentions,
            why,
        };
        let effect = settle_item(&mut docket, &owed, authority).await?;
        done.effect.add(effect);
    }
    docket.finish().await?;
    Ok(done)
}

/// An item's row.
pub(super) struct KeptItem {
    pub(super) id: CatalogueItemId,
    is_new: bool,
    imported_on: Date,
    grace: Grace,
    grace_basis: String,
}

/// The row of an item that is known.
pub(super) fn kept_of(row: &Row) -> Result<KeptItem, Fault> {
    Ok(KeptItem {
        id: row.get("id")?,
        is_new: false,
        imported_on: row.get::<kernel::Moment>("imported_at")?.date(),
        grace: read_grace(&row.get::<String>("grace")?)?,
        grace_basis: row.get("grace_basis")?,
    })
}

async fn keep_item(
    tx: &mut Tx,
    item: &Item,
    (place, first_ordinal): (usize, u64),
    authority: &Authority<'_>,
) -> Result<KeptItem, Fault> {
    let known = tx
        .fetch_optional(sql::FIND_ITEM_BY_IDENTITY, params![item.identity()])
        .await?;
    let kept = match &known {
        Some(row) => kept_of(row)?,
        None => KeptItem {
            id: tx.new_id(authority.now),
            is_new: true,
            imported_on: authority.now.date(),
            grace: STATUTORY_GRACE,
            grace_basis: STATUTORY_BASIS.to_owned(),
        },
    };
    let ordinal = match &known {
        Some(row) => row.get::<u64>("ordinal")?,
        None => first_ordinal + 1 + u64::try_from(place).unwrap_or(0),
    };
    tx.execute(
        sql::KEEP_ITEM,
        params![
            kept.id,
            item.identity(),
            ordinal,
            item.field,
            item.first_item,
            item.second_item,
            item.content,
            item.legal_basis,
            item.timing,
            item.subject,
            json(&item.channels)?,
            json(&item.audience)?,
            json(&item.mode)?,
            json(&item.levels)?,
            json(&doubts_of(item))?,
            kept.grace.to_string(),
            kept.grace_basis,
            authority.now,
        ],
    )
    .await?;
    Ok(kept)
}

/// The item that a row keeps.
pub(super) fn item_of(row: &Row) -> Result<Item, Fault> {
    Ok(Item {
        field: row.get("field")?,
        first_item: row.get("first_item")?,
        second_item: row.get("second_item")?,
        content: row.get("content")?,
        legal_basis: row.get("legal_basis")?,
        timing: row.get("timing")?,
        subject: row.get("subject")?,
        channels: parsed(row, "channels")?,
        audience: parsed(row, "audience")?,
        mode: parsed(row, "mode")?,
        levels: parsed(row, "levels")?,
        doubts: parsed(row, "doubts")?,
    })
}

fn read_grace(text: &str) -> Result<Grace, Fault> {
    text.parse()
        .map_err(|cause| Fault::caused(format!("column grace holds {text:?}"), cause))
}

fn doubts_of(item: &Item) -> Vec<Doubt> {
    let (timings, unknown) = timing::read(&item.timing);
    let mut doubts = item.doubts.clone();
    let mut doubt = |code: &str, message: String| {
        doubts.push(Doubt {
            code: code.to_owned(),
            message,
            place: None,
        });
    };
    for part in unknown {
        doubt("timing_unread", format!("未能理解公开时限“{part}”，请核对"));
    }
    if timings.is_empty() && item.timing.trim().is_empty() {
        doubt("timing_missing", "未填写公开时限，请补充".to_owned());
    }
    if item.units().is_empty() {
        doubt("unit_missing", "未填写公开主体，待明确责任单位".to_owned());
    }
    doubts
}

/// What one item's promises are brought in line with.
pub(super) struct OwedItem<'a> {
    pub(super) item: &'a Item,
    pub(super) kept: &'a KeptItem,
    pub(super) mentions: &'a [Mention],
    /// Why, for the log and for the public.
    pub(super) why: &'a str,
}

/// Keeps an item's mentions and brings its promises in line.
pub(super) async fn settle_item(
    docket: &mut Docket<'_>,
    it: &OwedItem<'_>,
    authority: &Authority<'_>,
) -> Result<Effect, Fault> {
    keep_mentions(docket.tx(), &it.kept.id.to_string(), it.mentions).await?;
    let owing = owing_of_item(it.item, it.mentions);
    let mut all = crate::opening::Wanted::default();
    let today = authority.now.date();
    for obliging in obliging_of(it.item, it.kept, today) {
        let part = wanted(&obliging, &owing, authority.calendar);
        all.recurrences.extend(part.recurrences);
        all.once.extend(part.once);
        all.awaited.extend(part.awaited);
    }
    for (n, awaited) in all.awaited.iter_mut().enumerate() {
        awaited.ordinal = u32::try_from(n + 1).unwrap_or(u32::MAX);
    }
    let reconciliation = Reconciliation {
        origin: Origin::CatalogueItem(it.kept.id),
        owing: &owing,
        supporting: &[],
        wanted: &all,
        why: it.why,
    };
    reconcile(docket, &reconciliation, authority.calendar, today).await
}

/// Who owes what a row says: nobody where it is made public on request only.
pub(super) fn owing_of_item(item: &Item, mentions: &[Mention]) -> Vec<UnitId> {
    if item.is_proactive() {
        units_of(mentions, MentionRole::Lead)
    } else {
        Vec::new()
    }
}

/// What a row obliges to, its timings aside.
pub(super) fn plain_of(item: &Item, kept: &KeptItem, today: Date) -> Obliging {
    let dates = PlanDates {
        year: kept.imported_on.year(),
        dated_on: kept.imported_on,
        publication_on: kept.imported_on,
        publication_basis: "目录导入之日".to_owned(),
    };
    Obliging {
        origin: Origin::CatalogueItem(kept.id),
        plan_id: None,
        title: item.title(),
        heading: String::new(),
        text: String::new(),
        source: "主动公开目录".to_owned(),
        dates,
        cadence: Vec::new(),
        deadlines: Vec::new(),
        terms: Vec::new(),
        grace: kept.grace,
        grace_basis: kept.grace_basis.clone(),
        lasting: Lasting::Always,
        today,
    }
}

/// What a row obliges to: one part a timing, for each may have a span of its own.
fn obliging_of(item: &Item, kept: &KeptItem, today: Date) -> Vec<Obliging> {
    let plain = plain_of(item, kept, today);
    let (timings, _) = timing::read(&item.timing);
    timings
        .into_iter()
        .filter_map(|timing| match timing {
            Timing::Standing => None,
            Timing::Periodic {
                cadence,
                grace,
                words,
            } => Some(Obliging {
                cadence: vec![cadence.code().to_owned()],
                grace: grace.unwrap_or(plain.grace),
                grace_basis: match grace {
                    Some(_) => format!("{}：“{words}”", plain.source),
                    None => plain.grace_basis.clone(),
                },
                // 每月15日前: the words may state a day.
                terms: vec![Term {
                    value: cadence.code().to_owned(),
                    words,
                    trigger: Trigger::None,
                }],
                ..plain.clone()
            }),
            Timing::After {
                span,
                trigger,
                words,
            } => Some(Obliging {
                deadlines: vec![span.to_string()],
                terms: vec![Term {
                    value: span.to_string(),
                    words,
                    trigger: Trigger::Event(trigger),
                }],
                ..plain.clone()
            }),
        })
        .collect()
}
