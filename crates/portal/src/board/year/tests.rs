//! The year, drawn and counted.

use jiff::civil::date;

use super::*;

fn day(month: i8, of: i8, counts: [u64; 4]) -> DayTally {
    let [open, kept_on_time, kept_late, late] = counts;
    DayTally {
        date: date(2026, month, of),
        open,
        kept_on_time,
        kept_late,
        late,
    }
}

#[test]
fn a_month_sums_its_days_and_no_others() {
    let days = [
        day(2, 28, [1, 0, 0, 0]),
        day(3, 1, [0, 2, 1, 0]),
        day(3, 31, [0, 0, 0, 4]),
    ];
    let rows = month_rows(2026, &days);
    assert_eq!(rows.len(), 12);
    let march = &rows[2];
    assert_eq!(
        (
            march.all,
            march.on_time,
            march.kept_late,
            march.late,
            march.open
        ),
        (7, 2, 1, 4, 0)
    );
    assert_eq!(march.query(), "due_from=2026-03-01&due_through=2026-03-31");
    assert_eq!(rows[1].open, 1);
}

#[test]
fn one_late_promise_makes_the_day_late_whatever_else_was_kept() {
    assert_eq!(class(&day(1, 1, [5, 9, 0, 1]), 15), "r3");
    assert_eq!(class(&day(1, 1, [1, 0, 0, 0]), 90), "o1");
    assert_eq!(class(&day(1, 1, [0, 30, 3, 0]), 90), "c2");
    assert_eq!(class(&day(1, 1, [0, 0, 0, 0]), 90), "c0");
}

#[test]
fn every_day_of_every_year_is_drawn_once_and_inside_the_picture() {
    for year in [2023, 2024, 2026, 2027] {
        let quarters = quarters(year, &[], date(year, 5, 1));
        let cells: usize = quarters
            .iter()
            .map(|it| it.svg.as_str().matches("h13v13").count())
            .sum();
        let days = if year == 2024 { 366 } else { 365 };
        assert_eq!(cells, days, "{year}");
        let today: usize = quarters
            .iter()
            .map(|it| it.svg.as_str().matches("\"now\"").count())
            .sum();
        assert_eq!(today, 1);
        assert!(
            !quarters
                .iter()
                .any(|it| it.svg.as_str().contains(&format!("M{} ", LEFT + 14 * STEP)))
        );
    }
}
