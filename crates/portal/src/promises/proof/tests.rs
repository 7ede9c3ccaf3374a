//! The proof's table.

use calendar::{LastDay, Span};
use jiff::civil::date;

use super::*;

fn clock(span: Span) -> Clock {
    Clock::start(
        date(2026, 2, 13),
        span,
        LastDay::AsIs,
        "《政府信息公开条例》第二十六条",
    )
}

fn look(part: usize) -> Look {
    Look {
        part,
        today: date(2026, 2, 16),
    }
}

#[test]
fn twenty_working_days_over_spring_festival_are_laid_out_by_week() {
    let table = table(&clock(Span::Workdays(20)), &Calendar::national(), look(1)).unwrap();
    assert_eq!(table.due_on, date(2026, 3, 19));
    assert_eq!((table.part, table.parts, table.counted), (1, 1, 20));
    let first = &table.weeks[0];
    assert_eq!(first.days.len(), 3, "Friday to Sunday");
    assert_eq!(first.days[0].number, "不计");
    assert_eq!(first.days[0].basis, "《政府信息公开条例》第二十六条");
    assert_eq!(
        first.days[1].number, "第1日",
        "a Saturday worked by the notice"
    );
    let monday = &table.weeks[1].days[0];
    assert_eq!((monday.weekday, monday.class), ("星期一", "off todayrow"));
    assert_eq!(monday.why, "春节放假");
    let last = table.weeks.last().unwrap().days.last().unwrap();
    assert!(last.is_due && last.number == "第20日");
}

#[test]
fn a_proof_of_three_years_is_shown_in_parts_without_losing_a_day() {
    let calendar = Calendar::national();
    let long = clock(Span::Days(1000));
    let first = table(&long, &calendar, look(1)).unwrap();
    assert!(first.parts > 5);
    let days: usize = (1..=first.parts)
        .map(|part| table(&long, &calendar, look(part)).unwrap())
        .flat_map(|table| table.weeks)
        .map(|week| week.days.len())
        .sum();
    assert_eq!(days, 1001);
    assert_eq!(table(&long, &calendar, look(99)).unwrap().part, first.parts);
}
