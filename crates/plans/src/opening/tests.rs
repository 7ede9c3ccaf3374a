//! What a duty's dates amount to.

use super::*;
use crate::model::PlanDates;
use gongwen::reading::Term;
use kernel::{DutyId, Ids, Moment, PlanId};
use promises::{Grace, Origin};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn now() -> Moment {
    Moment::parse("2017-07-01T02:00:00Z").unwrap()
}

fn duty(cadence: &[&str], deadlines: &[&str], terms: &[(&str, &str, Trigger)]) -> Obliging {
    let ids = Ids::seeded(7);
    Obliging {
        origin: Origin::Duty(ids.next::<DutyId>(now())),
        plan_id: Some(ids.next::<PlanId>(now())),
        title: "推进财政公开".to_owned(),
        heading: "推进财政公开".to_owned(),
        text: String::new(),
        source: "《云溪市2017年政务公开工作要点》".to_owned(),
        dates: PlanDates {
            year: 2017,
            dated_on: day("2017-06-09"),
            publication_on: day("2017-06-09"),
            publication_basis: "以页面标注的发布日期为公布日".to_owned(),
        },
        cadence: cadence.iter().map(|it| (*it).to_owned()).collect(),
        deadlines: deadlines.iter().map(|it| (*it).to_owned()).collect(),
        terms: terms
            .iter()
            .map(|(value, words, trigger)| Term {
                value: (*value).to_owned(),
                words: (*words).to_owned(),
                trigger: trigger.clone(),
            })
            .collect(),
        grace: Grace::After(Span::Workdays(20)),
        grace_basis: "《中华人民共和国政府信息公开条例》第二十六条".to_owned(),
        lasting: Lasting::Year,
        today: day("2017-07-01"),
    }
}

fn units(count: usize) -> Vec<UnitId> {
    let ids = Ids::seeded(9);
    (0..count).map(|_| ids.next(now())).collect()
}

/// slot and due day of the promises due once
fn due(wanted: &Wanted) -> Vec<(String, String)> {
    let calendar = Calendar::national();
    wanted
        .once
        .iter()
        .map(|it| {
            (
                it.slot.clone(),
                it.clock.due(&calendar).unwrap().on.to_string(),
            )
        })
        .collect()
}

fn pair(slot: &str, day: &str) -> (String, String) {
    (slot.to_owned(), day.to_owned())
}

#[test]
fn a_duty_without_dates_is_owed_by_the_end_of_the_plans_year() {
    let wanted = wanted(&duty(&[], &[], &[]), &units(2), &Calendar::national());
    assert_eq!(
        due(&wanted),
        [
            pair("year/2017", "2017-12-31"),
            pair("year/2017", "2017-12-31")
        ]
    );
    assert!(wanted.recurrences.is_empty() && wanted.awaited.is_empty());
}

#[test]
fn a_cadence_recurs_for_every_unit_from_the_plans_day_to_the_years_end() {
    let wanted = wanted(
        &duty(&["monthly"], &[], &[]),
        &units(3),
        &Calendar::national(),
    );
    assert!(wanted.once.is_empty());
    assert_eq!(wanted.recurrences.len(), 3);
    let one = &wanted.recurrences[0];
    assert_eq!(one.ends_on, Some(day("2017-12-31")));
    let periods = one
        .cadence
        .periods_ending(one.opened_through, day("2017-12-31"));
    assert_eq!(periods.len(), 7, "June to December");
    // The period's end plus twenty working days: 2017-06-30 → 2017-07-28.
    let june = one.promise_of(&periods[0]);
    assert_eq!(june.period_label.as_deref(), Some("2017年6月"));
    assert_eq!(
        june.clock.due(&Calendar::national()).unwrap().on,
        day("2017-07-28")
    );
}

#[test]
fn a_day_that_the_cadences_words_state_is_the_day_its_promises_are_due() {
    let due_of = |obliging: &Obliging| {
        let wanted = wanted(obliging, &units(1), &Calendar::national());
        let one = wanted.recurrences[0].clone();
        let promises = one.list_promises(day("2017-12-01"));
        let first = promises[0].clone();
        let on = first.clock.due(&Calendar::national()).unwrap().on;
        (promises.len(), on, first.due_basis)
    };
    let stated = duty(
        &["monthly"],
        &[],
        &[("monthly", "每月10日前", Trigger::None)],
    );
    // A plan of 9 June owes June's; one of 11 June would not, for the tenth had passed.
    assert_eq!(
        due_of(&stated),
        (
            7,
            day("2017-06-10"),
            "2017年6月10日前（《云溪市2017年政务公开工作要点》:“每月10日前”）".to_owned()
        )
    );
    let mut later = stated.clone();
    later.dates.dated_on = day("2017-06-11");
    assert_eq!(due_of(&later).1, day("2017-07-10"));
    // What the office has set goes before the words.
    let set = Obliging {
        grace: Grace::After(Span::Workdays(5)),
        grace_basis: "云政办函〔2017〕9号".to_owned(),
        ..stated
    };
    assert_eq!(due_of(&set).1, day("2017-07-07"));
}

#[test]
fn a_cadence_and_a_deadline_open_both_kinds() {
    let wanted = wanted(
        &duty(&["quarterly"], &["2017-09-30", "2017-12-31"], &[]),
        &units(1),
        &Calendar::national(),
    );
    assert_eq!(
        due(&wanted),
        [pair("date/1", "2017-09-30"), pair("date/2", "2017-12-31")]
    );
    assert_eq!(wanted.recurrences.len(), 1);
}

#[test]
fn a_span_starts_with_its_event_and_the_plans_publication_is_one() {
    let terms = [
        (
            "P30WD",
            "本方案公布后30个工作日内",
            Trigger::PlanPublication,
        ),
        (
            "P1M",
            "征求活动结束后1个月内",
            Trigger::Event("征求活动结束后".to_owned()),
        ),
        ("PT24H", "24小时内", Trigger::None),
    ];
    let obliging = duty(&[], &["P30WD", "P1M", "PT24H"], &terms);
    let wanted = wanted(&obliging, &units(1), &Calendar::national());
    // rules: 2017-06-09 and thirty working days is 2017-07-21.
    assert_eq!(due(&wanted), [pair("publication/1", "2017-07-21")]);
    let awaited: Vec<_> = wanted
        .awaited
        .iter()
        .map(|it| (it.ordinal, it.words.as_str(), it.trigger.as_str()))
        .collect();
    assert_eq!(
        awaited,
        [
            (2, "征求活动结束后1个月内", "征求活动结束后"),
            (3, "24小时内", "")
        ]
    );
    let event = Happening {
        at: day("2017-08-31").at(16, 30, 0, 0),
        label: "城市管理办法征求意见".to_owned(),
    };
    let calendar = Calendar::national();
    let month = started(&obliging, units(1)[0], &wanted.awaited[0], &event);
    assert_eq!(month.clock.due(&calendar).unwrap().on, day("2017-09-30"));
    assert_eq!(month.owed_from, day("2017-08-31"));
    let hours = started(&obliging, units(1)[0], &wanted.awaited[1], &event);
    let at = hours.clock.due(&calendar).unwrap().at.unwrap();
    assert_eq!(at, day("2017-09-01").at(16, 30, 0, 0));
    // Another event of the same day is another promise; the same event is not.
    let other = Happening {
        label: "绿化办法征求意见".to_owned(),
        ..event.clone()
    };
    let slot = |event: &Happening| started(&obliging, units(1)[0], &wanted.awaited[0], event).slot;
    assert_ne!(slot(&event), slot(&other));
    assert_eq!(slot(&event), slot(&event.clone()));
}

#[test]
fn without_terms_a_span_waits_for_an_event_rather_than_being_guessed() {
    let wanted = wanted(&duty(&[], &["P3WD"], &[]), &units(1), &Calendar::national());
    assert!(wanted.once.is_empty());
    assert_eq!(wanted.awaited[0].words, "3个工作日");
}

#[test]
fn what_no_calendar_reaches_or_nobody_can_read_opens_nothing_and_is_told() {
    let obliging = duty(
        &[],
        &["P900000WD", "soon"],
        &[("P900000WD", "本要点公布后", Trigger::PlanPublication)],
    );
    let wanted = wanted(&obliging, &units(2), &Calendar::national());
    assert!(wanted.once.is_empty() && wanted.awaited.is_empty());
    assert_eq!(wanted.unreckonable, ["P900000WD", "soon"]);
}

#[test]
fn without_units_nothing_is_owed_by_anybody_but_events_are_awaited() {
    let wanted = wanted(
        &duty(&["monthly"], &["2017-09-30", "P1M"], &[]),
        &[],
        &Calendar::national(),
    );
    assert!(wanted.once.is_empty() && wanted.recurrences.is_empty());
    assert_eq!(wanted.awaited.len(), 1);
}

#[test]
fn a_span_that_was_set_for_another_cadence_gives_way_to_the_law() {
    let said = |grace| Said {
        terms: &[],
        grace,
        grace_basis: "云政办发〔2026〕5号",
        source: "工作要点",
    };
    let yearly = Grace::stated("1月31日前").unwrap();
    let set = said(yearly).grace(Cadence::Yearly);
    assert_eq!(set, (yearly, "云政办发〔2026〕5号".to_owned()));
    let lawful = (STATUTORY_GRACE, STATUTORY_BASIS.to_owned());
    assert_eq!(said(yearly).grace(Cadence::Monthly), lawful);
    let friday = Grace::stated("每周五前").unwrap();
    assert_eq!(said(friday).grace(Cadence::Weekly).0, friday);
    assert_eq!(said(friday).grace(Cadence::Quarterly), lawful);
}
