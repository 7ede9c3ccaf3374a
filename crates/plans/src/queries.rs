//! Read models for screens. Every question costs what it shows, never what the database holds.

use std::collections::HashMap;

use calendar::Calendar;
use gongwen::blocks::Source;
use gongwen::reading::Doubt;
use kernel::{BlobId, CatalogueItemId, Date, DutyId, Fault, Page, PageAsk, PlanId, UnitId};
use promises::Cadence;
use promises::queries::{list_open_of_plan, tallies_of};
use store::{Row, Store, Tx, params};

use crate::actions::import_plan::settings_of;
use crate::intake::{find_plan_record, read_reading};
use crate::model::MentionRole;
use crate::opening::Said;
use crate::records::{
    DutyRecord, NamedMention, awaited_of, duty_of, list_mentions, list_plan_mentions, parsed,
};
use crate::resolve::Match;
use crate::revision::Known;
use crate::sql;

pub use crate::views::*;

/// The parts of a page key, `2026-10-31_ID`; `None` for a text that is no key of the list of plans.
pub fn page_key(text: &str) -> Option<(Date, PlanId)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// Plans, the newest first. A key that is none of this list's yields nothing.
///
/// # Errors
/// The engine's fault.
pub async fn list_plans(
    tx: &mut Tx,
    year: Option<i16>,
    ask: &PageAsk,
    today: Date,
) -> Result<Page<PlanLine>, Fault> {
    let (day, id) = match &ask.after {
        // After every day and every id.
        None => (
            "9999-12-31".to_owned(),
            "ffffffff-ffff-ffff-ffff-ffffffffffff".to_owned(),
        ),
        Some(key) => match page_key(key) {
            Some((day, id)) => (day.to_string(), id.to_string()),
            None => {
                return Ok(Page {
                    items: Vec::new(),
                    next: None,
                });
            }
        },
    };
    let rows = tx
        .fetch_all(sql::LIST_PLANS, params![day, id, ask.limit + 1, year])
        .await?;
    let ids: Vec<String> = rows
        .iter()
        .map(|row| row.get::<String>("id"))
        .collect::<Result<_, _>>()?;
    let tallies = tallies_of(tx, "plan", &ids, today).await?;
    let lines = rows
        .iter()
        .map(|row| {
            let day: Date = row.get("dated_on")?;
            let line = line_of(row, row, &tallies)?;
            Ok((day, line))
        })
        .collect::<Result<Vec<_>, Fault>>()?;
    let page = Page::of(lines, ask, |(day, line)| format!("{day}_{}", line.id));
    Ok(Page {
        items: page.items.into_iter().map(|(_, line)| line).collect(),
        next: page.next,
    })
}

/// `counted` holds how many duties there are, and how many carry doubts.
fn line_of(row: &Row, counted: &Row, tallies: &HashMap<String, Counts>) -> Result<PlanLine, Fault> {
    let id: PlanId = row.get("id")?;
    let year: i64 = row.get("year")?;
    Ok(PlanLine {
        id,
        title: row.get("title")?,
        issuer: row.get("issuer")?,
        doc_number: row.get("doc_number")?,
        year: i16::try_from(year).ok(),
        published_on: row.get("published_on")?,
        duty_count: counted.get("duty_count")?,
        doubted_count: counted.get("doubted_count")?,
        unreckonable_count: counted.get("unreckonable_count")?,
        counts: tallies.get(&id.to_string()).copied().unwrap_or_default(),
    })
}

/// One plan as lists show it, without its duties.
///
/// # Errors
/// The engine's fault.
pub async fn find_plan_line(
    tx: &mut Tx,
    id: PlanId,
    today: Date,
) -> Result<Option<PlanLine>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_PLAN, params![id]).await? else {
        return Ok(None);
    };
    let tallies = tallies_of(tx, "plan", &[id.to_string()], today).await?;
    let count = tx.fetch_one(sql::COUNT_DUTIES, params![id]).await?;
    line_of(&row, &count, &tallies).map(Some)
}

/// The ids of plans in order, behind one: for whoever goes through all of them.
///
/// # Errors
/// The engine's fault.
pub async fn list_plan_ids(tx: &mut Tx, after: &str, limit: u32) -> Result<Vec<PlanId>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_PLAN_IDS, params![after, limit])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The ids of duties that stand, in order, behind one: for whoever goes through all of them.
///
/// # Errors
/// The engine's fault.
pub async fn list_duty_ids(tx: &mut Tx, after: &str, limit: u32) -> Result<Vec<DutyId>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_DUTY_IDS, params![after, limit])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The duties that a plan had once and has no more.
///
/// # Errors
/// The engine's fault.
pub async fn list_dropped_duties(tx: &mut Tx, plan: PlanId) -> Result<Vec<DutyId>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_DROPPED_DUTIES, params![plan])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// One plan with its duties.
///
/// # Errors
/// The engine's fault.
pub async fn find_plan(tx: &mut Tx, id: PlanId, today: Date) -> Result<Option<PlanDetail>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_PLAN, params![id]).await? else {
        return Ok(None);
    };
    let tallies = tallies_of(tx, "plan", &[id.to_string()], today).await?;
    let counted = tx.fetch_one(sql::COUNT_DUTIES, params![id]).await?;
    let rows = tx.fetch_all(sql::LIST_DUTIES, params![id]).await?;
    let records = rows.iter().map(duty_of).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<String> = records.iter().map(|it| it.id.to_string()).collect();
    let by_duty = tallies_of(tx, "duty", &ids, today).await?;
    let mut mentions: HashMap<String, Vec<NamedMention>> = HashMap::new();
    for mention in list_plan_mentions(tx, id).await? {
        mentions
            .entry(mention.origin.clone())
            .or_default()
            .push(mention);
    }
    let awaited = tx.fetch_all(sql::LIST_PLAN_AWAITED, params![id]).await?;
    let mut events = events_by_origin(&awaited)?;
    let issuer: Option<UnitId> = row.get("issuer_unit_id")?;
    let source = format!("《{}》", row.get::<String>("title")?);
    let duties = records
        .into_iter()
        .map(|record| {
            let id = record.id.to_string();
            Told {
                mentions: mentions.remove(&id).unwrap_or_default(),
                events: events.remove(&id).unwrap_or_default(),
                counts: by_duty.get(&id).copied().unwrap_or_default(),
                issuer,
            }
            .detail(record, &source)
        })
        .collect::<Vec<_>>();
    Ok(Some(PlanDetail {
        line: line_of(&row, &counted, &tallies)?,
        index_number: row.get("index_number")?,
        written_on: row.get("written_on")?,
        cites: parsed(&row, "citations")?,
        source_blob: row.get("source_blob")?,
        blocks_blob: row.get("blocks_blob")?,
        doubts: parsed(&row, "doubts")?,
        duties,
    }))
}

/// One duty. A dropped one is shown too, as it last stood.
///
/// # Errors
/// The engine's fault.
pub async fn find_duty(tx: &mut Tx, id: DutyId, today: Date) -> Result<Option<DutyDetail>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_DUTY, params![id]).await? else {
        return Ok(None);
    };
    let record = duty_of(&row)?;
    let key = id.to_string();
    let tallies = tallies_of(tx, "duty", std::slice::from_ref(&key), today).await?;
    let plan = tx
        .fetch_one(sql::FIND_PLAN, params![record.plan_id])
        .await?;
    let rows = tx.fetch_all(sql::LIST_AWAITED, params![key]).await?;
    let told = Told {
        mentions: list_mentions(tx, &key).await?,
        events: rows.iter().map(event_of).collect::<Result<_, _>>()?,
        counts: tallies.get(&key).copied().unwrap_or_default(),
        issuer: plan.get("issuer_unit_id")?,
    };
    let source = format!("《{}》", plan.get::<String>("title")?);
    Ok(Some(told.detail(record, &source)))
}

fn events_by_origin(rows: &[Row]) -> Result<HashMap<String, Vec<AwaitedEvent>>, Fault> {
    let mut events: HashMap<String, Vec<AwaitedEvent>> = HashMap::new();
    for row in rows {
        let origin: String = row.get("origin_id")?;
        events.entry(origin).or_default().push(event_of(row)?);
    }
    Ok(events)
}

fn event_of(row: &Row) -> Result<AwaitedEvent, Fault> {
    let awaited = awaited_of(row)?;
    Ok(AwaitedEvent {
        ordinal: awaited.ordinal,
        words: awaited.words,
        trigger: awaited.trigger,
        happened: row.get("happened")?,
    })
}

/// What is told of a duty besides its words.
struct Told {
    mentions: Vec<NamedMention>,
    events: Vec<AwaitedEvent>,
    counts: Counts,
    issuer: Option<UnitId>,
}

impl Told {
    fn detail(self, record: DutyRecord, source: &str) -> DutyDetail {
        let said = Said {
            terms: &record.duty.terms,
            grace: record.grace,
            grace_basis: &record.grace_basis,
            source,
        };
        let cadence = record.duty.cadence.iter();
        let (grace, grace_basis) = cadence
            .filter_map(|code| Cadence::from_code(code))
            .map(|cadence| said.grace(cadence))
            .next()
            .unwrap_or((record.grace, record.grace_basis.clone()));
        let mut doubts = record.duty.doubts.clone();
        doubts.extend(self.doubts());
        let of = |role: MentionRole| {
            self.mentions
                .iter()
                .filter(|it| it.role == role)
                .map(mention_of)
                .collect()
        };
        let (lead, support) = (of(MentionRole::Lead), of(MentionRole::Support));
        DutyDetail {
            id: record.id,
            plan_id: record.plan_id,
            ordinal: record.ordinal,
            section: record.duty.section,
            heading: record.duty.heading,
            text: record.duty.text,
            places: record.duty.places,
            lead,
            support,
            cadence: record.duty.cadence,
            deadlines: record.duty.deadlines,
            terms: record.duty.terms,
            doubts,
            counts: self.counts,
            awaiting: self
                .events
                .iter()
                .filter(|it| it.happened == 0)
                .map(|it| it.words.clone())
                .collect(),
            events: self.events,
            grace: grace.describe(),
            grace_basis,
        }
    }

    /// What a person must say about the units before all of the duty's promises can be opened.
    fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let mut doubt = |code: &str, message: String| {
            doubts.push(Doubt {
                code: code.to_owned(),
                message,
                place: None,
            });
        };
        let lead = || {
            self.mentions
                .iter()
                .filter(|it| it.role == MentionRole::Lead)
        };
        for mention in &self.mentions {
            let written = &mention.written;
            match &mention.matched {
                Match::Suggested { .. } => doubt(
                    "unit_unconfirmed",
                    format!("“{written}”与单位名录不完全一致，请确认所指单位"),
                ),
                Match::Unknown => doubt(
                    "unit_unknown",
                    format!("单位名录中没有“{written}”，请指定所指单位或补充名录"),
                ),
                Match::Class if mention.units.is_empty() => doubt(
                    "class_without_members",
                    format!("“{written}”未列明具体单位，请指定责任单位"),
                ),
                Match::Exact
                | Match::Alias
                | Match::Former { .. }
                | Match::Abbreviation
                | Match::Class
                | Match::Confirmed => {}
            }
        }
        let somebody_owes = if lead().next().is_none() {
            self.issuer.is_some()
        } else {
            lead().any(|it| it.matched.is_settled() && !it.units.is_empty())
        };
        if !somebody_owes {
            doubt(
                "unit_unclear",
                "待明确责任单位：明确后才能立项承诺".to_owned(),
            );
        }
        doubts
    }
}

fn mention_of(named: &NamedMention) -> UnitMention {
    let stands_for_many = named.matched == Match::Class || named.units.len() > 1;
    UnitMention {
        written: named.written.clone(),
        unit: if stands_for_many {
            None
        } else {
            named.units.first().cloned()
        },
        members: if stands_for_many {
            named.units.clone()
        } else {
            Vec::new()
        },
        matched: named.matched.clone(),
    }
}

/// The text blocks of a plan's file.
///
/// # Errors
/// Where the disk refuses, or the blob is gone.
pub async fn read_source(store: &Store, blocks: &BlobId) -> Result<Source, Fault> {
    let bytes = store
        .blobs()
        .find(blocks)
        .await?
        .ok_or_else(|| Fault::new(format!("the blocks {blocks} are not among the blobs")))?;
    serde_json::from_slice(&bytes)
        .map_err(|cause| Fault::caused(format!("reading {blocks}"), cause))
}

/// The change of a plan that waits to be accepted, with the difference it would make to its duties and their promises.
///
/// # Errors
/// A fault of the engine or the disk.
pub async fn find_proposal(
    store: &Store,
    plan: PlanId,
    calendar: &Calendar,
    today: Date,
) -> Result<Option<Proposal>, Fault> {
    let waiting = store::read!(store, |tx| {
        let (Some(row), Some(record)) = (
            tx.fetch_optional(sql::FIND_REVISION, params![plan]).await?,
            find_plan_record(tx, plan).await?,
        ) else {
            return Ok(None);
        };
        let mut known = Known::load(tx, record).await?;
        known.meant = settings_of(&row)?.meant();
        let open = list_open_of_plan(tx, plan).await?;
        let directory = store::directory::load(tx).await?;
        Ok(Some((row, known, open, directory)))
    })?;
    let Some((row, known, open, directory)) = waiting else {
        return Ok(None);
    };
    let reading: BlobId = row.get("reading_blob")?;
    let said = read_reading(store, &reading).await?;
    Ok(Some(Proposal {
        plan_id: plan,
        reading,
        proposed_by: row.get("proposed_by")?,
        proposed_at: row.get("proposed_at")?,
        diff: known.diff(&said.duties),
        foreseen: known.foresee(&said, &open, (&directory, calendar, today)),
        known: known.said(),
        duties: said.duties,
    }))
}

/// The plans with a change that waits to be accepted, the oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_proposals(tx: &mut Tx, limit: u32) -> Result<Vec<PlanId>, Fault> {
    let rows = tx.fetch_all(sql::LIST_PROPOSED, params![limit]).await?;
    rows.iter().map(|row| row.get("plan_id")).collect()
}

/// The disclosure catalogue in its order. A key that is none of this list's yields nothing.
///
/// # Errors
/// The engine's fault.
pub async fn list_catalogue(
    tx: &mut Tx,
    ask: &PageAsk,
    today: Date,
) -> Result<Page<CatalogueLine>, Fault> {
    let (ordinal, id) = match &ask.after {
        None => (0, String::new()),
        Some(key) => match catalogue_key(key) {
            Some((ordinal, id)) => (ordinal, id.to_string()),
            None => {
                return Ok(Page {
                    items: Vec::new(),
                    next: None,
                });
            }
        },
    };
    let rows = tx
        .fetch_all(sql::LIST_ITEMS, params![ordinal, id, ask.limit + 1])
        .await?;
    let ids: Vec<String> = rows
        .iter()
        .map(|row| row.get::<String>("id"))
        .collect::<Result<_, _>>()?;
    let tallies = tallies_of(tx, "item", &ids, today).await?;
    let mut events = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => {
            let between: (i64, i64) = (first.get("ordinal")?, last.get("ordinal")?);
            let awaited = tx
                .fetch_all(sql::LIST_ITEMS_AWAITED, params![between.0, between.1])
                .await?;
            events_by_origin(&awaited)?
        }
        (None, _) | (_, None) => HashMap::new(),
    };
    let lines = rows
        .iter()
        .zip(&ids)
        .map(|(row, id)| {
            let counts = tallies.get(id).copied().unwrap_or_default();
            catalogue_line(row, counts, events.remove(id).unwrap_or_default())
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |line| {
        format!("{}_{}", line.ordinal, line.id)
    }))
}

fn catalogue_key(text: &str) -> Option<(u32, CatalogueItemId)> {
    let (ordinal, id) = text.split_once('_')?;
    Some((ordinal.parse().ok()?, id.parse().ok()?))
}

/// One row of the catalogue.
///
/// # Errors
/// The engine's fault.
pub async fn find_catalogue_item(
    tx: &mut Tx,
    id: CatalogueItemId,
    today: Date,
) -> Result<Option<CatalogueLine>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_ITEM, params![id]).await? else {
        return Ok(None);
    };
    let key = id.to_string();
    let tallies = tallies_of(tx, "item", std::slice::from_ref(&key), today).await?;
    let counts = tallies.get(&key).copied().unwrap_or_default();
    let rows = tx.fetch_all(sql::LIST_AWAITED, params![key]).await?;
    let events = rows.iter().map(event_of).collect::<Result<_, _>>()?;
    catalogue_line(&row, counts, events).map(Some)
}

fn catalogue_line(
    row: &Row,
    counts: Counts,
    events: Vec<AwaitedEvent>,
) -> Result<CatalogueLine, Fault> {
    Ok(CatalogueLine {
        id: row.get("id")?,
        ordinal: row.get("ordinal")?,
        field: row.get("field")?,
        first_item: row.get("first_item")?,
        second_item: row.get("second_item")?,
        content: row.get("content")?,
        legal_basis: row.get("legal_basis")?,
        timing: row.get("timing")?,
        subject: row.get("subject")?,
        channels: parsed(row, "channels")?,
        doubts: parsed(row, "doubts")?,
        counts,
        events,
    })
}
