//! Whether a date in its surroundings is a deadline or only told (自…起, 截至…, 2022年底前注册的企业). Parses no dates.

use super::{Found, Manner, Scan};

/// What stands after a date's last part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// 前, 之前, 内, 底, 末: a limit.
    Set,
    /// Nothing of the kind.
    Bare,
}

/// A date as far as the words give it.
#[derive(Clone, Copy)]
pub(super) struct Day {
    pub year: Option<i16>,
    pub month: u8,
    /// `None`: the month's last.
    pub day: Option<u8>,
}

fn leap(year: i16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn last_day(year: i16, month: u8) -> u8 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whether the calendar has such a day; without a year the 29th of February is one.
pub(super) fn is_date(year: Option<i16>, month: u32, day: u32) -> bool {
    let Ok(month) = u8::try_from(month) else {
        return false;
    };
    (1..=12).contains(&month)
        && (1..=u32::from(last_day(year.unwrap_or(2000), month))).contains(&day)
}

/// A date in its surroundings: a deadline, or words to pass over.
pub(super) fn limited(scan: &Scan, day: Day, (at, end): (usize, usize), limit: Limit) -> Found {
    if scan.manner == Manner::Column {
        return if scan.any(end, &["起"]).is_some() {
            Found::Pass
        } else {
            dated(scan, day)
        };
    }
    if limit == Limit::Bare || is_told(scan, at, end) {
        return Found::Pass;
    }
    if let (Some(year), Some(plan)) = (day.year, scan.year)
        && year < plan
    {
        return Found::Early(plan);
    }
    dated(scan, day)
}

/// Conditions and tellings: 截至, 自…起, 有效期至, 2022年底前注册的企业.
fn is_told(scan: &Scan, at: usize, end: usize) -> bool {
    let after = end + scan.any(end, &["前", "之前", "以前"]).unwrap_or(0);
    let told_before = scan.ends_before(
        at,
        &[
            "截至",
            "截止",
            "有效期至",
            "延长至",
            "延至",
            "延续至",
            "执行至",
            "实施至",
            "每年",
            "每年的",
            "自",
            "从",
            "保留至",
            "顺延至",
            "对",
            "上年",
            "截至到",
            "截止到",
            "截止至",
        ],
    );
    let told_after = scan
        .any(
            after,
            &[
                "已",
                "注册",
                "登记",
                "成立的",
                "设立的",
                "成立并",
                "认定的",
                "出生",
                "参加工作",
                "参保",
                "取得",
                "获得",
                "备案的",
                "签订的",
            ],
        )
        .is_some();
    let qualifies = scan.char(after + 2) == '的' && !matches!(scan.char(after), '完' | ',' | '。');
    let since = scan
        .any(end, &["起", "以来", "后", "之后", "开始施行", "起施行"])
        .is_some();
    told_before || told_after || qualifies || since
}

pub(super) fn dated(scan: &Scan, day: Day) -> Found {
    let Some(year) = day.year.or(scan.year) else {
        return Found::UnknownYear;
    };
    let last = last_day(year, day.month);
    let d = match day.day {
        Some(d) if d > last => return Found::Pass,
        Some(d) => d,
        None => last,
    };
    Found::Date {
        value: format!("{year:04}-{:02}-{d:02}", day.month),
        assumed_year: day.year.is_none(),
    }
}
