//! What edits do, and that undoing and redoing restore exactly.

use gongwen::blocks::Place;
use gongwen::reading::{DocumentIdentity, Doubt, Duty, PlanReading, Term, Trigger};
use kernel::Refusal;
use proptest::prelude::*;

use super::*;

fn duty(heading: &str, text: &str, lead: &[&str]) -> Duty {
    Duty {
        section: vec!["一".to_owned()],
        heading: heading.to_owned(),
        text: text.to_owned(),
        lead: lead.iter().map(|it| (*it).to_owned()).collect(),
        support: Vec::new(),
        cadence: Vec::new(),
        deadlines: Vec::new(),
        terms: Vec::new(),
        places: vec![place(0)],
        doubts: Vec::new(),
    }
}

fn place(block: u32) -> Place {
    Place {
        block,
        cell: None,
        start: 0,
        end: 3,
    }
}

fn term(value: &str, words: &str) -> Term {
    Term {
        value: value.to_owned(),
        words: words.to_owned(),
        trigger: Trigger::None,
    }
}

fn doubt(code: &str) -> Doubt {
    Doubt {
        code: code.to_owned(),
        message: format!("请核对{code}"),
        place: None,
    }
}

fn reading() -> PlanReading {
    let mut first = duty(
        "财政公开",
        "按季度公开收支。6月底前公开决算。",
        &["市财政局"],
    );
    first.terms = vec![term("quarterly", "按季度"), term("2026-06-30", "6月底前")];
    first.cadence = vec!["quarterly".to_owned()];
    first.deadlines = vec!["2026-06-30".to_owned()];
    let mut second = duty("审批公开", "公开审批事项。", &[]);
    second.doubts = vec![doubt("unit_missing"), doubt("cadence_vague")];
    PlanReading {
        document: DocumentIdentity {
            title: Some("云溪市2026年政务公开工作要点".to_owned()),
            year: Some(2026),
            ..DocumentIdentity::default()
        },
        cites: Vec::new(),
        citations: Vec::new(),
        duties: vec![first, second, duty("", "公开权责清单。", &["各乡镇"])],
        doubts: vec![doubt("label_gap")],
    }
}

fn logged(edits: &[Edit]) -> Vec<Logged> {
    (1..)
        .zip(edits)
        .map(|(revision, edit)| Logged {
            revision,
            edit: edit.clone(),
        })
        .collect()
}

fn after(edits: &[Edit]) -> Drafted {
    fold(&reading(), &logged(edits)).unwrap()
}

fn code(edits: &[Edit], next: &Edit) -> &'static str {
    let drafted = after(edits);
    match drafted.check(next, drafted.revision) {
        Err(refusal) => refusal.code(),
        Ok(()) => panic!("{next:?} was not refused"),
    }
}

fn texts(drafted: &Drafted) -> Vec<String> {
    let texts = drafted.content.standing();
    texts.map(|it| it.duty.text.clone()).collect()
}

#[test]
fn a_split_gives_each_part_the_times_that_its_words_name() {
    let at = "按季度公开收支。".len();
    let drafted = after(&[Edit::Split { duty: 1, at }]);
    let (first, second) = (&drafted.content.duties[0], &drafted.content.duties[1]);
    assert_eq!(first.duty.text, "按季度公开收支。");
    assert_eq!(first.duty.cadence, ["quarterly"]);
    assert!(first.duty.deadlines.is_empty());
    assert_eq!(second.duty.text, "6月底前公开决算。");
    assert_eq!(second.duty.deadlines, ["2026-06-30"]);
    assert!(second.duty.cadence.is_empty());
    assert_eq!(second.duty.lead, ["市财政局"]);
    assert_eq!((second.key, second.came), (4, Came::Split(1)));
}

#[test]
fn a_sentence_parted_out_takes_its_time_with_it() {
    let part = Edit::PartOut {
        duty: 1,
        from: 0,
        to: "按季度公开收支。".len(),
        lead: vec!["各乡镇".to_owned()],
    };
    let drafted = after(&[part]);
    let (rest, own) = (
        &drafted.content.duties[0].duty,
        &drafted.content.duties[1].duty,
    );
    assert_eq!(
        (rest.text.as_str(), own.text.as_str()),
        ("6月底前公开决算。", "按季度公开收支。")
    );
    assert_eq!(
        (&rest.lead[0], &own.lead[0]),
        (&"市财政局".to_owned(), &"各乡镇".to_owned())
    );
    assert_eq!(own.cadence, ["quarterly"]);
    assert_eq!((rest.cadence.len(), rest.deadlines.len()), (0, 1));
    let all = Edit::PartOut {
        duty: 3,
        from: 0,
        to: "公开权责清单。".len(),
        lead: Vec::new(),
    };
    assert_eq!(code(&[], &all), "drafts.bad_split");
}

#[test]
fn a_merge_takes_the_next_in_with_units_and_doubts() {
    let drafted = after(&[Edit::Merge { duty: 1 }]);
    let it = &drafted.content.duties[0].duty;
    assert_eq!(
        it.text,
        "按季度公开收支。6月底前公开决算。\n审批公开\n公开审批事项。"
    );
    assert_eq!(it.doubts.len(), 2);
    assert_eq!(drafted.content.duties.len(), 2);
    let merged = Edit::Drop { duty: 2 };
    assert_eq!(
        code(&[Edit::Merge { duty: 1 }], &merged),
        "drafts.unknown_duty"
    );
}

#[test]
fn units_and_times_settle_the_doubts_about_them() {
    let units = Edit::SetUnits {
        duty: 2,
        lead: vec![" 市发展改革局 ".to_owned(), "市发展改革局".to_owned()],
        support: vec!["市发展改革局".to_owned(), "市财政局".to_owned()],
    };
    let drafted = after(std::slice::from_ref(&units));
    let it = drafted.content.find(2).unwrap();
    assert_eq!(it.duty.lead, ["市发展改革局"]);
    assert_eq!(it.duty.support, ["市财政局"]);
    let left: Vec<_> = it.duty.doubts.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(left, ["cadence_vague"]);
    let times = Edit::SetTimes {
        duty: 2,
        terms: vec![term("monthly", "每月10日前")],
    };
    let drafted = after(&[units, times]);
    let it = drafted.content.find(2).unwrap();
    assert!(it.duty.doubts.is_empty());
    assert_eq!(it.settled.len(), 2);
    assert_eq!(it.duty.cadence, ["monthly"]);
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_overwritten() {
    let reword = |duty, text: &str| Edit::Reword {
        duty,
        heading: String::new(),
        text: text.to_owned(),
    };
    let drafted = after(&[reword(1, "甲"), reword(3, "乙")]);
    let refused = |edit: &Edit, seen| match drafted.check(edit, seen) {
        Err(refusal) => refusal.code(),
        Ok(()) => "",
    };
    assert_eq!(refused(&reword(1, "丙"), 0), "drafts.stale");
    assert_eq!(
        refused(&reword(1, "丙"), 1),
        "",
        "only duty 3 changed since"
    );
    assert_eq!(refused(&reword(2, "丙"), 0), "");
    assert_eq!(refused(&Edit::Merge { duty: 2 }, 1), "drafts.stale");
    assert_eq!(refused(&Edit::Undo, 1), "drafts.stale");
    assert_eq!(refused(&Edit::Undo, 2), "");
}

#[test]
fn an_undone_edit_counts_as_a_change_of_what_it_touched() {
    let reword = Edit::Reword {
        duty: 1,
        heading: String::new(),
        text: "甲".to_owned(),
    };
    let drafted = after(&[reword.clone(), Edit::Undo]);
    assert_eq!(texts(&drafted), texts(&after(&[])));
    assert_eq!(drafted.changed_at(&Target::Duty(1)), 2);
    assert!(drafted.check(&reword, 1).is_err());
}

#[test]
fn edits_that_make_no_sense_are_refused_with_a_reason() {
    let none: &[Edit] = &[];
    let words = |text: &str| Edit::Reword {
        duty: 1,
        heading: " ".to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(code(none, &words(" \n\t")), "drafts.no_words");
    assert_eq!(code(none, &words(&"字".repeat(20_001))), "drafts.too_long");
    assert_eq!(
        code(none, &Edit::Split { duty: 1, at: 1 }),
        "drafts.bad_split"
    );
    assert_eq!(
        code(none, &Edit::Split { duty: 1, at: 9999 }),
        "drafts.bad_split"
    );
    assert_eq!(
        code(none, &Edit::Split { duty: 9, at: 3 }),
        "drafts.unknown_duty"
    );
    assert_eq!(code(none, &Edit::Merge { duty: 3 }), "drafts.nothing_after");
    assert_eq!(code(none, &Edit::Restore { duty: 3 }), "drafts.not_dropped");
    assert_eq!(code(none, &Edit::Undo), "drafts.nothing_to_undo");
    assert_eq!(code(none, &Edit::Redo), "drafts.nothing_to_redo");
    let dropped = &[Edit::Drop { duty: 1 }];
    assert_eq!(code(dropped, &words("甲")), "drafts.dropped");
    let settle = Edit::Settle {
        duty: Some(2),
        doubt: 2,
        note: String::new(),
    };
    assert_eq!(code(none, &settle), "drafts.no_such_doubt");
    let times = Edit::SetTimes {
        duty: 1,
        terms: vec![term("2026-02-30", "2月底前")],
    };
    assert_eq!(code(none, &times), "drafts.bad_term");
    let grace = |grace: &str, basis: &str| Edit::SetGrace {
        duty: 1,
        grace: grace.to_owned(),
        basis: basis.to_owned(),
    };
    assert_eq!(code(none, &grace("P10WD", " ")), "drafts.basis_missing");
    assert_eq!(code(none, &grace("十天", "某文")), "drafts.bad_grace");
    assert_eq!(code(none, &grace("--01-31", "某文")), "drafts.bad_grace");
    let evidence = |least, host: &str| Edit::SetEvidence {
        duty: 1,
        accepted: "link".to_owned(),
        least,
        hosts: vec![host.to_owned()],
    };
    assert_eq!(code(none, &evidence(0, "a.cn")), "drafts.bad_evidence");
    assert_eq!(
        code(none, &evidence(1, "https://a.cn/")),
        "drafts.bad_evidence"
    );
    let mean = Edit::Mean {
        written: "市地税局".to_owned(),
        units: Vec::new(),
    };
    assert_eq!(code(none, &mean), "drafts.no_unit_given");
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let key = 1_u32..7;
    prop_oneof![
        (key.clone(), "[甲乙丙。]{0,6}").prop_map(|(duty, text)| Edit::Reword {
            duty,
            heading: String::new(),
            text
        }),
        (key.clone(), 0_usize..60).prop_map(|(duty, at)| Edit::Split { duty, at }),
        key.clone().prop_map(|duty| Edit::Merge { duty }),
        key.clone().prop_map(|duty| Edit::Drop { duty }),
        key.clone().prop_map(|duty| Edit::Restore { duty }),
        (key.clone(), 0_usize..3).prop_map(|(duty, doubt)| Edit::Settle {
            duty: Some(duty),
            doubt,
            note: "已核对".to_owned()
        }),
        (proptest::option::of(key.clone()), "[丁戊]{1,4}").prop_map(|(after, text)| Edit::Add {
            after,
            heading: String::new(),
            text
        }),
        (key, "市[甲乙]局").prop_map(|(duty, name)| Edit::SetUnits {
            duty,
            lead: vec![name],
            support: Vec::new()
        }),
        Just(Edit::Undo),
        Just(Edit::Redo),
    ]
}

proptest! {
    #[test]
    fn undoing_and_redoing_restore_exactly(tried in proptest::collection::vec(any_edit(), 0..40), back in 0_usize..10) {
        let mut log: Vec<Logged> = Vec::new();
        let mut now = fold(&reading(), &log).unwrap();
        for edit in tried {
            // What is refused is never kept.
            if now.check(&edit, now.revision).is_ok() {
                log.push(Logged { revision: now.revision + 1, edit });
                now = fold(&reading(), &log).unwrap();
            }
        }
        let mut stages = vec![now.content.clone()];
        for _ in 0..back.min(now.holding.len()) {
            log.push(Logged { revision: now.revision + 1, edit: Edit::Undo });
            now = fold(&reading(), &log).unwrap();
            stages.push(now.content.clone());
        }
        while stages.len() > 1 {
            prop_assert_eq!(stages.pop(), Some(now.content.clone()));
            log.push(Logged { revision: now.revision + 1, edit: Edit::Redo });
            now = fold(&reading(), &log).unwrap();
        }
        prop_assert_eq!(&stages[0], &now.content);
    }

    #[test]
    fn keys_are_never_given_twice(tried in proptest::collection::vec(any_edit(), 0..40)) {
        let mut log: Vec<Logged> = Vec::new();
        let mut now = fold(&reading(), &log).unwrap();
        for edit in tried {
            if now.check(&edit, now.revision).is_ok() {
                log.push(Logged { revision: now.revision + 1, edit });
                now = fold(&reading(), &log).unwrap();
            }
            let mut keys: Vec<_> = now.content.duties.iter().map(|it| it.key).collect();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), now.content.duties.len());
        }
    }
}
