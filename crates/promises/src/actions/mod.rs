//! What can be done to promises: one verb a file. Each loads, decides by the rules, saves and records in one transaction; a
//! refused act leaves no trace.

pub mod add_evidence;
pub mod batch;
pub mod decide;
pub mod hand_over;
pub mod keep;
pub mod make_void;
pub mod propose;
pub mod recompute;
pub mod recur;
pub mod remind;
pub mod report_progress;
pub mod return_evidence;
pub mod support;
pub mod sweep;
pub mod waive;

pub use add_evidence::{add_evidence, add_submission};
pub use batch::{NewBatch, order_batch, work_batch, work_batches};
pub use decide::{Decide, Ruling, decide_proposal, sign_nil_return};
pub use hand_over::{HandedOver, HandingOver, Heirs, Holding, find_holding, hand_over};
pub use keep::{Keep, KeepOutcome, Submit, keep, keep_in, submit};
pub use make_void::{MakeVoid, make_void};
pub use propose::{
    ProposeMove, ProposeNilReturn, ProposeWaiver, propose_move, propose_nil_return, propose_waiver,
};
pub use recompute::{Recomputed, recompute_due_dates};
pub use remind::{Remind, RemindRefusal, remind, remind_in};
pub use report_progress::{ReportProgress, report_progress};
pub use return_evidence::{ReturnEvidence, return_evidence};
pub use sweep::{Swept, sweep};
pub use waive::{Waive, waive};

use kernel::NotAllowed;
use kernel::{Stop, UnitOfficer};

use crate::model::Promise;
use crate::refusal::PromiseRefusal;

/// An officer acts for their own unit's promises only.
fn check_unit(officer: &UnitOfficer, promise: &Promise) -> Result<(), Stop<PromiseRefusal>> {
    if officer.unit() == promise.unit_id {
        Ok(())
    } else {
        Err(Stop::Refused(NotAllowed::ResponsibleUnitOnly.into()))
    }
}
