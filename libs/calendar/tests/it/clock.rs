//! What a clock refuses, how it is stored, and combinations that no row of the law's table names.

use calendar::{
    Calendar, CalendarError, Clock, ClockRefusal, Date, DateTime, Extension, LastDay, Span,
    find_period, periods,
};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn at(text: &str) -> DateTime {
    text.parse().expect("a moment")
}

fn reply() -> Clock {
    Clock::start(
        day("2026-03-02"),
        Span::Workdays(20),
        LastDay::AsIs,
        "《条例》第三十三条",
    )
}

#[test]
fn events_that_cannot_have_happened_are_refused() {
    let clock = reply();
    assert_eq!(
        clock.resume(day("2026-03-10"), "…"),
        Err(ClockRefusal::NotPaused)
    );
    assert_eq!(
        clock.pause(day("2026-03-01"), "…"),
        Err(ClockRefusal::OutOfOrder {
            on: day("2026-03-01"),
            previous: day("2026-03-02")
        })
    );
    let paused = clock.pause(day("2026-03-10"), "…").expect("runs");
    assert_eq!(
        paused.pause(day("2026-03-11"), "…"),
        Err(ClockRefusal::AlreadyPaused {
            since: day("2026-03-10")
        })
    );
    assert!(matches!(
        paused.resume(day("2026-03-09"), "…"),
        Err(ClockRefusal::OutOfOrder { .. })
    ));
    assert_eq!(
        paused.due(&Calendar::national()),
        Err(CalendarError::Paused {
            since: day("2026-03-10")
        })
    );
    let by_hours = Extension::new(Span::Hours(3), day("2026-03-05"), "…");
    assert!(matches!(
        clock.extend(by_hours, &Calendar::national()),
        Err(ClockRefusal::OtherUnit { .. })
    ));
    let by_month = Extension::new(Span::Months(1), day("2026-03-05"), "…");
    assert!(matches!(
        clock.extend(by_month.at_most(Span::Workdays(20)), &Calendar::national()),
        Err(ClockRefusal::OtherUnit { .. })
    ));
}

#[test]
fn every_refusal_says_what_to_do_or_what_is_wrong_and_has_a_code() {
    let refused = [
        reply().resume(day("2026-03-10"), "…"),
        reply().pause(day("2026-01-10"), "…"),
        Clock::fixed(day("2017-09-30"), "工作要点").restart(day("2017-09-01"), "…"),
        Clock::from_segments(vec![]),
    ];
    for refusal in refused {
        let refusal = refusal.expect_err("refused");
        assert!(refusal.code().starts_with("clock."));
        assert!(refusal.to_string().chars().count() > 8);
    }
}

#[test]
fn a_pause_after_the_period_has_run_out_changes_nothing() {
    let late = reply()
        .pause(day("2026-04-10"), "征求意见")
        .expect("in order");
    let due = late
        .due(&Calendar::national())
        .expect("run out before the pause");
    assert_eq!(due.on, day("2026-03-30"));
    let on_the_day = reply()
        .pause(day("2026-03-30"), "征求意见")
        .expect("in order");
    let due = on_the_day
        .due(&Calendar::national())
        .expect("used up on the day");
    assert_eq!(due.on, day("2026-03-30"));
}

#[test]
fn an_extension_while_paused_is_taken() {
    let calendar = Calendar::national();
    let paused = reply().pause(day("2026-03-10"), "征求意见").expect("runs");
    let wish = Extension::new(Span::Workdays(5), day("2026-04-05"), "延期");
    let clock = paused.extend(wish, &calendar).expect("not run out");
    let clock = clock.resume(day("2026-04-08"), "收到意见").expect("paused");
    let used = calendar.count_workdays(day("2026-03-02"), day("2026-03-10"));
    let expected = calendar.add_workdays(day("2026-04-08"), 25 - used);
    assert_eq!(Ok(clock.due(&calendar).expect("runs").on), expected);
}

#[test]
fn extending_natural_days_counts_them_together_before_the_last_day_rolls() {
    // 60 days from 2026-08-03 end on 2 October and roll to the 8th; 90 end on Sunday 1 November.
    let calendar = Calendar::national();
    let period = find_period("review.decide", day("2026-08-03")).expect("in force");
    let clock = period.start(day("2026-08-03"));
    let wish = Extension::new(
        Span::Days(30),
        day("2026-10-08"),
        "《行政复议法》第六十二条",
    );
    let wish = wish.at_most(period.extension_at_most.expect("it has one"));
    let clock = clock
        .extend(wish, &calendar)
        .expect("on the rolled last day");
    assert_eq!(clock.due(&calendar).expect("runs").on, day("2026-11-02"));
}

#[test]
fn an_extension_in_another_unit_follows_the_first_end() {
    let calendar = Calendar::national();
    let wish = Extension::new(Span::Months(1), day("2026-03-30"), "地方规定");
    let clock = reply().extend(wish, &calendar).expect("in time");
    let proof = clock.proof(&calendar).expect("runs");
    assert_eq!(proof.due.on, day("2026-04-30"));
    let twentieth = proof
        .lines
        .iter()
        .find(|line| line.date == day("2026-03-30"));
    let twentieth = twentieth.expect("listed");
    assert_eq!(twentieth.number, Some(20));
    assert_eq!(twentieth.why, "工作日；当日告知延长1个月");
}

#[test]
fn a_restart_voids_earlier_extensions_and_ends_a_pause() {
    let calendar = Calendar::national();
    let wish = Extension::new(Span::Workdays(20), day("2026-03-30"), "延期");
    let clock = reply().extend(wish, &calendar).expect("in time");
    let clock = clock.pause(day("2026-04-01"), "收费").expect("runs");
    let clock = clock.restart(day("2026-04-20"), "缴费").expect("in order");
    assert_eq!(clock.paused_since(), None);
    let expected = calendar.add_workdays(day("2026-04-20"), 20);
    assert_eq!(Ok(clock.due(&calendar).expect("runs").on), expected);
}

#[test]
fn years_run_to_the_corresponding_day_or_the_end_of_february() {
    let calendar = Calendar::national();
    let due = |start: &str, span: &str| {
        let span = span.parse().expect("a span");
        let clock = Clock::start(day(start), span, LastDay::AsIs, "公示期");
        clock.due(&calendar).expect("in range").on
    };
    assert_eq!(due("2024-02-29", "P3Y"), day("2027-02-28"));
    assert_eq!(due("2026-01-31", "P1M"), day("2026-02-28"));
    assert_eq!(due("2026-03-01", "P2W"), day("2026-03-15"));
    assert_eq!(due("2026-03-01", "P0D"), day("2026-03-01"));
}

#[test]
fn a_period_s_end_can_start_the_next() {
    let calendar = Calendar::national();
    let quarter_end = Clock::fixed(day("2026-09-30"), "每季度");
    let from = quarter_end.due(&calendar).expect("fixed").on;
    let clock = Clock::start(
        from,
        Span::Workdays(20),
        LastDay::AsIs,
        "《条例》第二十六条",
    );
    // 8, 9, 10 (worked Saturday) = 3; 12 to 16 = 8; 19 to 23 = 13; 26 to 30 = 18; 2, 3 November = 20.
    assert_eq!(clock.due(&calendar).expect("runs").on, day("2026-11-03"));
}

#[test]
fn hours_stand_still_from_minute_to_minute() {
    let calendar = Calendar::national();
    let clock = Clock::start(
        at("2026-10-03T22:30"),
        Span::Hours(24),
        LastDay::AsIs,
        "61号文",
    );
    let clock = clock.pause(at("2026-10-03T23:00"), "核实").expect("runs");
    assert!(matches!(
        clock.resume(at("2026-10-03T22:59"), "…"),
        Err(ClockRefusal::OutOfOrder { .. })
    ));
    let clock = clock
        .resume(at("2026-10-04T01:15"), "核实完毕")
        .expect("paused");
    let due = clock.due(&calendar).expect("runs");
    assert_eq!(due.at, Some(at("2026-10-05T00:45")));
    assert_eq!(due.on, day("2026-10-05"));
    let late = Extension::new(Span::Hours(1), at("2026-10-05T00:46"), "…");
    assert!(matches!(
        clock.extend(late, &calendar),
        Err(ClockRefusal::ExtensionTooLate { .. })
    ));
    let in_time = Extension::new(Span::Hours(1), at("2026-10-05T00:45"), "…");
    assert!(clock.extend(in_time, &calendar).is_ok());
}

#[test]
fn the_stored_form_is_stable_and_checked() {
    let clock = reply().pause(day("2026-03-10"), "征求意见").expect("runs");
    let stored = serde_json::to_string(&clock).expect("plain data");
    assert_eq!(
        stored,
        r#"{"segments":[{"kind":"start","at":"2026-03-02T00:00:00","span":"P20WD","last_day":"as_is","basis":"《条例》第三十三条"},{"kind":"pause","at":"2026-03-10T00:00:00","basis":"征求意见"}]}"#
    );
    let resumed_only = r#"{"segments":[{"kind":"resume","at":"2026-03-02T00:00:00","basis":"…"}]}"#;
    assert!(serde_json::from_str::<Clock>(resumed_only).is_err());
    let fixed = Clock::fixed(day("2017-09-30"), "工作要点");
    let stored = serde_json::to_string(&fixed).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Clock>(&stored).expect("its own form"),
        fixed
    );
}

#[test]
fn spans_read_and_describe_themselves() {
    for (text, span, words) in [
        ("P20WD", Span::Workdays(20), "20个工作日"),
        ("P7D", Span::Days(7), "7日"),
        ("P2W", Span::Days(14), "14日"),
        ("P1M", Span::Months(1), "1个月"),
        ("P3Y", Span::Years(3), "3年"),
        ("PT24H", Span::Hours(24), "24小时"),
    ] {
        assert_eq!(text.parse::<Span>(), Ok(span));
        assert_eq!(span.describe(), words);
    }
    for text in [
        "",
        "P",
        "PT",
        "P20",
        "20WD",
        "P-1D",
        "PT1D",
        "P1H",
        "P1D2",
        "P+1D",
        "P１D",
        "P99999999999D",
    ] {
        let error = text.parse::<Span>().expect_err(text);
        assert!(error.to_string().contains("P20WD"));
    }
}

#[test]
fn every_built_in_period_has_a_code_a_basis_and_a_clock() {
    let calendar = Calendar::national();
    let mut codes: Vec<&str> = periods()
        .iter()
        .map(|period| period.code.as_str())
        .collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes.len(),
        count,
        "codes are unique while no law has two versions"
    );
    for period in periods() {
        assert!(!period.basis.is_empty() && !period.name.is_empty());
        let due = period
            .start(day("2026-01-05"))
            .due(&calendar)
            .expect("in range");
        assert!(due.on >= day("2026-01-05"));
    }
    assert_eq!(find_period("disclosure.reply", day("2019-05-14")), None);
    assert!(find_period("disclosure.reply", day("2019-05-15")).is_some());
}

#[test]
fn what_is_not_compared_with_the_original_is_said_in_the_proof() {
    let calendar = Calendar::national();
    let told = |code: &str| {
        let period = find_period(code, day("2026-01-05")).expect("in force");
        let proof = period.start(day("2026-01-05")).proof(&calendar);
        (period, format!("{:?}", proof.expect("in range")))
    };
    let (fee, proof) = told("disclosure.fee_payment");
    assert!(fee.to_confirm.is_some());
    assert!(proof.contains("待核对原文"), "{proof}");
    let (reply, proof) = told("disclosure.reply");
    assert_eq!(reply.to_confirm, None);
    assert!(!proof.contains("待核对原文"), "{proof}");
    assert_eq!(find_period("lawsuit.direct", day("2015-04-30")), None);
    for period in periods() {
        assert!(
            period.effective_from.is_some() || period.to_confirm.is_some(),
            "{}: no day of effect, and nobody is asked for it",
            period.code
        );
    }
}
