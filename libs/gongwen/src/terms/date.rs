//! Dates that set a limit: 2017年9月底前, 年内, 第二季度末前, 到2025年. Dates that only tell (自…起, 截至…, 有效期至…) are passed over.

use super::limit::{Day, Limit, dated, limited};
use super::{Found, Manner, Scan};
use crate::outline::numeral::{arabic, digit, number};

pub(super) fn read(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    let c = scan.char(at);
    match c {
        '年' => bare_year_end(scan, at),
        '本' | '今' | '当' | '明' | '次' => near_year(scan, at),
        '上' | '下' => half_year(scan, at, (None, at)),
        '第' => quarter(scan, at, (None, at)),
        _ if scan.before(at).is_ascii_digit() || matches!(scan.before(at), '.' | '第') => None,
        _ => {
            if let Some(found) = with_year(scan, at) {
                return Some(found);
            }
            if let Some(found) = pointed(scan, at) {
                return Some(found);
            }
            quarter(scan, at, (None, at))
                .or_else(|| month(scan, at, (None, at)))
                .or_else(|| day_alone(scan, at))
        }
    }
}

/// The year at `at` in Arabic or Chinese digits: its value and the index after 年.
fn year_at(scan: &Scan, at: usize) -> Option<(i16, usize)> {
    let chars = &scan.chars[..scan.to];
    let (value, end) = if scan.char(at).is_ascii_digit() {
        arabic(chars, at)?
    } else {
        let end = (at..scan.to.min(at + 4))
            .take_while(|i| digit(scan.char(*i)).is_some())
            .last()?
            + 1;
        if end - at != 4 {
            return None;
        }
        (
            (at..end).fold(0, |v, i| v * 10 + digit(scan.char(i)).unwrap_or(0)),
            end,
        )
    };
    (1990..2100).contains(&value).then_some((value as i16, end))
}

fn with_year(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    let (year, after) = year_at(scan, at)?;
    let mark = scan.skip_blanks(after);
    // 2021-2023年, 2021至2023年
    if matches!(scan.char(mark), '-' | '至' | '到')
        && let Some((last, end)) =
            year_at(scan, scan.skip_blanks(mark + 1)).or_else(|| year_at(scan, mark + 2))
        && scan.char(scan.skip_blanks(end)) == '年'
    {
        let end = scan.skip_blanks(end) + 1;
        return Some((
            in_column(
                scan,
                Day {
                    year: Some(last),
                    month: 12,
                    day: None,
                },
            ),
            end,
        ));
    }
    if scan.char(mark) != '年' {
        return None;
    }
    let next = scan.skip_blanks(mark + 1);
    if scan.char(next) == '度' && !scan.has(next, "度内") && !scan.has(next, "度底") {
        return Some((Found::Pass, next + 1));
    }
    if let Some(found) = range_of_years(scan, next) {
        return Some(found);
    }
    let context = (Some(year), at);
    if let Some(found) = month(scan, next, context)
        .or_else(|| quarter(scan, next, context))
        .or_else(|| half_year(scan, next, context))
    {
        return Some(found);
    }
    Some(year_alone(scan, year, (at, next)))
}

/// 年至2023年(底): what follows the first year of a range of years.
fn range_of_years(scan: &Scan, next: usize) -> Option<(Found, usize)> {
    if !matches!(scan.char(next), '-' | '至' | '到') {
        return None;
    }
    let (last, end) = year_at(scan, scan.skip_blanks(next + 1))?;
    let end = scan.skip_blanks(end);
    if scan.char(end) != '年' {
        return None;
    }
    let day = match month(scan, end + 1, (Some(last), next)) {
        Some((Found::Date { .. }, stop)) if scan.manner == Manner::Prose => {
            return Some((Found::Pass, stop));
        }
        Some(found) => return Some(found),
        None => Day {
            year: Some(last),
            month: 12,
            day: None,
        },
    };
    Some((in_column(scan, day), end + 1))
}

fn in_column(scan: &Scan, day: Day) -> Found {
    match scan.manner {
        Manner::Column => dated(scan, day),
        Manner::Prose => Found::Pass,
    }
}

fn year_alone(scan: &Scan, year: i16, (at, next): (usize, usize)) -> (Found, usize) {
    let day = Day {
        year: Some(year),
        month: 12,
        day: None,
    };
    if let Some(n) = scan.any(
        next,
        &[
            "年底前",
            "底前",
            "年底",
            "年末",
            "底",
            "末",
            "内",
            "以内",
            "度内",
            "度底",
            "终",
        ],
    ) {
        return (limited(scan, day, (at, next + n), Limit::Set), next + n);
    }
    if let Some(n) = scan.any(next, &["前", "之前", "以前"]) {
        return (limited(scan, day, (at, next), Limit::Set), next + n);
    }
    let target = scan.ends_before(
        at,
        &[
            "到",
            "力争",
            "争取",
            "确保",
            "力争于",
            "力争在",
            "至",
            "预计",
            "目标至",
        ],
    );
    let ranged = scan.ends_before(
        at,
        &[
            "年到",
            "年至",
            "月到",
            "月至",
            "期至",
            "延长至",
            "延至",
            "延续至",
            "执行至",
            "截至",
            "实施至",
            "保留至",
            "顺延至",
            "推迟到",
            "推迟至",
            "起至",
            "日至",
            "追溯至",
            "追溯到",
        ],
    );
    let told = scan
        .any(
            next,
            &[
                "以来", "起", "的", "版", "末", "制定", "印发", "修订", "出台", "已",
            ],
        )
        .is_some()
        && !scan.has(next, "的");
    if scan.manner == Manner::Column || target && !ranged && !told {
        return (limited(scan, day, (at, next), Limit::Set), next);
    }
    (Found::Pass, next)
}

/// 6月, 6月底, 6月中旬, 6月15日, each perhaps with 前; `context` is the year and where the whole date starts.
fn month(scan: &Scan, at: usize, context: (Option<i16>, usize)) -> Option<(Found, usize)> {
    let (value, after) = number(&scan.chars[..scan.to], at)?;
    let mark = scan.skip_blanks(after);
    if scan.char(mark) != '月' || !(1..=12).contains(&value) {
        return None;
    }
    let mut end = mark + 1;
    if scan.char(end) == '份' {
        end += 1;
    }
    let month = value as u8;
    let mut day = Day {
        year: context.0,
        month,
        day: None,
    };
    let at_day = scan.skip_blanks(end);
    let mut limit = Limit::Bare;
    if let Some((d, after)) = number(&scan.chars[..scan.to], at_day)
        && matches!(scan.char(scan.skip_blanks(after)), '日' | '号')
        && (1..=31).contains(&d)
    {
        day.day = Some(d as u8);
        end = scan.skip_blanks(after) + 1;
    } else if let Some((word, d)) = [
        ("上旬", 10),
        ("中旬", 20),
        ("下旬", 0),
        ("底", 0),
        ("末", 0),
        ("初", 10),
    ]
    .iter()
    .find(|(w, _)| scan.has(end, w))
    {
        day.day = (*d > 0).then_some(*d);
        end += word.chars().count();
        limit = Limit::Set;
    } else if scan.has(end, "内") {
        end += 1;
        limit = Limit::Set;
    }
    if let Some(found) = range_of_months(scan, end, context) {
        return Some(found);
    }
    if let Some(n) = scan.any(end, &["前", "之前", "以前", "(含)前", "止"]) {
        limit = Limit::Set;
        let found = limited(scan, day, (context.1, end), limit);
        return Some((found, end + n));
    }
    if limit == Limit::Bare
        && (day.day.is_none() && is_done_by(scan, end) || joins_limit(scan, end, context))
    {
        limit = Limit::Set;
    }
    Some((limited(scan, day, (context.1, end), limit), end))
}

/// Words of what is done by the month or the quarter before them.
const DONE: &[&str] = &[
    "完成",
    "全部",
    "基本",
    "建成",
    "竣工",
    "投用",
    "前后完成",
    "前完成",
    "公布",
    "印发",
    "发布",
    "出台",
    "上线",
    "启用",
    "开通",
    "开办",
    "开工",
    "清零",
    "向社会",
    "投入使用",
    "交付",
    "挂牌",
    "验收",
];

/// Whether something is to be done by the period that ends before `at` (三季度开工, 10月份公布).
fn is_done_by(scan: &Scan, at: usize) -> bool {
    let done = scan.any(at, DONE);
    done.is_some_and(|n| !matches!(scan.char(at + n), '的' | '情') && scan.char(at + 2) != '的')
}

/// `12月10日、20日前`: a day that has its month from the day before it.
fn day_alone(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    if !matches!(scan.before(at), '、' | '和' | '及' | '与') {
        return None;
    }
    let (value, end) = arabic(&scan.chars[..scan.to], at).filter(|(v, _)| (1..=31).contains(v))?;
    if !scan.has(end, "日前") && !scan.has(end, "日之前") {
        return None;
    }
    let back = |mut i: usize| {
        while i > scan.from && scan.chars[i - 1].is_ascii_digit() {
            i -= 1;
        }
        i
    };
    let day_mark = at
        .checked_sub(2)
        .filter(|i| *i > scan.from && scan.char(*i) == '日')?;
    let month_mark = back(day_mark)
        .checked_sub(1)
        .filter(|i| *i > scan.from && scan.char(*i) == '月')?;
    let (month, _) = arabic(&scan.chars[..scan.to], back(month_mark))?;
    let day = Day {
        year: None,
        month: u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?,
        day: Some(value as u8),
    };
    Some((limited(scan, day, (at, end + 1), Limit::Set), end + 1))
}

/// `6月20日、12月20日前`: the mark after the last of several dates goes for all of them.
fn joins_limit(scan: &Scan, end: usize, (year, _): (Option<i16>, usize)) -> bool {
    if !matches!(scan.char(end), '、' | '和' | '及' | '与') {
        return false;
    }
    let next = scan.skip_blanks(end + 1);
    if number(&scan.chars[..scan.to], next)
        .is_some_and(|(_, e)| scan.has(e, "日前") || scan.has(e, "日之前"))
    {
        return true;
    }
    let found = with_year(scan, next).or_else(|| month(scan, next, (year, next)));
    matches!(found, Some((Found::Date { .. }, _)))
}

/// 1月至6月, 3月-11月底: the end of a range counts in a column of times alone.
fn range_of_months(
    scan: &Scan,
    end: usize,
    context: (Option<i16>, usize),
) -> Option<(Found, usize)> {
    let dash = scan.skip_blanks(end);
    if !matches!(scan.char(dash), '-' | '至' | '到') {
        return None;
    }
    let mut next = dash;
    while matches!(scan.char(next), '-' | '至' | '到' | ' ') {
        next += 1;
    }
    if scan.manner == Manner::Column {
        let sub = with_year(scan, next)
            .or_else(|| month(scan, next, context))
            .or_else(|| bare_year_end(scan, next))?;
        return Some(sub);
    }
    let (_, stop) = with_year(scan, next).or_else(|| month(scan, next, (context.0, next)))?;
    Some((Found::Pass, stop))
}

fn quarter(scan: &Scan, at: usize, (year, whole): (Option<i16>, usize)) -> Option<(Found, usize)> {
    let start = if scan.char(at) == '第' { at + 1 } else { at };
    let (value, after) = number(&scan.chars[..scan.to], start)?;
    let end = if scan.has(after, "季度") {
        after + 2
    } else if scan.has(after, "个季度") && scan.char(at) == '第' {
        after + 3
    } else {
        return None;
    };
    if !(1..=4).contains(&value) {
        return None;
    }
    let day = Day {
        year,
        month: value as u8 * 3,
        day: None,
    };
    finish_period(scan, day, (whole, end))
}

fn half_year(
    scan: &Scan,
    at: usize,
    (year, whole): (Option<i16>, usize),
) -> Option<(Found, usize)> {
    let month = match () {
        () if scan.has(at, "上半年") => 6,
        () if scan.has(at, "下半年") => 12,
        () => return None,
    };
    finish_period(
        scan,
        Day {
            year,
            month,
            day: None,
        },
        (whole, at + 3),
    )
}

/// A quarter or half year is a limit with 前, 内, 末, 底 or 完成 after it.
fn finish_period(scan: &Scan, day: Day, (whole, end): (usize, usize)) -> Option<(Found, usize)> {
    let dash = scan.skip_blanks(end);
    if scan.manner == Manner::Column && matches!(scan.char(dash), '-' | '至' | '到') {
        let next = scan.skip_blanks(dash + 1);
        if let Some(found) = quarter(scan, next, (day.year, whole)) {
            return Some(found);
        }
    }
    let marked = scan.any(
        end,
        &[
            "末前",
            "底前",
            "结束前",
            "前",
            "内",
            "末",
            "底",
            "之前",
            "以前",
        ],
    );
    let limit = if marked.is_some() || is_done_by(scan, end) {
        Limit::Set
    } else {
        Limit::Bare
    };
    Some((
        limited(scan, day, (whole, end), limit),
        end + marked.unwrap_or(0),
    ))
}

/// 年内, 年底前, 年底, 年中前: the plan's year.
fn bare_year_end(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    let before = scan.before(at);
    if before.is_ascii_digit()
        || digit(before).is_some()
        || matches!(
            before,
            '十' | '每'
                | '上'
                | '去'
                | '周'
                | '半'
                | '整'
                | '成'
                | '近'
                | '往'
                | '百'
                | '满'
                | '全'
                | '几'
                | '多'
        )
    {
        return None;
    }
    year_end(scan, at, (None, at))
}

/// 本年底前, 今年内, 当年年底前, 明年3月底前, 次年1月31日前.
fn near_year(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    let next_year = matches!(scan.char(at), '明' | '次');
    if scan.char(at + 1) != '年' || matches!(scan.before(at), '每' | '逐') {
        return None;
    }
    let year = if next_year {
        Some(scan.year? + 1)
    } else {
        scan.year
    };
    let inner = if scan.char(at + 2) == '年' {
        at + 2
    } else {
        at + 1
    };
    if let Some(found) = year_end(scan, inner, (year, at)) {
        return Some(found);
    }
    month(scan, at + 2, (year, at))
        .or_else(|| quarter(scan, at + 2, (year, at)))
        .or_else(|| half_year(scan, at + 2, (year, at)))
}

fn year_end(scan: &Scan, at: usize, (year, whole): (Option<i16>, usize)) -> Option<(Found, usize)> {
    let day = Day {
        year: year.or(scan.year),
        month: 12,
        day: None,
    };
    let rest = at + 1;
    if let Some(n) = scan.any(
        rest,
        &[
            "内",
            "底前",
            "末前",
            "终前",
            "底之前",
            "底以前",
            "度内",
            "度底前",
            "以内",
            "底止",
            "底全部",
            "底前后",
            "底基本",
        ],
    ) {
        let end = rest
            + if scan.has(rest, "底全部") || scan.has(rest, "底基本") || scan.has(rest, "底前后")
            {
                1
            } else {
                n
            };
        return Some((limited(scan, day, (whole, end), Limit::Set), end));
    }
    if scan.any(rest, &["中前", "中之前"]).is_some() {
        return Some((
            limited(scan, Day { month: 6, ..day }, (whole, rest + 2), Limit::Set),
            rest + 2,
        ));
    }
    if scan.has(rest, "底") || scan.has(rest, "末") {
        let aimed = scan.ends_before(whole, &["到", "至", "力争", "确保", "争取", "于", "在"]);
        let done = scan
            .any(
                rest + 1,
                &[
                    "完成", "达到", "实现", "建成", "全面", "力争", "要", "投入", "全部", "实现",
                ],
            )
            .is_some();
        if scan.manner == Manner::Column || aimed || done {
            return Some((limited(scan, day, (whole, rest + 1), Limit::Set), rest + 1));
        }
        return Some((Found::Pass, rest + 1));
    }
    None
}

/// 2024.6.30, 2024-06-30, 2024/6: dates of a column of times.
fn pointed(scan: &Scan, at: usize) -> Option<(Found, usize)> {
    if scan.manner != Manner::Column || !scan.char(at).is_ascii_digit() {
        return None;
    }
    let chars = &scan.chars[..scan.to];
    let (year, after) = year_at(scan, at)?;
    let mark = scan.char(after);
    if !matches!(mark, '.' | '-' | '/') {
        return None;
    }
    let (month, after) = arabic(chars, after + 1).filter(|(m, _)| (1..=12).contains(m))?;
    let mut day = Day {
        year: Some(year),
        month: month as u8,
        day: None,
    };
    if scan.char(after) == mark
        && let Some((d, end)) = arabic(chars, after + 1).filter(|(d, _)| (1..=31).contains(d))
    {
        day.day = Some(d as u8);
        return Some((dated(scan, day), end));
    }
    Some((dated(scan, day), after))
}
