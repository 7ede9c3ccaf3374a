//! Rows on their way out of the database.
//!
//! A column is read by name into the type asked for; what is not of that type is a fault that names the
//! column, for it means that the schema and the code disagree.

use kernel::{
    AccountId, BatchId, BlobId, CatalogueItemId, ClassId, ConsultationId, CuratedId, Date,
    DelegationId, DeliveryId, DemandId, DisputeId, DocumentId, DraftId, DutyId, EditionId, EventId,
    EvidenceId, Fault, FilingId, HappeningId, LetterId, MessageId, Moment, NoticeId, PlanId,
    PromiseId, ProposalId, ReaderId, RequestId, SessionId, SubscriptionId, UnitId, UploadId,
    WebhookId,
};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// One row of either engine.
#[derive(Debug)]
pub struct Row(pub(crate) Inner);

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What can be read from a column.
pub trait Read: Sized {
    /// Reads the column of that name.
    fn read(row: &Row, column: &str) -> Result<Self, Fault>;
}

impl Row {
    /// The value of a column; a fault names the column where it is absent or of another type.
    pub fn get<T: Read>(&self, column: &str) -> Result<T, Fault> {
        T::read(self, column)
    }
}

macro_rules! read_native {
    ($($type:ty),*) => {$(
        impl Read for $type {
            fn read(row: &Row, column: &str) -> Result<Self, Fault> {
                match &row.0 {
                    Inner::Sqlite(row) => row.try_get(column),
                    Inner::Postgres(row) => row.try_get(column),
                }
                .map_err(|cause| Fault::caused(format!("reading column {column}"), cause))
            }
        }
    )*};
}

read_native!(String, i64, bool, Option<String>, Option<i64>, Option<bool>);

impl Read for u64 {
    fn read(row: &Row, column: &str) -> Result<Self, Fault> {
        let number: i64 = row.get(column)?;
        Self::try_from(number)
            .map_err(|cause| Fault::caused(format!("column {column} holds {number}"), cause))
    }
}

impl Read for u32 {
    fn read(row: &Row, column: &str) -> Result<Self, Fault> {
        let number: i64 = row.get(column)?;
        Self::try_from(number)
            .map_err(|cause| Fault::caused(format!("column {column} holds {number}"), cause))
    }
}

impl Read for Option<u32> {
    fn read(row: &Row, column: &str) -> Result<Self, Fault> {
        let number: Option<i64> = row.get(column)?;
        number
            .map(u32::try_from)
            .transpose()
            .map_err(|cause| Fault::caused(format!("column {column} holds {number:?}"), cause))
    }
}

macro_rules! read_parsed {
    ($($type:ty => $parse:expr;)*) => {$(
        impl Read for $type {
            fn read(row: &Row, column: &str) -> Result<Self, Fault> {
                let text: String = row.get(column)?;
                $parse(&text).map_err(|cause| Fault::caused(format!("column {column} holds {text:?}"), cause))
            }
        }

        impl Read for Option<$type> {
            fn read(row: &Row, column: &str) -> Result<Self, Fault> {
                let text: Option<String> = row.get(column)?;
                text.map(|text| {
                    $parse(&text).map_err(|cause| Fault::caused(format!("column {column} holds {text:?}"), cause))
                })
                .transpose()
            }
        }
    )*};
}

read_parsed! {
    Date => str::parse::<Date>;
    Moment => Moment::parse;
    UnitId => str::parse::<UnitId>;
    ClassId => str::parse::<ClassId>;
    PlanId => str::parse::<PlanId>;
    DutyId => str::parse::<DutyId>;
    CatalogueItemId => str::parse::<CatalogueItemId>;
    PromiseId => str::parse::<PromiseId>;
    EvidenceId => str::parse::<EvidenceId>;
    EventId => str::parse::<EventId>;
    AccountId => str::parse::<AccountId>;
    DelegationId => str::parse::<DelegationId>;
    SessionId => str::parse::<SessionId>;
    DraftId => str::parse::<DraftId>;
    ProposalId => str::parse::<ProposalId>;
    NoticeId => str::parse::<NoticeId>;
    MessageId => str::parse::<MessageId>;
    DeliveryId => str::parse::<DeliveryId>;
    WebhookId => str::parse::<WebhookId>;
    BatchId => str::parse::<BatchId>;
    DocumentId => str::parse::<DocumentId>;
    EditionId => str::parse::<EditionId>;
    FilingId => str::parse::<FilingId>;
    ReaderId => str::parse::<ReaderId>;
    SubscriptionId => str::parse::<SubscriptionId>;
    HappeningId => str::parse::<HappeningId>;
    LetterId => str::parse::<LetterId>;
    CuratedId => str::parse::<CuratedId>;
    DemandId => str::parse::<DemandId>;
    RequestId => str::parse::<RequestId>;
    ConsultationId => str::parse::<ConsultationId>;
    DisputeId => str::parse::<DisputeId>;
    UploadId => str::parse::<UploadId>;
    BlobId => str::parse::<BlobId>;
}
