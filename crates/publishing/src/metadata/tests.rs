//! Metadata as typed and as kept.

use super::*;

fn now() -> Moment {
    Moment::parse("2026-11-21T02:00:00.000Z").unwrap()
}

fn typed() -> TypedMetadata {
    TypedMetadata {
        column: "policies".into(),
        title: " 云溪市人民政府关于印发\u{200e}城市更新办法的通知 ".into(),
        number: "云政发[2026]012号".into(),
        theme: "城乡建设、环境保护".into(),
        keywords: "城市更新，老旧小区 城市更新".into(),
        summary: "规定城市更新的程序。".into(),
        made_on: "2026-11-20".into(),
        effective_on: "2026-12-01".into(),
        expires_on: "2031-12-01".into(),
        ..TypedMetadata::default()
    }
}

fn read_as(typed: &TypedMetadata, kind: &str) -> Result<Metadata, Vec<DocumentRefusal>> {
    let library = Library::built_in();
    read(typed, (library.find_kind(kind).unwrap(), &library), now())
}

#[test]
fn fields_are_kept_in_their_normal_form() {
    let metadata = read_as(&typed(), "normative").unwrap();
    assert_eq!(metadata.title, "云溪市人民政府关于印发城市更新办法的通知");
    assert_eq!(metadata.number, "云政发〔2026〕12号");
    assert_eq!(metadata.keywords, "城市更新 老旧小区");
    assert_eq!(metadata.disclosure, Disclosure::Public);
    assert_eq!(
        number_key("云政发［2026］12号"),
        number_key(&metadata.number)
    );
}

#[test]
fn every_flaw_is_told_at_its_field() {
    use kernel::Refusal as _;
    let bad = TypedMetadata {
        column: "news".into(),
        title: "  ".into(),
        number: "云政发〔202612号".into(),
        theme: "城建".into(),
        made_on: "2026-11-22".into(),
        effective_on: "2026年12月1日".into(),
        unpublish_after: "2026-11-20".into(),
        disclosure: "withheld".into(),
        publish_at: "2026-11-21T10:00".into(),
        ..typed()
    };
    let fields: Vec<_> = read_as(&bad, "normative")
        .unwrap_err()
        .iter()
        .map(|it| it.field().unwrap())
        .collect();
    for wanted in [
        "column",
        "number",
        "theme",
        "effective_on",
        "title",
        "made_on",
        "unpublish_after",
        "publish_at",
        "disclosure_ground",
        "review_again_on",
    ] {
        assert!(fields.contains(&wanted), "{wanted} not among {fields:?}");
    }
}

#[test]
fn a_damaged_number_is_refused_with_what_it_may_mean() {
    let bad = TypedMetadata {
        number: "国办发〔202112号".into(),
        ..typed()
    };
    let flaws = read_as(&bad, "normative").unwrap_err();
    assert_eq!(
        flaws,
        [DocumentRefusal::NumberDamaged("国办发〔2021〕12号".into())]
    );
}

#[test]
fn what_a_kind_demands_is_named_before_review() {
    let library = Library::built_in();
    let kind = library.find_kind("normative").unwrap();
    let bare = TypedMetadata {
        column: "policies".into(),
        title: "通知".into(),
        ..TypedMetadata::default()
    };
    let metadata = read_as(&bare, "normative").unwrap();
    assert_eq!(
        missing(&metadata, kind, false),
        [
            "发文字号",
            "主题分类",
            "内容概述",
            "成文日期",
            "施行日期",
            "正文或附件"
        ]
    );
    assert!(missing(&read_as(&typed(), "normative").unwrap(), kind, true).is_empty());
}

#[test]
fn a_document_cannot_end_before_it_begins() {
    let bad = TypedMetadata {
        expires_on: "2026-12-01".into(),
        ..typed()
    };
    assert_eq!(
        read_as(&bad, "normative").unwrap_err(),
        [DocumentRefusal::ExpiresTooEarly]
    );
}
