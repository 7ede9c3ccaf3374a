//! What a user can cause and mend when acting on promises: a closed list with stable codes.

use kernel::NotAllowed;
use kernel::{Date, Refusal};

use crate::actions::RemindRefusal;

/// Why an act on a promise was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PromiseRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The reminder was refused.
    #[error(transparent)]
    Reminding(#[from] RemindRefusal),
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
    /// It is the duty to answer a request.
    #[error("这项承诺是答复一件政府信息公开申请，随申请的办理自动记录，请到依申请公开中办理该申请")]
    MovedByItsRequest,
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
    #[error("公开链接过长（最多2000字节），请使用信息页面的正式地址")]
    LinkTooLong,
    /// Too long a note.
    #[error("说明过长（最多1000字），请精简")]
    NoteTooLong,
    /// No reason given.
    #[error("请填写理由，理由将向社会公开")]
    ReasonMissing,
    /// Too long a reason.
    #[error("理由过长（最多1000字），请精简")]
    ReasonTooLong,
    /// No basis given.
    #[error("请填写依据（法律条款或文件文号）")]
    BasisMissing,
    /// Too long a basis.
    #[error("依据过长（最多500字），请精简")]
    BasisTooLong,
    /// The console's waiver without whose approval it is.
    #[error("请写明批准人（职务和姓名，或批准文件的文号）")]
    ApproverMissing,
    /// Neither link nor file nor note.
    #[error("请至少提供一项证据：公开链接、文件或说明")]
    EvidenceMissing,
    /// Too many links and files at once.
    #[error("一次最多提交20项链接和文件，其余请在兑现后补充")]
    TooManyPieces,
    /// A file of no kind that is taken.
    #[error(
        "文件“{name}”的类型不能作为证据，请上传PDF、OFD、Word、Excel、图片（PNG、JPEG）、TXT或CSV文件"
    )]
    FileKind {
        /// Its name.
        name: String,
    },
    /// A file too large.
    #[error("文件“{name}”超过20MB，请压缩或改用公开链接")]
    FileTooLarge {
        /// Its name.
        name: String,
    },
    /// Not 0..=100.
    #[error("完成比例应为0到100之间的整数")]
    PercentOutOfRange,
    /// Progress without words.
    #[error("请用一两句话说明进展情况，说明将向社会公开")]
    ProgressNoteMissing,
    /// Progress of the future.
    #[error("进展日期{given}晚于今天{today}，请核对日期")]
    StatedInFuture {
        /// What was given.
        given: Date,
        /// The day.
        today: Date,
    },
    /// Nothing to report on yet.
    #[error("该承诺自{owed_from}起才能兑现，此前不能报送零报告")]
    PeriodNotBegun {
        /// The first day on which it could be kept.
        owed_from: Date,
    },
    /// Another proposal waits.
    #[error("该承诺已有一项请示等待审批或签署，请先办结")]
    ProposalWaits,
    /// There is no such proposal.
    #[error("没有这项请示，请核对编号")]
    ProposalUnknown,
    /// It is decided.
    #[error("这项请示已经办结，不能再次办理")]
    ProposalDecided,
    /// The office does not sit in a unit with an approver.
    #[error("请示须由公开办所在单位的账号提出，控制台请使用命令行豁免并写明批准人")]
    NoDecidingUnit,
    /// A late one does not move.
    #[error("该承诺已于{due_on}到期，逾期后不能延期；确需免除的，请提出豁免")]
    LateDoesNotMove {
        /// When it was due.
        due_on: Date,
    },
    /// Too long or no extension.
    #[error("延长的期限应在1到366日、1到12个月或1年以内")]
    SpanOutOfRange,
    /// The clock does not take the extension.
    #[error("{why}")]
    ClockRefused {
        /// Why, in Chinese.
        why: String,
    },
    /// The evidence rule of its duty asks for more.
    #[error("该任务的证据要求：{rule}")]
    RuleNotMet {
        /// What it asks for.
        rule: String,
    },
    /// An order for many without any.
    #[error("请至少选择一项承诺")]
    NothingSelected,
    /// An order for too many.
    #[error("一次最多办理{most}项，请分批办理")]
    TooManySelected {
        /// The most.
        most: usize,
    },
}

impl Refusal for PromiseRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Reminding(inner) => inner.code(),
            Self::Unknown => "promises.unknown",
            Self::AlreadyKept { .. } => "promises.already_kept",
            Self::AlreadyWaived => "promises.already_waived",
            Self::AlreadyVoid => "promises.already_void",
            Self::MovedByItsRequest => "promises.moved_by_its_request",
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
            Self::ApproverMissing => "promises.approver_missing",
            Self::EvidenceMissing => "promises.evidence_missing",
            Self::TooManyPieces => "promises.too_many_pieces",
            Self::FileKind { .. } => "promises.file_kind",
            Self::FileTooLarge { .. } => "promises.file_too_large",
            Self::PercentOutOfRange => "promises.percent_out_of_range",
            Self::ProgressNoteMissing => "promises.progress_note_missing",
            Self::StatedInFuture { .. } => "promises.stated_in_future",
            Self::PeriodNotBegun { .. } => "promises.period_not_begun",
            Self::ProposalWaits => "promises.proposal_waits",
            Self::ProposalUnknown => "promises.proposal_unknown",
            Self::ProposalDecided => "promises.proposal_decided",
            Self::NoDecidingUnit => "promises.no_deciding_unit",
            Self::LateDoesNotMove { .. } => "promises.late_does_not_move",
            Self::SpanOutOfRange => "promises.span_out_of_range",
            Self::ClockRefused { .. } => "promises.clock_refused",
            Self::RuleNotMet { .. } => "promises.rule_not_met",
            Self::NothingSelected => "promises.nothing_selected",
            Self::TooManySelected { .. } => "promises.too_many_selected",
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
            Self::LinkNotHttp
            | Self::LinkTooLong
            | Self::EvidenceMissing
            | Self::TooManyPieces
            | Self::RuleNotMet { .. } => Some("link"),
            Self::FileKind { .. } | Self::FileTooLarge { .. } => Some("file"),
            Self::NoteTooLong | Self::ProgressNoteMissing => Some("note"),
            Self::PercentOutOfRange => Some("percent"),
            Self::ApproverMissing => Some("approved_by"),
            Self::StatedInFuture { .. } => Some("stated_on"),
            Self::SpanOutOfRange | Self::ClockRefused { .. } => Some("span"),
            Self::ReasonMissing | Self::ReasonTooLong => Some("reason"),
            Self::BasisMissing | Self::BasisTooLong => Some("basis"),
            Self::Reminding(inner) => inner.field(),
            Self::NotAllowed(_)
            | Self::Unknown
            | Self::AlreadyKept { .. }
            | Self::AlreadyWaived
            | Self::AlreadyVoid
            | Self::MovedByItsRequest
            | Self::NotKeptYet
            | Self::PeriodNotBegun { .. }
            | Self::ProposalWaits
            | Self::ProposalUnknown
            | Self::ProposalDecided
            | Self::NoDecidingUnit
            | Self::LateDoesNotMove { .. }
            | Self::NothingSelected
            | Self::TooManySelected { .. } => None,
        }
    }
}
