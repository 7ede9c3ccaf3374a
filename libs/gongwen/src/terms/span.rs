//! Spans that start at an event: 3个工作日内, 1个月内, 24小时内, 自印发之日起三年内, and what starts them.

use super::{Found, Manner, Scan};
use crate::outline::line::Line;
use crate::outline::numeral::number;
use crate::reading::Trigger;
use crate::units::role::{contains, ends, find};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    WorkDays,
    Days,
    Weeks,
    Months,
    Years,
    Hours,
    Minutes,
}

const MEASURES: &[(&str, Measure)] = &[
    ("个工作日", Measure::WorkDays),
    ("工作日", Measure::WorkDays),
    ("个自然日", Measure::Days),
    ("自然日", Measure::Days),
    ("日", Measure::Days),
    ("天", Measure::Days),
    ("个月", Measure::Months),
    ("年", Measure::Years),
    ("个年度", Measure::Years),
    ("个小时", Measure::Hours),
    ("小时", Measure::Hours),
    ("分钟", Measure::Minutes),
    ("周", Measure::Weeks),
    ("个星期", Measure::Weeks),
    ("星期", Measure::Weeks),
];

pub(super) fn read(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    if let Some((value, n)) = [
        ("半年内", "P6M", 3),
        ("半个月内", "P15D", 4),
        ("半年以内", "P6M", 4),
        ("半小时内", "PT30M", 4),
    ]
    .iter()
    .find(|(w, _, _)| scan.has(at, w))
    .map(|(_, v, n)| (*v, *n))
    {
        let counted = matches!(
            scan.before(at),
            '上' | '下' | '近' | '每' | '前' | '一' | '两'
        );
        return (!counted).then(|| (Found::Span(value.to_owned()), at + n));
    }
    let before = scan.before(at);
    if before.is_ascii_digit() || matches!(before, '.' | '第' | '分' | '十' | '百') {
        return None;
    }
    let (value, after) = number(&scan.chars[..scan.to], at)?;
    if value == 0 || value > 3000 {
        return None;
    }
    let unit_at = scan.skip_blanks(after);
    let (word, measure) = MEASURES
        .iter()
        .filter(|(w, _)| scan.has(unit_at, w))
        .max_by_key(|(w, _)| w.chars().count())?;
    let end = unit_at + word.chars().count();
    let inside = scan.any(end, &["内", "以内", "之内"]);
    let starts_at_event = scan.ends_before(at, &["之日起", "起", "后", "后的", "起的"])
        && !scan.ends_before(at, &["最后"]);
    let open_ended = matches!(measure, Measure::WorkDays | Measure::Hours)
        && (starts_at_event || scan.manner == Manner::Column);
    let end = match inside {
        Some(n) => end + n,
        None if open_ended && scan.any(end, &["前", "之前"]).is_none() => end,
        None => return None,
    };
    let is_long = matches!(measure, Measure::Years | Measure::Months | Measure::Weeks);
    if is_condition(scan, at, end) || is_long && is_age(scan, at) {
        return Some((Found::Pass, end));
    }
    if *measure == Measure::Years && value == 1 && is_quota(scan, end) {
        return Some((Found::Cadence("yearly"), end));
    }
    if *measure == Measure::Years && value > 30 {
        return None;
    }
    Some((Found::Span(format_span(value, *measure)), end))
}

fn format_span(value: u32, measure: Measure) -> String {
    match measure {
        Measure::WorkDays => format!("P{value}WD"),
        Measure::Days => format!("P{value}D"),
        Measure::Weeks => format!("P{value}W"),
        Measure::Months => format!("P{value}M"),
        Measure::Years => format!("P{value}Y"),
        Measure::Hours => format!("PT{value}H"),
        Measure::Minutes => format!("PT{value}M"),
    }
}

/// Conditions and durations: 近三年内, 注册3年内的企业, 压缩至3个工作日内, 3年内不得申报.
fn is_condition(scan: &Scan, at: usize, end: usize) -> bool {
    let in_principle = scan.ends_before(at, &["原则上"]);
    !in_principle
        && scan.ends_before(
            at,
            &[
                "近",
                "最近",
                "过去",
                "前",
                "上",
                "连续",
                "每",
                "压缩至",
                "压缩到",
                "压减至",
                "压减到",
                "缩短至",
                "缩短到",
                "缩减至",
                "控制在",
                "精简至",
                "减至",
                "降至",
                "压缩为",
                "缩短为",
                "成立不满",
                "不满",
                "满",
                "至少",
            ],
        )
        || scan
            .any(
                end,
                &[
                    "的", "未", "不得", "无", "没有", "累计", "连续", "不再", "已", "不予", "因",
                    "被", "受到", "曾",
                ],
            )
            .is_some()
}

/// 注册3年内的企业: how long something has been so; 登记3个工作日内办结 is no age.
fn is_age(scan: &Scan, at: usize) -> bool {
    scan.ends_before(at, &["成立", "注册", "登记", "毕业", "离校", "入驻"])
}

/// `1年内解读重要政策措施不少于1次`: a yearly quota of publishing or reporting.
fn is_quota(scan: &Scan, end: usize) -> bool {
    let mut to = end;
    while to < scan.to && to - end < 40 && !matches!(scan.char(to), '。' | ';' | ',') {
        to += 1;
    }
    let window = &scan.chars[end..to];
    ["不少于", "至少", "不低于", "不得少于"]
        .iter()
        .any(|w| contains(window, w))
        && [
            "解读", "发布", "公开", "公布", "报告", "通报", "汇报", "宣讲",
        ]
        .iter()
        .any(|w| contains(window, w))
}

/// What starts the span at `at`, in the words of its clause: 自…之日起, …后.
pub(super) fn trigger(line: &Line, scan: &Scan, at: usize) -> Trigger {
    let mut from = at;
    while from > scan.from
        && at - from < 40
        && !matches!(
            scan.chars[from - 1],
            ',' | ';' | '。' | ':' | '(' | '!' | '?'
        )
    {
        from -= 1;
    }
    let mut to = at;
    while to > from && matches!(scan.chars[to - 1], '的' | ' ' | '在') {
        to -= 1;
    }
    let mut clause = &scan.chars[from..to];
    if !(ends(clause, "后") || ends(clause, "起") || ends(clause, "之日")) || clause.len() < 3 {
        return Trigger::None;
    }
    // the event's own words start at 自 or 在 where one stands before them (并在征求活动结束后, 应自公布之日起)
    let lead_in = [
        "并在", "应在", "要在", "须在", "应自", "要自", "并自", "应于", "并于",
    ]
    .iter()
    .filter_map(|w| find(clause, w).map(|i| i + w.chars().count()))
    .max();
    if let Some(skip) = lead_in.filter(|s| *s < clause.len()) {
        from += skip;
        clause = &clause[skip..];
    } else if matches!(clause[0], '在' | '自' | '于' | '并' | '应') && clause.len() > 3 {
        from += 1;
        clause = &clause[1..];
    }
    let own = [
        "要点", "方案", "计划", "意见", "通知", "措施", "办法", "规定", "行动",
    ]
    .iter()
    .any(|w| contains(clause, &format!("本{w}")))
        || (clause.first() == Some(&'本') && clause.len() < 16);
    let issued = [
        "公布", "印发", "发布", "公开", "下发", "出台", "施行", "实施", "发文",
    ]
    .iter()
    .any(|w| contains(clause, w));
    if own && issued || (clause.len() <= 4 && contains(clause, "印发")) {
        return Trigger::PlanPublication;
    }
    Trigger::Event(line.written(from, to).to_owned())
}
