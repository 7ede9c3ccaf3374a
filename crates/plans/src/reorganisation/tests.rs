//! Which reorganisations the register allows.

use super::*;
use kernel::unit::{Contact, Directory, Unit, UnitKind, UnitLevel};
use kernel::{Ids, Moment, Refusal};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn unit(id: UnitId, name: &str, from: Option<&str>, to: Option<&str>) -> Unit {
    Unit {
        id,
        code: name.to_owned(),
        name: format!("云溪市{name}"),
        short_name: format!("市{name}"),
        kind: UnitKind::Department,
        level: UnitLevel::City,
        parent: None,
        valid_from: from.map(day),
        valid_to: to.map(day),
        successor: None,
        aliases: Vec::new(),
        contact: Contact::default(),
    }
}

/// 财政局, 商务局 (since 2010), 粮食局 (ended 2018), 数据局 (since 2026-11-01).
fn register() -> ([UnitId; 4], Directory) {
    let ids = Ids::seeded(3);
    let now = Moment::parse("2026-11-21T02:00:00Z").unwrap();
    let each: [UnitId; 4] = std::array::from_fn(|_| ids.next(now));
    let units = vec![
        unit(each[0], "财政局", None, None),
        unit(each[1], "商务局", Some("2010-01-01"), None),
        unit(each[2], "粮食局", None, Some("2018-12-31")),
        unit(each[3], "数据局", Some("2026-11-01"), None),
    ];
    (each, Directory::new(units, Vec::new()))
}

fn asked(how: How, from_on: &str) -> Reorganisation {
    Reorganisation {
        how,
        from_on: day(from_on),
        basis: "云委发〔2026〕8号".to_owned(),
    }
}

fn refused(how: How, from_on: &str) -> &'static str {
    let (_, register) = register();
    check(&asked(how, from_on), &register, day("2026-11-21"))
        .unwrap_err()
        .code()
}

#[test]
fn what_the_register_does_not_allow_is_refused_by_name() {
    let ([finance, commerce, grain, data], _) = register();
    let merge = |units: &[UnitId], into| How::Merge {
        units: units.to_vec(),
        into,
    };
    let split = |unit, into: &[UnitId]| How::Split {
        unit,
        into: into.to_vec(),
        choices: HashMap::new(),
    };
    let rename = |name: &str| How::Rename {
        unit: finance,
        name: name.to_owned(),
        short_name: String::new(),
    };
    for (how, from_on, code) in [
        (merge(&[], data), "2026-11-10", "reorganise.nothing_ends"),
        (
            merge(&[finance], finance),
            "2026-11-10",
            "reorganise.own_successor",
        ),
        (
            merge(&[finance], grain),
            "2026-11-10",
            "reorganise.successor_absent",
        ),
        (
            merge(&[finance], data),
            "2026-10-31",
            "reorganise.successor_absent",
        ),
        (merge(&[grain], data), "2026-11-10", "reorganise.ended"),
        (
            merge(&[finance], data),
            "2026-11-22",
            "reorganise.in_future",
        ),
        (
            merge(&[commerce], finance),
            "2010-01-01",
            "reorganise.before_it_began",
        ),
        (split(finance, &[]), "2026-11-10", "reorganise.no_successor"),
        (
            split(finance, &[data, data]),
            "2026-11-10",
            "reorganise.one_successor",
        ),
        (rename(" "), "2026-11-10", "reorganise.name_missing"),
        (
            rename("云溪市商务局"),
            "2026-11-10",
            "reorganise.name_taken",
        ),
    ] {
        assert_eq!(refused(how.clone(), from_on), code, "{how:?}");
    }
    let strange = How::Split {
        unit: finance,
        into: vec![data, commerce],
        choices: HashMap::from([("x".to_owned(), finance)]),
    };
    assert_eq!(refused(strange, "2026-11-10"), "reorganise.strange_choice");
    let same = How::Rename {
        unit: finance,
        name: "云溪市财政局".to_owned(),
        short_name: "市财政局".to_owned(),
    };
    assert_eq!(refused(same, "2026-11-10"), "reorganise.name_same");
}

#[test]
fn a_reorganisation_names_its_document() {
    let ([finance, _, _, data], register) = register();
    let merge = How::Merge {
        units: vec![finance, finance],
        into: data,
    };
    let mut what = asked(merge, "2026-11-10");
    let agreed = check(&what, &register, day("2026-11-21")).unwrap();
    assert_eq!(agreed.how.ending(), [finance], "each unit ends once");
    what.basis = "  ".to_owned();
    let refusal = check(&what, &register, day("2026-11-21")).unwrap_err();
    assert_eq!(refusal, ReorganiseRefusal::BasisMissing);
}
