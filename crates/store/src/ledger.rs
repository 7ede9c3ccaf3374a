//! The public log: public acts as leaves of a Merkle tree that anyone can verify.
//!
//! Recording an event that is public marks it in the same transaction; `append` puts what is marked into the tree, in
//! batches, and signs the new head. What is public, and what of it, is a closed list in [`public`]. The tree's mathematics and
//! formats are those of the `ledger` library; keys are handed in and never kept here.

mod append;
mod check;
mod read;

pub mod public;
pub(crate) mod sql;

pub use append::{Appended, BATCH};
pub use check::LedgerReport;
pub use public::{entry_of, is_receipted, receipt_of};
pub use read::{
    StoredCheckpoint, count_pending, find_act_at, find_checkpoint, find_key, find_leaf_index,
    find_resource, list_leaves, prove,
};

/// Every statement of the ledger, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
