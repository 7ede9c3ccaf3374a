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
    prose("每月最后一个工作日公布", &["monthly"]);
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
    prose("每月在村务公开栏张贴收支明细", &["monthly"]);
    prose("每季度将检测结果上墙", &["quarterly"]);
    prose("大喇叭每周播放缴费提醒", &["weekly"]);
    prose("每月5日前，各村将上月收支在公开栏张贴", &["monthly"]);
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
        "每月检查宣传画张贴情况",
        "每月10日前,召开例会",
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

/// The remarks on a text of a plan of 2026: code and words.
fn remarks(text: &str, manner: Manner) -> Vec<(&'static str, String)> {
    let line = Line::new(text);
    read(&line, (0, line.len()), Some(2026), manner)
        .remarks
        .into_iter()
        .map(|r| (r.oddity.code(), r.words))
        .collect()
}

fn remarked(text: &str, code: &'static str, words: &str) {
    let found = remarks(text, Manner::Prose);
    assert_eq!(found, [(code, words.to_owned())], "{text}");
}

#[test]
fn a_day_within_each_period_is_remarked_and_kept_in_the_words() {
    for (text, value, words) in [
        ("每月10日前公开上月财政收支", "monthly", "每月10日前"),
        ("每月25日前报送信息", "monthly", "每月25日前"),
        ("每个月10日前公布", "monthly", "每个月10日前"),
        ("于每月二十日之前公布", "monthly", "每月二十日之前"),
        ("每月前5个工作日内公布", "monthly", "每月前5个工作日内"),
        ("每月中旬前公布", "monthly", "每月中旬前"),
        ("每月5日、20日前公布", "monthly", "每月5日、20日前"),
        ("每季度首月15日前公布水质", "quarterly", "每季度首月15日前"),
        (
            "每季度最后一个月25日前公布",
            "quarterly",
            "每季度最后一个月25日前",
        ),
        ("每季度末公布进展", "quarterly", "每季度末"),
        ("每周五通报情况", "weekly", "每周五"),
        ("每周一前报送", "weekly", "每周一前"),
        ("每年1月31日前公布年度报告", "yearly", "每年1月31日前"),
        ("每年３月份公布目录", "yearly", "每年３月份"),
    ] {
        remarked(text, "cadence_day", words);
        let line = Line::new(text);
        let list = read(&line, (0, line.len()), Some(2026), Manner::Prose).list;
        assert_eq!(list[0].value, value, "{text}");
        assert_eq!(list[0].words, words, "{text}");
    }
    remarked("每年6月底前完成培训", "cadence_day", "每年6月底前");
    remarked("按月公布收支,于次月10日前上网", "cadence_day", "次月10日前");
    assert_eq!(
        remarks("每年12月底前", Manner::Column),
        [("cadence_day", "每年12月底前".to_owned())]
    );
    for text in [
        "每月公布收支",
        "每周一次通报",
        "每周一张榜",
        "每周二次更新",
        "每年2次公布结果",
        "每月公开上月情况",
        "每季度第三方评估结果公布",
        "按季度公布",
        "每周三为开放日",
        "当月10日公布的数据",
    ] {
        assert_eq!(remarks(text, Manner::Prose), [], "{text}");
    }
}

#[test]
fn a_day_named_later_widens_the_words_of_its_cadence() {
    for text in [
        "每月公布收支,每月10日前报送",
        "按月公布收支,每月10日前报送",
        "每月10日前报送,每月20日前公布",
        "每月10日前报送,按月公布",
    ] {
        let line = Line::new(text);
        let list = read(&line, (0, line.len()), Some(2026), Manner::Prose).list;
        assert_eq!(list.len(), 1, "{text}");
        assert_eq!(list[0].words, "每月10日前", "{text}");
    }
}

#[test]
fn rhythms_beside_the_four_cadences_are_remarked() {
    for (text, words) in [
        ("每半年公布一次", "每半年"),
        ("每两个月公布一次", "每两个月"),
        ("每2个月通报", "每2个月"),
        ("每日公布空气质量", "每日"),
        ("每天更新数据", "每天"),
        ("每个工作日发布行情", "每个工作日"),
        ("每两周报送一次", "每两周"),
        ("每三年公布一次目录", "每三年"),
        ("每半月报送", "每半月"),
        ("每双月报送", "每双月"),
        ("报送半年报", "半年报"),
        ("按旬发布价格", "按旬"),
        ("公开收支,每半年一次", "每半年"),
    ] {
        remarked(text, "cadence_other", words);
        assert_eq!(values(text, Manner::Prose), [""; 0], "{text}");
    }
    assert_eq!(
        remarks("每半年", Manner::Column),
        [("cadence_other", "每半年".to_owned())]
    );
    for text in [
        "每半年召开一次例会",
        "每日营业时间",
        "按日期公布",
        "上半年公布",
        "每两个单位公布",
    ] {
        let found = remarks(text, Manner::Prose);
        assert!(found.iter().all(|r| r.0 != "cadence_other"), "{text}");
    }
}

#[test]
fn dates_that_no_calendar_has_are_remarked() {
    for (text, words) in [
        ("2026年2月30日前完成", "2026年2月30日前"),
        ("2026年2月29日前完成", "2026年2月29日前"),
        ("6月31日前完成", "6月31日前"),
        ("二月三十日前完成", "二月三十日前"),
        ("2026年6月32日前完成", "2026年6月32日前"),
        ("2026年13月底前完成", "2026年13月底前"),
        ("13月5日前完成", "13月5日前"),
        ("2026-02-30完成", "2026-02-30"),
        ("第五季度末前完成", "第五季度"),
    ] {
        remarked(text, "date_impossible", words);
    }
    for text in [
        "2024年2月29日前已建成的",
        "2026年2月28日前完成",
        "6月30日前完成",
        "24个月内完成",
        "满18月龄",
        "十二月三十一日前完成",
        "第四季度末前完成",
    ] {
        assert_eq!(remarks(text, Manner::Prose), [], "{text}");
    }
}

#[test]
fn limits_before_the_plan_or_by_a_festival_are_remarked() {
    for (text, words) in [
        ("2025年12月31日前完成", "2025年12月31日"),
        ("2025年底前完成", "2025年底"),
        ("到2024年,建成100家", "2024年"),
    ] {
        let found = remarks(text, Manner::Prose);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].0, "date_before_plan", "{text}");
        assert!(found[0].1.starts_with(words), "{text}: {}", found[0].1);
    }
    assert_eq!(
        remarks("2025年12月", Manner::Column),
        [("date_before_plan", "2025年12月".to_owned())]
    );
    remarked("春节前公布名单", "date_by_festival", "春节前");
    remarked("国庆节之前完成", "date_by_festival", "国庆节之前");
    remarked("“十一”前完成", "date_by_festival", "“十一”前");
    remarked("汛期来临前完成排查", "date_by_festival", "汛期来临前");
    for text in [
        "截至2025年底,全市共有",
        "2025年底前已建成的",
        "2025年度行政考评",
        "自2025年7月1日起施行",
        "2027年底前完成",
        "春节期间值班",
        "二十一前后",
        "《2025年底前任务》公布",
    ] {
        assert_eq!(remarks(text, Manner::Prose), [], "{text}");
    }
}

#[test]
fn every_remark_says_the_words_and_what_to_do() {
    let text = "每月10日前公布,每半年通报,2月30日前完成,春节前完成,2025年底前完成。每年6月底前培训";
    let line = Line::new(text);
    let found = read(&line, (0, line.len()), Some(2026), Manner::Prose).remarks;
    assert_eq!(found.len(), 6, "{found:?}");
    for remark in found {
        let message = remark.message();
        assert!(message.starts_with(&format!("“{}”", remark.words)));
        assert!(message.contains("请"), "{message}");
        let (from, to) = (remark.place.start as usize, remark.place.end as usize);
        assert_eq!(&text[from..to], remark.words);
    }
}

/// The day within its period of the only cadence of a text, as `of month day counted`.
fn day_in(text: &str) -> Option<String> {
    let line = Line::new(text);
    let list = read(&line, (0, line.len()), Some(2026), Manner::Prose).list;
    assert_eq!(list.len(), 1, "{text}: {list:?}");
    let form = serde_json::to_value(&list[0]).expect("a term is JSON");
    let day = list[0].day();
    assert_eq!(form.get("day").is_some(), day.is_some(), "{text}");
    let day = form.get("day")?;
    let month = day["month_in_period"].as_u64().unwrap_or(0);
    let (of, counted) = (day["of"].as_str()?, day["counted"].as_str()?);
    Some(format!("{of} {month} {} {counted}", day["day"]))
}

#[test]
fn a_day_within_each_period_is_told_in_numbers() {
    for (text, day) in [
        ("每月10日前公开上月财政收支", "same 0 10 calendar"),
        ("每月 10 日前公开上月财政收支", "same 0 10 calendar"),
        ("于每月二十日之前公布", "same 0 20 calendar"),
        ("每月２５號前報送信息", "same 0 25 calendar"),
        ("每月1日至5日公布", "same 0 5 calendar"),
        ("每月中旬前公布", "same 0 20 calendar"),
        ("每月底前公布", "same 0 31 calendar"),
        ("每月前5个工作日内公布", "same 0 5 working_days"),
        ("每月结束后5个工作日内公布", "next 0 5 working_days"),
        ("每月公布收支,于次月10日前上网", "next 0 10 calendar"),
        ("按月通报情况,次月5日前报送结果", "next 0 5 calendar"),
        ("每季度首月15日前公布水质", "same 1 15 calendar"),
        ("每季度最后一个月25日前公布", "same 3 25 calendar"),
        ("每季度末公布进展", "same 3 31 calendar"),
        ("每季度公布水质,下季度首月10日前上网", "next 1 10 calendar"),
        ("每季度结束后10日内公布水质", "next 1 10 calendar"),
        ("每周五通报情况", "same 0 5 calendar"),
        ("每周一前报送", "same 0 1 calendar"),
        ("每年1月31日前公布年度报告", "same 1 31 calendar"),
        ("每年３月份公布目录", "same 3 31 calendar"),
        ("每年12月底前公布目录", "same 12 31 calendar"),
        ("每年底前公布目录", "same 12 31 calendar"),
    ] {
        assert_eq!(day_in(text).as_deref(), Some(day), "{text}");
    }
    for text in [
        "每月公布收支",
        "每月5日、20日前公布",
        "每月最后一个工作日公布",
        "每季度15日前公布",
        "每年4月31日前公布目录",
        "每月公布收支。次月10日前的数据不计",
    ] {
        assert_eq!(day_in(text), None, "{text}");
    }
}
