//! Steps against the calendar, and rules that cannot be meant.

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn step(text: &str) -> Step {
    text.parse().unwrap()
}

#[test]
fn seven_days_before_a_due_day_its_clerk_is_told() {
    // 2026-11-24 is a Tuesday.
    let (_, through) = step("-7/clerk").due_days(day("2026-11-24"), &Calendar::national());
    assert_eq!(through, day("2026-12-01"));
}

#[test]
fn what_is_due_on_days_off_is_told_on_the_last_working_day_before() {
    // 2026-10-01 to 07 are the National Day's rest; 2026-09-30 is a Wednesday that works.
    let (from, through) = step("+0/clerk").due_days(day("2026-09-30"), &Calendar::national());
    assert_eq!((from, through), (day("2026-09-30"), day("2026-10-07")));
}

#[test]
fn a_working_saturday_ends_the_days_off() {
    // 2026-10-10 is a Saturday that works (调休).
    let (_, through) = step("+0/clerk").due_days(day("2026-10-09"), &Calendar::national());
    assert_eq!(through, day("2026-10-09"));
}

#[test]
fn an_announcement_leaves_what_is_late_already_to_the_steps_after() {
    let (from, _) = step("-7/clerk").due_days(day("2026-11-24"), &Calendar::national());
    assert_eq!(from, day("2026-11-24"));
    let (from, through) = step("+5/approver").due_days(day("2026-11-24"), &Calendar::national());
    assert_eq!((from, through), (day("2026-10-19"), day("2026-11-19")));
}

#[test]
fn rules_are_kept_as_they_are_read() {
    let rules = ReminderRules::default();
    let text = serde_json::to_string(&rules).unwrap();
    assert!(
        text.contains("\"-7/clerk\"") && text.contains("\"+10/supervisor\""),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<ReminderRules>(&text).unwrap(), rules);
    assert_eq!(rules.clone().checked(), Ok(rules));
}

#[test]
fn rules_that_cannot_be_meant_are_refused() {
    let with = |steps: &[&str]| ReminderRules {
        steps: steps.iter().map(|it| step(it)).collect(),
        ..ReminderRules::default()
    };
    assert_eq!(with(&["-91/clerk"]).checked(), Err(RulesRefusal::TooFar));
    let audit = with(&["+1/audit_administrator"]).checked();
    assert_eq!(audit, Err(RulesRefusal::NotAnAudience));
    let doubled = with(&["+1/clerk", "-1/clerk", "+1/clerk"])
        .checked()
        .unwrap();
    assert_eq!(doubled.steps, [step("-1/clerk"), step("+1/clerk")]);
    let late = ReminderRules {
        hour: 24,
        ..ReminderRules::default()
    };
    assert_eq!(late.checked(), Err(RulesRefusal::NoSuchTime));
    for wrong in ["", "7", "x/clerk", "1/nobody"] {
        assert!(wrong.parse::<Step>().is_err(), "{wrong}");
    }
}

#[test]
fn a_step_is_told_in_words() {
    assert_eq!(step("-7/clerk").describe(), "到期前7天提醒经办人");
    assert_eq!(step("+0/clerk").describe(), "到期当天提醒经办人");
    assert_eq!(step("+10/supervisor").describe(), "逾期10天提醒督查");
}
