//! What an officer can cause and mend when working on a draft: a closed list with stable codes.

use kernel::{NotAllowed, Refusal};

use crate::refusal::PlanRefusal;

/// Why an act on a draft was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefusal {
    /// The actor may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// What the plans' own rules refuse.
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
    /// There is no such draft.
    #[error("没有这份草稿，请从草稿列表重新进入")]
    Unknown,
    /// The draft has been approved or discarded.
    #[error("这份草稿已{state}，不能再修改")]
    Closed {
        /// How it ended.
        state: &'static str,
    },
    /// Somebody changed the same thing meanwhile.
    #[error("您打开页面之后，这一处已被他人修改；请对照现在的内容，确认后重新保存")]
    Stale {
        /// The number of the newest edit.
        revision: u64,
    },
    /// The duty is not there any more.
    #[error("草稿中没有这项任务，可能已被合并；请刷新页面")]
    UnknownDuty,
    /// The duty is dropped.
    #[error("这项任务已去掉；需要修改的，请先恢复")]
    Dropped,
    /// Only a dropped duty can be restored.
    #[error("这项任务没有去掉，无需恢复")]
    NotDropped,
    /// A duty without words.
    #[error("任务内容不能为空；不需要的任务请“去掉”")]
    NoWords,
    /// Too many words.
    #[error("文字过长：标题300字以内，内容2万字以内")]
    TooLong,
    /// A cadence or deadline that cannot be read.
    #[error("时限写法有误：{given}；日期写作 2026-06-30，时间段写作 P20WD(20个工作日)、P1M(1个月)")]
    BadTerm {
        /// What was given.
        given: String,
    },
    /// A grace that cannot be read.
    #[error(
        "期限写法有误或与任务的频次不合：{given}；请写成如“20个工作日内”“1个月内”“次月前5个工作日内”，每年一次的也可写“1月31日前”"
    )]
    BadGrace {
        /// What was given.
        given: String,
    },
    /// No basis given.
    #[error("请填写依据（法律条款或文件文号），500字以内")]
    BasisMissing,
    /// A name that is none.
    #[error("单位名称不能超过60字，一项任务的单位不能超过200个")]
    BadUnits,
    /// The name does not stand in the draft.
    #[error("草稿中没有写作“{written}”的单位")]
    NotWritten {
        /// What was given.
        written: String,
    },
    /// No unit was chosen.
    #[error("请选择至少一个单位")]
    NoUnitGiven,
    /// The rule cannot be kept.
    #[error("证据要求有误：件数应为1至20，网站写域名（如 www.example.gov.cn），不超过10个")]
    BadEvidence,
    /// The doubt is not there any more.
    #[error("这一处存疑已经处理，请刷新页面")]
    NoSuchDoubt,
    /// A duty cannot be split there.
    #[error("不能在此处拆分：拆开的两部分都要有文字")]
    BadSplit,
    /// There is nothing after it.
    #[error("这是最后一项任务，没有可以合并的下一项")]
    NothingAfter,
    /// Nothing to undo.
    #[error("没有可以撤销的修改")]
    NothingToUndo,
    /// Nothing to redo.
    #[error("没有可以恢复的撤销")]
    NothingToRedo,
    /// A date or year of the document cannot be read.
    #[error("{what}写法有误，请写作 2026-03-06（年度写作 2026）")]
    BadDate {
        /// Which.
        what: &'static str,
    },
    /// Nobody answers for some duties, and nobody said that this is meant.
    #[error("还有{count}项任务没有明确的责任单位；请先明确，或勾选“先行发布”")]
    Unled {
        /// How many.
        count: usize,
    },
}

impl Refusal for DraftRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(inner) => inner.code(),
            Self::Plan(inner) => inner.code(),
            Self::Unknown => "drafts.unknown",
            Self::Closed { .. } => "drafts.closed",
            Self::Stale { .. } => "drafts.stale",
            Self::UnknownDuty => "drafts.unknown_duty",
            Self::Dropped => "drafts.dropped",
            Self::NotDropped => "drafts.not_dropped",
            Self::NoWords => "drafts.no_words",
            Self::TooLong => "drafts.too_long",
            Self::BadTerm { .. } => "drafts.bad_term",
            Self::BadGrace { .. } => "drafts.bad_grace",
            Self::BasisMissing => "drafts.basis_missing",
            Self::BadUnits => "drafts.bad_units",
            Self::NotWritten { .. } => "drafts.not_written",
            Self::NoUnitGiven => "drafts.no_unit_given",
            Self::BadEvidence => "drafts.bad_evidence",
            Self::NoSuchDoubt => "drafts.no_such_doubt",
            Self::BadSplit => "drafts.bad_split",
            Self::NothingAfter => "drafts.nothing_after",
            Self::NothingToUndo => "drafts.nothing_to_undo",
            Self::NothingToRedo => "drafts.nothing_to_redo",
            Self::BadDate { .. } => "drafts.bad_date",
            Self::Unled { .. } => "drafts.unled",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Plan(inner) => inner.field(),
            Self::NoWords | Self::TooLong => Some("text"),
            Self::BadTerm { .. } => Some("times"),
            Self::BadGrace { .. } => Some("grace"),
            Self::BasisMissing => Some("basis"),
            Self::BadUnits => Some("lead"),
            Self::NotWritten { .. } | Self::NoUnitGiven => Some("units"),
            Self::BadEvidence => Some("least"),
            Self::BadSplit => Some("at"),
            Self::BadDate { .. } => Some("written_on"),
            Self::Unled { .. } => Some("unled"),
            Self::NotAllowed(_)
            | Self::Unknown
            | Self::Closed { .. }
            | Self::Stale { .. }
            | Self::UnknownDuty
            | Self::Dropped
            | Self::NotDropped
            | Self::NoSuchDoubt
            | Self::NothingAfter
            | Self::NothingToUndo
            | Self::NothingToRedo => None,
        }
    }
}
