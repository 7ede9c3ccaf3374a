//! Changing one unit or one class by a form: added, or changed by somebody who has seen the newest version.
//!
//! The last day and the successor of a unit are no fields of its form: a unit ends by a reorganisation, which takes care of what
//! it owes. The code, by which files and the command line name a unit, stays what it was.

use kernel::unit::Directory;
use kernel::{ClassId, Fault, Moment, OpenGovernmentOffice, Stop, UnitId};
use sha2::{Digest as _, Sha256};

use super::export::{class_record_of, record_of};
use super::import::{class_event, resolve, save_class, save_unit, unit_event};
use super::register::{ClassRecord, RegisterRefusal, UnitRecord};
use crate::transaction::Tx;
use crate::{params, sql};

/// Adds a unit behind all that are known.
///
/// # Errors
/// A refusal where its code or name is taken or its parent unknown, or the engine's fault.
pub async fn add_unit(
    tx: &mut Tx,
    record: &UnitRecord,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<UnitId, Stop<RegisterRefusal>> {
    let directory = super::load(tx).await?;
    let record = UnitRecord {
        valid_to: None,
        successor_code: None,
        ..record.tidied()
    };
    if directory.find_by_code(&record.code).is_some() {
        return Err(Stop::Refused(RegisterRefusal::Taken {
            column: "code",
            given: record.code,
        }));
    }
    let parent = check(&directory, &record, None, now).map_err(Stop::Refused)?;
    let id: UnitId = tx.new_id(now);
    let last = tx.fetch_one(sql::FIND_LAST_ORDINAL, params![]).await?;
    let ordinal = place(last.get::<i64>("ordinal")? + 1);
    save_unit(tx, (id, ordinal), &record).await?;
    tx.execute(sql::LINK_UNIT, params![id, parent, None::<UnitId>])
        .await?;
    tx.record(unit_event(id, &record, None), office.actor(), now)
        .await?;
    Ok(id)
}

/// Changes a unit; whether anything was changed. `seen` is the version that the form was made from.
///
/// # Errors
/// A refusal where it is unknown, was changed meanwhile, or the form is wrong; or the engine's fault.
pub async fn change_unit(
    tx: &mut Tx,
    (id, seen): (UnitId, u64),
    record: &UnitRecord,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<bool, Stop<RegisterRefusal>> {
    let directory = super::load(tx).await?;
    let Some(unit) = directory.find(id) else {
        return Err(Stop::Refused(RegisterRefusal::Unknown));
    };
    if super::find_version(tx, id).await? != seen {
        return Err(Stop::Refused(RegisterRefusal::Stale));
    }
    let known = record_of(unit, &directory);
    let record = UnitRecord {
        code: known.code.clone(),
        valid_to: known.valid_to,
        successor_code: known.successor_code.clone(),
        ..record.tidied()
    };
    let parent = check(&directory, &record, Some(id), now).map_err(Stop::Refused)?;
    let differences = known.differences(&record);
    if differences.is_empty() {
        return Ok(false);
    }
    save_at_its_place(tx, id, &record).await?;
    tx.execute(sql::LINK_UNIT, params![id, parent, unit.successor])
        .await?;
    let event = unit_event(id, &record, Some(&differences));
    tx.record(event, office.actor(), now).await?;
    Ok(true)
}

/// Whether a record can stand in the register; its parent's id.
fn check(
    directory: &Directory,
    record: &UnitRecord,
    own: Option<UnitId>,
    now: Moment,
) -> Result<Option<UnitId>, RegisterRefusal> {
    let today = now.date();
    let namesake = directory
        .units()
        .iter()
        .find(|unit| Some(unit.id) != own && unit.name == record.name && !unit.has_ended(today));
    if namesake.is_some() {
        return Err(RegisterRefusal::Taken {
            column: "name",
            given: record.name.clone(),
        });
    }
    if let (Some(from), Some(to)) = (record.valid_from, record.valid_to)
        && to < from
    {
        return Err(RegisterRefusal::BadCell {
            line: 0,
            column: "valid_from",
            given: from.to_string(),
            cure: format!("设立日期不能晚于截止日期{to}"),
        });
    }
    let Some(code) = &record.parent_code else {
        return Ok(None);
    };
    let wrong = |given: &str| (0, "parent_code", given.to_owned());
    let Some(parent) = directory.find_by_code(code) else {
        let (line, column, given) = wrong(code);
        return Err(RegisterRefusal::NoSuchUnit {
            line,
            column,
            given,
        });
    };
    if own.is_some_and(|own| directory.is_within(parent.id, own)) {
        let (line, column, given) = wrong(&parent.short_name);
        return Err(RegisterRefusal::Circle {
            line,
            column,
            given,
        });
    }
    Ok(Some(parent.id))
}

/// Saves a known unit where it stands in the list.
pub(super) async fn save_at_its_place(
    tx: &mut Tx,
    id: UnitId,
    record: &UnitRecord,
) -> Result<(), Fault> {
    let row = tx.fetch_one(sql::FIND_UNIT_ORDINAL, params![id]).await?;
    save_unit(tx, (id, place(row.get("ordinal")?)), record).await
}

fn place(ordinal: i64) -> usize {
    usize::try_from(ordinal).unwrap_or(0)
}

/// What tells a class's versions apart.
pub fn mark_of(record: &ClassRecord) -> String {
    let tidied = record.tidied();
    let words = serde_json::json!([tidied.name, tidied.aliases, tidied.members_text()]);
    hex::encode(&Sha256::digest(words.to_string().as_bytes())[..16])
}

/// Adds a class, or changes one that was seen as it is; whether anything was changed.
///
/// # Errors
/// A refusal where it is unknown, was changed meanwhile, or the form is wrong; or the engine's fault.
pub async fn keep_class(
    tx: &mut Tx,
    known: Option<(ClassId, &str)>,
    record: &ClassRecord,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<(ClassId, bool), Stop<RegisterRefusal>> {
    let directory = super::load(tx).await?;
    let record = record.tidied();
    let own = known.map(|(id, _)| id);
    let taken = directory
        .classes()
        .iter()
        .any(|class| class.name == record.name && Some(class.id) != own);
    if taken {
        return Err(Stop::Refused(RegisterRefusal::Taken {
            column: "name",
            given: record.name,
        }));
    }
    let members = resolve(&record, &directory).map_err(Stop::Refused)?;
    let (id, ordinal) = match known {
        None => {
            let last = tx
                .fetch_one(sql::FIND_LAST_CLASS_ORDINAL, params![])
                .await?;
            (tx.new_id(now), last.get::<i64>("ordinal")? + 1)
        }
        Some((id, seen)) => {
            let class = directory.classes().iter().find(|class| class.id == id);
            let class = class.ok_or(Stop::Refused(RegisterRefusal::Unknown))?;
            let stored = class_record_of(class, &directory);
            if mark_of(&stored) != seen {
                return Err(Stop::Refused(RegisterRefusal::Stale));
            }
            if stored.is_same(&record) {
                return Ok((id, false));
            }
            let row = tx.fetch_one(sql::FIND_CLASS_ORDINAL, params![id]).await?;
            (id, row.get("ordinal")?)
        }
    };
    save_class(tx, (id, place(ordinal)), &record, &members).await?;
    let event = class_event(id, &record, known.is_some());
    tx.record(event, office.actor(), now).await?;
    Ok((id, true))
}
