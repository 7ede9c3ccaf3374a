//! Reminders (催办提醒): who is told of what is owed, how long before or after its due day.
//!
//! A reminder is due where its row is absent, so downtime heals itself and none is told twice; days off are bridged by the last
//! working day before. Rows wait until [`telling`] hands them to their people: who these are, and how they are reached,
//! is not known here.

pub mod feed;
pub mod raise;
pub mod rules;
pub mod settings;
mod sql;
pub mod telling;

pub use raise::{raise, raise_by};
pub use rules::{ReminderRules, RulesRefusal, Step};
pub use settings::{find_rules, keep_rules};
pub use telling::{Due, has_untold, list_untold_units, take_untold};

/// Every statement of reminders, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
pub(crate) use sql::{ADD_REMINDER, HAND_OVER_REMINDERS};
