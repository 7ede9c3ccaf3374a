//! What must hold for every date, span and text, tried with many.
//! Known dates are in `edge_cases`.

use calendar::{Calendar, Clock, Date, Extension, LastDay, Overlay, Span};
use proptest::prelude::*;

fn any_day() -> impl Strategy<Value = Date> {
    (0i32..40_000).prop_map(|n| {
        let first = Date::constant(1990, 1, 1);
        first
            .checked_add(jiff::Span::new().days(n))
            .expect("within the range")
    })
}

fn later(day: Date, days: u32) -> Date {
    day.checked_add(jiff::Span::new().days(days))
        .expect("within the range")
}

fn any_span() -> impl Strategy<Value = Span> {
    (0u32..5, 0u32..400).prop_map(|(unit, n)| match unit {
        0 => Span::Workdays(n),
        1 => Span::Days(n),
        2 => Span::Months(n % 24),
        3 => Span::Years(n % 5),
        _ => Span::Hours(n),
    })
}

fn any_last_day() -> impl Strategy<Value = LastDay> {
    prop_oneof![Just(LastDay::AsIs), Just(LastDay::RollForward)]
}

/// A clock with up to two pauses, a restart or none, an extension or none.
fn any_clock() -> impl Strategy<Value = Clock> {
    let days = (0u32..30, 0u32..30, 0u32..30, 0u32..30);
    (0i32..38_000, any_span(), any_last_day(), days, 0u32..4).prop_map(
        |(n, span, last_day, (a, b, c, d), shape)| {
            let at = Date::constant(1990, 1, 1);
            let at = at
                .checked_add(jiff::Span::new().days(n))
                .expect("within the range");
            let clock = Clock::start(at, span, last_day, "依据");
            let (pause, resume) = (later(at, a), later(at, a + b));
            let clock = clock.pause(pause, "征求意见").expect("runs");
            let clock = clock.resume(resume, "收到意见").expect("paused");
            let second = later(resume, c);
            let clock = match shape {
                0 => clock.restart(second, "补正"),
                1 => clock
                    .pause(second, "征求意见")
                    .and_then(|clock| clock.resume(later(second, d), "收到意见")),
                _ => Ok(clock),
            };
            let clock = clock.expect("in order");
            let told = later(second, d);
            let by = if matches!(span, Span::Hours(_)) {
                Span::Hours(9)
            } else {
                Span::Workdays(9)
            };
            clock
                .extend(Extension::new(by, told, "延期"), &Calendar::national())
                .unwrap_or(clock)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn adding_more_working_days_gives_a_later_working_day(day in any_day(), n in 1u32..300) {
        let calendar = Calendar::national();
        if let Ok(end) = calendar.add_workdays(day, n) {
            prop_assert!(calendar.is_workday(end));
            prop_assert_eq!(calendar.count_workdays(day, end), n);
            if let Ok(next) = calendar.add_workdays(day, n + 1) {
                prop_assert!(next > end);
            }
        }
    }

    #[test]
    fn adding_in_two_steps_is_adding_at_once(day in any_day(), a in 0u32..200, b in 0u32..200) {
        let calendar = Calendar::national();
        if let Ok(at_once) = calendar.add_workdays(day, a + b) {
            let first = calendar.add_workdays(day, a).expect("earlier than the sum");
            prop_assert_eq!(calendar.add_workdays(first, b), Ok(at_once));
        }
    }

    #[test]
    fn the_table_agrees_with_walking_day_by_day(day in any_day(), n in 0u32..60) {
        let calendar = Calendar::national();
        let (mut walked, mut left) = (day, n);
        while left > 0 {
            walked = walked.tomorrow().expect("within the range");
            left -= u32::from(calendar.day(walked).is_workday);
        }
        prop_assert_eq!(calendar.add_workdays(day, n), Ok(walked));
    }

    /// Adding the days taken out to the first due date, and counting on the remainder after the
    /// pause, are the two ways in use; both must give the clock's date.
    #[test]
    fn both_ways_of_reckoning_a_pause_agree(
        day in any_day(), n in 1u32..60, wait in 0u32..40, length in 0u32..60,
    ) {
        let calendar = Calendar::national();
        let (pause, resume) = (later(day, wait), later(day, wait + length));
        let clock = Clock::start(day, Span::Workdays(n), LastDay::AsIs, "依据");
        let first_due = clock.due(&calendar).expect("within the range").on;
        let clock = clock.pause(pause, "征求意见").expect("runs");
        let clock = clock.resume(resume, "收到意见").expect("paused");
        let due = clock.due(&calendar).expect("within the range").on;
        let used = calendar.count_workdays(day, pause);
        if used >= n {
            prop_assert_eq!(due, first_due);
        } else {
            let lost = calendar.count_workdays(pause, resume);
            prop_assert_eq!(calendar.add_workdays(first_due, lost), Ok(due));
            prop_assert_eq!(calendar.add_workdays(resume, n - used), Ok(due));
        }
    }

    #[test]
    fn a_proof_lists_every_day_once_and_ends_on_the_due_date(clock in any_clock()) {
        let calendar = Calendar::national();
        let due = clock.due(&calendar).expect("within the range");
        let proof = clock.proof(&calendar).expect("within the range");
        for pair in proof.lines.windows(2) {
            prop_assert_eq!(later(pair[0].date, 1), pair[1].date);
        }
        let last = proof.lines.last().expect("at least the start");
        prop_assert_eq!(last.date, due.on);
        prop_assert_eq!(&proof.due, &due);
        for line in &proof.lines {
            prop_assert!(!line.why.is_empty());
            prop_assert!(line.number.is_none() || line.counts);
        }
        prop_assert!(proof.to_string().lines().count() == proof.lines.len() + 1);
    }

    #[test]
    fn a_proof_of_working_days_counts_exactly_the_span(
        day in any_day(), n in 1u32..80, wait in 0u32..40, length in 0u32..60,
    ) {
        let calendar = Calendar::national();
        let clock = Clock::start(day, Span::Workdays(n), LastDay::AsIs, "依据")
            .pause(later(day, wait), "征求意见").expect("runs")
            .resume(later(day, wait + length), "收到意见").expect("paused");
        let proof = clock.proof(&calendar).expect("within the range");
        let counted = proof.lines.iter().filter(|line| line.counts);
        prop_assert_eq!(counted.count(), n as usize);
        let last = proof.lines.last().expect("lines");
        prop_assert_eq!(last.number, Some(n));
    }

    #[test]
    fn rolling_lands_on_a_working_day_and_only_moves_ends_on_days_off(
        day in any_day(), span in any_span(),
    ) {
        prop_assume!(!matches!(span, Span::Hours(_)));
        let calendar = Calendar::national();
        let due = |last_day| {
            Clock::start(day, span, last_day, "依据").due(&calendar).map(|due| due.on)
        };
        if let (Ok(as_is), Ok(rolled)) = (due(LastDay::AsIs), due(LastDay::RollForward)) {
            prop_assert!(calendar.is_workday(rolled));
            prop_assert_eq!(calendar.is_workday(as_is), as_is == rolled);
        }
    }

    #[test]
    fn a_clock_survives_its_stored_form(clock in any_clock()) {
        let stored = serde_json::to_string(&clock).expect("plain data");
        let back: Clock = serde_json::from_str(&stored).expect("its own form");
        prop_assert_eq!(back, clock);
    }

    #[test]
    fn a_span_survives_its_text(span in any_span()) {
        prop_assert_eq!(span.to_string().parse::<Span>(), Ok(span));
    }

    #[test]
    fn no_text_makes_reading_a_span_panic(text in "\\PC{0,12}") {
        if let Ok(span) = text.parse::<Span>() {
            prop_assert!(text.starts_with('P'));
            prop_assert!(!span.describe().is_empty());
        }
    }

    #[test]
    fn nearly_spans_are_read_exactly_or_refused(text in "P?T?[0-9]{0,12}(WD|D|W|M|Y|H|S)?.?") {
        if let Ok(span) = text.parse::<Span>() {
            let printed = span.to_string();
            let again = printed.parse::<Span>();
            prop_assert_eq!(again, Ok(span));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_text_makes_reading_a_calendar_panic(text in "\\PC{0,80}") {
        prop_assert!(Calendar::from_json(&text).is_err());
        prop_assert!(Overlay::from_json(&text).is_err());
        prop_assert!(serde_json::from_str::<Clock>(&text).is_err());
    }

    #[test]
    fn a_damaged_calendar_is_read_or_refused_without_panic(
        at in 0.0f64..1.0, length in 0usize..6, patch in "[0-9\"\\[\\]{},:.a-z-]{0,4}",
    ) {
        let good = Calendar::national().to_json();
        let boundary = |at: usize| (0..=at.min(good.len())).rev().find(|i| good.is_char_boundary(*i));
        let from = boundary((good.len() as f64 * at) as usize).expect("0 is a boundary");
        let to = boundary(from + length).expect("0 is a boundary").max(from);
        let damaged = [&good[..from], &patch, &good[to..]].concat();
        match Calendar::from_json(&damaged) {
            Ok(calendar) => prop_assert!(!calendar.version().is_empty()),
            Err(error) => prop_assert!(error.to_string().contains('请')),
        }
    }
}
