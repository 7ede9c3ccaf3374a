//! What users can cause and mend: a closed list with stable codes.

use kernel::{NotAllowed, Refusal};

/// Why something about an answer was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefusal {
    /// Who may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// No question.
    #[error("请填写问题")]
    QuestionMissing,
    /// Too long a question.
    #[error("问题最多{0}个字，请缩短")]
    QuestionTooLong(usize),
    /// Too long a way of asking.
    #[error("每个其他问法最多{0}个字，请缩短")]
    WordingTooLong(usize),
    /// Too many ways of asking.
    #[error("其他问法最多{0}个，请删去相近的")]
    TooManyWordings(usize),
    /// No answer.
    #[error("请填写回答")]
    AnswerMissing,
    /// Too long an answer.
    #[error("回答最多{0}个字，请缩短，详细内容可以引用公开的文件")]
    AnswerTooLong(usize),
    /// No unit.
    #[error("请选择负责答复的单位")]
    UnitMissing,
    /// What it rests on is not public, or does not hold.
    #[error(
        "依据的文件没有公开，或者已经失效、废止，请填写现行有效的公开文件的网址，或者改为单位说明"
    )]
    SourceNotPublic,
    /// No day on which it is read again.
    #[error("请填写复核日期，写作 2027-03-01")]
    ReviewDayMissing,
    /// That day is over.
    #[error("复核日期应在今天之后，请改为以后的日期")]
    ReviewDayPast,
    /// Too many entries.
    #[error("正在显示的问答最多{0}条，请先停用不再需要的")]
    TooMany(u64),
    /// Another entry has that question.
    #[error("已经有这个问题，请直接修改那一条")]
    Known,
    /// There is none.
    #[error("没有这条问答，可能已被他人停用，请返回列表核对")]
    Unknown,
    /// Somebody else changed it.
    #[error("这条问答刚刚被他人修改，请返回列表重新打开，核对后再改")]
    Changed,
    /// There is no such question of visitors.
    #[error("没有这个问题，可能已经处理，请刷新列表")]
    AskedUnknown,
    /// No words for what is promised.
    #[error("请填写承诺公开的内容")]
    DemandMissing,
    /// Too many words for it.
    #[error("承诺公开的内容最多{0}个字，请缩短")]
    DemandTooLong(usize),
    /// No time, or too much of it.
    #[error("请填写多少个工作日内公开，1至{0}之间的整数")]
    DemandDays(u32),
    /// The calendar does not reach so far.
    #[error("期限超出日历的范围，请缩短期限")]
    OutOfCalendar,
}

impl Refusal for AnswerRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(why) => why.code(),
            Self::QuestionMissing => "answers.question_missing",
            Self::QuestionTooLong(_) => "answers.question_too_long",
            Self::WordingTooLong(_) => "answers.wording_too_long",
            Self::TooManyWordings(_) => "answers.too_many_wordings",
            Self::AnswerMissing => "answers.answer_missing",
            Self::AnswerTooLong(_) => "answers.answer_too_long",
            Self::UnitMissing => "answers.unit_missing",
            Self::SourceNotPublic => "answers.source_not_public",
            Self::ReviewDayMissing => "answers.review_day_missing",
            Self::ReviewDayPast => "answers.review_day_past",
            Self::TooMany(_) => "answers.too_many",
            Self::Known => "answers.known",
            Self::Unknown => "answers.unknown",
            Self::Changed => "answers.changed",
            Self::AskedUnknown => "answers.asked_unknown",
            Self::DemandMissing => "answers.demand_missing",
            Self::DemandTooLong(_) => "answers.demand_too_long",
            Self::DemandDays(_) => "answers.demand_days",
            Self::OutOfCalendar => "answers.out_of_calendar",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::QuestionMissing | Self::QuestionTooLong(_) | Self::Known => Some("question"),
            Self::WordingTooLong(_) | Self::TooManyWordings(_) => Some("wordings"),
            Self::AnswerMissing | Self::AnswerTooLong(_) => Some("answer"),
            Self::UnitMissing => Some("unit"),
            Self::SourceNotPublic => Some("source"),
            Self::ReviewDayMissing | Self::ReviewDayPast => Some("review_by"),
            Self::DemandMissing | Self::DemandTooLong(_) => Some("title"),
            Self::DemandDays(_) | Self::OutOfCalendar => Some("days"),
            Self::NotAllowed(_)
            | Self::TooMany(_)
            | Self::Unknown
            | Self::Changed
            | Self::AskedUnknown => None,
        }
    }
}
