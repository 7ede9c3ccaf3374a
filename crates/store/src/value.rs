//! Values on their way into a statement.
//!
//! Four kinds only, those that both engines store alike: text, integer, flag and typed nothing. Ids, days
//! and moments travel as text.

use kernel::{
    AccountId, BatchId, BlobId, CatalogueItemId, ClassId, ConsultationId, CuratedId, Date,
    DelegationId, DeliveryId, DemandId, DisputeId, DocumentId, DraftId, DutyId, EditionId, EventId,
    EvidenceId, FilingId, HappeningId, LetterId, MessageId, Moment, NoticeId, PlanId, PromiseId,
    ProposalId, ReaderId, RequestId, SessionId, SubscriptionId, UnitId, UploadId, WebhookId,
};

/// A value to bind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// text
    Text(String),
    /// bigint
    Integer(i64),
    /// boolean
    Flag(bool),
    /// null of type text
    NoText,
    /// null of type bigint
    NoInteger,
    /// null of type boolean
    NoFlag,
}

/// What can be bound to a statement's parameter.
pub trait Bind {
    /// The value.
    fn value(&self) -> Value;
    /// The null of its type.
    fn nothing() -> Value;
}

impl<T: Bind> Bind for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or_else(T::nothing, Bind::value)
    }
    fn nothing() -> Value {
        T::nothing()
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
    fn nothing() -> Value {
        T::nothing()
    }
}

macro_rules! bind {
    ($($type:ty => $nothing:ident, |$it:ident| $value:expr;)*) => {$(
        impl Bind for $type {
            fn value(&self) -> Value {
                let $it = self;
                $value
            }
            fn nothing() -> Value {
                Value::$nothing
            }
        }
    )*};
}

bind! {
    str => NoText, |it| Value::Text(it.to_owned());
    String => NoText, |it| Value::Text(it.clone());
    bool => NoFlag, |it| Value::Flag(*it);
    i64 => NoInteger, |it| Value::Integer(*it);
    i32 => NoInteger, |it| Value::Integer(i64::from(*it));
    i16 => NoInteger, |it| Value::Integer(i64::from(*it));
    u16 => NoInteger, |it| Value::Integer(i64::from(*it));
    u32 => NoInteger, |it| Value::Integer(i64::from(*it));
    // Counts of rows and bytes: no database holds more than i64 can say.
    u64 => NoInteger, |it| Value::Integer(i64::try_from(*it).unwrap_or(i64::MAX));
    usize => NoInteger, |it| Value::Integer(i64::try_from(*it).unwrap_or(i64::MAX));
    Date => NoText, |it| Value::Text(it.to_string());
    Moment => NoText, |it| Value::Text(it.to_string());
    UnitId => NoText, |it| Value::Text(it.to_string());
    ClassId => NoText, |it| Value::Text(it.to_string());
    PlanId => NoText, |it| Value::Text(it.to_string());
    DutyId => NoText, |it| Value::Text(it.to_string());
    CatalogueItemId => NoText, |it| Value::Text(it.to_string());
    PromiseId => NoText, |it| Value::Text(it.to_string());
    EvidenceId => NoText, |it| Value::Text(it.to_string());
    EventId => NoText, |it| Value::Text(it.to_string());
    AccountId => NoText, |it| Value::Text(it.to_string());
    DelegationId => NoText, |it| Value::Text(it.to_string());
    SessionId => NoText, |it| Value::Text(it.to_string());
    DraftId => NoText, |it| Value::Text(it.to_string());
    ProposalId => NoText, |it| Value::Text(it.to_string());
    NoticeId => NoText, |it| Value::Text(it.to_string());
    MessageId => NoText, |it| Value::Text(it.to_string());
    DeliveryId => NoText, |it| Value::Text(it.to_string());
    WebhookId => NoText, |it| Value::Text(it.to_string());
    BatchId => NoText, |it| Value::Text(it.to_string());
    DocumentId => NoText, |it| Value::Text(it.to_string());
    EditionId => NoText, |it| Value::Text(it.to_string());
    FilingId => NoText, |it| Value::Text(it.to_string());
    UploadId => NoText, |it| Value::Text(it.to_string());
    ReaderId => NoText, |it| Value::Text(it.to_string());
    SubscriptionId => NoText, |it| Value::Text(it.to_string());
    HappeningId => NoText, |it| Value::Text(it.to_string());
    LetterId => NoText, |it| Value::Text(it.to_string());
    CuratedId => NoText, |it| Value::Text(it.to_string());
    DemandId => NoText, |it| Value::Text(it.to_string());
    RequestId => NoText, |it| Value::Text(it.to_string());
    ConsultationId => NoText, |it| Value::Text(it.to_string());
    DisputeId => NoText, |it| Value::Text(it.to_string());
    BlobId => NoText, |it| Value::Text(it.to_string());
}

/// The values of a statement's parameters, in order: `params![id, due_on]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::Bind::value(&$value)),*] as &[$crate::Value]
    };
}
