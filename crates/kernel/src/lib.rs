//! The words that every crate of Gongkai shares: ids, moments, units, actors, refusals, pages.
//!
//! Pure: no IO, no async, no SQL, no clock of its own. Time and ids are arguments.

pub mod actor;
pub mod charset;
pub mod ids;
pub mod moment;
pub mod paging;
pub mod refusal;
pub mod rights;
pub mod unit;
pub mod vault;
pub mod verdict;

pub use actor::{Actor, Post, SignedIn, Standing as ActorStanding};
pub use ids::{
    AccountId, BatchId, BlobId, CatalogueItemId, ClassId, ConsultationId, CuratedId, DelegationId,
    DeliveryId, DemandId, DisputeId, DocumentId, DraftId, DutyId, EditionId, EventId, EvidenceId,
    FilingId, HappeningId, Ids, LetterId, MessageId, NoticeId, PlanId, PromiseId, ProposalId,
    ReaderId, RequestId, SessionId, SubscriptionId, UnitId, UploadId, WebhookId,
};
pub use jiff::civil::Date;
pub use moment::Moment;
pub use paging::{Page, PageAsk};
pub use refusal::{Fault, Never, Refusal, Stop};
pub use rights::{
    Approver, AuditAdministrator, Deed, NotAllowed, OpenGovernmentOffice, Right, Role,
    SecrecyReviewer, SecurityAdministrator, Supervisor, SystemAdministrator, UnitLeader,
    UnitOfficer,
};
pub use vault::Vault;
pub use verdict::{Transition, Verdict};
