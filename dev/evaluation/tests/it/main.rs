//! The evaluation set agrees with itself, and our search keeps its bars on it.

mod outside;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use evaluation::archive::{Record, archive};
use evaluation::asking::{self, Asked, Class, QUERIES};
use evaluation::measure::{DEEP, report};
use evaluation::ours;
use search::fold::folded;

/// What MRR@10 of known documents must reach, over all and in each class.
const BARS: (f64, f64) = (0.97, 0.93);

fn asked() -> Vec<Asked> {
    asking::read(QUERIES).unwrap()
}

#[test]
fn the_committed_queries_are_those_that_the_archive_and_the_rules_give() {
    let written = asking::write(&archive()).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/queries.tsv");
    if std::env::var_os("GONGKAI_WRITE_QUERIES").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    let first = committed
        .lines()
        .zip(written.lines())
        .find(|it| it.0 != it.1);
    assert_eq!(first, None, "run it with GONGKAI_WRITE_QUERIES=1");
    assert_eq!(committed.len(), written.len());
}

#[test]
fn the_archive_has_a_thousand_documents_in_every_kind_of_the_library() {
    let records = archive();
    assert!(records.len() >= 1_000, "{}", records.len());
    let library = include_str!("../../../../crates/publishing/src/data/library.toml");
    let library: toml::Table = toml::from_str(library).unwrap();
    for kind in library["kind"].as_array().unwrap() {
        let code = kind["code"].as_str().unwrap();
        let name = kind["name"].as_str().unwrap();
        let mut of_kind = records.iter().filter(|it| it.item.kind.code == code);
        assert!(
            of_kind.next().is_some_and(|it| it.item.kind.name == name),
            "{code}"
        );
    }
    let texts: HashSet<String> = records.iter().map(Record::text).collect();
    assert_eq!(texts.len(), records.len(), "no text stands twice");
    let keys: HashSet<&str> = records.iter().map(Record::code).collect();
    assert_eq!(keys.len(), records.len());
    let numbers = records
        .iter()
        .map(|it| &it.item.number)
        .filter(|it| !it.is_empty());
    let numbers: Vec<&String> = numbers.collect();
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
}

#[test]
fn there_are_four_hundred_queries_and_forty_of_each_class_each_with_an_answer() {
    let asked = asked();
    assert!(asked.len() >= 400, "{}", asked.len());
    let mut of_class: HashMap<Class, usize> = HashMap::new();
    for one in &asked {
        *of_class.entry(one.class).or_default() += 1;
        assert!(one.grades.values().any(|it| *it == 3), "{}", one.text);
    }
    for class in Class::ALL {
        assert!(of_class[&class] >= 40, "{}", class.word());
    }
    let texts: HashSet<&str> = asked.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts.len(), asked.len(), "no query stands twice");
}

#[test]
fn what_is_judged_exists_and_says_what_was_typed() {
    let records = archive();
    let by_code: HashMap<&str, &Record> = records.iter().map(|it| (it.code(), it)).collect();
    for one in asked() {
        for code in one.grades.keys() {
            let record = by_code.get(code.as_str());
            let record = record.unwrap_or_else(|| panic!("{}: there is no {code}", one.text));
            let typed = one.text.as_str();
            match one.class {
                Class::Part => assert!(record.item.title.contains(typed), "{typed}"),
                Class::Phrase => {
                    assert!(record.says(typed), "{typed}");
                    assert!((10..=16).contains(&typed.chars().count()), "{typed}");
                }
                Class::Combination => {
                    let place = typed.split(' ').next().unwrap();
                    assert_eq!(record.unit.place, place);
                }
                Class::Number => {
                    let digits = |text: &str| {
                        let runs = folded(text);
                        let runs = runs.split(|it: char| !it.is_ascii_digit());
                        let runs = runs.filter(|it| !it.is_empty()).map(str::to_owned);
                        runs.collect::<Vec<String>>()
                    };
                    assert_eq!(digits(typed), digits(&record.item.number), "{typed}");
                }
                Class::Damaged => assert_ne!(record.item.title, typed),
                Class::Topic | Class::Question | Class::Unit | Class::Traditional => {}
            }
        }
    }
}

#[test]
fn what_is_asked_in_traditional_characters_has_the_answers_of_a_query_in_simplified_ones() {
    let asked = asked();
    let (traditional, simplified): (Vec<&Asked>, Vec<&Asked>) =
        asked.iter().partition(|it| it.class == Class::Traditional);
    for one in traditional {
        // Some words are others there (家具, 傢俱), so that characters need not be the same.
        let length = one.text.chars().count();
        let mut same = simplified.iter().filter(|it| it.grades == one.grades);
        let is_same = |it: &&Asked| it.text != one.text && it.text.chars().count() == length;
        assert!(same.any(is_same), "{}", one.text);
    }
}

#[test]
fn our_search_keeps_its_bars() {
    let index = ours::filled(&archive()).unwrap();
    let mut misses = Vec::new();
    let asked = asked();
    let report = report(&asked, |typed| {
        let codes = ours::codes(ours::find(&index, typed, DEEP).unwrap());
        misses.extend(asked.iter().filter(|it| it.text == typed).filter_map(|it| {
            let first = codes.first().cloned().unwrap_or_default();
            let is_known = Class::KNOWN.contains(&it.class);
            (is_known && it.grades.get(&first) != Some(&3))
                .then(|| format!("{} → {first}", it.text))
        }));
        codes
    });
    let misses = misses.join("\n");
    assert!(report.known.mrr >= BARS.0, "{:?}\n{misses}", report.known);
    for class in Class::KNOWN {
        let quality = report.classes[&class];
        assert!(
            quality.mrr >= BARS.1,
            "{}: {quality:?}\n{misses}",
            class.word()
        );
    }
}
