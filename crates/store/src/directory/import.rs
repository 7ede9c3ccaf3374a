//! Keeping a units file and a classes file: what is new is added, what differs is changed, nothing is dropped.
//!
//! A unit that is missing from the file stays: units end by `valid_to` and a successor, never by silence.

use std::collections::HashMap;

use kernel::unit::{AliasKind, Directory, Members, Unit, UnitAlias};
use kernel::{ClassId, Fault, Moment, OpenGovernmentOffice, Stop, UnitId};
use serde_json::json;

use super::export::{Difference, class_record_of, record_of};
use super::register::{ClassRecord, MembersRecord, RegisterRefusal, UnitRecord};
use crate::event::EventDraft;
use crate::transaction::Tx;
use crate::{params, sql};

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows that were new.
    pub added: u64,
    /// Rows that differed.
    pub changed: u64,
    /// Rows that were the same.
    pub unchanged: u64,
}

/// Keeps the units of a file, in the caller's transaction.
///
/// # Errors
/// A refusal where a unit that other rows point to is unknown, or the engine's fault.
pub async fn import_units(
    tx: &mut Tx,
    records: &[UnitRecord],
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<Imported, Stop<RegisterRefusal>> {
    let before = super::load(tx).await?;
    let mut by_code: HashMap<String, UnitId> = before
        .units()
        .iter()
        .map(|unit| (unit.code.clone(), unit.id))
        .collect();
    for record in records {
        if !by_code.contains_key(&record.code) {
            by_code.insert(record.code.clone(), tx.new_id(now));
        }
    }
    let mut imported = Imported::default();
    let mut touched = Vec::new();
    let first = first_ordinal(tx, before.units(), records).await?;
    for (place, record) in records.iter().enumerate() {
        let id = by_code[&record.code];
        let known = before.find(id).map(|unit| record_of(unit, &before));
        let differences = known.as_ref().map(|known| known.differences(record));
        match &differences {
            None => imported.added += 1,
            Some(none) if none.is_empty() => imported.unchanged += 1,
            Some(_) => imported.changed += 1,
        }
        save_unit(tx, (id, first + place), record).await?;
        if differences.as_ref().is_none_or(|some| !some.is_empty()) {
            touched.push((id, record, differences));
        }
    }
    // Links last: a parent may stand below its child in the file.
    for record in records {
        let link =
            |code: &Option<String>| code.as_ref().and_then(|code| by_code.get(code)).copied();
        tx.execute(
            sql::LINK_UNIT,
            params![
                by_code[&record.code],
                link(&record.parent_code),
                link(&record.successor_code)
            ],
        )
        .await?;
    }
    for (id, record, differences) in touched {
        let event = unit_event(id, record, differences.as_deref());
        tx.record(event, office.actor(), now).await?;
    }
    Ok(imported)
}

/// Where the file's units stand in the list: at its head where the file is the whole register, else behind all that are
/// known.
async fn first_ordinal(
    tx: &mut Tx,
    known: &[Unit],
    records: &[UnitRecord],
) -> Result<usize, Fault> {
    let is_whole = known
        .iter()
        .all(|unit| records.iter().any(|record| record.code == unit.code));
    if is_whole {
        return Ok(0);
    }
    let row = tx.fetch_one(sql::FIND_LAST_ORDINAL, params![]).await?;
    Ok(usize::try_from(row.get::<i64>("ordinal")? + 1).unwrap_or(0))
}

/// What is recorded of a unit that was added (no differences) or changed.
pub(super) fn unit_event(
    id: UnitId,
    record: &UnitRecord,
    differences: Option<&[Difference]>,
) -> EventDraft {
    let changes: Vec<_> = differences
        .unwrap_or_default()
        .iter()
        .map(|it| json!({ "field": it.column, "from": it.before, "to": it.after }))
        .collect();
    EventDraft {
        chain: format!("unit/{id}"),
        kind: if differences.is_some() {
            "unit.changed"
        } else {
            "unit.added"
        },
        subject: format!("unit/{id}"),
        unit: Some(id),
        body: json!({
            "code": record.code,
            "name": record.name,
            "kind": record.kind.code(),
            "level": record.level.code(),
            "parent": record.parent_code,
            "aliases": record.aliases,
            "former_names": record.former_names,
            "valid_from": record.valid_from.map(|day| day.to_string()),
            "valid_to": record.valid_to.map(|day| day.to_string()),
            "successor": record.successor_code,
            "changes": changes,
        }),
    }
}

/// Aliases and former names of a record, each name once: an alias wins over a former name.
fn aliases_of(record: &UnitRecord) -> Vec<UnitAlias> {
    let mut aliases: Vec<UnitAlias> = Vec::new();
    let named = |kind| move |name: &String| (name.clone(), kind);
    let all = record
        .aliases
        .iter()
        .map(named(AliasKind::Alias))
        .chain(record.former_names.iter().map(named(AliasKind::Former)));
    for (name, kind) in all {
        if !aliases.iter().any(|alias| alias.name == name) {
            aliases.push(UnitAlias { name, kind });
        }
    }
    aliases
}

pub(super) async fn save_unit(
    tx: &mut Tx,
    (id, ordinal): (UnitId, usize),
    record: &UnitRecord,
) -> Result<(), Fault> {
    tx.execute(
        sql::KEEP_UNIT,
        params![
            id,
            record.code,
            record.name,
            record.short_name,
            record.kind.code(),
            record.level.code(),
            record.valid_from,
            record.valid_to,
            record.phone,
            record.address,
            record.opening_hours,
            record.website,
            ordinal,
            record.fax,
            record.mail
        ],
    )
    .await?;
    tx.execute(sql::DROP_UNIT_ALIASES, params![id]).await?;
    for alias in aliases_of(record) {
        tx.execute(
            sql::ADD_UNIT_ALIAS,
            params![id, alias.name, alias.kind.code()],
        )
        .await?;
    }
    Ok(())
}

/// Keeps the classes of a file, in the caller's transaction.
///
/// # Errors
/// A refusal where a member's code is unknown, or the engine's fault.
pub async fn import_classes(
    tx: &mut Tx,
    records: &[ClassRecord],
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<Imported, Stop<RegisterRefusal>> {
    let directory = super::load(tx).await?;
    let mut imported = Imported::default();
    for (ordinal, record) in records.iter().enumerate() {
        let members = resolve(record, &directory).map_err(Stop::Refused)?;
        let known = directory
            .classes()
            .iter()
            .find(|class| class.name == record.name);
        match known {
            Some(class) if class_record_of(class, &directory).is_same(record) => {
                imported.unchanged += 1;
                continue;
            }
            Some(_) => imported.changed += 1,
            None => imported.added += 1,
        }
        let id = known.map_or_else(|| tx.new_id(now), |class| class.id);
        save_class(tx, (id, ordinal), record, &members).await?;
        let event = class_event(id, record, known.is_some());
        tx.record(event, office.actor(), now).await?;
    }
    Ok(imported)
}

/// What is recorded of a class that was added or changed.
pub(super) fn class_event(id: ClassId, record: &ClassRecord, was_known: bool) -> EventDraft {
    EventDraft {
        chain: "site".to_owned(),
        kind: if was_known {
            "unit_class.changed"
        } else {
            "unit_class.added"
        },
        subject: format!("unit_class/{id}"),
        unit: None,
        body: json!({
            "name": record.name,
            "aliases": record.aliases,
            "members": record.members_text(),
        }),
    }
}

pub(super) fn resolve(
    record: &ClassRecord,
    directory: &Directory,
) -> Result<Members, RegisterRefusal> {
    Ok(match &record.members {
        MembersRecord::Codes(codes) => {
            let mut ids = Vec::new();
            for code in codes {
                let unit =
                    directory
                        .find_by_code(code)
                        .ok_or_else(|| RegisterRefusal::NoSuchUnit {
                            line: record.line,
                            column: "members",
                            given: code.clone(),
                        })?;
                if !ids.contains(&unit.id) {
                    ids.push(unit.id);
                }
            }
            Members::Listed(ids)
        }
        MembersRecord::Kinds(kinds) => Members::OfKinds(kinds.clone()),
        MembersRecord::All => Members::All,
        MembersRecord::Unknown => Members::Unknown,
    })
}

pub(super) async fn save_class(
    tx: &mut Tx,
    (id, ordinal): (ClassId, usize),
    record: &ClassRecord,
    members: &Members,
) -> Result<(), Fault> {
    let rule = match members {
        Members::Listed(_) => "listed",
        Members::OfKinds(_) => "kinds",
        Members::All => "all",
        Members::Unknown => "unknown",
    };
    tx.execute(sql::KEEP_CLASS, params![id, record.name, rule, ordinal])
        .await?;
    for old in [
        sql::DROP_CLASS_ALIASES,
        sql::DROP_CLASS_MEMBERS,
        sql::DROP_CLASS_KINDS,
    ] {
        tx.execute(old, params![id]).await?;
    }
    for alias in &record.aliases {
        tx.execute(sql::ADD_CLASS_ALIAS, params![id, alias]).await?;
    }
    if let Members::Listed(units) = members {
        for (place, unit) in units.iter().enumerate() {
            tx.execute(sql::ADD_CLASS_MEMBER, params![id, place, unit])
                .await?;
        }
    }
    if let Members::OfKinds(kinds) = members {
        for (place, kind) in kinds.iter().enumerate() {
            tx.execute(sql::ADD_CLASS_KIND, params![id, place, kind.code()])
                .await?;
        }
    }
    Ok(())
}
