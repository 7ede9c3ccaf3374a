//! Steps and reminders of notices that wait to be told: taken in the transaction that hands them to their people.
//!
//! Who the people are is not known here, only whom it is for: the unit, or the supervisors.

use kernel::{AccountId, Date, Fault, Moment, NoticeId, Role, UnitId};
use store::{Row, Tx, params};

use crate::sql;

/// Of one transaction.
const AT_A_TIME: u32 = 100;

/// A step that somebody is to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntoldStep {
    /// The notice.
    pub notice: NoticeId,
    /// The step's place in it.
    pub ordinal: u32,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// The unit asked.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// By when an answer is owed.
    pub due_on: Date,
    /// Who issued it.
    pub issuer: Option<AccountId>,
    /// What was done: `issue`, `answer`, `return`, `close`, `withdraw`.
    pub command: String,
}

impl UntoldStep {
    /// Whether the supervisors are told; the unit otherwise.
    pub fn is_for_supervisors(&self) -> bool {
        self.command == "answer"
    }
}

/// A reminder of a notice that waits to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueNotice {
    /// The notice.
    pub notice: NoticeId,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// The unit asked.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// By when an answer is owed.
    pub due_on: Date,
    /// The role that is told.
    pub audience: Role,
}

/// Whether any step waits.
///
/// # Errors
/// The engine's fault.
pub async fn has_untold_step(tx: &mut Tx) -> Result<bool, Fault> {
    let row = tx.fetch_optional(sql::HAS_UNTOLD_STEP, params![]).await?;
    Ok(row.is_some())
}

/// Takes waiting steps, a hundred at a time: none where none waits.
///
/// # Errors
/// The engine's fault.
pub async fn take_untold_steps(tx: &mut Tx, now: Moment) -> Result<Vec<UntoldStep>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_UNTOLD_STEPS, params![AT_A_TIME])
        .await?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in &rows {
        let step = untold_of(row)?;
        tx.execute(sql::NOTE_STEP_TOLD, params![step.notice, step.ordinal, now])
            .await?;
        steps.push(step);
    }
    Ok(steps)
}

/// Takes waiting reminders of notices, a hundred at a time; the number tells whether more may wait. Those answered meanwhile are
/// told to nobody.
///
/// # Errors
/// The engine's fault.
pub async fn take_untold_reminders(
    tx: &mut Tx,
    now: Moment,
) -> Result<(usize, Vec<DueNotice>), Fault> {
    let rows = tx
        .fetch_all(sql::LIST_UNTOLD_REMINDERS, params![AT_A_TIME])
        .await?;
    let mut due = Vec::with_capacity(rows.len());
    for row in &rows {
        let (notice, due_on): (NoticeId, Date) = (row.get("notice_id")?, row.get("due_on")?);
        let step: String = row.get("step")?;
        tx.execute(sql::NOTE_REMINDER_TOLD, params![notice, due_on, step, now])
            .await?;
        let state: String = row.get("state")?;
        if matches!(state.as_str(), "issued" | "returned") {
            due.push(due_of(row, notice)?);
        }
    }
    Ok((rows.len(), due))
}

fn untold_of(row: &Row) -> Result<UntoldStep, Fault> {
    Ok(UntoldStep {
        notice: row.get("notice_id")?,
        ordinal: row.get("ordinal")?,
        number: row.get("number")?,
        title: row.get("title")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        due_on: row.get("due_on")?,
        issuer: row.get("issued_by_account")?,
        command: row.get("command")?,
    })
}

fn due_of(row: &Row, notice: NoticeId) -> Result<DueNotice, Fault> {
    let audience: String = row.get("audience")?;
    Ok(DueNotice {
        notice,
        number: row.get("number")?,
        title: row.get("title")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        due_on: row.get("now_due_on")?,
        audience: Role::from_code(&audience)
            .ok_or_else(|| Fault::new(format!("column audience holds {audience:?}")))?,
    })
}
