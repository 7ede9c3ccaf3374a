//! Oversight (督查): supervision notices (督办单), by which supervisors ask a unit to answer for what it owes.
//!
//! Legal basis: 《政府信息公开条例》第四十六条, by which the departments in charge supervise and inspect the work. States: issued →
//! answered → closed, or returned and answered again; see [`rules::TRANSITIONS`]. Invariants: whoever answered never closes;
//! the day of an answer is derived from a clock in working days; [`model::standing`] asks `promises` whether it is late;
//! that a notice was issued about a promise is public with the promise, what it says is not. How people learn of it is
//! not known here: steps wait until [`telling`] hands them on.

pub mod actions;
pub mod events;
pub mod model;
pub mod queries;
pub mod refusal;
pub mod remind;
pub mod rules;
mod sql;
pub mod telling;

pub use model::{Notice, NoticeStanding, NoticeState, standing};
pub use refusal::NoticeRefusal;

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
