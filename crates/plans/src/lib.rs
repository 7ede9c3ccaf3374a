//! Work plans (工作要点), their duties and the disclosure catalogue (主动公开基本目录).
//!
//! Legal basis: 《政府信息公开条例》第二十六条 for what is due without a date of its own, and the plan or catalogue row for everything
//! else. A plan is taken in as read by `gongwen`; its duties open promises in the `promises` crate, which alone knows
//! whether they are kept. Invariants: a name is never guessed in silence (see [`resolve`]); importing twice opens
//! nothing twice; a changed plan changes nothing until somebody accepts the difference; kept promises stay kept.

pub mod actions;
pub mod catalogue;
mod clause;
mod consent;
pub mod diff;
pub mod draft;
pub mod events;
mod grams;
mod intake;
pub mod link;
pub mod model;
pub mod opening;
pub mod queries;
pub mod reconcile;
mod records;
pub mod refusal;
pub mod reorganisation;
pub mod resolve;
mod revision;
pub mod sheet;
mod sql;
mod views;

pub use consent::LateGone;
pub use refusal::PlanRefusal;
pub use resolve::{Match, Resolution, Resolver};

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
