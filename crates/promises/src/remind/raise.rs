//! Raising reminders: for each step, the open promises near its due days that have no row of it yet.
//!
//! A few promises a transaction, along the index by due day: it may stop anywhere and goes on where it stopped.

use calendar::Calendar;
use kernel::{Date, Fault, Never, Stop};
use store::{Store, params};

use super::rules::{ReminderRules, Step};
use super::sql;

/// Reminders of one transaction.
const AT_A_TIME: u32 = 200;

/// What was raised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Raised {
    /// Reminders.
    pub reminders: u64,
}

/// Raises what is due on a day. Doing it again raises nothing twice.
///
/// # Errors
/// The engine's fault; what was raised before it stays raised.
pub async fn raise(
    store: &Store,
    rules: &ReminderRules,
    calendar: &Calendar,
    today: Date,
) -> Result<Raised, Fault> {
    let mut raised = Raised::default();
    for step in &rules.steps {
        loop {
            let added = raise_step(store, *step, calendar, today).await?;
            raised.reminders += added;
            if added < u64::from(AT_A_TIME) {
                break;
            }
        }
    }
    Ok(raised)
}

async fn raise_step(
    store: &Store,
    step: Step,
    calendar: &Calendar,
    today: Date,
) -> Result<u64, Fault> {
    let (from, through) = step.due_days(today, calendar);
    Ok(store::write!(store, |tx| -> Result<u64, Stop<Never>> {
        let values = params![
            step.to_string(),
            step.audience.code(),
            today,
            from,
            through,
            AT_A_TIME
        ];
        Ok(tx.execute(sql::RAISE_REMINDERS, values).await?)
    })?)
}
