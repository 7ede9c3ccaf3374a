//! Reminders of notices, by the site's rules of reminding: raised where their row is absent.
//!
//! The rules themselves are those of promises.

use calendar::Calendar;
use kernel::{Date, Fault, Never, Stop};
use promises::remind::ReminderRules;
use store::{Store, params};

use crate::sql;

/// Reminders of one transaction.
const AT_A_TIME: u32 = 200;

/// Raises what is due on a day; how many. Doing it again raises nothing twice.
///
/// # Errors
/// The engine's fault.
pub async fn raise(
    store: &Store,
    rules: &ReminderRules,
    calendar: &Calendar,
    today: Date,
) -> Result<u64, Fault> {
    let mut raised = 0;
    for step in &rules.steps {
        let (from, through) = step.due_days(today, calendar);
        loop {
            let added = store::write!(store, |tx| -> Result<u64, Stop<Never>> {
                let values = params![
                    step.to_string(),
                    step.audience.code(),
                    today,
                    from,
                    through,
                    AT_A_TIME
                ];
                Ok(tx.execute(sql::RAISE_REMINDERS, values).await?)
            })?;
            raised += added;
            if added < u64::from(AT_A_TIME) {
                break;
            }
        }
    }
    Ok(raised)
}
