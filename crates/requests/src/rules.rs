//! Decisions about requests: which act is allowed at which stage, by whom, and what must be there for it.
//!
//! Pure: no SQL, no async, no clock of its own. [`verdict`] is the whole table of stage and command; tests walk it, docs print it.

mod checks;
mod disputes;
mod table;

pub(crate) use checks::last_day;
pub use checks::{
    Consulting, Draft, check_answer_day, check_consulting, check_draft, check_extension,
    check_identity, check_receipt, check_supplement, check_wish, check_words,
};
pub use disputes::{
    Disputing, Ordered, Ruled, check_anew, check_disputing, check_ruled, check_strike, check_visit,
};
pub use table::{RequestCommand, after, transitions, verdict};
