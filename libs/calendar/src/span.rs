//! A length of time as laws write it: working days, natural days, months, years, hours.
//! It does not place the span on a calendar; a `Clock` does.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time in one unit. Text form: `P20WD`, `P7D`, `P1M`, `P3Y`, `PT24H`; `P2W` reads as `P14D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// Working days by the official calendar (工作日).
    Workdays(u32),
    /// Natural days (日).
    Days(u32),
    /// Calendar months to the corresponding day, or the month's last (月).
    Months(u32),
    /// Calendar years to the corresponding day (年).
    Years(u32),
    /// Hours that never stop, holidays included (小时).
    Hours(u32),
}

/// Longest number that a span may carry, in any unit: a century of hours.
const MOST: u32 = 1_000_000;

/// Text that is not a span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{text}”不是期限：请写成 P20WD（20个工作日）、P7D（7日）、P2W（2周）、P1M（1个月）、P3Y（3年）或 PT24H（24小时）"
)]
pub struct SpanError {
    /// The text as given, shortened.
    pub text: String,
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        read(text).ok_or_else(|| SpanError {
            text: text.chars().take(40).collect(),
        })
    }
}

fn read(text: &str) -> Option<Span> {
    let body = text.strip_prefix('P')?;
    let (body, is_time) = match body.strip_prefix('T') {
        Some(rest) => (rest, true),
        None => (body, false),
    };
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = body.split_at(digits);
    let number: u32 = number.parse().ok().filter(|n| *n <= MOST)?;
    match (is_time, unit) {
        (false, "WD") => Some(Span::Workdays(number)),
        (false, "D") => Some(Span::Days(number)),
        (false, "W") => number.checked_mul(7).filter(|n| *n <= MOST).map(Span::Days),
        (false, "M") => Some(Span::Months(number)),
        (false, "Y") => Some(Span::Years(number)),
        (true, "H") => Some(Span::Hours(number)),
        _ => None,
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workdays(n) => write!(f, "P{n}WD"),
            Self::Days(n) => write!(f, "P{n}D"),
            Self::Months(n) => write!(f, "P{n}M"),
            Self::Years(n) => write!(f, "P{n}Y"),
            Self::Hours(n) => write!(f, "PT{n}H"),
        }
    }
}

impl Span {
    /// The span in Chinese: `20个工作日`, `7日`, `1个月`, `3年`, `24小时`.
    pub fn describe(&self) -> String {
        match self {
            Self::Workdays(n) => format!("{n}个工作日"),
            Self::Days(n) => format!("{n}日"),
            Self::Months(n) => format!("{n}个月"),
            Self::Years(n) => format!("{n}年"),
            Self::Hours(n) => format!("{n}小时"),
        }
    }

    /// The number without its unit.
    pub const fn count(&self) -> u32 {
        match self {
            Self::Workdays(n)
            | Self::Days(n)
            | Self::Months(n)
            | Self::Years(n)
            | Self::Hours(n) => *n,
        }
    }

    /// Whether both spans are in the same unit, so that their numbers can be compared.
    pub fn is_same_unit(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// The sum of two spans of one unit; `None` for different units or an overflow.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let sum = |a: u32, b: u32| a.checked_add(b);
        Some(match (self, other) {
            (Self::Workdays(a), Self::Workdays(b)) => Self::Workdays(sum(a, b)?),
            (Self::Days(a), Self::Days(b)) => Self::Days(sum(a, b)?),
            (Self::Months(a), Self::Months(b)) => Self::Months(sum(a, b)?),
            (Self::Years(a), Self::Years(b)) => Self::Years(sum(a, b)?),
            (Self::Hours(a), Self::Hours(b)) => Self::Hours(sum(a, b)?),
            _ => return None,
        })
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
