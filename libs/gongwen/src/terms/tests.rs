//! Deadlines and cadences, sentence by sentence. Whole plans are tested elsewhere.

use super::*;

fn values(text: &str, manner: Manner) -> Vec<String> {
    let line = Line::new(text);
    read(&line, (0, line.len()), Some(2023), manner)
        .list
        .into_iter()
        .map(|t| t.value)
        .collect()
}

fn prose(text: &str, expect: &[&str]) {
    assert_eq!(values(text, Manner::Prose), expect, "{text}");
}

fn column(text: &str, expect: &[&str]) {
    assert_eq!(values(text, Manner::Column), expect, "{text}");
}

#[test]
fn dates_that_set_a_limit_are_deadlines() {
    prose("2023年9月底前,各单位公开", &["2023-09-30"]);
    prose("２０２３年９月底前完成", &["2023-09-30"]);
    prose("9月底前完成", &["2023-09-30"]);
    prose("年内完成目录编制", &["2023-12-31"]);
    prose("2023年内应予纳入", &["2023-12-31"]);
    prose("年底前建成,2024年底前推广", &["2023-12-31", "2024-12-31"]);
    prose("2023年12月15日前报送", &["2023-12-15"]);
    prose("6月中旬前上线", &["2023-06-20"]);
    prose("第三季度末前完成", &["2023-09-30"]);
    prose("二季度前完成", &["2023-06-30"]);
    prose("上半年完成改造", &["2023-06-30"]);
    prose("二〇二三年十二月三十一日前", &["2023-12-31"]);
    prose("到2025年,建成100家", &["2025-12-31"]);
    prose("力争到2027年实现", &["2027-12-31"]);
    prose("次年1月31日前", &["2024-01-31"]);
    prose("2024年2月底前", &["2024-02-29"]);
    prose("本年度内完成", &["2023-12-31"]);
    prose("6月20日、12月20日前报送", &["2023-06-20", "2023-12-20"]);
    prose("6月20日和12月5日前报送", &["2023-06-20", "2023-12-05"]);
    prose("12月10日、20日前报送", &["2023-12-10", "2023-12-20"]);
    prose("今年三季度开工", &["2023-09-30"]);
    prose("10月份公布名单", &["2023-10-31"]);
}

#[test]
fn dates_that_only_tell_are_none() {
    for text in [
        "从2023年起施行",
        "截至2023年底,全市共有",
        "自2023年7月1日起施行",
        "有效期至2025年12月31日",
        "2023年度行政考评",
        "2021年至2025年期间",
        "2022年底前已建成的",
        "公开2023年住房保障任务",
        "2023年第一季度经济运行情况",
        "连续3年",
        "分三年实施",
        "每年1月31日前",
        "近三年内",
        "注册3年内的企业",
        "对2023年1月1日前注册的企业",
        "开展年底考核",
        "2023年6月1日正式印发",
    ] {
        let found: Vec<String> = values(text, Manner::Prose)
            .into_iter()
            .filter(|v| !is_cadence(v))
            .collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn spans_start_at_events() {
    prose("文件公开后3个工作日内在网站发布", &["P3WD"]);
    prose("征求活动结束后1个月内公开", &["P1M"]);
    prose("自印发之日起三年内建成", &["P3Y"]);
    prose("3年内建成", &["P3Y"]);
    prose("应在24小时内举行新闻发布会", &["PT24H"]);
    prose("自信息形成之日起20个工作日内", &["P20WD"]);
    prose("审批时限压缩至3个工作日内", &[]);
    prose("30日内答复", &["P30D"]);
    prose("一般登记3个工作日内办结", &["P3WD"]);
    prose("原则上24小时内完成", &["PT24H"]);
    let line = Line::new("并在本要点公布后15个工作日内公开,征求活动结束后1个月内反馈");
    let list = read(&line, (0, line.len()), None, Manner::Prose).list;
    assert_eq!(list[0].trigger, Trigger::PlanPublication);
    assert_eq!(list[1].trigger, Trigger::Event("征求活动结束后".into()));
}

#[test]
fn cadences_are_of_publishing_and_reporting() {
    prose("按月公开全市财政收支情况", &["monthly"]);
    prose(
        "每周发布价格信息,发布年度粮食供需平衡表",
        &["weekly", "yearly"],
    );
    prose(
        "每月发布价格,每季度、年度发布回顾和预测报告",
        &["monthly", "quarterly", "yearly"],
    );
    prose("组织召开季度全市经济运行情况新闻发布会", &["quarterly"]);
    prose("定期公开住房公积金年度报告", &["yearly"]);
    prose("要按季度向社会公开饮用水安全状况", &["quarterly"]);
    prose("负责人1年内解读重要政策措施不少于1次", &["yearly"]);
    prose("每月定期发布交易信息月报数据", &["monthly"]);
    prose("公开年度减贫责任书", &["yearly"]);
    prose("每年1月31日前公布年度报告", &["yearly"]);
    prose("每月调度、每季度通报", &["quarterly"]);
    prose("办好政府公报,每月出版一期", &["monthly"]);
    prose("实行一月一调度、一季一通报", &["quarterly"]);
    prose("全年解读重要政策不少于2次", &["yearly"]);
    prose("季度公布检查结果", &["quarterly"]);
    prose("公开失信企业,每年1次。", &["yearly"]);
    prose("每周一张榜", &["weekly"]);
    prose("督查情况形成年度评议报告报县政府", &["yearly"]);
    for text in [
        "开展日常监测、季度抽查和年终考评",
        "每年培育10家企业",
        "每季度听取一次汇报",
        "年度薪酬",
        "上一年度情况公开",
        "制定年度培训计划",
        "每年组织政务公开培训不少于2次",
        "定期公开",
        "每月检查公众号和栏目更新情况",
        "全年推送原创稿件不少于50篇",
        "每月召开例会",
    ] {
        prose(text, &[]);
    }
    assert_eq!(
        values("年内至少专门听取一次汇报", Manner::Prose),
        ["2023-12-31"]
    );
}

#[test]
fn a_column_of_times_is_read_without_marks() {
    column("2024年6月底", &["2024-06-30"]);
    column("6月30日前", &["2023-06-30"]);
    column("2024年6月", &["2024-06-30"]);
    column("2024年", &["2024-12-31"]);
    column("2023年3月-11月", &["2023-11-30"]);
    column("2023年4月1日至2023年6月30日", &["2023-06-30"]);
    column("2023-2025年", &["2025-12-31"]);
    column("第二季度", &["2023-06-30"]);
    column("上半年", &["2023-06-30"]);
    column("年内", &["2023-12-31"]);
    column("每季度", &["quarterly"]);
    column("每年12月底前", &["yearly"]);
    column("2024.06.30", &["2024-06-30"]);
    column("印发后1个月内", &["P1M"]);
    for text in ["全年", "长期坚持", "持续推进", "常态化", "及时"] {
        column(text, &[]);
    }
}
