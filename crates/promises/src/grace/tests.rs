//! The text form of a grace, and the days it names.

use super::*;
use crate::cadence::Cadence;
use proptest::prelude::*;

#[test]
fn a_grace_reads_back_from_its_own_text() {
    for text in [
        "P20WD",
        "P1M",
        "P7D",
        "--01-31",
        "--02-29",
        "--12-31",
        "day/same/10",
        "day/next/5WD",
        "day/same/m3/15",
        "day/next/m1/2WD",
        "day/same/w5",
    ] {
        assert_eq!(text.parse::<Grace>().unwrap().to_string(), text);
    }
    for bad in [
        "",
        "--",
        "--1",
        "--13-01",
        "--02-30",
        "--00-10",
        "20",
        "--01-31-01",
        "-01-31",
        "day/",
        "day/same",
        "day/last/3",
        "day/same/0",
        "day/same/32",
        "day/same/+3",
        "day/same/03",
        "day/same/m13/1",
        "day/same/w8",
        "day/same/m1/w2",
        "day/same/3/4",
    ] {
        assert!(bad.parse::<Grace>().is_err(), "{bad}");
    }
}

#[test]
fn a_day_that_a_year_lacks_is_the_last_of_its_month() {
    let leap: Grace = "--02-29".parse().unwrap();
    assert_eq!(leap.date_in(2024).unwrap().to_string(), "2024-02-29");
    assert_eq!(leap.date_in(2025).unwrap().to_string(), "2025-02-28");
    assert_eq!(Grace::After(Span::Workdays(20)).date_in(2025), None);
    assert_eq!(leap.describe(), "2月29日前");
    assert_eq!(Grace::After(Span::Workdays(20)).describe(), "20个工作日内");
}

fn stated(text: &str) -> StatedDay {
    match text.parse() {
        Ok(Grace::OnDay(stated)) => stated,
        other => panic!("{text}: {other:?}"),
    }
}

/// Due day and mark of the period that a day lies in.
fn due(text: &str, cadence: Cadence, day: &str) -> (String, String) {
    let stated = stated(text);
    assert!(stated.fits(cadence), "{text}");
    let period = cadence.period_of(day.parse().unwrap());
    let clock = stated.clock(&period, "工作要点".to_owned());
    let on = clock.due(&calendar::Calendar::national()).unwrap().on;
    (on.to_string(), stated.mark(&period).to_string())
}

#[test]
fn a_stated_day_falls_in_its_period_or_the_next() {
    use Cadence::{Monthly, Quarterly, Weekly, Yearly};
    let cases = [
        (
            "day/same/10",
            Monthly,
            "2026-10-03",
            "2026-10-10",
            "2026-10-10",
        ),
        (
            "day/next/10",
            Monthly,
            "2026-12-03",
            "2027-01-10",
            "2026-12-31",
        ),
        (
            "day/same/31",
            Monthly,
            "2026-02-03",
            "2026-02-28",
            "2026-02-28",
        ),
        // The first working days of October 2026 come after the holiday, the tenth among them by decree.
        (
            "day/next/5WD",
            Monthly,
            "2026-09-03",
            "2026-10-13",
            "2026-09-30",
        ),
        (
            "day/same/m1/15",
            Quarterly,
            "2026-11-21",
            "2026-10-15",
            "2026-10-15",
        ),
        (
            "day/next/15",
            Quarterly,
            "2026-11-21",
            "2027-01-15",
            "2026-12-31",
        ),
        (
            "day/next/m3/31",
            Yearly,
            "2026-11-21",
            "2027-03-31",
            "2026-12-31",
        ),
        (
            "day/same/w5",
            Weekly,
            "2026-11-21",
            "2026-11-20",
            "2026-11-20",
        ),
        (
            "day/next/w1",
            Weekly,
            "2026-11-21",
            "2026-11-23",
            "2026-11-22",
        ),
    ];
    for (text, cadence, day, on, mark) in cases {
        let expected = (on.to_owned(), mark.to_owned());
        assert_eq!(due(text, cadence, day), expected, "{text}");
    }
}

#[test]
fn a_day_that_its_period_lacks_does_not_fit_it() {
    for (text, cadence) in [
        ("day/same/w5", Cadence::Monthly),
        ("day/same/10", Cadence::Weekly),
        ("day/same/m2/10", Cadence::Monthly),
        ("day/same/m4/10", Cadence::Quarterly),
    ] {
        assert!(!stated(text).fits(cadence), "{text}");
    }
}

#[test]
fn a_stated_day_is_told_in_words() {
    let october = Cadence::Monthly.period_of("2026-10-01".parse().unwrap());
    assert_eq!(stated("day/same/10").words(&october), "2026年10月10日前");
    assert_eq!(
        stated("day/next/5WD").words(&october),
        "2026年11月前5个工作日内"
    );
    assert_eq!(stated("day/next/m1/15").describe(), "次期第1个月15日前");
    assert_eq!(stated("day/same/w5").describe(), "当期周五前");
}

#[test]
fn a_grace_reads_as_officers_write_it() {
    for (words, text) in [
        ("20个工作日内", "P20WD"),
        (" １０ 个工作日以内", "P10WD"),
        ("15日", "P15D"),
        ("15天内", "P15D"),
        ("2周内", "P14D"),
        ("1个月内", "P1M"),
        ("24小时内", "PT24H"),
        ("每年1月31日前", "--01-31"),
        ("次年 3月31日之前", "--03-31"),
        ("每月10日前", "day/same/10"),
        ("次月前5个工作日内", "day/next/5WD"),
        ("次季第1个月15日前", "day/next/m1/15"),
        ("每周五前", "day/same/w5"),
        ("P10WD", "P10WD"),
    ] {
        let read = Grace::stated(words).map(|it| it.to_string());
        assert_eq!(read.as_deref(), Some(text), "{words}");
    }
    for bad in [
        "",
        "内",
        "尽快",
        "十天",
        "20",
        "13月1日前",
        "2月30日前",
        "次月32日前",
        "每周八前",
        "99999999999日内",
        "当期周前",
    ] {
        assert_eq!(Grace::stated(bad), None, "{bad}");
    }
}

fn any_grace() -> impl Strategy<Value = Grace> {
    let span = prop_oneof![
        (1u32..400).prop_map(Span::Workdays),
        (1u32..400).prop_map(Span::Days),
        (1u32..40).prop_map(Span::Months),
        (1u32..40).prop_map(Span::Years),
        (1u32..400).prop_map(Span::Hours),
    ];
    let of = prop_oneof![Just(PeriodOf::Same), Just(PeriodOf::Next)];
    let day = prop_oneof![
        (1i8..=31).prop_map(DayOf::Month),
        (1i8..=31).prop_map(DayOf::Working)
    ];
    let in_month = (of.clone(), proptest::option::of(1i8..=12), day);
    prop_oneof![
        span.prop_map(Grace::After),
        (1i8..=12, 1i8..=29).prop_map(|(month, day)| Grace::OnDate { month, day }),
        in_month.prop_map(|(of, month, day)| Grace::OnDay(StatedDay { of, month, day })),
        (of, 1i8..=7).prop_map(|(of, day)| Grace::OnDay(StatedDay {
            of,
            month: None,
            day: DayOf::Week(day)
        })),
    ]
}

proptest! {
    #[test]
    fn what_a_grace_says_reads_back(grace in any_grace()) {
        prop_assert_eq!(Grace::stated(&grace.describe()), Some(grace), "{}", grace.describe());
    }

    #[test]
    fn no_text_makes_reading_a_grace_panic(text in "\\PC{0,20}") {
        let _ = text.parse::<Grace>();
        let _ = Grace::stated(&text);
    }
}
