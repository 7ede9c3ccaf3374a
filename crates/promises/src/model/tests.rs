//! The one function that says whether a promise is late: the due day and the days around it, in every state.

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn on_the_due_day_a_promise_is_due_and_on_the_next_day_late() {
    let due = day("2026-10-14");
    let at = Moment::parse("2026-10-20T02:00:00Z").unwrap();
    let kept = |on: &str| PromiseState::Kept {
        on: day(on),
        at,
        how: KeptBy::Evidence,
    };
    let waived = PromiseState::Waived {
        on: day("2026-10-20"),
        reason: "事项已取消".to_owned(),
        basis: "云政办函〔2026〕7号".to_owned(),
    };
    let void = PromiseState::Void {
        reason: "任务已取消".to_owned(),
    };
    let rows = [
        (PromiseState::Open, "2026-10-13", Standing::Open),
        (PromiseState::Open, "2026-10-14", Standing::DueToday),
        (PromiseState::Open, "2026-10-15", Standing::Late),
        // Whether it was kept on time does not depend on the day that asks.
        (kept("2026-10-13"), "2026-12-01", Standing::KeptOnTime),
        (kept("2026-10-14"), "2026-12-01", Standing::KeptOnTime),
        (kept("2026-10-15"), "2026-10-15", Standing::KeptLate),
        (waived, "2026-12-01", Standing::Waived),
        (void, "2026-12-01", Standing::Void),
    ];
    for (state, today, expected) in rows {
        assert_eq!(
            standing(&state, due, day(today)),
            expected,
            "{state:?} on {today}"
        );
    }
}

#[test]
fn a_standing_is_found_by_its_code() {
    for standing in Standing::ALL {
        assert_eq!(Standing::from_code(standing.code()), Some(*standing));
    }
    assert_eq!(Standing::from_code("逾期"), None);
}

#[test]
fn the_share_of_promises_kept_on_time_is_never_rounded_up_to_all() {
    use crate::views::on_time_permille;
    assert_eq!(on_time_permille(0, 0, 0), None);
    assert_eq!(on_time_permille(9, 0, 0), Some(1000));
    assert_eq!(on_time_permille(99_999, 1, 0), Some(999));
    assert_eq!(on_time_permille(1, 1, 1), Some(333));
}
