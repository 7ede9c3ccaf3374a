//! Places, remedies, masks, and what no text may do.

use gate::{Expression, Gate, Kind, Remedy, Rules, Severity, Survives, shown};
use proptest::prelude::*;

fn rules() -> Rules {
    Rules {
        today: jiff::civil::date(2026, 11, 22),
        ..Rules::default()
    }
}

fn gate() -> Gate {
    Gate::new(rules()).unwrap()
}

#[test]
fn a_finding_stands_where_it_is() {
    let text = "联系人：张三，电话138 1234 5678，谢谢。";
    let found = gate().examine(text);
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].place.clone()], "138 1234 5678");
    assert_eq!(
        (found[0].kind, found[0].severity, &found[0].remedy),
        (Kind::Mobile, Severity::Block, &Remedy::Mask)
    );
}

#[test]
fn masks_keep_what_custom_keeps() {
    for (kind, words, mask) in [
        (
            Kind::ResidentNumber,
            "11010519491231002X",
            "110105********002X",
        ),
        (
            Kind::ResidentNumber,
            "１１０１０５１９４９１２３１００２Ｘ",
            "１１０１０５********００２Ｘ",
        ),
        (Kind::Mobile, "138-1234-5678", "138-****-5678"),
        (Kind::Landline, "0350-3301234", "0350-*******"),
        (Kind::BankCard, "6222021234567890128", "***************0128"),
        (Kind::Mail, "zhang.san@example.com", "z***@example.com"),
        (Kind::Name, "王敏", "王*"),
        (Kind::Name, "李卫国", "李*国"),
        (Kind::Plate, "晋H12345", "晋H****5"),
        (Kind::Address, "12号3幢502室", "**号*幢***室"),
    ] {
        assert_eq!(shown(kind, words), mask);
    }
}

#[test]
fn the_sites_own_words_come_with_what_to_write_instead() {
    let expression = |wrong: &str, right: &str| Expression {
        wrong: wrong.to_owned(),
        right: right.to_owned(),
    };
    let gate = Gate::new(Rules {
        expressions: vec![expression("做为", "作为"), expression("最优", "")],
        ..rules()
    })
    .unwrap();
    let found = gate.examine("做为牵头单位，提供最优服务");
    let remedies: Vec<_> = found.iter().map(|it| it.remedy.clone()).collect();
    assert_eq!(
        remedies,
        [
            Remedy::Replace("作为".to_owned()),
            Remedy::Replace(String::new())
        ]
    );
    let empty = Rules {
        expressions: vec![expression("甲", "乙"), expression(" ", "")],
        ..rules()
    };
    assert!(Gate::new(empty).unwrap_err().to_string().contains("第2条"));
}

#[test]
fn a_patient_named_once_is_hidden_everywhere() {
    let gate = gate();
    let text = "患者王敏，女，35岁。经核实，王敏于10月赴外地。";
    let masked = gate.mask(text, &gate.examine(text)).unwrap();
    assert_eq!(masked.text, "患者王*，女，35岁。经核实，王*于10月赴外地。");
    assert_eq!(masked.certificate.hidden, [(Kind::Name, 2)]);
    assert_ne!(masked.certificate.before, masked.certificate.after);
}

#[test]
fn a_number_that_stays_elsewhere_gets_no_certificate() {
    let gate = gate();
    let text = "电话13812345678；再说一遍：１３８１２３４５６７８";
    let found = gate.examine(text);
    assert_eq!(found.len(), 2);
    let half = gate.mask(text, &found[..1]);
    assert_eq!(
        half,
        Err(Survives {
            kind: Kind::Mobile,
            count: 1
        })
    );
    assert!(gate.mask(text, &found).is_ok());
}

#[test]
fn what_somebody_keeps_with_a_reason_may_stay() {
    let gate = gate();
    let text = "手机13812345678，手机15900001234";
    let found = gate.examine(text);
    let masked = gate.mask(text, &found[..1]).unwrap();
    assert_eq!(masked.text, "手机138****5678，手机15900001234");
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_findings_stand_apart(text in "\\PC{0,200}") {
        let gate = gate();
        let found = gate.examine(&text);
        for pair in found.windows(2) {
            prop_assert!(pair[0].place.end <= pair[1].place.start);
        }
        for it in &found {
            prop_assert!(text.get(it.place.clone()).is_some_and(|words| !words.is_empty()));
        }
        let _ = gate.mask(&text, &found);
    }

    #[test]
    fn digits_in_any_disorder_are_read_without_panic(text in "[0-9Xx０-９〇一二三四五六七八九 \\-\n\u{200b}]{0,700}") {
        let gate = gate();
        let found = gate.examine(&text);
        let _ = gate.mask(&text, &found);
    }
}
