//! When a period's promise is due: a span after the period's end, a day of the year, or a day that the text states within
//! each period.
//!
//! Pure. Text form for storage: `P20WD`, `--01-31` (ISO 8601: month and day of every year), or that of [`StatedDay`].

use std::fmt;
use std::str::FromStr;

use calendar::Span;
use kernel::Date;

use crate::cadence::Cadence;

mod day;
mod words;

pub use day::{DayOf, PeriodOf, StatedDay};

/// When a period's promise is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grace {
    /// So long after the period's last day.
    After(Span),
    /// On this day of each year (每年1月31日前); the last of the month where the month is shorter.
    OnDate {
        /// 1..=12
        month: i8,
        /// 1..=31
        day: i8,
    },
    /// On this day of each period, or of the one after it (每月10日前, 次月5个工作日内).
    OnDay(StatedDay),
}

/// A text that is no grace.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{given}”不是期限：请写成“20个工作日内”或“1月31日前”")]
pub struct NotAGrace {
    /// What was given.
    pub given: String,
}

impl Grace {
    /// A grace as somebody writes it: its text form, or words (`10个工作日内`, `1月31日前`, `次月前5个工作日内`). Whatever
    /// [`Self::describe`] says reads back.
    pub fn stated(text: &str) -> Option<Self> {
        text.trim().parse().ok().or_else(|| words::read(text))
    }

    /// Whether the promises of a cadence can be due so; `None` is a cadence that nobody knows.
    pub fn fits(self, cadence: Option<Cadence>) -> bool {
        match self {
            Self::After(_) => true,
            // A day of the year is due once a year.
            Self::OnDate { .. } => cadence == Some(Cadence::Yearly),
            Self::OnDay(stated) => cadence.is_some_and(|it| stated.fits(it)),
        }
    }

    /// The day of a year that it names, where it names one.
    pub fn date_in(self, year: i16) -> Option<Date> {
        match self {
            Self::After(_) | Self::OnDay(_) => None,
            Self::OnDate { month, day } => {
                let last = Date::new(year, month, 1).ok()?.last_of_month().day();
                Date::new(year, month, day.min(last)).ok()
            }
        }
    }

    /// The grace in Chinese: `20个工作日内`, `1月31日前`.
    pub fn describe(self) -> String {
        match self {
            Self::After(span) => format!("{}内", span.describe()),
            Self::OnDate { month, day } => format!("{month}月{day}日前"),
            Self::OnDay(stated) => stated.describe(),
        }
    }
}

impl fmt::Display for Grace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(span) => span.fmt(f),
            Self::OnDate { month, day } => write!(f, "--{month:02}-{day:02}"),
            Self::OnDay(stated) => stated.fmt(f),
        }
    }
}

impl FromStr for Grace {
    type Err = NotAGrace;

    fn from_str(text: &str) -> Result<Self, NotAGrace> {
        let refuse = || NotAGrace {
            given: text.chars().take(40).collect(),
        };
        if let Some(stated) = text.strip_prefix("day/") {
            return StatedDay::parsed(stated)
                .map(Self::OnDay)
                .ok_or_else(refuse);
        }
        let Some(date) = text.strip_prefix("--") else {
            return text.parse().map(Self::After).map_err(|_| refuse());
        };
        let (month, day) = date.split_once('-').ok_or_else(refuse)?;
        let grace = Self::OnDate {
            month: month.parse().map_err(|_| refuse())?,
            day: day.parse().map_err(|_| refuse())?,
        };
        // A leap year has every day that any year has.
        match grace {
            Self::OnDate { month, day } if Date::new(2024, month, day).is_ok() => Ok(grace),
            Self::OnDate { .. } | Self::After(_) | Self::OnDay(_) => Err(refuse()),
        }
    }
}

#[cfg(test)]
mod tests;
