//! The clock of the reply: the worked cases, and an independent count day by day.

use calendar::{Calendar, ClockRefusal, Date};
use jiff::ToSpan as _;
use proptest::prelude::*;
use requests::clock::{Consultation, Consulted, Silence, Step, reply_clock};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn due(received_on: &str, steps: &[Step]) -> Date {
    let calendar = Calendar::national();
    let clock = reply_clock(day(received_on), steps, &calendar).unwrap();
    clock.due(&calendar).unwrap().on
}

fn consulting(from: &str, until: &str) -> Step {
    Step::Consulting {
        from: day(from),
        until: Some(day(until)),
        basis: "第三十二条",
    }
}

fn third_party(answered_on: Option<&str>) -> Consultation {
    Consultation {
        whom: Consulted::ThirdParty,
        sent_on: day("2026-03-10"),
        served_on: Some(day("2026-03-12")),
        wished_on: None,
        answered_on: answered_on.map(day),
    }
}

#[test]
fn receipts_count_from_the_next_day_over_all_holidays() {
    let rows = [
        ("2026-02-13", "2026-03-19"),
        ("2026-02-14", "2026-03-20"),
        ("2026-09-28", "2026-10-30"),
        ("2024-02-08", "2024-03-13"),
        ("2025-01-24", "2025-02-27"),
        ("2020-01-20", "2020-02-25"),
        ("2022-12-22", "2023-01-20"),
    ];
    for (received_on, expected) in rows {
        assert_eq!(due(received_on, &[]), day(expected), "{received_on}");
    }
}

#[test]
fn a_supplement_begins_the_clock_anew() {
    let steps = [Step::Supplement {
        asked_on: day("2026-05-13"),
        received_on: Some(day("2026-05-20")),
    }];
    assert_eq!(due("2026-04-30", &steps), day("2026-06-17"));
}

#[test]
fn a_third_partys_answer_or_silence_is_left_out() {
    let calendar = Calendar::national();
    let answered = third_party(Some("2026-03-27"));
    assert_eq!(
        answered.due(&calendar).unwrap().unwrap().on,
        day("2026-04-02")
    );
    let ended = answered.ended_on(day("2026-03-28"), &calendar).unwrap();
    assert_eq!(ended, Some(day("2026-03-27")));
    assert_eq!(
        due("2026-03-02", &[consulting("2026-03-10", "2026-03-27")]),
        day("2026-04-17")
    );
    let silent = third_party(None);
    assert_eq!(
        silent.ended_on(day("2026-04-02"), &calendar).unwrap(),
        None,
        "its last day"
    );
    let ended = silent.ended_on(day("2026-04-03"), &calendar).unwrap();
    assert_eq!(ended, Some(day("2026-04-02")));
    assert_eq!(
        due("2026-03-02", &[consulting("2026-03-10", "2026-04-02")]),
        day("2026-04-23")
    );
    let late = third_party(Some("2026-04-20"));
    let ended = late.ended_on(day("2026-04-21"), &calendar).unwrap();
    assert_eq!(
        ended,
        Some(day("2026-04-02")),
        "what comes too late stops nothing"
    );
}

#[test]
fn silence_means_the_opposite_for_third_parties_and_co_makers() {
    let third_party = third_party(None);
    assert_eq!(third_party.silence(), Some(Silence::OrganDecides));
    let co_maker = Consultation {
        whom: Consulted::CoMaker,
        ..third_party.clone()
    };
    assert_eq!(co_maker.silence(), Some(Silence::Consents));
    let calendar = Calendar::national();
    assert_eq!(
        co_maker.due(&calendar).unwrap().unwrap().on,
        day("2026-04-02")
    );
    let other = Consultation {
        whom: Consulted::OtherOrgan,
        ..third_party
    };
    assert_eq!(other.silence(), None);
    assert_eq!(other.due(&calendar).unwrap(), None, "no article sets one");
}

#[test]
fn an_extension_is_told_in_time_and_once_within_the_law() {
    let calendar = Calendar::national();
    let extended = |workdays, told_on: &str| Step::Extended {
        workdays,
        told_on: day(told_on),
    };
    assert_eq!(
        due("2026-09-01", &[extended(20, "2026-09-29")]),
        day("2026-11-02")
    );
    let late = reply_clock(day("2026-09-01"), &[extended(20, "2026-09-30")], &calendar);
    assert!(
        matches!(late, Err(ClockRefusal::ExtensionTooLate { .. })),
        "{late:?}"
    );
    let long = reply_clock(day("2026-09-01"), &[extended(21, "2026-09-29")], &calendar);
    assert!(
        matches!(long, Err(ClockRefusal::BeyondLimit { .. })),
        "{long:?}"
    );
    let steps = [
        consulting("2026-09-10", "2026-09-22"),
        extended(20, "2026-10-16"),
    ];
    assert_eq!(due("2026-09-01", &steps[..1]), day("2026-10-16"));
    assert_eq!(due("2026-09-01", &steps), day("2026-11-13"));
}

#[test]
fn a_paid_fee_begins_the_clock_anew_and_while_it_is_awaited_there_is_no_last_day() {
    let fee = |paid_on: Option<&str>| Step::Fee {
        told_on: day("2026-02-10"),
        paid_on: paid_on.map(day),
    };
    assert_eq!(
        due("2026-02-02", &[fee(Some("2026-03-16"))]),
        day("2026-04-14")
    );
    let calendar = Calendar::national();
    let waiting = reply_clock(day("2026-02-02"), &[fee(None)], &calendar).unwrap();
    assert!(waiting.due(&calendar).is_err());
    assert_eq!(waiting.paused_since(), Some(day("2026-02-10")));
}

#[test]
fn consultations_side_by_side_are_left_out_once() {
    let both = [
        consulting("2026-03-10", "2026-03-27"),
        consulting("2026-03-12", "2026-03-20"),
    ];
    assert_eq!(due("2026-03-02", &both), day("2026-04-17"));
    let touching = [
        consulting("2026-03-10", "2026-03-20"),
        consulting("2026-03-20", "2026-03-27"),
    ];
    assert_eq!(due("2026-03-02", &touching), day("2026-04-17"));
}

/// Counts by hand: a working day counts unless a consultation covers it.
fn counted(received_on: Date, waits: &[(Date, Date)], extra: u32) -> Date {
    let calendar = Calendar::national();
    let covers = |day: Date| {
        waits
            .iter()
            .any(|(from, until)| *from < day && day <= *until)
    };
    let mut left = 20 + extra;
    let mut day = received_on;
    while left > 0 {
        day = day.tomorrow().unwrap();
        if calendar.is_workday(day) && !covers(day) {
            left -= 1;
        }
    }
    day
}

proptest! {
    #[test]
    fn the_clock_is_the_count_of_days(
        start in 0_i32..900,
        waits in prop::collection::vec((1_i32..15, 0_i32..30), 0..4),
        extra in prop::option::of(1_u32..=20),
    ) {
        let first = day("2023-01-03");
        let received_on = first.saturating_add(start.days());
        let waits: Vec<(Date, Date)> = waits
            .iter()
            .map(|(from, long)| {
                let from = received_on.saturating_add(from.days());
                (from, from.saturating_add(long.days()))
            })
            .collect();
        let mut steps: Vec<Step> = waits
            .iter()
            .map(|(from, until)| Step::Consulting { from: *from, until: Some(*until), basis: "第三十三条" })
            .collect();
        if let Some(workdays) = extra {
            steps.push(Step::Extended { workdays, told_on: received_on });
        }
        let calendar = Calendar::national();
        let clock = reply_clock(received_on, &steps, &calendar).unwrap();
        let expected = counted(received_on, &waits, extra.unwrap_or(0));
        prop_assert_eq!(clock.due(&calendar).unwrap().on, expected);
        // The order in which steps were recorded changes nothing.
        steps.reverse();
        let again = reply_clock(received_on, &steps, &calendar).unwrap();
        prop_assert_eq!(again.due(&calendar).unwrap().on, expected);
    }
}
