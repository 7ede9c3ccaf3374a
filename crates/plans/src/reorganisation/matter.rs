//! What a reorganisation is about: what the units that end owe, where they are named, and what becomes of it.
//!
//! Reads only; the preview shows it and the act works it off.

use std::collections::{HashMap, HashSet};

use kernel::unit::Directory;
use kernel::{Date, Fault, PlanId, UnitId};
use promises::Origin;
use promises::actions::hand_over::list_alive;
use promises::actions::{Heirs, Holding, find_holding};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{Tx, directory, params};

use super::{How, Reorganisation};
use crate::sql;

/// A duty or catalogue item that names a unit and by which something is owed still, or may come to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Naming {
    /// Its id.
    pub origin: String,
    /// Whether it is an item of the catalogue.
    pub is_item: bool,
}

/// All that has to go from one unit to its heirs.
#[derive(Debug)]
pub(crate) struct Matter {
    pub heirs: Heirs,
    pub holding: Holding,
    pub namings: Vec<Naming>,
    /// Plans that it issued and that still oblige: it answers for what names nobody.
    pub issued: Vec<PlanId>,
}

impl Matter {
    /// Looks it up for each unit that ends; nothing where none does or nobody takes over.
    pub async fn of(tx: &mut Tx, how: &How) -> Result<Vec<Self>, Fault> {
        let mut matters = Vec::new();
        let main = how.successors().first().copied();
        for unit in how.ending() {
            let holding = find_holding(tx, unit).await?;
            let heirs = Heirs {
                from: unit,
                main: main.unwrap_or(unit),
                by_origin: match how {
                    How::Split { choices, .. } => choices.clone(),
                    How::Merge { .. } | How::Rename { .. } | How::End { .. } => HashMap::new(),
                },
            };
            matters.push(Self {
                namings: list_namings(tx, unit).await?,
                issued: list_issued(tx, unit, &holding).await?,
                heirs,
                holding,
            });
        }
        Ok(matters)
    }
}

async fn list_namings(tx: &mut Tx, unit: UnitId) -> Result<Vec<Naming>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_ORIGINS_NAMING, params![unit])
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let (kind, waits): (String, i64) = (row.get("origin_kind")?, row.get("waits")?);
        let naming = Naming {
            origin: row.get("origin_id")?,
            is_item: kind == "item",
        };
        all.push((naming, waits == 1));
    }
    let asked: Vec<String> = all.iter().map(|(it, _)| it.origin.clone()).collect();
    let alive: HashSet<String> = list_alive(tx, &asked).await?.into_iter().collect();
    all.retain(|(it, waits)| *waits || alive.contains(&it.origin));
    Ok(all.into_iter().map(|(it, _)| it).collect())
}

async fn list_issued(tx: &mut Tx, unit: UnitId, holding: &Holding) -> Result<Vec<PlanId>, Fault> {
    let owing = holding.plans();
    let mut issued = Vec::new();
    for row in tx.fetch_all(sql::LIST_PLANS_ISSUED, params![unit]).await? {
        let (id, waits): (PlanId, i64) = (row.get("id")?, row.get("waits")?);
        if waits == 1 || owing.contains(&id) {
            issued.push(id);
        }
    }
    Ok(issued)
}

/// What a reorganisation would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The reorganisation, its words cleaned.
    pub what: Reorganisation,
    /// The units that end or are renamed.
    pub units: Vec<ForeseenUnit>,
    /// Who takes over, with the names that lists show; the main one first.
    pub successors: Vec<(UnitId, String)>,
    /// Open promises that a successor would then owe twice, because two units owed the same; both stay.
    pub doubled: u64,
    /// What the act compares: it is another once anything here has changed.
    pub mark: String,
}

impl Foreseen {
    /// Open promises that would go over.
    pub fn promises(&self) -> u64 {
        self.units.iter().map(|it| it.promises).sum()
    }

    /// Late ones among them.
    pub fn late(&self) -> u64 {
        self.units.iter().map(|it| it.late).sum()
    }
}

/// What would become of one unit's matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeseenUnit {
    /// Which.
    pub id: UnitId,
    /// The name that lists show.
    pub name: String,
    /// Open promises.
    pub promises: u64,
    /// Late ones among them.
    pub late: u64,
    /// What recurs.
    pub recurrences: u64,
    /// Duties that name it, leading or supporting, and still oblige somebody.
    pub duties: u64,
    /// Items of the catalogue that name it.
    pub items: u64,
    /// Plans that it issued and that still oblige.
    pub issued: u64,
    /// Units below it.
    pub children: u64,
}

/// Looks at what a reorganisation would do. The register and the rules have been asked already.
pub(crate) async fn foresee(
    tx: &mut Tx,
    what: Reorganisation,
    (directory, today): (&Directory, Date),
) -> Result<(Foreseen, Vec<Matter>), Fault> {
    let matters = Matter::of(tx, &what.how).await?;
    let name = |id: UnitId| {
        let unit = directory.find(id);
        unit.map(|it| it.short_name.clone()).unwrap_or_default()
    };
    let mut units: Vec<ForeseenUnit> = matters
        .iter()
        .map(|it| ForeseenUnit {
            id: it.heirs.from,
            name: name(it.heirs.from),
            promises: it.holding.promises.len() as u64,
            late: it.holding.late(today),
            recurrences: it.holding.recurrences.len() as u64,
            duties: it.namings.iter().filter(|it| !it.is_item).count() as u64,
            items: it.namings.iter().filter(|it| it.is_item).count() as u64,
            issued: it.issued.len() as u64,
            children: directory.children(Some(it.heirs.from)).count() as u64,
        })
        .collect();
    if let How::Rename { unit, .. } = &what.how {
        units.push(ForeseenUnit {
            id: *unit,
            name: name(*unit),
            promises: 0,
            late: 0,
            recurrences: 0,
            duties: 0,
            items: 0,
            issued: 0,
            children: 0,
        });
    }
    let successors = what.how.successors();
    let mut owed = HashSet::new();
    for successor in &successors {
        for promise in find_holding(tx, *successor).await?.promises {
            owed.insert((promise.origin, promise.slot, *successor));
        }
    }
    let mut doubled = 0;
    for matter in &matters {
        for promise in &matter.holding.promises {
            let heir = matter.heirs.of(&promise.origin.id());
            doubled += u64::from(!owed.insert((promise.origin, promise.slot.clone(), heir)));
        }
    }
    let mark = mark_of(tx, &what, &matters).await?;
    let foreseen = Foreseen {
        units,
        successors: successors.iter().map(|id| (*id, name(*id))).collect(),
        doubled,
        mark,
        what,
    };
    Ok((foreseen, matters))
}

/// A digest of everything that the preview was made from.
async fn mark_of(tx: &mut Tx, what: &Reorganisation, matters: &[Matter]) -> Result<String, Fault> {
    let mut versions = Vec::new();
    for unit in what
        .how
        .concerned()
        .into_iter()
        .chain(what.how.successors())
    {
        let version = directory::find_version(tx, unit).await?;
        versions.push(json!([unit.to_string(), version]));
    }
    let held: Vec<_> = matters
        .iter()
        .map(|it| {
            let promises: Vec<String> = it
                .holding
                .promises
                .iter()
                .map(|p| p.id.to_string())
                .collect();
            let recurrences: Vec<String> = it
                .holding
                .recurrences
                .iter()
                .map(|r| format!("{}/{}", r.origin.id(), r.cadence.code()))
                .collect();
            let namings: Vec<&str> = it.namings.iter().map(|n| n.origin.as_str()).collect();
            json!([promises, recurrences, namings, it.issued.len()])
        })
        .collect();
    let whole = json!([
        what.how.kind().code(),
        what.from_on.to_string(),
        versions,
        held
    ]);
    Ok(hex::encode(
        &Sha256::digest(whole.to_string().as_bytes())[..16],
    ))
}

/// What a unit owes by one duty or item of the catalogue: a line to choose a successor for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedBy {
    /// The duty or item.
    pub origin: Origin,
    /// What is owed, in a line.
    pub title: String,
    /// Open promises.
    pub promises: u64,
    /// What recurs.
    pub recurrences: u64,
}

/// What a unit owes, by duty and item.
///
/// # Errors
/// The engine's fault.
pub async fn list_owed_by(tx: &mut Tx, unit: UnitId) -> Result<Vec<OwedBy>, Fault> {
    let holding = find_holding(tx, unit).await?;
    let lines = holding.origins().into_iter().map(|origin| {
        let promises: Vec<_> = holding
            .promises
            .iter()
            .filter(|it| it.origin == origin)
            .collect();
        let recurrences: Vec<_> = holding
            .recurrences
            .iter()
            .filter(|it| it.origin == origin)
            .collect();
        let of_promise = promises.first().map(|it| it.title.clone());
        OwedBy {
            origin,
            title: of_promise
                .or_else(|| recurrences.first().map(|it| it.title.clone()))
                .unwrap_or_default(),
            promises: promises.len() as u64,
            recurrences: recurrences.len() as u64,
        }
    });
    Ok(lines.collect())
}
