//! Periods: tables, and properties over all days.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn each_cadence_names_the_period_of_a_day() {
    let rows = [
        (
            "2026-10-18",
            Cadence::Weekly,
            "weekly/2026-W42",
            "2026年第42周",
            "2026-10-12",
            "2026-10-18",
        ),
        // The last days of December may lie in the first week of the next year, and the other way round.
        (
            "2024-12-30",
            Cadence::Weekly,
            "weekly/2025-W01",
            "2025年第1周",
            "2024-12-30",
            "2025-01-05",
        ),
        (
            "2027-01-03",
            Cadence::Weekly,
            "weekly/2026-W53",
            "2026年第53周",
            "2026-12-28",
            "2027-01-03",
        ),
        (
            "2026-10-18",
            Cadence::Monthly,
            "monthly/2026-10",
            "2026年10月",
            "2026-10-01",
            "2026-10-31",
        ),
        (
            "2024-02-29",
            Cadence::Monthly,
            "monthly/2024-02",
            "2024年2月",
            "2024-02-01",
            "2024-02-29",
        ),
        (
            "2026-09-30",
            Cadence::Quarterly,
            "quarterly/2026-Q3",
            "2026年第3季度",
            "2026-07-01",
            "2026-09-30",
        ),
        (
            "2026-12-31",
            Cadence::Quarterly,
            "quarterly/2026-Q4",
            "2026年第4季度",
            "2026-10-01",
            "2026-12-31",
        ),
        (
            "2026-05-01",
            Cadence::Yearly,
            "yearly/2026",
            "2026年",
            "2026-01-01",
            "2026-12-31",
        ),
    ];
    for (of, cadence, key, label, first, last) in rows {
        let period = cadence.period_of(day(of));
        assert_eq!(period.key(), key);
        assert_eq!(period.label(), label);
        assert_eq!(
            (period.first, period.last),
            (day(first), day(last)),
            "{key}"
        );
    }
}

#[test]
fn a_year_has_all_its_periods_and_those_of_no_other_year() {
    for (cadence, year, count) in [
        (Cadence::Weekly, 2026, 53),
        (Cadence::Weekly, 2025, 52),
        (Cadence::Monthly, 2026, 12),
        (Cadence::Quarterly, 2026, 4),
        (Cadence::Yearly, 2026, 1),
    ] {
        let (first, last) = cadence.bounds_of_year(year);
        let periods = cadence.periods_ending(plus_days(first, -1), last);
        assert_eq!(periods.len(), count, "{cadence:?} {year}");
        assert_eq!(periods[0].first, first);
        assert_eq!(periods[count - 1].last, last);
        assert!(
            periods
                .iter()
                .all(|it| it.label().starts_with(&year.to_string()))
        );
    }
}

#[test]
fn the_end_of_time_ends_the_periods() {
    assert!(Cadence::Yearly.periods_ending(Date::MAX, Date::MAX).len() <= 1);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i32..60_000).prop_map(|n| plus_days(Date::constant(1980, 1, 1), n))
}

fn any_cadence() -> impl Strategy<Value = Cadence> {
    proptest::sample::select(Cadence::ALL)
}

proptest! {
    #[test]
    fn a_day_lies_in_its_period_and_the_next_day_in_this_or_the_next_one(of in any_day(), cadence in any_cadence()) {
        let period = cadence.period_of(of);
        prop_assert!(period.first <= of && of <= period.last);
        prop_assert_eq!(cadence.period_of(period.first), period);
        prop_assert_eq!(cadence.period_of(period.last), period);
        let next = cadence.period_of(plus_days(period.last, 1));
        prop_assert_eq!(next.first, plus_days(period.last, 1));
        prop_assert_ne!(next.key(), period.key());
        prop_assert_ne!(next.label(), period.label());
    }

    #[test]
    fn periods_opened_in_two_steps_are_those_opened_in_one(
        from in any_day(), first in 0_i32..400, second in 0_i32..400, cadence in any_cadence(),
    ) {
        let (middle, end) = (plus_days(from, first), plus_days(from, first + second));
        let mut stepwise = cadence.periods_ending(from, middle);
        stepwise.extend(cadence.periods_ending(middle, end));
        prop_assert_eq!(stepwise, cadence.periods_ending(from, end));
    }
}
