//! What a reorganisation (机构调整) does to the register: a unit ends and others take its place, or it bears another name.
//!
//! A successor takes over the units below and stands in the listed classes beside the one that ended: the list keeps
//! who was in it, and members are told by the day. What the unit owed is not known here; the plans crate's reorganisation
//! calls this and records why.

use kernel::unit::AliasKind;
use kernel::{Date, Fault, Moment, OpenGovernmentOffice, UnitId};

use super::change::save_at_its_place;
use super::export::{class_record_of, record_of};
use super::import::{class_event, unit_event};
use crate::transaction::Tx;
use crate::{params, sql};

/// A unit that ends.
#[derive(Debug, Clone, Copy)]
pub struct Ending<'a> {
    /// Which.
    pub unit: UnitId,
    /// Its last day.
    pub last_day: Date,
    /// Who takes its work over; the first takes whatever nobody else is named for.
    pub successors: &'a [UnitId],
}

/// What ending a unit did to the register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Succession {
    /// Units that now stand below the successor.
    pub children: u64,
    /// Classes that now list a successor too.
    pub classes: u64,
}

/// Ends a unit, in the caller's transaction. The caller has seen that it exists and that the successors do.
///
/// # Errors
/// The engine's fault; also where the unit has ended already.
pub async fn end_unit(
    tx: &mut Tx,
    ending: &Ending<'_>,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<Succession, Fault> {
    let main = ending.successors.first().copied();
    let ended = tx
        .execute(sql::END_UNIT, params![ending.unit, ending.last_day, main])
        .await?;
    if ended != 1 {
        return Err(Fault::new(format!(
            "unit {} has ended already",
            ending.unit
        )));
    }
    for (ordinal, successor) in ending.successors.iter().enumerate() {
        tx.execute(sql::ADD_SUCCESSOR, params![ending.unit, successor, ordinal])
            .await?;
    }
    let mut done = Succession::default();
    if let Some(main) = main {
        done.children = adopt(tx, (ending.unit, main), (office, now)).await?;
    }
    for successor in ending.successors {
        done.classes += join_classes(tx, (ending.unit, *successor), (office, now)).await?;
    }
    Ok(done)
}

/// The units below the one that ends come below its successor; a successor among them comes below its parent.
async fn adopt(
    tx: &mut Tx,
    (old, new): (UnitId, UnitId),
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<u64, Fault> {
    let before = super::load(tx).await?;
    let above = before.find(old).and_then(|unit| unit.parent);
    let children: Vec<UnitId> = before.children(Some(old)).map(|unit| unit.id).collect();
    for child in &children {
        // The successor may itself stand somewhere below: then it takes the old one's place in the tree.
        let parent = if before.is_within(new, *child) {
            above
        } else {
            Some(new)
        };
        tx.execute(sql::SET_PARENT, params![child, parent]).await?;
    }
    let after = super::load(tx).await?;
    for child in &children {
        let (Some(was), Some(is)) = (before.find(*child), after.find(*child)) else {
            continue;
        };
        let record = record_of(is, &after);
        let differences = record_of(was, &before).differences(&record);
        let event = unit_event(*child, &record, Some(&differences));
        tx.record(event, office.actor(), now).await?;
    }
    Ok(children.len() as u64)
}

async fn join_classes(
    tx: &mut Tx,
    (old, new): (UnitId, UnitId),
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<u64, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_CLASSES_LISTING, params![old, new])
        .await?;
    for row in &rows {
        let (class, last): (kernel::ClassId, i64) = (row.get("class_id")?, row.get("last")?);
        tx.execute(sql::ADD_CLASS_MEMBER, params![class, last + 1, new])
            .await?;
    }
    let after = super::load(tx).await?;
    for row in &rows {
        let id: kernel::ClassId = row.get("class_id")?;
        if let Some(class) = after.classes().iter().find(|class| class.id == id) {
            let event = class_event(id, &class_record_of(class, &after), true);
            tx.record(event, office.actor(), now).await?;
        }
    }
    Ok(rows.len() as u64)
}

/// Gives a unit another name; the old ones are kept as former names. The caller records why.
///
/// # Errors
/// The engine's fault.
pub async fn rename_unit(
    tx: &mut Tx,
    id: UnitId,
    (name, short_name): (&str, &str),
) -> Result<(), Fault> {
    let directory = super::load(tx).await?;
    let Some(unit) = directory.find(id) else {
        return Err(Fault::new(format!("there is no unit {id}")));
    };
    let mut record = record_of(unit, &directory);
    let olds = [record.name.clone(), record.short_name.clone()];
    name.clone_into(&mut record.name);
    short_name.clone_into(&mut record.short_name);
    for old in olds {
        let is_still_borne = old == name || old == short_name;
        let is_known = unit.names(AliasKind::Former).any(|known| known == old);
        if !(is_still_borne || is_known) {
            record.former_names.push(old);
        }
    }
    for names in [&mut record.aliases, &mut record.former_names] {
        names.retain(|known| known != name && known != short_name);
    }
    save_at_its_place(tx, id, &record.tidied()).await
}
