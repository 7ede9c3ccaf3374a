//! Promises (承诺): what is owed, by whom, by when, and whether it was kept.
//!
//! Legal basis: 《政府信息公开条例》第二十六条 (twenty working days unless another rule sets a date) and whatever plan or catalogue
//! row a promise comes from. States: open → kept | waived | void; see [`rules::TRANSITIONS`]. Invariants: [`model::standing`] is the
//! only answer to "is it late"; a due day is derived from a clock, never typed in; every change is an event in the
//! transaction of the change; the tallies that boards read change in that transaction too, and [`check`] can recount them.
//! What a plan or catalogue says is not known here: the plans crate hands in what is owed.

pub mod actions;
mod board;
pub mod cadence;
pub mod check;
pub mod docket;
pub mod events;
pub mod evidence_rule;
pub mod fixture;
pub mod grace;
pub mod model;
pub mod queries;
pub mod refusal;
pub mod remind;
mod rows;
pub mod rules;
mod sql;
mod tally;
mod views;
pub mod wording;
pub mod work;

pub use cadence::{Cadence, Period};
pub use docket::{Docket, NewPromise};
pub use evidence_rule::EvidenceRule;
pub use fixture::bench_fixture;
pub use grace::Grace;
pub use model::{Origin, Promise, PromiseState, Standing, standing};
pub use refusal::PromiseRefusal;
pub use views::HistoryLine;

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[&[(&str, &str)]] = &[sql::ALL, work::sql::ALL, remind::ALL];
