//! Reminders of notices, by the site's rules of reminding: raised where their row is absent.
//!
//! The rules themselves, and how rows are raised by them, are those of promises.

use calendar::Calendar;
use kernel::{Date, Fault};
use promises::remind::{ReminderRules, raise_by};
use store::Store;

use crate::sql;

/// Raises what is due on a day; how many. Doing it again raises nothing twice.
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
