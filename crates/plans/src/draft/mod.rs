//! Drafts (草稿): a plan as it was read, on its way to promises, with what officers changed in it.
//!
//! A draft is the reader's reading and an append-only list of edits; [`fold::fold`] makes of both what stands on the screen. Undoing
//! is an edit too, so nothing that anybody did is ever lost. Nothing is owed by a draft: [`crate::actions::draft_approve`]
//! opens promises by the same way as an import.

pub mod edit;
pub mod events;
pub mod fold;
pub mod own;
pub mod pieces;
pub mod preview;
pub mod records;
pub mod refusal;
pub(crate) mod settings;
pub(crate) mod sql;

pub use edit::{Edit, Logged, Target};
pub use fold::{DraftDuty, Drafted, fold};
pub use own::{OwnTask, list_own_tasks};
pub use pieces::Piece;
pub use preview::{Preview, preview};
pub use records::{
    DraftLine, DraftState, EditLine, OpenDraft, count_drafts, find_draft, find_draft_line,
    find_draft_of, list_drafts,
};
pub use refusal::DraftRefusal;

/// Every statement about drafts and links, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
