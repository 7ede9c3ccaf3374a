//! Raising reminders: for each step, what is near its due day and has no row of it yet.
//!
//! A few rows a transaction, along the index by due day: it may stop anywhere and goes on where it stopped. Supervision notices are
//! raised by the same rules and the same way; what differs is the statement.

use calendar::Calendar;
use kernel::{Date, Fault, Never, Stop};
use store::{Store, params};

use super::rules::{ReminderRules, Step};
use super::sql;

/// Reminders of one transaction.
const AT_A_TIME: u32 = 200;

/// Raises what is due of promises on a day; how many. Doing it again raises nothing twice.
///
/// # Errors
/// The engine's fault; what was raised before it stays raised.
pub async fn raise(
    store: &Store,
    rules: &ReminderRules,
    calendar: &Calendar,
    today: Date,
) -> Result<u64, Fault> {
    raise_by(store, sql::RAISE_REMINDERS, rules, (calendar, today)).await
}

/// The same by a statement of one's own. It takes the step `$1`, the role `$2`, the day `$3` on which it is raised, the first `$4`
/// and the last `$5` due day, and the most rows `$6`, and leaves out what has a row already.
///
/// # Errors
/// The engine's fault; what was raised before it stays raised.
pub async fn raise_by(
    store: &Store,
    statement: &'static str,
    rules: &ReminderRules,
    (calendar, today): (&Calendar, Date),
) -> Result<u64, Fault> {
    let mut raised = 0;
    for step in &rules.steps {
        let due_days = step.due_days(today, calendar);
        loop {
            let added = raise_some(store, statement, *step, (due_days, today)).await?;
            raised += added;
            if added < u64::from(AT_A_TIME) {
                break;
            }
        }
    }
    Ok(raised)
}

async fn raise_some(
    store: &Store,
    statement: &'static str,
    step: Step,
    ((from, through), today): ((Date, Date), Date),
) -> Result<u64, Fault> {
    Ok(store::write!(store, |tx| -> Result<u64, Stop<Never>> {
        let values = params![
            step.to_string(),
            step.audience.code(),
            today,
            from,
            through,
            AT_A_TIME
        ];
        Ok(tx.execute(statement, values).await?)
    })?)
}
