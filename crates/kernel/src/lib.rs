//! The words that every crate of Gongkai shares: ids, moments, units, actors, refusals, pages.
//!
//! Pure: no IO, no async, no SQL, no clock of its own. Time and ids are arguments.

pub mod actor;
pub mod ids;
pub mod moment;
pub mod paging;
pub mod refusal;
pub mod unit;

pub use actor::{Actor, OpenGovernmentOffice, Role, Standing as ActorStanding, UnitOfficer};
pub use ids::{
    BlobId, CatalogueItemId, ClassId, DutyId, EventId, EvidenceId, Ids, PlanId, PromiseId, UnitId,
};
pub use jiff::civil::Date;
pub use moment::Moment;
pub use paging::{Page, PageAsk};
pub use refusal::{Fault, Never, Refusal, Stop};
