//! The calendar's data against the law, its file format, overlays and what-if.
//! Single due dates are in `edge_cases`.

use std::collections::BTreeMap;

use calendar::{
    Calendar, CalendarError, Clock, Date, DayReason, LastDay, Notice, NoticeHoliday, Overlay, Span,
    what_if,
};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn year_end(year: i16) -> Date {
    Date::new(year, 12, 31).expect("a date")
}

fn list_days(year: i16) -> impl Iterator<Item = Date> {
    let first = Date::new(year, 1, 1).expect("a date");
    first
        .series(jiff::Span::new().days(1))
        .take_while(move |day| day.year() == year)
}

fn without(notice_year: i16) -> Calendar {
    let mut file: serde_json::Value =
        serde_json::from_str(&Calendar::national().to_json()).expect("JSON");
    file["version"] = "cn-test".into();
    let notices = file["notices"].as_array_mut().expect("notices");
    notices.retain(|notice| notice["year"] != notice_year);
    Calendar::from_json(&file.to_string()).expect("a calendar")
}

#[test]
fn every_year_has_its_known_number_of_working_days() {
    let calendar = Calendar::national();
    let known = [
        250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248,
    ];
    for (year, expected) in (2013..=2026).zip(known) {
        let count = calendar.count_workdays(year_end(year - 1), year_end(year));
        assert_eq!(count, expected, "{year}");
    }
}

#[test]
fn the_months_of_2026_have_their_known_working_days() {
    let calendar = Calendar::national();
    let known = [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23];
    for (month, expected) in (1..).zip(known) {
        let first = Date::new(2026, month, 1).expect("a date");
        let before = first.yesterday().expect("a date");
        let count = calendar.count_workdays(before, first.last_of_month());
        assert_eq!(count, expected, "month {month}");
    }
}

#[test]
fn a_year_has_its_weekdays_less_the_statutory_holidays() {
    let calendar = Calendar::national();
    for year in 1990..=2100 {
        let weekdays = list_days(year).filter(|day| day.weekday().to_monday_one_offset() <= 5);
        let holidays = match year {
            ..=1998 => 7,
            1999 => 8,
            2000..=2007 => 10,
            2008..=2024 => 11,
            2025.. => 13,
        };
        let by_law = weekdays.count() as u32 - holidays;
        let count = calendar.count_workdays(year_end(year - 1), year_end(year));
        let difference = i64::from(count) - i64::from(by_law);
        let expected = match year {
            // 30 and 31 December 2006 were worked for days off in January 2007.
            2006 => 2,
            2007 => -2,
            // 31 December 2011 was worked for 3 January 2012.
            2011 => 1,
            2012 => -1,
            // 3 September 2015, and the Spring Festival of 2020 made longer by two working days.
            2015 => -1,
            2020 => -2,
            _ => 0,
        };
        assert_eq!(difference, expected, "{year}");
    }
}

#[test]
fn every_statutory_day_of_the_law_is_off_in_the_year_s_notice() {
    let calendar = Calendar::national();
    let mut found: BTreeMap<i16, u32> = BTreeMap::new();
    for year in 2008..=2026 {
        let computed = without(year);
        for on in list_days(year) {
            if computed.day(on).reason == DayReason::Statutory {
                let info = calendar.day(on);
                assert!(!info.is_workday, "{on} {:?}", computed.day(on).name);
                assert_eq!(info.reason, DayReason::Statutory, "{on}");
                *found.entry(year).or_default() += 1;
            }
        }
    }
    for (year, count) in found {
        let by_law = if year < 2025 { 11 } else { 13 };
        // In 2009 and 2020 the Mid-Autumn festival fell on a day of the National Day.
        let doubled = u32::from(matches!(year, 2009 | 2020));
        assert_eq!(count, by_law - doubled, "{year}");
    }
}

#[test]
fn a_year_without_a_notice_is_computed_and_provisional() {
    let calendar = Calendar::national();
    let info = calendar.day(day("2027-02-08"));
    assert_eq!(info.reason, DayReason::Statutory);
    assert_eq!(info.name.as_deref(), Some("春节"));
    assert!(info.is_provisional);
    // 正月初一 2027-02-06 is a Saturday: 除夕 5 Feb, 初一 6 (Sat), 初二 7 (Sun), 初三 8; make-up off on 9 and 10.
    for (on, reason) in [
        ("2027-02-05", DayReason::Statutory),
        ("2027-02-09", DayReason::Substitute),
        ("2027-02-10", DayReason::Substitute),
        ("2027-02-11", DayReason::Weekday),
        ("2027-05-03", DayReason::Substitute),
    ] {
        assert_eq!(calendar.day(day(on)).reason, reason, "{on}");
    }
    assert_eq!(calendar.day(day("2027-02-09")).describe(), "春节补假");
    assert!(!calendar.is_provisional(day("2026-01-01"), day("2026-12-31")));
    assert!(calendar.is_provisional(day("2026-12-31"), day("2027-01-01")));
    let clock = Clock::start(
        day("2026-12-28"),
        Span::Workdays(20),
        LastDay::AsIs,
        "《条例》",
    );
    assert!(clock.due(&calendar).expect("in range").is_provisional);
    let proof = clock.proof(&calendar).expect("in range");
    let last = &proof.lines.last().expect("lines").why;
    assert_eq!(last, "工作日（推算，待国务院通知）");
    let natural = Clock::start(
        day("2026-12-28"),
        Span::Days(20),
        LastDay::AsIs,
        "《预算法》",
    );
    assert!(!natural.due(&calendar).expect("in range").is_provisional);
}

#[test]
fn days_say_why_they_are_worked_or_not() {
    let calendar = Calendar::national();
    for (on, reason, words) in [
        ("2026-10-09", DayReason::Weekday, "工作日"),
        ("2026-10-11", DayReason::Weekend, "周日"),
        ("2026-10-10", DayReason::MakeUp, "调休上班"),
        ("2026-10-01", DayReason::Statutory, "国庆节放假"),
        ("2026-10-07", DayReason::Arranged, "国庆节放假"),
        ("2024-02-09", DayReason::Weekday, "工作日"),
        ("2020-02-03", DayReason::Weekday, "工作日"),
        ("2018-12-29", DayReason::MakeUp, "调休上班"),
        ("2006-12-30", DayReason::MakeUp, "调休上班"),
    ] {
        let info = calendar.day(day(on));
        assert_eq!(info.reason, reason, "{on}");
        assert_eq!(info.describe(), words, "{on}");
        assert_eq!(info.is_workday, calendar.is_workday(day(on)));
    }
}

#[test]
fn dates_outside_the_range_are_errors_and_never_panics() {
    let calendar = Calendar::national();
    for on in [Date::MIN, Date::MAX, day("1989-12-31"), day("2101-01-01")] {
        assert_eq!(
            calendar.add_workdays(on, 1),
            Err(CalendarError::OutOfRange { from: on })
        );
        assert!(calendar.day(on).is_provisional);
        calendar.count_workdays(on, Date::MAX);
        assert!(calendar.roll_forward(on).is_err());
        for span in ["P1D", "P1M", "P1Y", "PT1H", "P1WD", "P0D"] {
            let clock = Clock::start(on, span.parse().expect("a span"), LastDay::RollForward, "…");
            assert!(clock.due(&calendar).is_err(), "{on} {span}");
            assert!(clock.proof(&calendar).is_err());
        }
        assert!(Clock::fixed(on, "…").proof(&calendar).is_err());
    }
    assert!(calendar.add_workdays(day("2100-12-31"), 1).is_err());
    assert!(calendar.add_workdays(day("2026-01-01"), u32::MAX).is_err());
}

#[test]
fn the_file_round_trips_and_names_its_version_and_digest() {
    let national = Calendar::national();
    assert_eq!(national.version(), "cn-2026.1");
    assert_eq!(national.digest().len(), 64);
    let again = Calendar::from_json(&national.to_json()).expect("its own file");
    assert_eq!(again.digest(), national.digest());
    assert_eq!(national.notices().len(), 20);
    assert!(
        national
            .notices()
            .iter()
            .all(|notice| !notice.papers.is_empty())
    );
    let shorter = without(2026);
    assert_ne!(shorter.digest(), national.digest());
    assert!(shorter.day(day("2026-03-03")).is_provisional);
}

#[test]
fn a_wrong_file_names_the_place_and_the_cure() {
    let file = |notices: &str| format!(r#"{{"version":"cn-2027.1","notices":[{notices}]}}"#);
    let cases = [
        ("".to_owned(), "第1行"),
        ("{\"version\":\"x\"".to_owned(), "第1行"),
        (r#"{"version":"","notices":[]}"#.to_owned(), "version"),
        (r#"{"version":"a","notices":[],"extra":1}"#.to_owned(), "extra"),
        (file(r#"{"year":1800,"holidays":[]}"#), "notices[0].year"),
        (
            file(r#"{"year":2027,"holidays":[]},{"year":2027,"holidays":[]}"#),
            "出现两次",
        ),
        (
            file(r#"{"year":2027,"holidays":[{"name":"元旦","off":["2027-13-01"]}]}"#),
            "2027年通知 holidays[0].off[0]",
        ),
        (
            file(r#"{"year":2027,"holidays":[{"name":"元旦","off":["2027-01-03..2027-01-01"]}]}"#),
            "倒置",
        ),
        (
            file(r#"{"year":2027,"holidays":[{"name":"元旦","off":["2028-01-01"]}]}"#),
            "不在 2027 年",
        ),
        (
            file(r#"{"year":2027,"holidays":[{"name":"元旦","off":["2027-01-01"],"work":["2027-01-01"]}]}"#),
            "一处放假、一处上班",
        ),
        (file(r#"{"year":2027,"holidays":[{"name":" ","off":["2027-01-01"]}]}"#), "节日名称"),
        (
            r#"{"version":"a","laws":[{"effective_from":"2025-01-01","source":"","holidays":[{"name":"元旦","fixed":["1-1"]}]}],"notices":[]}"#.to_owned(),
            "laws[0].holidays[0].fixed",
        ),
        (
            r#"{"version":"a","laws":[{"effective_from":"2025-01-01","source":"","holidays":[{"name":"元旦"}]}],"notices":[]}"#.to_owned(),
            "laws[0].holidays[0]",
        ),
    ];
    for (text, part) in cases {
        let error = Calendar::from_json(&text).expect_err(&text);
        assert_eq!(error.code(), "calendar.bad_data");
        let message = error.to_string();
        assert!(message.contains(part), "{message}");
        assert!(message.contains('请'), "no cure: {message}");
    }
}

#[test]
fn an_overlay_adds_a_region_s_days_and_its_version() {
    let national = Calendar::national();
    let overlay = Overlay::from_json(
        r#"{"version":"guangxi-2026.1","source":"广西壮族自治区少数民族习惯节日放假办法",
            "days":[{"name":"壮族三月三","off":["2026-04-20..2026-04-21"],"work":["2026-04-25"]}]}"#,
    )
    .expect("an overlay");
    let local = national.with_overlay(&overlay).expect("a calendar");
    assert_eq!(local.version(), "cn-2026.1+guangxi-2026.1");
    assert_ne!(local.digest(), national.digest());
    let info = local.day(day("2026-04-20"));
    assert_eq!(info.reason, DayReason::RegionalHoliday);
    assert_eq!(info.describe(), "壮族三月三放假（本地规定）");
    assert!(local.is_workday(day("2026-04-25")));
    assert!(
        national.is_workday(day("2026-04-20")),
        "the national one is unchanged"
    );
    assert_eq!(
        local.add_workdays(day("2026-04-17"), 1),
        Ok(day("2026-04-22"))
    );

    let contradictory =
        r#"{"version":"x","days":[{"name":"甲","off":["2026-04-20"],"work":["2026-04-20"]}]}"#;
    assert!(Overlay::from_json(contradictory).is_err());
    let beyond = r#"{"version":"x","days":[{"name":"甲","off":["2200-04-20"]}]}"#;
    let beyond = Overlay::from_json(beyond).expect("well formed");
    assert!(national.with_overlay(&beyond).is_err());
}

fn notice_of_2020_before_the_extension() -> Notice {
    let national = Calendar::national();
    let mut notice = national
        .notices()
        .iter()
        .find(|notice| notice.year == 2020)
        .expect("2020 has a notice")
        .clone();
    let spring = notice
        .holidays
        .iter_mut()
        .find(|holiday| holiday.name == "春节");
    *spring.expect("the Spring Festival") = NoticeHoliday {
        name: "春节".to_owned(),
        off: vec!["2020-01-24..2020-01-30".to_owned()],
        work: vec!["2020-01-19".to_owned(), "2020-02-01".to_owned()],
    };
    notice
}

#[test]
fn a_new_calendar_tells_which_due_dates_move_and_by_how_much() {
    let new = Calendar::national();
    let old = new
        .with_notice(notice_of_2020_before_the_extension(), "cn-2019.2")
        .expect("a calendar");
    assert_eq!(old.version(), "cn-2019.2");
    let reply = |at: &str| Clock::start(day(at), Span::Workdays(20), LastDay::AsIs, "《条例》");
    let paused = reply("2020-01-20")
        .pause(day("2020-01-21"), "征求意见")
        .expect("runs");
    let open = [
        ("moved", reply("2020-01-20")),
        ("untouched", reply("2020-03-02")),
        (
            "natural",
            Clock::start(
                day("2020-01-20"),
                Span::Days(20),
                LastDay::AsIs,
                "《预算法》",
            ),
        ),
        (
            "fixed",
            Clock::fixed(day("2020-01-31"), "《条例》第四十九条"),
        ),
        ("paused", paused),
    ];
    let moved = what_if(&open, &old, &new);
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].id, "moved");
    assert_eq!(moved[0].from, day("2020-02-21"));
    assert_eq!(moved[0].to, day("2020-02-25"));
    assert_eq!(moved[0].shift_days, 4);
    assert_eq!(what_if(&open, &new, &old)[0].shift_days, -4);
}

#[test]
fn announcing_a_year_settles_it() {
    let national = Calendar::national();
    let notice = Notice {
        year: 2027,
        papers: vec![],
        holidays: vec![NoticeHoliday {
            name: "元旦".to_owned(),
            off: vec!["2027-01-01..2027-01-03".to_owned()],
            work: vec![],
        }],
    };
    let next = national
        .with_notice(notice, "cn-2027.1")
        .expect("a calendar");
    assert!(!next.is_provisional(day("2027-01-01"), day("2027-12-31")));
    assert!(next.is_provisional(day("2028-01-01"), day("2028-01-01")));
}
