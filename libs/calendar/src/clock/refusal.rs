//! What a user can do wrong with a clock, in words that say what happened and what to do next.
//! Faults of calendar data are `CalendarError`.

use jiff::civil::Date;

use crate::error::CalendarError;
use crate::span::Span;

/// A command that the clock does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefusal {
    /// Stored segments that do not begin with a start.
    #[error("期限缺少起算记录，请先登记起算日")]
    NotStarted,
    /// A second start.
    #[error("期限已经起算，需要重新计算的请登记“重新起算”")]
    StartedTwice,
    /// A date that a text names knows no pause, restart or extension.
    #[error(
        "期限由文件写明具体日期，不能暂停、恢复、重新起算或延长；确需调整的，请依变更文件另行设定日期"
    )]
    FixedDate,
    /// A pause inside a pause.
    #[error("期限自 {since} 起已经暂停，请先恢复计算再登记新的暂停")]
    AlreadyPaused {
        /// Since when it is paused.
        since: Date,
    },
    /// A resume without a pause.
    #[error("期限没有处于暂停状态，无需恢复")]
    NotPaused,
    /// An event earlier than the one before it.
    #[error("日期 {on} 早于上一环节的 {previous}，请核对日期")]
    OutOfOrder {
        /// The date given.
        on: Date,
        /// The date of the event before.
        previous: Date,
    },
    /// An extension by nothing.
    #[error("延长的期限不能为零，请填写延长多久")]
    EmptyExtension,
    /// An extension whose unit cannot be compared or added.
    #[error("延长“{}”与“{}”的单位不同，请改用同一单位", by.describe(), span.describe())]
    OtherUnit {
        /// The extension.
        by: Span,
        /// The period or the limit it is held against.
        span: Span,
    },
    /// An extension that is told after the period has run out.
    #[error("延期应当在原届满日 {due_on} 前告知，{told_on} 已经逾期，不能再延长，请尽快办理")]
    ExtensionTooLate {
        /// When it was to be told.
        told_on: Date,
        /// When the period ran out.
        due_on: Date,
    },
    /// Extensions longer than the law allows.
    #[error("累计延长{}，超过法定上限{}，请缩短延长期限", total.describe(), limit.describe())]
    BeyondLimit {
        /// All extensions together.
        total: Span,
        /// The law's limit.
        limit: Span,
    },
    /// The calendar cannot tell the due date.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl ClockRefusal {
    /// Stable code for pages and interfaces.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotStarted => "clock.not_started",
            Self::StartedTwice => "clock.started_twice",
            Self::FixedDate => "clock.fixed_date",
            Self::AlreadyPaused { .. } => "clock.already_paused",
            Self::NotPaused => "clock.not_paused",
            Self::OutOfOrder { .. } => "clock.out_of_order",
            Self::EmptyExtension => "clock.empty_extension",
            Self::OtherUnit { .. } => "clock.other_unit",
            Self::ExtensionTooLate { .. } => "clock.extension_too_late",
            Self::BeyondLimit { .. } => "clock.beyond_limit",
            Self::Calendar(error) => error.code(),
        }
    }
}
