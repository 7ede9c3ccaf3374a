//! Rows of the database ↔ duties, mentions and what awaits an event.

use gongwen::reading::Duty;
use kernel::{ClassId, DutyId, Fault, Moment, PlanId, UnitId};
use promises::Grace;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Row, Tx, params};

use crate::model::MentionRole;
use crate::opening::Awaited;
use crate::resolve::{Match, Resolution};
use crate::sql;

/// A duty as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyRecord {
    /// Its id.
    pub id: DutyId,
    /// Its plan.
    pub plan_id: PlanId,
    /// 1-based place in reading order.
    pub ordinal: u32,
    /// What the plan says; `lead` and `support` are in the mentions.
    pub duty: Duty,
    /// When a period's promise is due.
    pub grace: Grace,
    /// What sets that.
    pub grace_basis: String,
}

/// A unit as a duty names it, with the place at which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Leading or supporting.
    pub role: MentionRole,
    /// Whom it means.
    pub resolution: Resolution,
}

/// The units of settled mentions of a role, each once, in the order of the text.
pub fn units_of(mentions: &[Mention], role: MentionRole) -> Vec<UnitId> {
    let mut units = Vec::new();
    for mention in mentions {
        if mention.role == role && mention.resolution.matched.is_settled() {
            for unit in &mention.resolution.units {
                if !units.contains(unit) {
                    units.push(*unit);
                }
            }
        }
    }
    units
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value)
        .map_err(|cause| Fault::caused("writing a part of a reading", cause))
}

pub(crate) fn parsed<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, Fault> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|cause| Fault::caused(format!("reading column {column}"), cause))
}

pub(crate) fn duty_of(row: &Row) -> Result<DutyRecord, Fault> {
    let grace: String = row.get("grace")?;
    Ok(DutyRecord {
        id: row.get("id")?,
        plan_id: row.get("plan_id")?,
        ordinal: row.get("ordinal")?,
        duty: Duty {
            section: parsed(row, "section")?,
            heading: row.get("heading")?,
            text: row.get("body")?,
            lead: Vec::new(),
            support: Vec::new(),
            cadence: parsed(row, "cadence")?,
            deadlines: parsed(row, "deadlines")?,
            terms: parsed(row, "terms")?,
            places: parsed(row, "places")?,
            doubts: parsed(row, "doubts")?,
        },
        grace: grace
            .parse()
            .map_err(|cause| Fault::caused(format!("column grace holds {grace:?}"), cause))?,
        grace_basis: row.get("grace_basis")?,
    })
}

pub(crate) async fn add_duty(tx: &mut Tx, record: &DutyRecord) -> Result<(), Fault> {
    let duty = &record.duty;
    tx.execute(
        sql::ADD_DUTY,
        params![
            record.id,
            record.plan_id,
            record.ordinal,
            json(&duty.section)?,
            duty.heading,
            duty.text,
            json(&duty.cadence)?,
            json(&duty.deadlines)?,
            json(&duty.terms)?,
            json(&duty.places)?,
            json(&duty.doubts)?,
            record.grace.to_string(),
            record.grace_basis,
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn change_duty(tx: &mut Tx, record: &DutyRecord) -> Result<(), Fault> {
    let duty = &record.duty;
    tx.execute(
        sql::CHANGE_DUTY,
        params![
            record.id,
            record.ordinal,
            json(&duty.section)?,
            duty.heading,
            duty.text,
            json(&duty.cadence)?,
            json(&duty.deadlines)?,
            json(&duty.terms)?,
            json(&duty.places)?,
            json(&duty.doubts)?,
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn drop_duty(tx: &mut Tx, id: DutyId, now: Moment) -> Result<(), Fault> {
    tx.execute(sql::DROP_DUTY, params![id, now]).await?;
    Ok(())
}

pub(crate) async fn keep_mentions(
    tx: &mut Tx,
    origin: &str,
    mentions: &[Mention],
) -> Result<(), Fault> {
    tx.execute(sql::CLEAR_MENTION_UNITS, params![origin])
        .await?;
    tx.execute(sql::CLEAR_MENTIONS, params![origin]).await?;
    for (ordinal, mention) in mentions.iter().enumerate() {
        let it = &mention.resolution;
        let role = mention.role.code();
        tx.execute(
            sql::ADD_MENTION,
            params![
                origin,
                role,
                ordinal,
                it.written,
                json(&it.matched)?,
                it.class
            ],
        )
        .await?;
        for (place, unit) in it.units.iter().enumerate() {
            tx.execute(
                sql::ADD_MENTION_UNIT,
                params![origin, role, ordinal, place, unit],
            )
            .await?;
        }
    }
    Ok(())
}

/// A mention with the names of whom it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedMention {
    pub origin: String,
    pub role: MentionRole,
    pub written: String,
    pub matched: Match,
    pub class: Option<ClassId>,
    pub units: Vec<(UnitId, String)>,
}

impl NamedMention {
    pub(crate) fn plain(&self) -> Mention {
        Mention {
            role: self.role,
            resolution: Resolution {
                written: self.written.clone(),
                matched: self.matched.clone(),
                class: self.class,
                units: self.units.iter().map(|(id, _)| *id).collect(),
            },
        }
    }
}

pub(crate) async fn list_mentions(tx: &mut Tx, origin: &str) -> Result<Vec<NamedMention>, Fault> {
    let mentions = tx.fetch_all(sql::LIST_MENTIONS, params![origin]).await?;
    let units = tx
        .fetch_all(sql::LIST_MENTION_UNITS, params![origin])
        .await?;
    named(&mentions, &units)
}

pub(crate) async fn list_plan_mentions(
    tx: &mut Tx,
    plan: PlanId,
) -> Result<Vec<NamedMention>, Fault> {
    let mentions = tx.fetch_all(sql::LIST_PLAN_MENTIONS, params![plan]).await?;
    let units = tx
        .fetch_all(sql::LIST_PLAN_MENTION_UNITS, params![plan])
        .await?;
    named(&mentions, &units)
}

fn named(mentions: &[Row], units: &[Row]) -> Result<Vec<NamedMention>, Fault> {
    let key = |row: &Row| -> Result<(String, String, i64), Fault> {
        Ok((row.get("origin_id")?, row.get("role")?, row.get("ordinal")?))
    };
    let mut meant: std::collections::HashMap<_, Vec<(UnitId, String)>> =
        std::collections::HashMap::new();
    for row in units {
        meant
            .entry(key(row)?)
            .or_default()
            .push((row.get("unit_id")?, row.get("short_name")?));
    }
    mentions
        .iter()
        .map(|row| {
            let role: String = row.get("role")?;
            Ok(NamedMention {
                origin: row.get("origin_id")?,
                role: match role.as_str() {
                    "lead" => MentionRole::Lead,
                    "support" => MentionRole::Support,
                    other => return Err(Fault::new(format!("column role holds {other:?}"))),
                },
                written: row.get("written")?,
                matched: parsed(row, "matched")?,
                class: row.get("class_id")?,
                units: meant.remove(&key(row)?).unwrap_or_default(),
            })
        })
        .collect()
}

pub(crate) fn awaited_of(row: &Row) -> Result<Awaited, Fault> {
    let span: String = row.get("span")?;
    Ok(Awaited {
        ordinal: row.get("ordinal")?,
        span: span
            .parse()
            .map_err(|cause| Fault::caused(format!("column span holds {span:?}"), cause))?,
        trigger: row.get("trigger_words")?,
        words: row.get("words")?,
    })
}
