//! Citations in running text.

use gongwen::identity::cite;

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let cited = cite(&super::source(text), None);
    assert_eq!(cited.cites, expect, "{text}");
}

#[test]
fn numbers_are_found_where_sentences_put_them() {
    check(
        "根据《意见》(中办发〔2016〕8号)和《细则》（国办发〔2016〕80号），结合实际。",
        &["中办发〔2016〕8号", "国办发〔2016〕80号"],
    );
    check(
        "按照国办发〔2021〕12号文件要求，落实粤府函〔2017〕65号精神。",
        &["国办发〔2021〕12号", "粤府函〔2017〕65号"],
    );
    check(
        "详见浙政办发[2021]28号和温政办发(2021)9号。",
        &["浙政办发〔2021〕28号", "温政办发〔2021〕9号"],
    );
    check(
        "依据省政府办公厅苏政办发〔2022〕7号，省教育厅苏教规〔2022〕3号",
        &["苏政办发〔2022〕7号", "苏教规〔2022〕3号"],
    );
    check(
        "(工信部联规〔2021〕207号、人社部发〔2020〕8号、发改价格〔2019〕1号)",
        &[
            "工信部联规〔2021〕207号",
            "人社部发〔2020〕8号",
            "发改价格〔2019〕1号",
        ],
    );
    check(
        "（和政办〔2021〕6号）与和政办〔2021〕7号",
        &["和政办〔2021〕6号", "和政办〔2021〕7号"],
    );
    check("贯彻财政部财库〔2018〕5号", &["财库〔2018〕5号"]);
    check(
        "（从府办〔2020〕3号、自府发〔2020〕4号）",
        &["从府办〔2020〕3号", "自府发〔2020〕4号"],
    );
    check(
        "转发国务院办公厅国办函〔2020〕109号的通知",
        &["国办函〔2020〕109号"],
    );
    check("（市监竞争发〔2023〕11 号）", &["市监竞争发〔2023〕11号"]);
}

#[test]
fn each_number_is_listed_once_in_order_of_first_mention() {
    check(
        "(国办发〔2021〕12号)\n(浙政办发〔2021〕28号)\n(国办发[2021]12号)",
        &["国办发〔2021〕12号", "浙政办发〔2021〕28号"],
    );
}

#[test]
fn damaged_numbers_are_repaired_with_a_doubt() {
    let cited = cite(
        &super::source(
            "《甲》(国办发〔202112号)、《乙》(忻政办发〔2018]117号)、《丙办法》(中府办2017〕18号)",
        ),
        None,
    );
    assert_eq!(
        cited.cites,
        [
            "国办发〔2021〕12号",
            "忻政办发〔2018〕117号",
            "中府办〔2017〕18号"
        ]
    );
    assert!(cited.citations.iter().all(|citation| citation.repaired));
    assert_eq!(
        cited
            .doubts
            .iter()
            .filter(|doubt| doubt.code == "number_repaired")
            .count(),
        2
    );
}

#[test]
fn a_shared_organ_is_carried_to_the_next_number() {
    check(
        "(国办发〔2021〕12号、〔2021〕13号)",
        &["国办发〔2021〕12号", "国办发〔2021〕13号"],
    );
}

#[test]
fn what_is_no_document_number_is_not_cited() {
    check(
        "迎宾路12号3号楼，2018年第14号公告，第5号议案，(2021)粤01民终123号，一号文件，12345热线，电话2021123号",
        &[],
    );
    check("二维码〔2021〕；全年办理100号以上", &[]);
}

#[test]
fn an_order_is_a_citation_but_not_of_the_listed_form() {
    let cited = cite(
        &super::source("根据《中华人民共和国政府信息公开条例》(国务院令第711号)"),
        None,
    );
    assert!(cited.cites.is_empty());
    assert_eq!(cited.citations[0].number, "国务院令第711号");
    assert_eq!(
        cited.citations[0].title.as_deref(),
        Some("中华人民共和国政府信息公开条例")
    );
}

#[test]
fn the_title_and_the_place_of_a_citation_are_kept() {
    let text = "落实《关于转发〈办法〉的通知》 (粤府函〔2017〕65号)要求";
    let cited = cite(&super::source(text), None);
    let citation = &cited.citations[0];
    assert_eq!(citation.title.as_deref(), Some("关于转发〈办法〉的通知"));
    assert_eq!(
        &text[citation.place.start as usize..citation.place.end as usize],
        "粤府函〔2017〕65号"
    );
}

#[test]
fn one_title_with_two_numbers_is_doubted() {
    let text = "《关于全面推进政务公开工作的意见》(中办发〔2016〕8号)\n《关于全面推进政务公开工作的意见》(中办发〔2016〕19号)";
    let cited = cite(&super::source(text), None);
    assert_eq!(cited.doubts.len(), 1);
    assert_eq!(cited.doubts[0].code, "same_title_other_number");
}

#[test]
fn the_documents_own_number_is_not_cited() {
    let cited = cite(
        &super::source("临政办发〔2021〕25号\n根据国办发〔2021〕12号"),
        Some("临政办发〔2021〕25号"),
    );
    assert_eq!(cited.cites, ["国办发〔2021〕12号"]);
}
