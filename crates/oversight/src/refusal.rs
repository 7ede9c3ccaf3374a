//! What a user can cause and mend when acting on supervision notices: a closed list with stable codes.

use kernel::{NotAllowed, Refusal};

/// Why an act on a notice was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such notice.
    #[error("没有这份督办单，请核对编号")]
    Unknown,
    /// There is no such unit, or it ended.
    #[error("没有这个单位，或该单位已撤并，请重新选择")]
    UnitUnknown,
    /// A promise that is not there, or another unit's.
    #[error("所选承诺中有不属于被督办单位的，请重新选择")]
    PromiseNotOfUnit,
    /// Too many promises.
    #[error("一份督办单最多涉及200项承诺，请分开发出")]
    TooManyPromises,
    /// No title.
    #[error("请填写督办事项")]
    TitleMissing,
    /// Too long a title.
    #[error("督办事项过长（最多100字，不分行），请精简，详情写在要求中")]
    TitleTooLong,
    /// No text.
    #[error("请填写督办要求")]
    BodyMissing,
    /// Too long a text.
    #[error("督办要求过长（最多5000字），请精简")]
    BodyTooLong,
    /// No span that can be counted.
    #[error("答复期限应为1至60个工作日")]
    NoSuchSpan,
    /// No words.
    #[error("请填写内容")]
    WordsMissing,
    /// Too many words.
    #[error("内容过长（最多5000字），请精简")]
    WordsTooLong,
    /// Not a web address.
    #[error("“{0}”不是完整网址，每行填写一个以 http:// 或 https:// 开头的网址")]
    LinkNotHttp(String),
    /// Too many links.
    #[error("网址最多20个，请精简")]
    TooManyLinks,
    /// Nothing to judge yet.
    #[error("被督办单位尚未答复，收到答复后才能退回或办结")]
    NotAnswered,
    /// Answered already.
    #[error("该督办单已答复，正在审核；如需补充请联系督查人员退回")]
    AlreadyAnswered,
    /// Closed already.
    #[error("该督办单已办结，不能再变更")]
    AlreadyClosed,
    /// Taken back already.
    #[error("该督办单已撤回，不能再变更")]
    AlreadyWithdrawn,
}

impl Refusal for NoticeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Unknown => "oversight.unknown",
            Self::UnitUnknown => "oversight.unit_unknown",
            Self::PromiseNotOfUnit => "oversight.promise_not_of_unit",
            Self::TooManyPromises => "oversight.too_many_promises",
            Self::TitleMissing => "oversight.title_missing",
            Self::TitleTooLong => "oversight.title_too_long",
            Self::BodyMissing => "oversight.body_missing",
            Self::BodyTooLong => "oversight.body_too_long",
            Self::NoSuchSpan => "oversight.no_such_span",
            Self::WordsMissing => "oversight.words_missing",
            Self::WordsTooLong => "oversight.words_too_long",
            Self::LinkNotHttp(_) => "oversight.link_not_http",
            Self::TooManyLinks => "oversight.too_many_links",
            Self::NotAnswered => "oversight.not_answered",
            Self::AlreadyAnswered => "oversight.already_answered",
            Self::AlreadyClosed => "oversight.already_closed",
            Self::AlreadyWithdrawn => "oversight.already_withdrawn",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::UnitUnknown => Some("unit"),
            Self::PromiseNotOfUnit | Self::TooManyPromises => Some("promise"),
            Self::TitleMissing | Self::TitleTooLong => Some("title"),
            Self::BodyMissing | Self::BodyTooLong => Some("body"),
            Self::NoSuchSpan => Some("workdays"),
            Self::WordsMissing | Self::WordsTooLong => Some("words"),
            Self::LinkNotHttp(_) | Self::TooManyLinks => Some("links"),
            Self::NotAllowed(_)
            | Self::Unknown
            | Self::NotAnswered
            | Self::AlreadyAnswered
            | Self::AlreadyClosed
            | Self::AlreadyWithdrawn => None,
        }
    }
}
