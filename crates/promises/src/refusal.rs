//! What a user can cause and mend when acting on promises: a closed list with stable codes.

use kernel::NotAllowed;
use kernel::{Date, Refusal};

/// Why an act on a promise was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PromiseRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such promise.
    #[error("没有这项承诺，请核对编号")]
    Unknown,
    /// Kept already.
    #[error("该承诺已于{on}兑现，如有补充请使用“补充证据”")]
    AlreadyKept {
        /// The day it was kept.
        on: Date,
    },
    /// Waived already.
    #[error("该承诺已豁免，不能再变更")]
    AlreadyWaived,
    /// Void already.
    #[error("该承诺已作废，不能再变更")]
    AlreadyVoid,
    /// Evidence can be added to kept promises only.
    #[error("该承诺尚未兑现，请先登记兑现")]
    NotKeptYet,
    /// Evidence of the future.
    #[error("公开日期{given}晚于今天{today}，请填写信息实际公开的日期")]
    PublishedInFuture {
        /// What was given.
        given: Date,
        /// The day.
        today: Date,
    },
    /// Evidence from before anything was owed, without a word why.
    #[error("公开日期{given}早于该承诺的起始日{owed_from}，请在说明中写明理由，或核对日期")]
    PublishedBeforeOwed {
        /// What was given.
        given: Date,
        /// The first day on which it could be kept.
        owed_from: Date,
    },
    /// Not a web address.
    #[error("公开链接应为以 http:// 或 https:// 开头的完整网址，请粘贴信息页面的地址")]
    LinkNotHttp,
    /// Too long an address.
    #[error("公开链接过长(最多2000字节)，请使用信息页面的正式地址")]
    LinkTooLong,
    /// Too long a note.
    #[error("说明过长(最多1000字)，请精简")]
    NoteTooLong,
    /// No reason given.
    #[error("请填写理由，理由将向社会公开")]
    ReasonMissing,
    /// Too long a reason.
    #[error("理由过长(最多1000字)，请精简")]
    ReasonTooLong,
    /// No basis given.
    #[error("请填写依据(法律条款或文件文号)")]
    BasisMissing,
    /// Too long a basis.
    #[error("依据过长(最多500字)，请精简")]
    BasisTooLong,
}

impl Refusal for PromiseRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Unknown => "promises.unknown",
            Self::AlreadyKept { .. } => "promises.already_kept",
            Self::AlreadyWaived => "promises.already_waived",
            Self::AlreadyVoid => "promises.already_void",
            Self::NotKeptYet => "promises.not_kept_yet",
            Self::PublishedInFuture { .. } => "promises.published_in_future",
            Self::PublishedBeforeOwed { .. } => "promises.published_before_owed",
            Self::LinkNotHttp => "promises.link_not_http",
            Self::LinkTooLong => "promises.link_too_long",
            Self::NoteTooLong => "promises.note_too_long",
            Self::ReasonMissing => "promises.reason_missing",
            Self::ReasonTooLong => "promises.reason_too_long",
            Self::BasisMissing => "promises.basis_missing",
            Self::BasisTooLong => "promises.basis_too_long",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::PublishedInFuture { .. } | Self::PublishedBeforeOwed { .. } => {
                Some("published_on")
            }
            Self::LinkNotHttp | Self::LinkTooLong => Some("link"),
            Self::NoteTooLong => Some("note"),
            Self::ReasonMissing | Self::ReasonTooLong => Some("reason"),
            Self::BasisMissing | Self::BasisTooLong => Some("basis"),
            Self::NotAllowed(_)
            | Self::Unknown
            | Self::AlreadyKept { .. }
            | Self::AlreadyWaived
            | Self::AlreadyVoid
            | Self::NotKeptYet => None,
        }
    }
}
