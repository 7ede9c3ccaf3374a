//! What can be done to promises: one verb a file. Each loads, decides by the rules, saves and records in one transaction; a
//! refused act leaves no trace.

pub mod add_evidence;
pub mod keep;
pub mod make_void;
pub mod recompute;
pub mod recur;
pub mod support;
pub mod sweep;
pub mod waive;

pub use add_evidence::add_evidence;
pub use keep::{Keep, KeepOutcome, keep, keep_in};
pub use make_void::{MakeVoid, make_void};
pub use recompute::{Recomputed, recompute_due_dates};
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
