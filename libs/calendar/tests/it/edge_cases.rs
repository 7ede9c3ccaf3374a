//! The edge cases of disclosure work that speak of dates: each is one row of the rules' table.
//! Fees, reply kinds and document numbers of that table are tested where they live.

use calendar::{
    Calendar, Clock, ClockRefusal, Date, DateTime, Extension, LastDay, Span, find_period,
};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn span(text: &str) -> Span {
    text.parse().expect("a span")
}

#[track_caller]
fn check_workdays(start: &str, n: u32, expected: &str) {
    let calendar = Calendar::national();
    assert_eq!(
        calendar.add_workdays(day(start), n),
        Ok(day(expected)),
        "{start} + {n}"
    );
    assert_eq!(calendar.count_workdays(day(start), day(expected)), n);
    let clock = Clock::start(
        day(start),
        Span::Workdays(n),
        LastDay::AsIs,
        "《条例》第三十三条",
    );
    let proof = clock.proof(&calendar).expect("within the range");
    assert_eq!(proof.due.on, day(expected));
    let last = proof.lines.last().expect("a proof has lines");
    assert_eq!((last.date, last.number), (day(expected), Some(n)));
    assert_eq!(
        proof.lines.iter().filter(|line| line.counts).count(),
        n as usize
    );
    assert!(!proof.due.is_provisional);
}

fn start_in(code: &str, at: &str) -> Clock {
    let at = day(at);
    find_period(code, at).expect("a period in force").start(at)
}

#[track_caller]
fn due_of(clock: &Clock) -> Date {
    clock.due(&Calendar::national()).expect("a due date").on
}

#[test]
fn rows_1_to_9_count_make_up_days_and_cross_years() {
    check_workdays("2026-02-13", 20, "2026-03-19");
    check_workdays("2026-02-14", 20, "2026-03-20");
    check_workdays("2026-09-28", 20, "2026-10-30");
    check_workdays("2024-02-08", 20, "2024-03-13");
    check_workdays("2025-01-24", 20, "2025-02-27");
    check_workdays("2020-01-20", 20, "2020-02-25");
    check_workdays("2015-08-20", 20, "2015-09-18");
    check_workdays("2018-12-20", 20, "2019-01-18");
    check_workdays("2022-12-22", 20, "2023-01-20");
}

#[test]
fn row_3_the_day_of_submission_would_give_another_date() {
    let by_submission = Calendar::national().add_workdays(day("2026-09-24"), 20);
    assert_ne!(by_submission, Ok(day("2026-10-30")));
}

#[test]
fn rows_10_and_11_a_correction_restarts_the_whole_period() {
    let told = start_in("disclosure.correction_notice", "2026-04-30");
    assert_eq!(due_of(&told), day("2026-05-13"));
    let reply = start_in("disclosure.reply", "2026-04-30");
    let reply = reply
        .restart(day("2026-05-20"), "《条例》第三十条")
        .expect("in order");
    assert_eq!(due_of(&reply), day("2026-06-17"));
    let proof = reply.proof(&Calendar::national()).expect("a proof");
    assert_eq!(proof.lines[0].date, day("2026-04-30"));
    assert_eq!(proof.lines.iter().filter(|line| line.counts).count(), 20);
    let restarted = proof
        .lines
        .iter()
        .find(|line| line.date == day("2026-05-20"));
    let restarted = restarted.expect("every day is listed");
    assert_eq!(restarted.why, "重新起算，当日不计入");
    assert_eq!(restarted.basis.as_deref(), Some("《条例》第三十条"));
}

#[test]
fn row_13_the_third_party_s_days_are_taken_out() {
    assert_eq!(
        due_of(&start_in("disclosure.third_party", "2026-03-12")),
        day("2026-04-02")
    );
    let clock = start_in("disclosure.reply", "2026-03-02");
    assert_eq!(due_of(&clock), day("2026-03-30"));
    let clock = clock
        .pause(day("2026-03-10"), "《条例》第三十三条")
        .expect("runs");
    assert_eq!(clock.paused_since(), Some(day("2026-03-10")));
    assert!(
        clock.due(&Calendar::national()).is_err(),
        "no due date while paused"
    );
    let clock = clock
        .resume(day("2026-03-27"), "收到第三方意见")
        .expect("paused");
    assert_eq!(clock.paused_since(), None);
    assert_eq!(due_of(&clock), day("2026-04-17"));
    let proof = clock.proof(&Calendar::national()).expect("a proof");
    let on = |text: &str| {
        let found = proof.lines.iter().find(|line| line.date == day(text));
        found.expect("every day is listed").clone()
    };
    assert_eq!(on("2026-03-10").number, Some(6));
    assert_eq!(
        on("2026-03-10").basis.as_deref(),
        Some("《条例》第三十三条")
    );
    assert_eq!(on("2026-03-11").why, "暂停：《条例》第三十三条");
    assert!(!on("2026-03-27").counts);
    assert_eq!(on("2026-03-27").basis.as_deref(), Some("收到第三方意见"));
    assert_eq!(on("2026-03-30").number, Some(7));
    let national = Calendar::national();
    assert_eq!(
        national.count_workdays(day("2026-03-10"), day("2026-03-27")),
        13
    );
}

#[test]
fn row_14_a_silent_third_party_costs_its_whole_period() {
    let clock = start_in("disclosure.reply", "2026-03-02");
    let clock = clock.pause(day("2026-03-10"), "征求意见").expect("runs");
    let clock = clock
        .resume(day("2026-04-02"), "期限届满未答复")
        .expect("paused");
    assert_eq!(due_of(&clock), day("2026-04-23"));
}

#[test]
fn row_16_an_extension_is_told_in_time_and_within_the_limit() {
    let calendar = Calendar::national();
    let clock = start_in("disclosure.reply", "2026-09-01");
    assert_eq!(due_of(&clock), day("2026-09-29"));
    let wish = |n: u32, told: &str| {
        let basis = "《条例》第三十三条第二款";
        Extension::new(Span::Workdays(n), day(told), basis).at_most(span("P20WD"))
    };
    let longest = clock
        .extend(wish(20, "2026-09-29"), &calendar)
        .expect("in time");
    assert_eq!(due_of(&longest), day("2026-11-02"));
    assert_eq!(
        clock.extend(wish(20, "2026-09-30"), &calendar),
        Err(ClockRefusal::ExtensionTooLate {
            told_on: day("2026-09-30"),
            due_on: day("2026-09-29"),
        })
    );
    let limit = span("P20WD");
    assert_eq!(
        clock.extend(wish(21, "2026-09-29"), &calendar),
        Err(ClockRefusal::BeyondLimit {
            total: span("P21WD"),
            limit
        })
    );
    assert_eq!(
        longest.extend(wish(1, "2026-10-09"), &calendar),
        Err(ClockRefusal::BeyondLimit {
            total: span("P21WD"),
            limit
        })
    );
    assert_eq!(
        clock.extend(wish(0, "2026-09-20"), &calendar),
        Err(ClockRefusal::EmptyExtension)
    );
}

#[test]
fn row_17_a_pause_and_an_extension_add_up() {
    let calendar = Calendar::national();
    let clock = start_in("disclosure.reply", "2026-09-01");
    let clock = clock.pause(day("2026-09-10"), "征求意见").expect("runs");
    let clock = clock.resume(day("2026-09-22"), "收到意见").expect("paused");
    assert_eq!(due_of(&clock), day("2026-10-16"));
    let wish = Extension::new(span("P20WD"), day("2026-10-16"), "《条例》第三十三条");
    let clock = clock.extend(wish, &calendar).expect("in time");
    assert_eq!(due_of(&clock), day("2026-11-13"));
}

#[test]
fn rows_18_to_21_other_duties_in_working_days() {
    let cases = [
        ("disclosure.publish", "2026-09-10", "2026-10-14"),
        ("interpretation.publish", "2026-09-30", "2026-10-10"),
        ("enforcement.double_publicity", "2026-04-29", "2026-05-12"),
        ("penalty.withdraw", "2026-02-13", "2026-02-25"),
    ];
    for (code, start, expected) in cases {
        assert_eq!(due_of(&start_in(code, start)), day(expected), "{code}");
    }
}

#[test]
fn row_22_the_budget_s_twenty_days_are_natural_days() {
    assert_eq!(
        due_of(&start_in("budget.publish", "2026-01-25")),
        day("2026-02-14")
    );
    let on_a_sunday = start_in("budget.publish", "2026-03-02");
    assert_eq!(due_of(&on_a_sunday), day("2026-03-22"), "it does not roll");
    let proof = on_a_sunday.proof(&Calendar::national()).expect("a proof");
    let last = proof.lines.last().expect("lines");
    assert_eq!(last.why, "自然日，周日，期限届满，遇休息日不顺延");
}

#[test]
fn row_23_the_period_of_review_rolls_past_the_national_day() {
    let clock = start_in("review.apply", "2026-08-03");
    assert_eq!(due_of(&clock), day("2026-10-08"));
    let proof = clock.proof(&Calendar::national()).expect("a proof");
    let sixtieth = proof.lines.iter().find(|line| line.number == Some(60));
    let sixtieth = sixtieth.expect("sixty days are counted");
    assert_eq!(sixtieth.date, day("2026-10-02"));
    assert_eq!(sixtieth.why, "自然日，国庆节放假，期限届满日为休息日，顺延");
    let last = proof.lines.last().expect("lines");
    assert_eq!(
        (last.counts, last.why.as_str()),
        (false, "工作日，顺延至此日届满")
    );
}

#[test]
fn row_24_months_end_on_the_last_day_and_a_worked_saturday_does_not_roll() {
    assert_eq!(
        due_of(&start_in("lawsuit.direct", "2025-08-31")),
        day("2026-02-28")
    );
    assert_eq!(
        due_of(&start_in("lawsuit.direct", "2026-04-03")),
        day("2026-10-08")
    );
}

#[test]
fn row_25_fifteen_days_to_sue_after_review_roll() {
    assert_eq!(
        due_of(&start_in("lawsuit.after_review", "2026-09-16")),
        day("2026-10-08")
    );
}

#[test]
fn row_26_a_consultation_lasts_thirty_days_and_a_review_seven_working_days() {
    assert_eq!(
        due_of(&start_in("decision.consult", "2026-03-01")),
        day("2026-03-31")
    );
    let review = start_in("decision.legality_review", "2026-04-27");
    assert_eq!(due_of(&review), day("2026-05-09"));
}

#[test]
fn row_27_hours_do_not_stop_on_holidays() {
    let found: DateTime = "2026-10-03T22:30".parse().expect("a moment");
    let calendar = Calendar::national();
    let cases = [
        ("concern.authoritative", "2026-10-04T03:30"),
        ("concern.briefing", "2026-10-04T22:30"),
        ("concern.response", "2026-10-05T22:30"),
    ];
    for (code, expected) in cases {
        let period = find_period(code, found.date()).expect("in force");
        let proof = period.start(found).proof(&calendar).expect("a proof");
        let expected: DateTime = expected.parse().expect("a moment");
        assert_eq!(proof.due.at, Some(expected), "{code}");
        assert_eq!(proof.due.ends_at(), expected);
        assert!(!proof.due.is_provisional);
        assert!(proof.lines.iter().all(|line| line.counts), "{code}");
        let last = &proof.lines.last().expect("lines").why;
        assert!(last.ends_with("届满"), "{last}");
    }
}

#[test]
fn row_28_paying_the_fee_restarts_the_reply() {
    let pay = start_in("disclosure.fee_payment", "2026-02-10");
    assert_eq!(due_of(&pay), day("2026-03-16"));
    let reply = start_in("disclosure.reply", "2026-02-02");
    let reply = reply
        .pause(day("2026-02-10"), "国办函〔2020〕109号")
        .expect("runs");
    let reply = reply
        .restart(day("2026-03-16"), "国办函〔2020〕109号")
        .expect("in order");
    assert_eq!(due_of(&reply), day("2026-04-14"));
}

#[test]
fn row_29_the_annual_report_s_saturday_stays_the_due_date() {
    let clock = Clock::fixed(day("2026-01-31"), "《条例》第四十九条");
    let calendar = Calendar::national();
    let proof = clock.proof(&calendar).expect("a proof");
    assert_eq!(proof.due.on, day("2026-01-31"));
    assert_eq!(proof.lines.len(), 1);
    assert_eq!(proof.lines[0].why, "日期由文件写明，当日周六，不顺延");
    assert_eq!(proof.lines[0].basis.as_deref(), Some("《条例》第四十九条"));
    let refused = clock.pause(day("2026-01-20"), "…");
    assert_eq!(refused, Err(ClockRefusal::FixedDate));
}

#[test]
fn plans_of_2017_and_their_own_spans() {
    check_workdays("2017-06-09", 30, "2017-07-21");
    check_workdays("2017-05-05", 15, "2017-05-26");
    check_workdays("2017-09-25", 10, "2017-10-13");
}
