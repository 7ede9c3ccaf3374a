//! Periods: the weeks, months, quarters and years for which something is owed again and again.
//!
//! Pure. When a period's promise is due is not said here: that is the period's last day plus a span, by a clock.

use kernel::Date;

/// How often something is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cadence {
    /// 每周: Monday to Sunday; a week belongs to the year of its Thursday (GB/T 7408).
    Weekly,
    /// 每月.
    Monthly,
    /// 每季度.
    Quarterly,
    /// 每年.
    Yearly,
}

/// One period of a cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Which cadence.
    pub cadence: Cadence,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Cadence {
    /// Every cadence, the shortest first.
    pub const ALL: &'static [Self] = &[Self::Weekly, Self::Monthly, Self::Quarterly, Self::Yearly];

    /// The word of readings, files and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Weekly => "每周",
            Self::Monthly => "每月",
            Self::Quarterly => "每季度",
            Self::Yearly => "每年",
        }
    }

    /// The cadence of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.code() == code)
    }

    /// The period that a day lies in.
    pub fn period_of(self, day: Date) -> Period {
        let (first, last) = match self {
            Self::Weekly => {
                let back = i32::from(day.weekday().to_monday_zero_offset());
                (plus_days(day, -back), plus_days(day, 6 - back))
            }
            Self::Monthly => (day.first_of_month(), day.last_of_month()),
            Self::Quarterly => {
                let opening = (day.month() - 1) / 3 * 3 + 1;
                (
                    civil(day.year(), opening, 1),
                    civil(day.year(), opening + 2, 1).last_of_month(),
                )
            }
            Self::Yearly => (day.first_of_year(), day.last_of_year()),
        };
        Period {
            cadence: self,
            first,
            last,
        }
    }

    /// First day of the first and last day of the last period that belong to a year.
    pub fn bounds_of_year(self, year: i16) -> (Date, Date) {
        let (opening, closing) = (civil(year, 1, 1), civil(year, 12, 31));
        match self {
            // The week of 4 January is the first, that of 28 December the last.
            Self::Weekly => (
                self.period_of(civil(year, 1, 4)).first,
                self.period_of(civil(year, 12, 28)).last,
            ),
            Self::Monthly | Self::Quarterly | Self::Yearly => (opening, closing),
        }
    }

    /// The periods whose last day lies after `after` and not after `through`, in order.
    pub fn periods_ending(self, after: Date, through: Date) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut period = self.period_of(plus_days(after, 1));
        while period.last <= through {
            periods.push(period);
            let next = plus_days(period.last, 1);
            if next <= period.last {
                break;
            }
            period = self.period_of(next);
        }
        periods
    }
}

impl Period {
    /// The key that tells it from every other period: `monthly/2026-10`, `weekly/2026-W42`.
    pub fn key(&self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        let part = match self.cadence {
            Cadence::Weekly => {
                let week = self.first.iso_week_date();
                format!("{}-W{:02}", week.year(), week.week())
            }
            Cadence::Monthly => format!("{year}-{month:02}"),
            Cadence::Quarterly => format!("{year}-Q{}", (month - 1) / 3 + 1),
            Cadence::Yearly => format!("{year}"),
        };
        format!("{}/{part}", self.cadence.code())
    }

    /// The words that people read: `2026年10月`, `2026年第3季度`, `2026年`, `2026年第42周`.
    pub fn label(&self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.cadence {
            Cadence::Weekly => {
                let week = self.first.iso_week_date();
                format!("{}年第{}周", week.year(), week.week())
            }
            Cadence::Monthly => format!("{year}年{month}月"),
            Cadence::Quarterly => format!("{year}年第{}季度", (month - 1) / 3 + 1),
            Cadence::Yearly => format!("{year}年"),
        }
    }
}

/// The day so many days later; stays at the ends of time instead of overflowing.
pub fn plus_days(day: Date, days: i32) -> Date {
    let end = if days < 0 { Date::MIN } else { Date::MAX };
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(end)
}

fn civil(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).expect("the callers' months and days exist in every year")
}

#[cfg(test)]
mod tests;
