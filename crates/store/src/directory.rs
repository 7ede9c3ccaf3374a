//! The register of units: reading it, and the snapshot that names are resolved against.
//!
//! Units and classes come from CSV files ([`register`] reads them, [`import`] keeps them, [`export`] writes them) or from forms
//! ([`change`]). What a reorganisation does to the register is in [`succession`]; what it does to promises is not known here.
//! Resolving a written name to a unit is a rule of the plans crate.

pub mod change;
pub mod export;
pub mod import;
mod refusal;
pub mod register;
pub mod succession;

use std::collections::HashMap;

use kernel::unit::{
    AliasKind, Contact, Directory, Members, Unit, UnitAlias, UnitClass, UnitKind, UnitLevel,
};
use kernel::{ClassId, Date, Fault, Page, PageAsk, UnitId};

use crate::event::{RecordedEvent, event_of};
use crate::row::Row;
use crate::transaction::Tx;
use crate::{params, sql};

/// The snapshot of all units and classes. A city has some hundred units; this is for imports, not for pages.
///
/// # Errors
/// The engine's fault.
pub async fn load(tx: &mut Tx) -> Result<Directory, Fault> {
    let mut aliases: HashMap<UnitId, Vec<UnitAlias>> = HashMap::new();
    for row in tx.fetch_all(sql::LIST_UNIT_ALIASES, params![]).await? {
        aliases
            .entry(row.get("unit_id")?)
            .or_default()
            .push(alias_of(&row)?);
    }
    let mut units = Vec::new();
    for row in tx.fetch_all(sql::LIST_UNITS, params![]).await? {
        let mut unit = unit_of(&row)?;
        unit.aliases = aliases.remove(&unit.id).unwrap_or_default();
        units.push(unit);
    }
    let mut successions = Vec::new();
    for row in tx.fetch_all(sql::LIST_SUCCESSIONS, params![]).await? {
        successions.push((row.get("unit_id")?, row.get("successor_id")?));
    }
    let directory = Directory::new(units, load_classes(tx).await?);
    Ok(directory.with_successions(successions))
}

/// Telephone, fax and mail of each unit that has any, ended ones too, in the register's order.
///
/// # Errors
/// The engine's fault.
pub async fn list_contacts(tx: &mut Tx) -> Result<Vec<(String, String, String)>, Fault> {
    let rows = tx.fetch_all(sql::LIST_CONTACTS, params![]).await?;
    rows.iter()
        .map(|row| Ok((row.get("phone")?, row.get("fax")?, row.get("mail")?)))
        .collect()
}

/// A unit by its id.
///
/// # Errors
/// The engine's fault.
pub async fn find_unit(tx: &mut Tx, id: UnitId) -> Result<Option<Unit>, Fault> {
    let row = tx.fetch_optional(sql::FIND_UNIT, params![id]).await?;
    with_aliases(tx, row).await
}

/// A unit by the code of the units file.
///
/// # Errors
/// The engine's fault.
pub async fn find_unit_by_code(tx: &mut Tx, code: &str) -> Result<Option<Unit>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_UNIT_BY_CODE, params![code])
        .await?;
    with_aliases(tx, row).await
}

/// The units that took over the work of one that ended, in the register's order.
///
/// # Errors
/// The engine's fault.
pub async fn list_successors(tx: &mut Tx, id: UnitId) -> Result<Vec<Unit>, Fault> {
    let rows = tx.fetch_all(sql::LIST_SUCCESSORS, params![id]).await?;
    rows.iter().map(unit_of).collect()
}

/// The ended units whose work one took over, in the register's order.
///
/// # Errors
/// The engine's fault.
pub async fn list_predecessors(tx: &mut Tx, id: UnitId) -> Result<Vec<Unit>, Fault> {
    let rows = tx.fetch_all(sql::LIST_PREDECESSORS, params![id]).await?;
    rows.iter().map(unit_of).collect()
}

/// The units right below one, ended ones too, in the register's order.
///
/// # Errors
/// The engine's fault.
pub async fn list_children(tx: &mut Tx, id: UnitId) -> Result<Vec<Unit>, Fault> {
    let rows = tx.fetch_all(sql::LIST_CHILDREN, params![id]).await?;
    rows.iter().map(unit_of).collect()
}

/// Units one of whose names, or whose code, holds the words; ended ones too, in the register's order.
///
/// # Errors
/// The engine's fault.
pub async fn search_units(tx: &mut Tx, words: &str, limit: u32) -> Result<Vec<Unit>, Fault> {
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let rows = tx
        .fetch_all(sql::SEARCH_UNITS, params![pattern, limit])
        .await?;
    rows.iter().map(unit_of).collect()
}

/// The place of a unit's newest change in its chain: the number by which a stale form is told. What its promises did is no change.
///
/// # Errors
/// The engine's fault.
pub async fn find_version(tx: &mut Tx, id: UnitId) -> Result<u64, Fault> {
    let subject = format!("unit/{id}");
    let row = tx
        .fetch_one(sql::FIND_UNIT_VERSION, params![subject])
        .await?;
    row.get("seq")
}

/// What happened to a unit itself, newest first, at most `limit`.
///
/// # Errors
/// The engine's fault.
pub async fn list_history(
    tx: &mut Tx,
    id: UnitId,
    limit: u32,
) -> Result<Vec<RecordedEvent>, Fault> {
    let subject = format!("unit/{id}");
    tx.fetch_all(sql::LIST_UNIT_EVENTS, params![subject, limit])
        .await?
        .iter()
        .map(event_of)
        .collect()
}

/// Which units a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFilter {
    /// Only this kind.
    pub kind: Option<UnitKind>,
}

/// Units that exist on the day, in the order of the units file, without their aliases.
///
/// # Errors
/// The engine's fault.
pub async fn list_units(
    tx: &mut Tx,
    filter: &UnitFilter,
    ask: &PageAsk,
    today: Date,
) -> Result<Page<Unit>, Fault> {
    let (after, after_id) = ask
        .after
        .as_deref()
        .and_then(|key| key.split_once('_'))
        .and_then(|(ordinal, id)| Some((ordinal.parse::<i64>().ok()?, id)))
        .unwrap_or((-1, ""));
    let kind = filter.kind.map(UnitKind::code);
    let rows = tx
        .fetch_all(
            sql::LIST_UNIT_PAGE,
            params![after, after_id, kind, today, ask.limit + 1],
        )
        .await?;
    let mut units = Vec::with_capacity(rows.len());
    for row in &rows {
        units.push((row.get::<i64>("ordinal")?, unit_of(row)?));
    }
    let page = Page::of(units, ask, |(ordinal, unit)| {
        format!("{ordinal}_{}", unit.id)
    });
    Ok(Page {
        items: page.items.into_iter().map(|(_, unit)| unit).collect(),
        next: page.next,
    })
}

async fn with_aliases(tx: &mut Tx, row: Option<Row>) -> Result<Option<Unit>, Fault> {
    let Some(row) = row else { return Ok(None) };
    let mut unit = unit_of(&row)?;
    for row in tx
        .fetch_all(sql::LIST_ALIASES_OF_UNIT, params![unit.id])
        .await?
    {
        unit.aliases.push(alias_of(&row)?);
    }
    Ok(Some(unit))
}

async fn load_classes(tx: &mut Tx) -> Result<Vec<UnitClass>, Fault> {
    let mut aliases: HashMap<ClassId, Vec<String>> = HashMap::new();
    for row in tx.fetch_all(sql::LIST_CLASS_ALIASES, params![]).await? {
        aliases
            .entry(row.get("class_id")?)
            .or_default()
            .push(row.get("name")?);
    }
    let mut members: HashMap<ClassId, Vec<UnitId>> = HashMap::new();
    for row in tx.fetch_all(sql::LIST_CLASS_MEMBERS, params![]).await? {
        members
            .entry(row.get("class_id")?)
            .or_default()
            .push(row.get("unit_id")?);
    }
    let mut kinds: HashMap<ClassId, Vec<UnitKind>> = HashMap::new();
    for row in tx.fetch_all(sql::LIST_CLASS_KINDS, params![]).await? {
        let code: String = row.get("kind")?;
        let kind = UnitKind::from_code(&code)
            .ok_or_else(|| Fault::new(format!("unit_class_kind holds {code:?}")))?;
        kinds.entry(row.get("class_id")?).or_default().push(kind);
    }
    let mut classes = Vec::new();
    for row in tx.fetch_all(sql::LIST_CLASSES, params![]).await? {
        let id: ClassId = row.get("id")?;
        let rule: String = row.get("rule")?;
        classes.push(UnitClass {
            id,
            name: row.get("name")?,
            aliases: aliases.remove(&id).unwrap_or_default(),
            members: match rule.as_str() {
                "listed" => Members::Listed(members.remove(&id).unwrap_or_default()),
                "kinds" => Members::OfKinds(kinds.remove(&id).unwrap_or_default()),
                "all" => Members::All,
                "unknown" => Members::Unknown,
                other => return Err(Fault::new(format!("unit_class.rule holds {other:?}"))),
            },
        });
    }
    Ok(classes)
}

fn alias_of(row: &Row) -> Result<UnitAlias, Fault> {
    let kind: String = row.get("kind")?;
    Ok(UnitAlias {
        name: row.get("name")?,
        kind: match kind.as_str() {
            "alias" => AliasKind::Alias,
            "former" => AliasKind::Former,
            other => return Err(Fault::new(format!("unit_alias.kind holds {other:?}"))),
        },
    })
}

fn unit_of(row: &Row) -> Result<Unit, Fault> {
    let (kind, level): (String, String) = (row.get("kind")?, row.get("level")?);
    Ok(Unit {
        id: row.get("id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        short_name: row.get("short_name")?,
        kind: UnitKind::from_code(&kind)
            .ok_or_else(|| Fault::new(format!("unit.kind holds {kind:?}")))?,
        level: UnitLevel::from_code(&level)
            .ok_or_else(|| Fault::new(format!("unit.level holds {level:?}")))?,
        parent: row.get("parent_id")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        successor: row.get("successor_id")?,
        aliases: Vec::new(),
        contact: Contact {
            phone: row.get("phone")?,
            address: row.get("address")?,
            opening_hours: row.get("opening_hours")?,
            website: row.get("website")?,
            fax: row.get("fax")?,
            mail: row.get("mail")?,
        },
    })
}
