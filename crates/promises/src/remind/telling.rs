//! Reminders that wait to be told: taken a unit at a time, in the transaction that hands them to their people.
//!
//! A promise that was kept meanwhile is told to nobody; its reminder is over all the same.

use kernel::{Date, Fault, Moment, PromiseId, Role, UnitId};
use store::{Row, Tx, params};

use super::sql;

/// Reminders of one unit and transaction.
const AT_A_TIME: u32 = 300;

/// A promise of which somebody is reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The promise.
    pub promise: PromiseId,
    /// The unit that owes it.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// What is owed, its period included.
    pub title: String,
    /// By when, as it stands now.
    pub due_on: Date,
    /// The role that is told.
    pub audience: Role,
    /// The words of whoever reminds by hand.
    pub note: String,
    /// Whoever reminds by hand; empty for the rules.
    pub by: String,
}

/// Whether any reminder waits.
///
/// # Errors
/// The engine's fault.
pub async fn has_untold(tx: &mut Tx) -> Result<bool, Fault> {
    let row = tx.fetch_optional(sql::HAS_UNTOLD, params![]).await?;
    Ok(row.is_some())
}

/// The units after an id for which reminders wait, at most `limit`.
///
/// # Errors
/// The engine's fault.
pub async fn list_untold_units(
    tx: &mut Tx,
    after: Option<UnitId>,
    limit: u32,
) -> Result<Vec<UnitId>, Fault> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = tx
        .fetch_all(sql::LIST_UNTOLD_UNITS, params![after, limit])
        .await?;
    rows.iter().map(|row| row.get("unit_id")).collect()
}

/// Takes a unit's waiting reminders, a few hundred at a time: nothing where none waits. Whoever takes them hands them on in the
/// same transaction.
///
/// # Errors
/// The engine's fault.
pub async fn take_untold(tx: &mut Tx, unit: UnitId, now: Moment) -> Result<Taken, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_UNTOLD, params![unit, AT_A_TIME])
        .await?;
    let mut taken = Taken::default();
    for row in &rows {
        let (promise, due_on): (PromiseId, Date) = (row.get("promise_id")?, row.get("due_on")?);
        let step: String = row.get("step")?;
        tx.execute(sql::NOTE_TOLD, params![promise, due_on, step, now])
            .await?;
        taken.reminders += 1;
        let outcome: String = row.get("outcome")?;
        if outcome == "open" {
            taken.due.push(due_of(row)?);
        }
    }
    Ok(taken)
}

/// What was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many reminders, those of kept promises included.
    pub reminders: u64,
    /// What is to be told.
    pub due: Vec<Due>,
}

fn due_of(row: &Row) -> Result<Due, Fault> {
    let (title, period): (String, Option<String>) = (row.get("title")?, row.get("period_label")?);
    let audience: String = row.get("audience")?;
    Ok(Due {
        promise: row.get("promise_id")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        title: match period {
            Some(period) => format!("{title}（{period}）"),
            None => title,
        },
        due_on: row.get("now_due_on")?,
        audience: Role::from_code(&audience)
            .ok_or_else(|| Fault::new(format!("column audience holds {audience:?}")))?,
        note: row.get("note")?,
        by: row.get("raised_by")?,
    })
}
