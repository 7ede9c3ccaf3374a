//! What one day is and why: the words that screens and proofs show.
//! It does not decide the answer; `table` does.

use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use serde::Serialize;

/// Why a day is worked or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayReason {
    /// Monday to Friday with nothing special.
    Weekday,
    /// Saturday or Sunday with nothing special.
    Weekend,
    /// A statutory holiday itself (法定节假日).
    Statutory,
    /// Off by the year's notice around a statutory holiday (放假调休).
    Arranged,
    /// A Saturday or Sunday that is worked by the year's notice (调休上班).
    MakeUp,
    /// Off instead of a statutory holiday that fell on a day off (补假), computed from
    /// 《全国年节及纪念日放假办法》第六条 because the year has no notice.
    Substitute,
    /// Off by a region's own rules.
    RegionalHoliday,
    /// Worked by a region's own rules.
    RegionalWorkday,
}

impl DayReason {
    /// Whether a day with this reason is a working day.
    pub const fn is_workday(self) -> bool {
        matches!(self, Self::Weekday | Self::MakeUp | Self::RegionalWorkday)
    }
}

/// One day as the calendar sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayInfo {
    /// The day.
    pub date: Date,
    /// Whether public offices work on it.
    pub is_workday: bool,
    /// Why.
    pub reason: DayReason,
    /// The holiday it belongs to, as the notice or the law names it.
    pub name: Option<Arc<str>>,
    /// No notice covers the day yet: the answer is computed from the law and may change.
    pub is_provisional: bool,
}

impl DayInfo {
    /// The reason in the words of a proof: 工作日, 周六, 国庆节放假, 调休上班…
    pub fn describe(&self) -> String {
        describe(self.reason, self.name.as_deref(), self.date.weekday())
    }
}

pub(crate) fn describe(reason: DayReason, name: Option<&str>, weekday: Weekday) -> String {
    let named = |tail: &str| match name {
        Some(name) => [name, tail].concat(),
        None => tail.to_owned(),
    };
    match reason {
        DayReason::Weekday => "工作日".to_owned(),
        DayReason::Weekend => weekday_name(weekday).to_owned(),
        DayReason::Statutory | DayReason::Arranged => named("放假"),
        DayReason::MakeUp => "调休上班".to_owned(),
        DayReason::Substitute => named("补假"),
        DayReason::RegionalHoliday => named("放假（本地规定）"),
        DayReason::RegionalWorkday => named("上班（本地规定）"),
    }
}

/// 周一 … 周日.
pub(crate) const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

/// Saturday or Sunday.
pub(crate) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}
