//! A changed plan against the known one.

use super::*;
use kernel::{Ids, Moment};

fn duty(section: &str, heading: &str, text: &str, lead: &[&str]) -> Duty {
    Duty {
        section: vec![section.to_owned()],
        heading: heading.to_owned(),
        text: text.to_owned(),
        lead: lead.iter().map(|it| (*it).to_owned()).collect(),
        support: Vec::new(),
        cadence: Vec::new(),
        deadlines: Vec::new(),
        terms: Vec::new(),
        places: Vec::new(),
        doubts: Vec::new(),
    }
}

fn known(duties: &[Duty]) -> Vec<(DutyId, Duty)> {
    let ids = Ids::seeded(5);
    let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
    duties
        .iter()
        .map(|it| (ids.next(now), it.clone()))
        .collect()
}

fn plan() -> Vec<Duty> {
    vec![
        duty(
            "(一)",
            "推进财政公开",
            "按月公开一般公共预算收支情况。",
            &["市财政局"],
        ),
        duty(
            "(二)",
            "推进环保公开",
            "每季度公开重点排污单位监测信息。",
            &["市生态环境局"],
        ),
        duty(
            "(三)",
            "推进救助公开",
            "公开低保对象名单和资金发放情况。",
            &["市民政局"],
        ),
    ]
}

#[test]
fn the_same_plan_differs_in_nothing() {
    let old = known(&plan());
    let same = diff(&old, &plan());
    assert!(same.is_empty());
    assert_eq!(same.kept.len(), 3);
    // Places in the source are no part of what a duty says.
    let mut moved = plan();
    moved[0].places.push(gongwen::blocks::Place {
        block: 9,
        cell: None,
        start: 0,
        end: 1,
    });
    assert!(diff(&old, &moved).is_empty());
}

#[test]
fn added_dropped_and_changed_duties_are_told_apart() {
    let old = known(&plan());
    let mut new = plan();
    new[0].cadence = vec!["monthly".to_owned()];
    new[1].text = "每季度公开重点排污单位监测信息和处罚情况。".to_owned();
    new[1].section = vec!["(三)".to_owned()];
    new[2] = duty(
        "(二)",
        "推进采购公开",
        "公开政府集中采购目录、标准和实施情况。",
        &["市财政局"],
    );
    let found = diff(&old, &new);
    assert_eq!(found.added, [2]);
    assert_eq!(found.dropped, [old[2].0]);
    assert!(found.kept.is_empty());
    assert_eq!(found.changed.len(), 2);
    assert_eq!(found.changed[0].aspects, [Aspect::Dates]);
    assert_eq!(found.changed[1].id, old[1].0);
    assert_eq!(found.changed[1].aspects, [Aspect::Place, Aspect::Words]);
}

#[test]
fn duties_that_say_the_same_twice_are_paired_one_by_one() {
    let twice = vec![plan()[0].clone(), plan()[0].clone()];
    let old = known(&twice);
    assert!(diff(&old, &twice).is_empty());
    let found = diff(&old, &twice[..1]);
    assert_eq!(found.kept, [(old[0].0, 0)]);
    assert_eq!(found.dropped, [old[1].0]);
}

#[test]
fn a_new_order_changes_no_duty_that_says_the_same() {
    let old = known(&plan());
    let mut new = plan();
    new.reverse();
    let found = diff(&old, &new);
    assert!(found.is_empty());
    assert_eq!(found.kept[0], (old[0].0, 2));
}

#[test]
fn a_large_plan_that_changed_in_every_word_is_compared_in_time() {
    let all = |tail: &str| -> Vec<Duty> {
        (0..2000)
            .map(|n| {
                duty(
                    "(一)",
                    &format!("标题{n}"),
                    &format!("第{n}项任务{tail}"),
                    &[],
                )
            })
            .collect()
    };
    let found = diff(&known(&all("公开预算")), &all("公开决算"));
    assert_eq!(found.changed.len() + found.dropped.len(), 2000);
}
