//! Names as plans write them, against the directory of an imaginary city.

use super::*;
use kernel::unit::{Contact, Members, UnitAlias, UnitKind, UnitLevel};
use kernel::{Ids, Moment};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// name, short name, kind, valid from, valid to, successor, aliases, former names
type Row = (
    &'static str,
    &'static str,
    UnitKind,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    &'static [&'static str],
    &'static [&'static str],
);

const D: UnitKind = UnitKind::Department;

const UNITS: &[Row] = &[
    (
        "云溪市人民政府",
        "市政府",
        UnitKind::Government,
        None,
        None,
        None,
        &[],
        &[],
    ),
    (
        "溪口县人民政府",
        "溪口县政府",
        UnitKind::Government,
        None,
        None,
        None,
        &["溪口县"],
        &[],
    ),
    (
        "青禾县人民政府",
        "青禾县政府",
        UnitKind::Government,
        None,
        None,
        None,
        &[],
        &[],
    ),
    (
        "云溪市人民政府办公室",
        "市政府办公室",
        UnitKind::Office,
        None,
        None,
        None,
        &[],
        &[],
    ),
    (
        "云溪市发展和改革局",
        "市发展改革局",
        D,
        None,
        None,
        None,
        &[],
        &["市发展计划局"],
    ),
    (
        "云溪市人力资源和社会保障局",
        "市人力资源社会保障局",
        D,
        None,
        None,
        None,
        &[],
        &[],
    ),
    (
        "云溪市住房和城乡建设局",
        "市住房城乡建设局",
        D,
        None,
        None,
        None,
        &[],
        &[],
    ),
    ("云溪市财政局", "市财政局", D, None, None, None, &[], &[]),
    (
        "云溪市农业农村局",
        "市农业农村局",
        D,
        Some("2019-01-01"),
        None,
        None,
        &[],
        &[],
    ),
    (
        "云溪市农业局",
        "市农业局",
        D,
        None,
        Some("2018-12-31"),
        Some("云溪市农业农村局"),
        &["市农委"],
        &[],
    ),
    (
        "云溪市卫生和计划生育委员会",
        "市卫生计生委",
        D,
        None,
        Some("2018-12-31"),
        Some("云溪市卫生健康委员会"),
        &[],
        &[],
    ),
    (
        "云溪市卫生健康委员会",
        "市卫生健康委",
        D,
        Some("2019-01-01"),
        None,
        None,
        &[],
        &[],
    ),
    (
        "云溪市教育和体育局",
        "市教育和体育局",
        D,
        None,
        None,
        None,
        &[],
        &[],
    ),
    (
        "云溪市文化广电和旅游局",
        "市文化广电旅游局",
        D,
        None,
        None,
        None,
        &["市文旅局"],
        &[],
    ),
    (
        "云溪市市场监督管理局",
        "市市场监督管理局",
        D,
        Some("2019-01-01"),
        None,
        None,
        &[],
        &[],
    ),
    (
        "云溪市地方税务局",
        "市地方税务局",
        D,
        None,
        None,
        None,
        &[],
        &[],
    ),
    ("云溪市水利局", "市水利局", D, None, None, None, &[], &[]),
    (
        "云溪市水务集团有限公司",
        "市水务集团",
        UnitKind::Enterprise,
        None,
        None,
        None,
        &[],
        &[],
    ),
    ("溪口县财政局", "县财政局", D, None, None, None, &[], &[]),
    ("青禾县财政局", "县财政局", D, None, None, None, &[], &[]),
    (
        "溪口县食品药品和工商质量监督管理局",
        "县食药工商质监管理局",
        D,
        None,
        None,
        None,
        &[],
        &[],
    ),
    (
        "溪口县晚枫镇人民政府",
        "晚枫镇",
        UnitKind::Town,
        None,
        None,
        None,
        &[],
        &[],
    ),
    (
        "溪口县石榴桥街道办事处",
        "石榴桥街道",
        UnitKind::Subdistrict,
        None,
        None,
        None,
        &[],
        &[],
    ),
];

fn directory() -> Directory {
    let ids = Ids::seeded(3);
    let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
    let known: Vec<UnitId> = UNITS.iter().map(|_| ids.next(now)).collect();
    let at = |name: &str| known[UNITS.iter().position(|row| row.0 == name).unwrap()];
    let units = UNITS
        .iter()
        .zip(&known)
        .map(|(row, id)| {
            let alias = |kind: AliasKind| {
                move |name: &&str| UnitAlias {
                    name: (*name).to_owned(),
                    kind,
                }
            };
            Unit {
                id: *id,
                code: row.0.to_owned(),
                name: row.0.to_owned(),
                short_name: row.1.to_owned(),
                kind: row.2,
                level: UnitLevel::City,
                parent: None,
                valid_from: row.3.map(day),
                valid_to: row.4.map(day),
                successor: row.5.map(at),
                aliases: row
                    .6
                    .iter()
                    .map(alias(AliasKind::Alias))
                    .chain(row.7.iter().map(alias(AliasKind::Former)))
                    .collect(),
                contact: Contact::default(),
            }
        })
        .collect();
    let class = |name: &str, aliases: &[&str], members: Members| UnitClass {
        id: ids.next(now),
        name: name.to_owned(),
        aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
        members,
    };
    Directory::new(
        units,
        vec![
            class(
                "各乡镇人民政府(街道办事处)",
                &["各乡镇、街道"],
                Members::OfKinds(vec![UnitKind::Town, UnitKind::Subdistrict]),
            ),
            class("有关单位", &["有关部门"], Members::Unknown),
        ],
    )
}

/// What the name means: how, and the full names of who is meant or suggested.
fn read(written: &str, on: &str, issuer: Option<&str>) -> (String, Vec<String>) {
    let directory = directory();
    let issuer = issuer.map(|name| {
        directory
            .units()
            .iter()
            .find(|it| it.name == name)
            .unwrap()
            .id
    });
    let found = Resolver::new(&directory, day(on), issuer).resolve(written);
    assert_eq!(found.written, written);
    let (how, ids) = match &found.matched {
        Match::Exact => ("exact", found.units.clone()),
        Match::Alias => ("alias", found.units.clone()),
        Match::Former { successor } => {
            assert_eq!(found.units, [*successor]);
            ("former", found.units.clone())
        }
        Match::Abbreviation => ("short", found.units.clone()),
        Match::Class => ("class", found.units.clone()),
        Match::Suggested {
            confidence_permille,
            candidates,
        } => {
            assert!((1..1000).contains(confidence_permille));
            assert!(found.units.is_empty(), "a suggestion opens nothing");
            ("suggested", candidates.clone())
        }
        Match::Unknown => ("unknown", Vec::new()),
        Match::Confirmed => panic!("only a person confirms"),
    };
    let names = ids
        .iter()
        .map(|id| directory.find(*id).unwrap().name.clone())
        .collect();
    (how.to_owned(), names)
}

fn check(written: &str, on: &str, how: &str, names: &[&str]) {
    let found = read(written, on, None);
    assert_eq!(found.0, how, "{written}: {found:?}");
    assert_eq!(found.1, names, "{written}");
}

const TODAY: &str = "2026-06-01";

#[test]
fn a_name_of_the_directory_is_found_however_it_is_typed() {
    for written in [
        "云溪市财政局",
        "市财政局",
        "市 财政局",
        "市財政局",
        "市财政局\u{200b}",
    ] {
        check(written, TODAY, "exact", &["云溪市财政局"]);
    }
    check("市文旅局", TODAY, "alias", &["云溪市文化广电和旅游局"]);
    check("市发展计划局", TODAY, "former", &["云溪市发展和改革局"]);
}

#[test]
fn a_short_form_is_found_where_only_one_unit_fits() {
    for (written, name) in [
        ("市发改局", "云溪市发展和改革局"),
        ("市人社局", "云溪市人力资源和社会保障局"),
        ("市人力社保局", "云溪市人力资源和社会保障局"),
        ("市人力资源和社会保障局", "云溪市人力资源和社会保障局"),
        ("市住建局", "云溪市住房和城乡建设局"),
        ("市卫健委", "云溪市卫生健康委员会"),
        ("市市场监管局", "云溪市市场监督管理局"),
        ("云溪市发改局", "云溪市发展和改革局"),
        ("市府办", "云溪市人民政府办公室"),
        ("市政府办", "云溪市人民政府办公室"),
        ("县食药工商质监局", "溪口县食品药品和工商质量监督管理局"),
    ] {
        check(written, TODAY, "short", &[name]);
    }
}

#[test]
fn a_unit_of_before_a_reform_is_its_successor_after_it_and_itself_before() {
    check("市农业局", "2017-06-22", "exact", &["云溪市农业局"]);
    check("市农业局", "2018-12-31", "exact", &["云溪市农业局"]);
    check("市农业局", "2019-01-01", "former", &["云溪市农业农村局"]);
    check("市农委", "2021-08-13", "former", &["云溪市农业农村局"]);
    check(
        "市卫计委",
        "2021-08-13",
        "former",
        &["云溪市卫生健康委员会"],
    );
    check(
        "市卫计委",
        "2017-08-13",
        "short",
        &["云溪市卫生和计划生育委员会"],
    );
    // A unit that is yet to begin is a question, not an answer.
    check(
        "市农业农村局",
        "2017-06-22",
        "suggested",
        &["云溪市农业农村局"],
    );
}

#[test]
fn a_class_stands_for_the_members_that_exist() {
    for written in [
        "各乡镇人民政府(街道办事处)",
        "各乡镇政府(街道办事处)",
        "各乡镇人民政府、街道办事处",
        "各乡镇、街道",
    ] {
        check(
            written,
            TODAY,
            "class",
            &["溪口县晚枫镇人民政府", "溪口县石榴桥街道办事处"],
        );
    }
    check("有关单位", TODAY, "class", &[]);
}

#[test]
fn brackets_add_a_plate_unless_they_name_another_unit() {
    check("市水利局(河长办)", TODAY, "exact", &["云溪市水利局"]);
    check("市水利局〈河长办〉", TODAY, "exact", &["云溪市水利局"]);
    check(
        "市财政局(地税局)",
        TODAY,
        "suggested",
        &["云溪市财政局", "云溪市地方税务局"],
    );
}

#[test]
fn two_units_of_one_name_are_told_apart_by_the_issuer_or_not_at_all() {
    check(
        "县财政局",
        TODAY,
        "suggested",
        &["溪口县财政局", "青禾县财政局"],
    );
    let found = read("县财政局", TODAY, Some("青禾县人民政府"));
    assert_eq!(found, ("exact".to_owned(), vec!["青禾县财政局".to_owned()]));
}

#[test]
fn what_is_only_like_a_name_is_suggested_and_what_is_like_none_is_unknown() {
    // One word of several may be another unit; another ending is another unit.
    assert_eq!(read("市教育局", TODAY, None).0, "suggested");
    assert_eq!(
        read("市发改委", TODAY, None),
        (
            "suggested".to_owned(),
            vec!["云溪市发展和改革局".to_owned()]
        )
    );
    // The water company is no bureau.
    assert_ne!(read("市水务局", TODAY, None).0, "short");
    for written in ["", "甲", "火星基地筹备组", "((((", "))))(", "市"] {
        assert!(
            matches!(
                read(written, TODAY, None).0.as_str(),
                "unknown" | "suggested"
            ),
            "{written}"
        );
    }
    assert_eq!(read("火星基地筹备组", TODAY, None).0, "unknown");
}

#[test]
fn no_short_form_of_one_unit_settles_on_another() {
    // Every way to drop words of one full name either finds that unit or asks.
    let directory = directory();
    let resolver = Resolver::new(&directory, day(TODAY), None);
    for unit in directory.units() {
        let letters: Vec<char> = unit.name.chars().collect();
        for skip in 0..letters.len() {
            for length in 1..=(letters.len() - skip) {
                let written: String = letters
                    .iter()
                    .enumerate()
                    .filter(|(n, _)| *n < skip || *n >= skip + length)
                    .map(|(_, c)| c)
                    .collect();
                let found = resolver.resolve(&written);
                if found.matched == Match::Abbreviation {
                    assert_eq!(found.units, [unit.id], "{written} of {}", unit.name);
                }
            }
        }
    }
}
