//! 发文字号: every form and every kind of damage.

use gongwen::identity::number::{Confidence, NumberKind, Warning, parse};

#[track_caller]
fn check(input: &str, expect: &str, confidence: Confidence) {
    let parsed = parse(input).unwrap_or_else(|| panic!("{input} is a number"));
    assert_eq!(parsed.number.to_string(), expect, "{input}");
    assert_eq!(
        parsed.confidence, confidence,
        "{input}: {:?}",
        parsed.warnings
    );
}

#[test]
fn a_number_in_its_normal_form_is_exact() {
    for input in [
        "国办发〔2021〕12号",
        "X政办发〔2023〕5号",
        "国办发明电〔2020〕14号",
        "厅字〔2016〕8号",
        "豫政办明电〔2022〕103号",
    ] {
        check(input, input, Confidence::Exact);
    }
}

#[test]
fn other_brackets_blanks_and_widths_are_only_another_writing() {
    for (input, expect) in [
        ("国办发[2017]47号", "国办发〔2017〕47号"),
        ("国办发［２０１７］４７号", "国办发〔2017〕47号"),
        ("国办发（2017）47号", "国办发〔2017〕47号"),
        ("国办发【2017】47号", "国办发〔2017〕47号"),
        ("国办发﹝2017﹞47号", "国办发〔2017〕47号"),
        ("国办发〈2017〉47号", "国办发〔2017〕47号"),
        ("忻政办发〔2018]117号", "忻政办发〔2018〕117号"),
        ("晋政办发(2017〕109号", "晋政办发〔2017〕109号"),
        ("粤府函 〔2017〕 65 号", "粤府函〔2017〕65号"),
        ("临 政 办 发〔2021〕25号", "临政办发〔2021〕25号"),
        ("发文字号：湘政办发〔2019〕3号", "湘政办发〔2019〕3号"),
        ("（湘政办发〔2019〕3号）", "湘政办发〔2019〕3号"),
        ("湘政办发〔2019〕第3号", "湘政办发〔2019〕3号"),
        ("湘政办发〔2019年〕3号", "湘政办发〔2019〕3号"),
        ("湘政办发\u{200B}〔2019〕3号", "湘政办发〔2019〕3号"),
        ("国发〔2016〕5号文", "国发〔2016〕5号"),
    ] {
        check(input, expect, Confidence::Normalised);
    }
}

#[test]
fn lost_brackets_and_marks_are_repaired_and_said_to_be() {
    for (input, expect) in [
        ("国办发〔202112号", "国办发〔2021〕12号"),
        ("浙政办发〔202128号", "浙政办发〔2021〕28号"),
        ("粤府函〔201765号", "粤府函〔2017〕65号"),
        ("中常办〔201516号", "中常办〔2015〕16号"),
        ("粤府函2017〕65号", "粤府函〔2017〕65号"),
        ("国办发202112号", "国办发〔2021〕12号"),
        ("国办发〔2021〕12", "国办发〔2021〕12号"),
        ("国办发〔2021 12号", "国办发〔2021〕12号"),
    ] {
        check(input, expect, Confidence::Repaired);
    }
}

#[test]
fn padding_is_told_and_kept_for_searching() {
    let parsed = parse("沪绿容〔2020〕014号").unwrap();
    assert_eq!(parsed.number.to_string(), "沪绿容〔2020〕14号");
    assert_eq!(parsed.number.padded.as_deref(), Some("014"));
    assert!(parsed.warnings.contains(&Warning::Padded));
    assert_eq!(parsed.confidence, Confidence::Normalised);
}

#[test]
fn orders_announcements_and_yearly_numbers_have_their_own_forms() {
    for (input, kind, org, year, seq) in [
        (
            "重庆市人民政府令第 359 号",
            NumberKind::Order,
            "重庆市人民政府",
            None,
            359,
        ),
        ("国务院令第711号", NumberKind::Order, "国务院", None, 711),
        (
            "交通运输部令2016年第62号",
            NumberKind::Order,
            "交通运输部",
            Some(2016),
            62,
        ),
        (
            "公告2018年第14号",
            NumberKind::Announcement,
            "",
            Some(2018),
            14,
        ),
        (
            "商务部公告2018年第14号",
            NumberKind::Announcement,
            "商务部",
            Some(2018),
            14,
        ),
        (
            "国务院公报2019年第3号",
            NumberKind::Yearly,
            "国务院公报",
            Some(2019),
            3,
        ),
    ] {
        let number = parse(input)
            .unwrap_or_else(|| panic!("{input} is a number"))
            .number;
        assert_eq!(
            (number.kind, number.org.as_str(), number.year, number.seq),
            (kind, org, year, seq),
            "{input}"
        );
    }
}

#[test]
fn a_mismatched_pair_is_told_as_such() {
    let parsed = parse("忻政办发〔2018]117号").unwrap();
    assert!(parsed.warnings.contains(&Warning::MismatchedBrackets));
    assert!(parsed.is_repaired());
    assert!(!parse("国办发[2017]47号").unwrap().is_repaired());
}

#[test]
fn traditional_characters_are_kept() {
    assert_eq!(
        parse("國辦發〔2021〕12號").unwrap().number.to_string(),
        "國辦發〔2021〕12號"
    );
}

#[test]
fn what_is_no_number_is_not_made_one() {
    for input in [
        "",
        "无",
        "—",
        "号",
        "第5号",
        "12号",
        "3号楼",
        "2021年3月4日",
        "〔2021〕",
        "国办发〔21〕12号",
        "大 中 小",
        "国办发〔2021〕0号",
        "关于〔2021〕",
    ] {
        assert_eq!(parse(input), None, "{input}");
    }
}
