//! 公开时限 as catalogues write it.

use super::*;
use proptest::prelude::*;

/// A timing in a word: `P20WD after 信息形成或者变更`, `monthly`, `yearly --01-31`, `standing`.
fn said(text: &str) -> Vec<String> {
    let (timings, unknown) = read(text);
    let mut said: Vec<String> = timings
        .iter()
        .map(|timing| match timing {
            Timing::After { span, trigger, .. } => format!("{span} after {trigger}"),
            Timing::Periodic { cadence, grace, .. } => match grace {
                Some(grace) => format!("{} {grace}", cadence.code()),
                None => cadence.code().to_owned(),
            },
            Timing::Standing => "standing".to_owned(),
        })
        .collect();
    said.extend(unknown.iter().map(|part| format!("? {part}")));
    said
}

#[test]
fn each_wording_amounts_to_a_span_a_cadence_a_date_or_standing_publicity() {
    let rows: &[(&str, &[&str])] = &[
        (
            "信息形成或者变更之日起20个工作日内",
            &["P20WD after 信息形成或者变更"],
        ),
        (
            "自信息形成（变更）之日起２０个工作日内予以公开",
            &["P20WD after 信息形成（变更）"],
        ),
        ("形成之日起二十个工作日内", &["P20WD after 形成"]),
        ("20个工作日内", &["P20WD after 信息形成或者变更"]),
        ("收到决定书之日起3个工作日", &["P3WD after 收到决定书"]),
        (
            "制定或获取信息之日起7个工作日内",
            &["P7WD after 制定或获取信息"],
        ),
        (
            "本级人民代表大会批准后20日内",
            &["P20D after 本级人民代表大会批准"],
        ),
        ("事件发生后24小时内", &["PT24H after 事件发生"]),
        ("征求意见结束后一个月内", &["P1M after 征求意见结束"]),
        ("每年1月31日前", &["yearly --01-31"]),
        ("每年三月底前公开上一年度报告", &["yearly --03-31"]),
        ("每年2月底前", &["yearly --02-29"]),
        ("每年6月底前", &["yearly --06-30"]),
        ("每月", &["monthly"]),
        ("按季度公开", &["quarterly"]),
        ("每季度结束后10个工作日内", &["quarterly P10WD"]),
        ("每月终了后15日内", &["monthly P15D"]),
        ("每年", &["yearly"]),
        ("长期公开", &["standing"]),
        ("实时公开", &["standing"]),
        ("及时公开", &["P20WD after 信息形成或者变更"]),
        (
            "信息形成或变更之日起20个工作日内；法律、法规对期限另有规定的，从其规定",
            &["P20WD after 信息形成或变更"],
        ),
        (
            "原则上20个工作日内；每年1月31日前",
            &["P20WD after 信息形成或者变更", "yearly --01-31"],
        ),
        ("见附件", &["? 见附件"]),
        ("", &[]),
        ("第13月99日前", &["? 第13月99日前"]),
        ("每年13月1日前", &["yearly"]),
    ];
    for (text, expected) in rows {
        assert_eq!(said(text), *expected, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_reading_a_timing_panic(text in "[每年月日底前季度个工作日内小时之起后零一二三十廿0-9０-９;。 ]{0,30}|\\PC{0,30}") {
        let _ = read(&text);
    }
}
