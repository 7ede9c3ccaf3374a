//! What users cause when they put something on file: a closed list, each with words that say what to do next.

use kernel::{NotAllowed, Refusal};

use super::exchange::PackageRefusal;
use crate::DocumentRefusal;

/// Why an act upon a filing is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilingRefusal {
    /// Whoever acts may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// No such filing.
    #[error("备案记录不存在或已不能查看")]
    Unknown,
    /// A document that is not public.
    #[error("只有已公开的信息可以报送备案，请在公开后报送")]
    NotPublic,
    /// A kind that is not put on file.
    #[error("这个种类的信息不需要备案；确需备案的，请系统管理员在栏目与种类文件中写明")]
    NotOfKind,
    /// It is on its way already.
    #[error("这件信息已在备案中，请在备案页面办理")]
    UnderWay,
    /// This edition is on file.
    #[error("这一版次已经备案，不必再次报送")]
    OnFile,
    /// No name of who receives it.
    #[error("上级机关不在本站，请填写受理备案的机关名称")]
    ReceiverMissing,
    /// No explanation.
    #[error("请填写起草说明")]
    ExplanationMissing,
    /// No legal review.
    #[error("请填写合法性审核意见")]
    LegalReviewMissing,
    /// No words.
    #[error("请写明意见或理由")]
    WordsMissing,
    /// Something is too long.
    #[error("{label}太长，最多{most}字")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// Its label.
        label: &'static str,
        /// Characters at most.
        most: usize,
    },
    /// No number to register it under.
    #[error("请填写备案登记号")]
    NumberMissing,
    /// The number is another's.
    #[error("备案登记号“{0}”已用于另一件，请核对")]
    NumberTaken(String),
    /// It waits for the unit above.
    #[error("这件备案正待审查，不能这样办理；可能已有人报送，请刷新页面")]
    Waiting,
    /// It is with whoever sent it.
    #[error("这件备案已退回制定单位，待其补正或纠正后再办理")]
    WithSender,
    /// It has ended.
    #[error("这件备案已办结，不能再办理")]
    Ended,
    /// Whoever sent it may not decide on it.
    #[error("报送人不能审查自己报送的备案，请由另一位办理")]
    OwnFiling,
    /// Nobody outside answers for a unit of this site.
    #[error("受理备案的机关在本站办理，不必登记书面意见")]
    AnsweredHere,
    /// A file from another site that is not taken in.
    #[error(transparent)]
    Package(#[from] PackageRefusal),
    /// What publishing refuses.
    #[error(transparent)]
    Document(#[from] DocumentRefusal),
}

impl Refusal for FilingRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Package(inner) => inner.code(),
            Self::Document(inner) => inner.code(),
            Self::Unknown => "filing.unknown",
            Self::NotPublic => "filing.not_public",
            Self::NotOfKind => "filing.not_of_kind",
            Self::UnderWay => "filing.under_way",
            Self::OnFile => "filing.on_file",
            Self::ReceiverMissing => "filing.receiver_missing",
            Self::ExplanationMissing => "filing.explanation_missing",
            Self::LegalReviewMissing => "filing.legal_review_missing",
            Self::WordsMissing => "filing.words_missing",
            Self::TooLong { .. } => "filing.too_long",
            Self::NumberMissing => "filing.number_missing",
            Self::NumberTaken(_) => "filing.number_taken",
            Self::Waiting => "filing.waiting",
            Self::WithSender => "filing.with_sender",
            Self::Ended => "filing.ended",
            Self::OwnFiling => "filing.own_filing",
            Self::AnsweredHere => "filing.answered_here",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::ReceiverMissing => Some("receiver"),
            Self::ExplanationMissing => Some("explanation"),
            Self::LegalReviewMissing => Some("legal_review"),
            Self::WordsMissing => Some("words"),
            Self::TooLong { field, .. } => Some(field),
            Self::NumberMissing | Self::NumberTaken(_) => Some("register_number"),
            Self::Package(inner) => inner.field(),
            Self::Document(inner) => inner.field(),
            Self::NotAllowed(_)
            | Self::Unknown
            | Self::NotPublic
            | Self::NotOfKind
            | Self::UnderWay
            | Self::OnFile
            | Self::Waiting
            | Self::WithSender
            | Self::Ended
            | Self::OwnFiling
            | Self::AnsweredHere => None,
        }
    }
}
