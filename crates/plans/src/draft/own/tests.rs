//! Sentences that are everybody's own are found, others are not.

use gongwen::reading::Term;
use kernel::unit::{Members, UnitClass};

use super::*;

fn directory() -> Directory {
    let class = |n: u128, name: &str, aliases: &[&str]| UnitClass {
        id: uuid_of(n),
        name: name.to_owned(),
        aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
        members: Members::All,
    };
    let classes = vec![
        class(1, "各乡镇人民政府（街道办事处）", &["各乡镇"]),
        class(2, "县政府各部门", &["各部门"]),
    ];
    Directory::new(Vec::new(), classes)
}

fn uuid_of(n: u128) -> kernel::ClassId {
    format!("00000000-0000-7000-8000-{n:012}").parse().unwrap()
}

fn duty(text: &str, terms: &[(&str, &str, Trigger)]) -> Duty {
    Duty {
        section: Vec::new(),
        heading: "加强组织领导".to_owned(),
        text: text.to_owned(),
        lead: Vec::new(),
        support: Vec::new(),
        cadence: Vec::new(),
        deadlines: Vec::new(),
        terms: terms
            .iter()
            .map(|(value, words, trigger)| Term {
                value: (*value).to_owned(),
                words: (*words).to_owned(),
                trigger: trigger.clone(),
            })
            .collect(),
        places: Vec::new(),
        doubts: Vec::new(),
    }
}

#[test]
fn the_own_plan_and_the_years_report_are_found_with_whom_they_bind() {
    let text = "主要负责同志年内至少听取一次汇报。\n各乡镇人民政府(街道办事处)和县政府各部门要制定具体实施方案，在本要点公布后15个工作日内公开。各牵头部门要加强协调。12月15日前，各级要将落实情况专题报县政务公开办。";
    let it = duty(
        text,
        &[
            ("2017-12-31", "年内", Trigger::None),
            ("P15WD", "15个工作日内", Trigger::PlanPublication),
            ("2017-12-15", "12月15日前", Trigger::None),
        ],
    );
    let found = list_own_tasks(&it, &directory());
    let words: Vec<_> = found
        .iter()
        .map(|it| it.words.chars().take(8).collect::<String>())
        .collect();
    assert_eq!(words, ["各乡镇人民政府(", "12月15日前，"]);
    let both = ["各乡镇人民政府（街道办事处）", "县政府各部门"];
    assert_eq!(found[0].lead, both);
    assert_eq!(found[1].lead, both, "whom the duty speaks to");
    assert_eq!(&text[found[1].from..found[1].to], found[1].words);
}

#[test]
fn a_duty_that_names_who_answers_has_no_such_sentence() {
    let terms = [("P15WD", "15个工作日内", Trigger::PlanPublication)];
    let text = "在本要点公布后15个工作日内公开实施方案。";
    let mut it = duty(text, &terms);
    assert_eq!(list_own_tasks(&it, &directory()).len(), 1);
    it.lead.push("市财政局".to_owned());
    assert_eq!(list_own_tasks(&it, &directory()), []);
}
