//! What can be done to plans and the catalogue: one verb a file. Files are read and kept before the transaction; each act
//! loads, decides by the pure rules, saves and records in one transaction, and leaves no trace where it is refused.

pub mod accept_changes;
pub mod assign_unit;
pub mod draft_approve;
pub mod draft_create;
pub mod draft_discard;
pub mod draft_edit;
pub mod import_catalogue;
pub mod import_plan;
pub mod import_register;
pub mod link_plans;
pub mod record_event;
pub mod reorganise;
pub mod set_cadence_basis;
pub mod settle_units;

pub use accept_changes::{AcceptChanges, Accepted, accept_changes, accept_pieces};
pub use assign_unit::{AssignTarget, AssignUnit, assign_unit};
pub use draft_approve::{ApproveDraft, Unled, approve_draft};
pub use draft_create::create_draft;
pub use draft_discard::discard_draft;
pub use draft_edit::{EditDraft, edit_draft};
pub use import_catalogue::{ImportCatalogue, ImportedCatalogue, import_catalogue};
pub use import_plan::{ImportOutcome, ImportPlan, import_plan};
pub use import_register::{RegisterImported, import_register};
pub use link_plans::{DecideTaken, Verdict, decide_taken, link_plans, unlink_plans};
pub use record_event::{RecordEvent, record_event};
pub use reorganise::{Reorganise, foresee_reorganisation, reorganise};
pub use set_cadence_basis::{SetCadenceBasis, set_cadence_basis};
pub use settle_units::settle_units;

use calendar::Calendar;
use kernel::{Moment, OpenGovernmentOffice};

/// On whose word, by which calendar, when.
#[derive(Debug, Clone, Copy)]
pub struct Authority<'a> {
    /// Who acts.
    pub office: &'a OpenGovernmentOffice,
    /// The calendar that due days are derived by.
    pub calendar: &'a Calendar,
    /// When.
    pub now: Moment,
}
