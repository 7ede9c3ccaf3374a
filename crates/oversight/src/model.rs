//! What a supervision notice is, and how it stands on a day.
//!
//! Pure: no SQL, no async, no clock of its own. Whether an answer is late is asked of `promises`, which owns that question.

use calendar::Clock;
use kernel::{AccountId, Date, Moment, NoticeId, UnitId};
use promises::{PromiseState, Standing};

/// What has become of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeState {
    /// The unit owes an answer.
    Issued,
    /// The unit answered; the supervisors judge it.
    Answered {
        /// The day of the answer.
        on: Date,
    },
    /// The answer was not enough: the unit owes another.
    Returned,
    /// Done.
    Closed {
        /// The day of the answer that it was closed on.
        answered_on: Date,
        /// When.
        at: Moment,
    },
    /// Taken back by the supervisors.
    Withdrawn {
        /// When.
        at: Moment,
    },
}

kernel::coded_enum! {
    /// How a notice stands on a given day.
    NoticeStanding {
        /// An answer is owed, its day is yet to come.
        Open = "open", "待答复";
        /// An answer is owed today.
        DueToday = "due_today", "今日应答复";
        /// An answer is owed, its day has passed.
        Late = "late", "逾期未答复";
        /// Answered in time; the supervisors judge it.
        AnsweredOnTime = "answered_on_time", "按期答复，待审核";
        /// Answered too late; the supervisors judge it.
        AnsweredLate = "answered_late", "逾期答复，待审核";
        /// Done.
        Closed = "closed", "已办结";
        /// Taken back.
        Withdrawn = "withdrawn", "已撤回";
    }
}

/// How a notice stands on the day `today`.
pub fn standing(state: &NoticeState, due_on: Date, today: Date) -> NoticeStanding {
    let owed_on = |day| promises::standing(&PromiseState::Open, due_on, day);
    match state {
        NoticeState::Issued | NoticeState::Returned => match owed_on(today) {
            Standing::DueToday => NoticeStanding::DueToday,
            Standing::Late => NoticeStanding::Late,
            Standing::Open
            | Standing::KeptOnTime
            | Standing::KeptLate
            | Standing::Waived
            | Standing::Void => NoticeStanding::Open,
        },
        NoticeState::Answered { on } if owed_on(*on) == Standing::Late => {
            NoticeStanding::AnsweredLate
        }
        NoticeState::Answered { .. } => NoticeStanding::AnsweredOnTime,
        NoticeState::Closed { .. } => NoticeStanding::Closed,
        NoticeState::Withdrawn { .. } => NoticeStanding::Withdrawn,
    }
}

/// A supervision notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// 督办〔2026〕3号.
    pub number: String,
    /// Its place among the year's notices.
    pub serial: u32,
    /// Who is asked.
    pub unit: UnitId,
    /// What it is about, in a line.
    pub title: String,
    /// What is asked.
    pub body: String,
    /// What has become of it.
    pub state: NoticeState,
    /// The last day on which an answer is in time.
    pub due_on: Date,
    /// What that day is derived from.
    pub clock: Clock,
    /// The calendar by which it was derived.
    pub calendar_version: String,
    /// Whether days were counted for which no holiday notice was out.
    pub is_provisional: bool,
    /// When it was issued.
    pub issued_at: Moment,
    /// By whom.
    pub issued_by: String,
    /// The account of the newest answer: whoever answered does not judge.
    pub answered_by: Option<AccountId>,
}

/// A notice's number.
pub fn number_of(year: i16, serial: u32) -> String {
    format!("督办〔{year}〕{serial}号")
}
