//! A day that a text states within each period: 每月10日前, 次月5个工作日内, 每季度首月15日前, 每周五前.
//!
//! Pure. Text form for storage: `day/same/10`, `day/next/5WD` (the fifth working day), `day/same/m1/15` (the quarter's first
//! month), `day/same/w5` (Friday).

use std::fmt;

use calendar::{Clock, LastDay, Span};
use kernel::Date;

use crate::cadence::{Cadence, Period, plus_days};

/// A day stated within each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedDay {
    /// The period itself, or the one after it.
    pub of: PeriodOf,
    /// Which month of that period, from 1; the first where none is stated.
    pub month: Option<i8>,
    /// Which day.
    pub day: DayOf,
}

/// Which period a day lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodOf {
    /// The period itself (当月).
    Same,
    /// The one after it (次月).
    Next,
}

/// Which day of its month or week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOf {
    /// The day of the month, 1..=31; its last where the month is shorter.
    Month(i8),
    /// The so-manieth working day of the month, 1..=31.
    Working(i8),
    /// The day of the week, Monday 1, Sunday 7.
    Week(i8),
}

impl StatedDay {
    /// Whether a cadence has such days: weekdays belong to weeks, and no month lies outside its period.
    pub fn fits(self, cadence: Cadence) -> bool {
        let months = match cadence {
            Cadence::Weekly => {
                return self.month.is_none() && matches!(self.day, DayOf::Week(1..=7));
            }
            Cadence::Monthly => 1,
            Cadence::Quarterly => 3,
            Cadence::Yearly => 12,
        };
        let is_day = matches!(self.day, DayOf::Month(1..=31) | DayOf::Working(1..=31));
        is_day && self.month.is_none_or(|month| (1..=months).contains(&month))
    }

    /// The clock of a period's promise.
    pub fn clock(self, period: &Period, basis: String) -> Clock {
        match self.day {
            DayOf::Month(_) | DayOf::Week(_) => Clock::fixed(self.near(period), basis),
            DayOf::Working(count) => {
                let before = plus_days(self.first(period), -1);
                let span = Span::Workdays(u32::from(count.unsigned_abs()));
                Clock::start(before, span, LastDay::AsIs, basis)
            }
        }
    }

    /// The day by which a period's place in time is told: its end where the day lies after it, else the day itself, taking
    /// working days as if every day were one.
    pub fn mark(self, period: &Period) -> Date {
        match self.of {
            PeriodOf::Same => self.near(period).min(period.last),
            PeriodOf::Next => period.last,
        }
    }

    /// In words, for one period: `2026年10月10日前`, `2026年11月前5个工作日内`.
    pub fn words(self, period: &Period) -> String {
        let first = self.first(period);
        match self.day {
            DayOf::Month(_) | DayOf::Week(_) => {
                let on = self.near(period);
                format!("{}年{}月{}日前", on.year(), on.month(), on.day())
            }
            DayOf::Working(count) => {
                format!("{}年{}月前{count}个工作日内", first.year(), first.month())
            }
        }
    }

    /// In words, for all periods: `当期10日前`, `次期第1个月15日前`, `当期周五前`.
    pub fn describe(self) -> String {
        let of = match self.of {
            PeriodOf::Same => "当期",
            PeriodOf::Next => "次期",
        };
        let month = self
            .month
            .map_or_else(String::new, |month| format!("第{month}个月"));
        match self.day {
            DayOf::Month(day) => format!("{of}{month}{day}日前"),
            DayOf::Working(count) => format!("{of}{month}前{count}个工作日内"),
            DayOf::Week(day) => {
                const NAMES: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
                let name = usize::try_from(day - 1).ok().and_then(|n| NAMES.get(n));
                format!("{of}周{}前", name.unwrap_or(&""))
            }
        }
    }

    /// The first day of the month, or of the week, that the day lies in.
    fn first(self, period: &Period) -> Date {
        let base = match self.of {
            PeriodOf::Same => period.first,
            PeriodOf::Next => plus_days(period.last, 1),
        };
        let months = i32::from(self.month.unwrap_or(1)) - 1;
        base.checked_add(jiff::Span::new().months(months))
            .unwrap_or(base)
    }

    /// The day itself; of working days the one that it would be if all days were.
    fn near(self, period: &Period) -> Date {
        let first = self.first(period);
        match self.day {
            DayOf::Month(day) | DayOf::Working(day) => {
                let last = first.last_of_month().day();
                Date::new(first.year(), first.month(), day.clamp(1, last)).unwrap_or(first)
            }
            DayOf::Week(day) => plus_days(first, i32::from(day) - 1),
        }
    }

    /// Reads the text form without its `day/`.
    pub(super) fn parsed(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let of = match parts.next()? {
            "same" => PeriodOf::Same,
            "next" => PeriodOf::Next,
            _ => return None,
        };
        let mut part = parts.next()?;
        let mut month = None;
        if let Some(number) = part.strip_prefix('m') {
            month = Some(within(number, 12)?);
            part = parts.next()?;
        }
        let day = if let Some(number) = part.strip_prefix('w') {
            DayOf::Week(within(number, 7)?)
        } else if let Some(number) = part.strip_suffix("WD") {
            DayOf::Working(within(number, 31)?)
        } else {
            DayOf::Month(within(part, 31)?)
        };
        let is_week = matches!(day, DayOf::Week(_));
        (parts.next().is_none() && !(is_week && month.is_some())).then_some(Self { of, month, day })
    }
}

/// A number from 1 to `most`, without signs and leading zeros.
pub(super) fn within(text: &str, most: i8) -> Option<i8> {
    let number: i8 = text.parse().ok()?;
    ((1..=most).contains(&number) && number.to_string() == text).then_some(number)
}

impl fmt::Display for StatedDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.of {
            PeriodOf::Same => "day/same/",
            PeriodOf::Next => "day/next/",
        })?;
        if let Some(month) = self.month {
            write!(f, "m{month}/")?;
        }
        match self.day {
            DayOf::Month(day) => write!(f, "{day}"),
            DayOf::Working(count) => write!(f, "{count}WD"),
            DayOf::Week(day) => write!(f, "w{day}"),
        }
    }
}
