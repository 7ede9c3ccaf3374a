//! Decisions about promises: which act is allowed in which state, and what makes evidence good enough.
//!
//! Pure: no SQL, no async, no clock of its own. [`TRANSITIONS`] is the whole table of state and command; tests walk it, docs
//! print it. Who may act is proved by type at the actions, not here.

mod evidence;
mod lengthening;
mod proposals;
mod table;

pub use evidence::{
    Evidence, EvidenceFile, MOST_FILE_BYTES, Owed, Submission, add_evidence, keep, media_type_of,
};
pub use lengthening::{Lengthening, lengthen, lengthened, unlengthened};
pub use proposals::{
    Progress, make_void, propose_nil_return, propose_waiver, refuse_proposal, report_progress,
    return_evidence, sign_nil_return, waive,
};
pub use table::{CommandKind, StateKind, TRANSITIONS, allow};

#[cfg(test)]
mod tests;
