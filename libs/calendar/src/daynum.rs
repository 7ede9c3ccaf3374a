//! Numbers for days, so that every table of the calendar is an array.
//! It does not know which days are worked.

use jiff::civil::{Date, date};

/// First day that the calendar can answer for.
pub const FIRST_DAY: Date = date(1990, 1, 1);
/// Last day that the calendar can answer for.
pub const LAST_DAY: Date = date(2100, 12, 31);

const FIRST_YEAR: i16 = 1990;
const YEARS: usize = 111;

/// How many days the tables hold.
pub(crate) const DAYS: usize = YEAR_START[YEARS] as usize;

/// `YEAR_START[y - 1990]` is the number of 1 January of year `y`; the last entry is the length.
const YEAR_START: [u16; YEARS + 1] = {
    let mut starts = [0u16; YEARS + 1];
    let mut at = 0;
    while at < YEARS {
        let year = FIRST_YEAR + at as i16;
        starts[at + 1] = starts[at] + if is_leap(year) { 366 } else { 365 };
        at += 1;
    }
    starts
};

const MONTH_START: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

const fn is_leap(year: i16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of a day, counted from 1990-01-01 = 0; `None` outside the range.
#[inline]
pub(crate) fn number_of(day: Date) -> Option<usize> {
    let year = day.year();
    let start = *YEAR_START[..YEARS].get(usize::try_from(year - FIRST_YEAR).ok()?)?;
    let month = day.month() as usize;
    let leap_day = u16::from(month > 2 && is_leap(year));
    Some(usize::from(
        start + MONTH_START[month - 1] + leap_day + day.day() as u16 - 1,
    ))
}

/// Every day of the range in order.
pub(crate) fn all_days() -> impl Iterator<Item = Date> {
    let mut next = Some(FIRST_DAY);
    std::iter::from_fn(move || {
        let day = next?;
        next = if day == LAST_DAY {
            None
        } else {
            day.tomorrow().ok()
        };
        Some(day)
    })
}

/// The years of the range.
pub(crate) fn years() -> impl Iterator<Item = i16> {
    FIRST_YEAR..FIRST_YEAR + YEARS as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_without_gap_over_the_whole_range() {
        let mut count = 0;
        for (expected, day) in all_days().enumerate() {
            assert_eq!(number_of(day), Some(expected), "{day}");
            count += 1;
        }
        assert_eq!(count, DAYS);
    }

    #[test]
    fn days_outside_the_range_have_no_number() {
        assert_eq!(number_of(date(1989, 12, 31)), None);
        assert_eq!(number_of(date(2101, 1, 1)), None);
        assert_eq!(number_of(Date::MIN), None);
        assert_eq!(number_of(Date::MAX), None);
    }
}
