//! What rows mean: by codes, by names and by the mapping; and what is refused. How lists are read is tested beside `reading`.

use kernel::unit::{AliasKind, Contact, UnitAlias, UnitKind, UnitLevel};
use kernel::{Ids, Refusal as _};

use super::*;
use crate::import::Place;

const NOW: &str = "2026-11-21T02:00:00.000Z";

fn unit(seed: u64, code: &str, name: &str) -> Unit {
    Unit {
        id: Ids::seeded(seed).next(Moment::parse(NOW).unwrap()),
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: name.replace("云溪市", "市"),
        kind: UnitKind::Department,
        level: UnitLevel::City,
        parent: None,
        valid_from: None,
        valid_to: None,
        successor: None,
        aliases: vec![
            UnitAlias {
                name: "联合工作组".to_owned(),
                kind: AliasKind::Alias,
            },
            UnitAlias {
                name: format!("{name}（旧）"),
                kind: AliasKind::Former,
            },
        ],
        contact: Contact::default(),
    }
}

fn row(cells: &[(Heading, &str)]) -> RawRow {
    let mut all = vec![
        (Heading::File, "a.html"),
        (Heading::Title, "关于印发办法的通知"),
        (Heading::Unit, "czj"),
        (Heading::Kind, "policy"),
        (Heading::Column, "policies"),
        (Heading::PublishedOn, "2019-03-04 09:30"),
    ];
    all.retain(|(it, _)| cells.iter().all(|(other, _)| it != other));
    all.extend(cells);
    RawRow {
        place: Place::Line(2),
        cells: all
            .iter()
            .map(|(it, text)| (*it, (*text).to_owned()))
            .collect(),
        flaw: None,
    }
}

fn resolved(mapping: &str, cells: &[(Heading, &str)]) -> Result<Row, ImportRefusal> {
    let library = Library::built_in();
    let mapping = Mapping::read(mapping, &library)?;
    let mut ended = unit(3, "dsj", "云溪市地方税务局");
    ended.valid_to = Some("2018-06-30".parse().unwrap());
    ended.aliases.clear();
    let units = vec![
        unit(1, "czj", "云溪市财政局"),
        unit(2, "mzj", "云溪市民政局"),
        ended,
    ];
    let directory = Directory::new(units, Vec::new());
    let now = Moment::parse(NOW).unwrap();
    Resolver::new(&mapping, (&library, &directory), now)?.resolve(&row(cells))
}

#[test]
fn a_row_is_understood_by_codes_by_names_and_by_the_mapping() {
    let plain = resolved("", &[]).unwrap();
    assert_eq!(plain.key, "file/a.html");
    assert_eq!(plain.published_at.to_string(), "2019-03-04T01:30:00.000Z");
    for name in ["云溪市财政局", "市财政局", "云溪市财政局（旧）"] {
        assert_eq!(
            resolved("", &[(Heading::Unit, name)]).unwrap().unit,
            plain.unit
        );
    }
    let mapping = "[units]\n\"财务科\" = \"czj\"\n[columns]\n\"文件\" = \"policies\"\n[kinds]\n\"红头\" = \"policy\"\n\
                   [defaults]\ntheme = \"其他\"\n";
    let foreign = [
        (Heading::Unit, "财务科"),
        (Heading::Column, "文件"),
        (Heading::Kind, "红头"),
        (Heading::MadeOn, "2019年3月1日"),
        (Heading::OldUrl, "http://old.example/a.asp?b=1"),
        (Heading::Attachments, "f/1.pdf；f\\2.doc; "),
    ];
    let found = resolved(mapping, &foreign).unwrap();
    assert_eq!((found.unit, found.kind.as_str()), (plain.unit, "policy"));
    assert_eq!(found.metadata.theme, "其他");
    assert_eq!(found.metadata.made_on, "2019-03-01");
    assert_eq!(found.old_address.as_deref(), Some("/a.asp?b=1"));
    assert_eq!(found.attachments, ["f/1.pdf", "f/2.doc"]);
}

#[test]
fn what_is_not_understood_is_refused_by_its_word_and_never_guessed() {
    for (cell, code) in [
        ((Heading::Unit, "财政"), "import.unit_unknown"),
        ((Heading::Unit, "联合工作组"), "import.unit_ambiguous"),
        ((Heading::Unit, "云溪市地方税务局"), "import.unit_ended"),
        ((Heading::Unit, ""), "import.unit_missing"),
        ((Heading::Kind, "红头"), "import.kind_unknown"),
        ((Heading::Column, "通知"), "import.column_unknown"),
        ((Heading::Column, "news"), "import.column_not_of_kind"),
        ((Heading::File, "../a.html"), "import.outside"),
        (
            (Heading::Attachments, "a.pdf;/etc/passwd"),
            "import.outside",
        ),
        ((Heading::File, ""), "import.nothing_to_read"),
        ((Heading::PublishedOn, ""), "import.publication_missing"),
        ((Heading::PublishedOn, "去年"), "import.not_a_day"),
        (
            (Heading::PublishedOn, "2027-01-01"),
            "import.publication_in_future",
        ),
        ((Heading::MadeOn, "201934"), "import.not_a_day"),
        ((Heading::Validity, "也许"), "import.validity_unknown"),
        ((Heading::Validity, "失效"), "import.validity_wants_day"),
        (
            (Heading::OldUrl, "//evil.example/a"),
            "import.address_unusable",
        ),
    ] {
        let refusal = resolved("", &[cell]).unwrap_err();
        assert_eq!(refusal.code(), code, "{cell:?}");
        assert!(!refusal.cure().is_empty());
    }
    let content = [(Heading::File, ""), (Heading::Content, "<p>正文</p>")];
    assert_eq!(resolved("", &content).unwrap_err(), ImportRefusal::NoKey);
    let bad = resolved("[defaults]\nunit = \"nobody\"", &[]).unwrap_err();
    assert_eq!(bad.code(), "import.bad_mapping");
}

#[test]
fn validity_is_what_was_decided_and_what_dates_say_is_left_to_them() {
    let of = |cells: &[(Heading, &str)]| resolved("", cells).unwrap().validity;
    assert_eq!(of(&[(Heading::Validity, "已废止")]), Validity::Repealed);
    let expired = [
        (Heading::Validity, "失效"),
        (Heading::ExpiresOn, "2020-01-01"),
    ];
    assert_eq!(of(&expired), Validity::InForce);
    let news = [
        (Heading::Kind, "news"),
        (Heading::Column, "news"),
        (Heading::Validity, "废止"),
    ];
    assert_eq!(
        resolved("", &news).unwrap_err().code(),
        "import.validity_not_of_kind"
    );
}
