//! What can go wrong when a calendar is read or asked; every message names the place and the cure.
//! It does not cover refused clock commands: see `ClockRefusal`.

use jiff::civil::Date;

/// A calendar file that cannot be used, or a question that the calendar cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The date, or the end of a span from it, lies outside 1990-01-01..=2100-12-31.
    #[error("从 {from} 计算的日期超出日历范围（1990-01-01 至 2100-12-31），请核对起算日和期限")]
    OutOfRange {
        /// The date that was asked about or counted from.
        from: Date,
    },
    /// The calendar or overlay file is wrong at one place.
    #[error("日历数据 {place}：{problem}。{cure}")]
    BadData {
        /// Where: a path into the JSON (`notices[3].holidays[1].off[0]`) or line and column.
        place: String,
        /// What is wrong there.
        problem: String,
        /// What to do about it.
        cure: String,
    },
    /// The clock stands still, so its due date is not known yet.
    #[error("期限自 {since} 起暂停计算，恢复计算后才能确定届满日")]
    Paused {
        /// The day on which the pause began.
        since: Date,
    },
}

impl CalendarError {
    /// Stable code for logs and interfaces.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "calendar.out_of_range",
            Self::BadData { .. } => "calendar.bad_data",
            Self::Paused { .. } => "calendar.paused",
        }
    }

    pub(crate) fn bad(
        place: impl Into<String>,
        problem: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self::BadData {
            place: place.into(),
            problem: problem.into(),
            cure: cure.into(),
        }
    }
}
