//! What can stop an action: a refusal (the user can do something about it) or a fault (they cannot).
//!
//! A crate's refusals are a closed enum with stable codes; a fault is logged once, at the boundary, and shown
//! as a reference number. Either one rolls the transaction back.

use std::fmt;

use crate::rights::NotAllowed;

/// Something a user caused and can mend.
pub trait Refusal: fmt::Debug + Send + Sync + 'static {
    /// Stable code, `crate.what_happened`.
    fn code(&self) -> &'static str;
    /// What happened and what to do next, in Chinese.
    fn message(&self) -> String;
    /// The field of the form that it belongs to.
    fn field(&self) -> Option<&'static str> {
        None
    }
}

/// Something that went wrong and that no user can mend.
#[derive(Debug)]
pub struct Fault {
    doing: String,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    is_transient: bool,
}

impl Fault {
    /// A fault with what was being done.
    pub fn new(doing: impl Into<String>) -> Self {
        Self {
            doing: doing.into(),
            cause: None,
            is_transient: false,
        }
    }

    /// A fault with what was being done and what came back.
    pub fn caused(
        doing: impl Into<String>,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            doing: doing.into(),
            cause: Some(cause.into()),
            is_transient: false,
        }
    }

    /// Marks it as one that may pass when the whole transaction is tried again.
    #[must_use]
    pub fn transient(mut self) -> Self {
        self.is_transient = true;
        self
    }

    /// Whether trying the whole transaction again may help.
    pub fn is_transient(&self) -> bool {
        self.is_transient
    }

    /// Whether the disk, or what may be used of it, is full: whoever asked can be told so.
    pub fn is_disk_full(&self) -> bool {
        use std::io::{Error, ErrorKind};
        let cause = self
            .cause
            .as_deref()
            .and_then(|it| it.downcast_ref::<Error>());
        cause.is_some_and(|it| {
            matches!(it.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Some(cause) => write!(f, "{}: {cause}", self.doing),
            None => f.write_str(&self.doing),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause
            .as_deref()
            .map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

/// Why an action stopped.
#[derive(Debug)]
pub enum Stop<R> {
    /// The user can mend it.
    Refused(R),
    /// Nobody but the operator can.
    Failed(Fault),
}

impl<R> From<Fault> for Stop<R> {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault)
    }
}

impl<R: From<NotAllowed>> From<NotAllowed> for Stop<R> {
    fn from(refused: NotAllowed) -> Self {
        Self::Refused(refused.into())
    }
}

impl<R> Stop<R> {
    /// The same stop in another crate's words of refusal.
    pub fn map_refusal<S>(self, to: impl FnOnce(R) -> S) -> Stop<S> {
        match self {
            Self::Refused(refusal) => Stop::Refused(to(refusal)),
            Self::Failed(fault) => Stop::Failed(fault),
        }
    }
}

impl<R: Refusal> fmt::Display for Stop<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => f.write_str(&refusal.message()),
            Self::Failed(fault) => fault.fmt(f),
        }
    }
}

impl<R: Refusal> std::error::Error for Stop<R> {}

/// The refusal of work that nothing can refuse, such as a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {}

impl Refusal for Never {
    fn code(&self) -> &'static str {
        match *self {}
    }
    fn message(&self) -> String {
        match *self {}
    }
}

impl From<Stop<Never>> for Fault {
    fn from(stop: Stop<Never>) -> Self {
        match stop {
            Stop::Failed(fault) => fault,
            Stop::Refused(never) => match never {},
        }
    }
}
