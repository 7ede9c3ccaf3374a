//! Moments: instants to the millisecond, written `YYYY-MM-DDTHH:MM:SS.sssZ`, and their day in China.
//!
//! The law's days are days of Beijing time. China has kept UTC+8 without summer time since 1992, so the
//! offset is a constant and no time zone database is needed.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An instant, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(Timestamp);

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("「{given}」不是有效的时刻，应写作 2026-03-01T08:00:00.000Z")]
pub struct NotAMoment {
    /// What was given.
    pub given: String,
}

impl Moment {
    /// From milliseconds since 1970-01-01T00:00:00Z; `None` outside the years -9999..=9999.
    pub fn from_millisecond(millis: i64) -> Option<Self> {
        Timestamp::from_millisecond(millis).ok().map(Self)
    }

    /// Reads an RFC 3339 instant; digits below a millisecond are cut off.
    pub fn parse(text: &str) -> Result<Self, NotAMoment> {
        text.parse::<Timestamp>()
            .ok()
            .and_then(|it| Self::from_millisecond(it.as_millisecond()))
            .ok_or_else(|| NotAMoment {
                given: text.chars().take(60).collect(),
            })
    }

    /// The instant at which the civil time `at` is shown on a clock in China.
    pub fn in_china(at: DateTime) -> Option<Self> {
        china().to_timestamp(at).ok().map(Self)
    }

    /// Reads what a browser's field of day and time sends: `2026-11-23T09:00`, as a clock in China shows it; `None` where it is none.
    pub fn of_local(text: &str) -> Option<Self> {
        let is_that_long =
            (16..=19).contains(&text.len()) && text.as_bytes().get(10) == Some(&b'T');
        let at = text.parse::<DateTime>().ok().filter(|_| is_that_long)?;
        Self::in_china(at)
    }

    /// Noon in China on that day: a moment that belongs to the day without doubt.
    pub fn noon_of(day: Date) -> Self {
        Self::in_china(day.at(12, 0, 0, 0)).expect("noon of a civil date is an instant")
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millisecond(self) -> i64 {
        self.0.as_millisecond()
    }

    /// The day in China (Asia/Shanghai).
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// What a clock in China shows.
    pub fn civil(self) -> DateTime {
        china().to_datetime(self.0)
    }

    /// The moment so many milliseconds later; stays at the end of time instead of overflowing.
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(
            self.0
                .checked_add(SignedDuration::from_millis(millis))
                .unwrap_or(Timestamp::MAX),
        )
    }
}

fn china() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_moment_is_the_day_in_china() {
        let check = |text: &str, day: &str| {
            assert_eq!(Moment::parse(text).unwrap().date().to_string(), day);
        };
        check("2026-09-24T15:59:59.999Z", "2026-09-24");
        check("2026-09-24T16:00:00.000Z", "2026-09-25");
    }

    #[test]
    fn a_moment_is_written_with_milliseconds_and_reads_back() {
        let at = Moment::parse("2026-09-24T01:02:03Z").unwrap();
        assert_eq!(at.to_string(), "2026-09-24T01:02:03.000Z");
        assert_eq!(Moment::parse(&at.to_string()), Ok(at));
        assert!(Moment::parse("24 September").is_err());
    }
}
