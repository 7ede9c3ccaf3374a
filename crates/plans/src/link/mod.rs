//! A superior's plan beside the own one (省 → 市 → 县): which of its duties were taken over, which not, which the own plan added.
//!
//! Likeness of words proposes, an officer decides; what is decided is public. Nothing is owed by a link.

pub mod liken;
mod records;
pub(crate) mod sql;

pub use liken::{Likely, liken};
pub use records::{
    Comparison, DutyBrief, LinkedPlan, Taken, find_comparison, list_linked, list_superiors,
};
