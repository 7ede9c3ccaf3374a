//! A month as a sheet of weeks: what is due on each day, with days off greyed.

use calendar::Calendar;
use jiff::ToSpan;
use kernel::Date;
use promises::queries::DayTally;
use ui::dates;

/// One day of the sheet.
#[derive(Debug)]
pub(crate) struct Cell {
    /// The day; `None` before the month's first and after its last.
    pub date: Option<Date>,
    /// Its number in the month.
    pub number: i8,
    /// Classes: day off, today.
    pub class: &'static str,
    /// Why offices are closed, if it is more than a weekend.
    pub holiday: Option<String>,
    /// What is due.
    pub tally: Option<DayTally>,
}

impl Cell {
    /// All that is or was due on the day.
    pub fn due(&self) -> u64 {
        self.tally
            .map_or(0, |it| it.open + it.kept_on_time + it.kept_late + it.late)
    }

    /// The day and how much is due, for those who do not see the sheet: `11月21日到期3项`. The link's own words follow.
    pub fn spoken(&self) -> String {
        let day = self.date.map_or_else(String::new, dates::short);
        format!("{day}到期{}项", self.due())
    }
}

/// The weeks of a month, Monday first.
pub(crate) fn weeks(
    first: Date,
    days: &[DayTally],
    (calendar, today): (&Calendar, Date),
) -> Vec<Vec<Cell>> {
    let blank = |_| Cell {
        date: None,
        number: 0,
        class: "out",
        holiday: None,
        tally: None,
    };
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let mut cells: Vec<Cell> = (0..lead).map(blank).collect();
    let last = first.last_of_month();
    for date in first.series(1.day()).take_while(|it| *it <= last) {
        let info = calendar.day(date);
        let class = match (info.is_workday, date == today) {
            (true, false) => "work",
            (true, true) => "work today",
            (false, false) => "rest",
            (false, true) => "rest today",
        };
        let is_plain = info.name.is_none() && is_weekend(date) != info.is_workday;
        cells.push(Cell {
            date: Some(date),
            number: date.day(),
            class,
            holiday: (!is_plain).then(|| info.describe()),
            tally: days.iter().find(|day| day.date == date).copied(),
        });
    }
    let missing = cells.len().next_multiple_of(7) - cells.len();
    cells.extend((0..missing).map(blank));
    let mut weeks = Vec::new();
    let mut rest = cells.into_iter();
    loop {
        let week: Vec<Cell> = rest.by_ref().take(7).collect();
        if week.is_empty() {
            return weeks;
        }
        weeks.push(week);
    }
}

fn is_weekend(date: Date) -> bool {
    date.weekday().to_monday_zero_offset() >= 5
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn february_2026_shows_spring_festival_and_the_worked_saturdays() {
        let days = [DayTally {
            date: date(2026, 2, 28),
            open: 2,
            kept_on_time: 0,
            kept_late: 1,
            late: 0,
        }];
        let calendar = Calendar::national();
        let weeks = weeks(date(2026, 2, 1), &days, (&calendar, date(2026, 2, 28)));
        assert!(weeks.iter().all(|week| week.len() == 7));
        let cells: Vec<_> = weeks
            .iter()
            .flatten()
            .filter(|it| it.date.is_some())
            .collect();
        assert_eq!(cells.len(), 28);
        assert_eq!(weeks[0][6].number, 1, "the first is a Sunday");
        assert_eq!(cells[16].holiday.as_deref(), Some("春节放假"));
        assert_eq!((cells[16].class, cells[0].class), ("rest", "rest"));
        assert_eq!(cells[0].holiday, None, "a plain Sunday needs no word");
        let last = cells[27];
        assert_eq!(
            (last.class, last.holiday.as_deref()),
            ("work today", Some("调休上班"))
        );
        assert_eq!(last.spoken(), "2月28日到期3项");
    }
}
