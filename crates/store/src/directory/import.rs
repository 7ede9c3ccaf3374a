//! Keeping a units file and a classes file: what is new is added, what differs is changed, nothing is dropped.
//!
//! A unit that is missing from the file stays: units end by `valid_to` and a successor, never by silence.

use std::collections::HashMap;

use kernel::unit::{AliasKind, Members, Unit, UnitAlias};
use kernel::{ClassId, Fault, Moment, OpenGovernmentOffice, Stop, UnitId};
use serde_json::json;

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
        let known = before.find(id);
        let is_same = known.is_some_and(|unit| is_same(unit, record, &by_code));
        match known {
            None => imported.added += 1,
            Some(_) if is_same => imported.unchanged += 1,
            Some(_) => imported.changed += 1,
        }
        save_unit(tx, (id, first + place), record).await?;
        if !is_same {
            touched.push((id, record, known.is_some()));
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
    for (id, record, was_known) in touched {
        tx.record(unit_event(id, record, was_known), office.actor(), now)
            .await?;
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

fn unit_event(id: UnitId, record: &UnitRecord, was_known: bool) -> EventDraft {
    EventDraft {
        chain: format!("unit/{id}"),
        kind: if was_known {
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
        }),
    }
}

fn is_same(unit: &Unit, record: &UnitRecord, by_code: &HashMap<String, UnitId>) -> bool {
    let id_of = |code: &Option<String>| code.as_ref().and_then(|code| by_code.get(code)).copied();
    let mut aliases = aliases_of(record);
    aliases.sort_by(|a, b| (a.kind.code(), &a.name).cmp(&(b.kind.code(), &b.name)));
    let mut known = unit.aliases.clone();
    known.sort_by(|a, b| (a.kind.code(), &a.name).cmp(&(b.kind.code(), &b.name)));
    unit.name == record.name
        && unit.short_name == record.short_name
        && unit.kind == record.kind
        && unit.level == record.level
        && unit.valid_from == record.valid_from
        && unit.valid_to == record.valid_to
        && unit.parent == id_of(&record.parent_code)
        && unit.successor == id_of(&record.successor_code)
        && unit.contact.phone == record.phone
        && unit.contact.address == record.address
        && unit.contact.opening_hours == record.opening_hours
        && unit.contact.website == record.website
        && known == aliases
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

async fn save_unit(
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
            ordinal
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
    let by_code: HashMap<&str, UnitId> = directory
        .units()
        .iter()
        .map(|unit| (unit.code.as_str(), unit.id))
        .collect();
    let mut imported = Imported::default();
    for (ordinal, record) in records.iter().enumerate() {
        let members = resolve(record, &by_code).map_err(Stop::Refused)?;
        let known = directory
            .classes()
            .iter()
            .find(|class| class.name == record.name);
        let is_same = known.is_some_and(|class| {
            let mut wanted = record.aliases.clone();
            wanted.sort();
            wanted.dedup();
            class.members == members && class.aliases == wanted
        });
        match known {
            Some(_) if is_same => {
                imported.unchanged += 1;
                continue;
            }
            Some(_) => imported.changed += 1,
            None => imported.added += 1,
        }
        let id = known.map_or_else(|| tx.new_id(now), |class| class.id);
        save_class(tx, (id, ordinal), record, &members).await?;
        let draft = EventDraft {
            chain: "site".to_owned(),
            kind: if known.is_some() {
                "unit_class.changed"
            } else {
                "unit_class.added"
            },
            subject: format!("unit_class/{id}"),
            unit: None,
            body: json!({ "name": record.name, "aliases": record.aliases }),
        };
        tx.record(draft, office.actor(), now).await?;
    }
    Ok(imported)
}

fn resolve(
    record: &ClassRecord,
    by_code: &HashMap<&str, UnitId>,
) -> Result<Members, RegisterRefusal> {
    Ok(match &record.members {
        MembersRecord::Codes(codes) => {
            let mut ids = Vec::new();
            for code in codes {
                ids.push(*by_code.get(code.as_str()).ok_or_else(|| {
                    RegisterRefusal::NoSuchUnit {
                        line: record.line,
                        column: "members",
                        given: code.clone(),
                    }
                })?);
            }
            Members::Listed(ids)
        }
        MembersRecord::Kinds(kinds) => Members::OfKinds(kinds.clone()),
        MembersRecord::All => Members::All,
        MembersRecord::Unknown => Members::Unknown,
    })
}

async fn save_class(
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
