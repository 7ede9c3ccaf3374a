//! A grace as an officer writes it: 10个工作日内, 1个月, 1月31日前, 次月前5个工作日内.
//!
//! Pure. Whatever [`Grace::describe`] says reads back as the same grace.

use kernel::Date;

use super::Grace;
use super::day::{DayOf, PeriodOf, StatedDay, within};

/// How the period that a day lies in may be named.
const PERIODS: &[(&str, PeriodOf)] = &[
    ("当期", PeriodOf::Same),
    ("当月", PeriodOf::Same),
    ("当季", PeriodOf::Same),
    ("当周", PeriodOf::Same),
    ("每月", PeriodOf::Same),
    ("每季度", PeriodOf::Same),
    ("每周", PeriodOf::Same),
    ("次期", PeriodOf::Next),
    ("次月", PeriodOf::Next),
    ("次季", PeriodOf::Next),
    ("次周", PeriodOf::Next),
];

/// Reads it; `None` where it says none of these.
pub(super) fn read(text: &str) -> Option<Grace> {
    let text = plain(text);
    let words = ["以内", "之内", "内", "以前", "之前", "前"]
        .into_iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(&text);
    day_of_year(words)
        .or_else(|| day_of_period(words))
        .or_else(|| span(words))
}

/// Without blanks, and with plain digits.
fn plain(text: &str) -> String {
    let wide = |c: char| match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        _ => c,
    };
    let inked = text.chars().filter(|c| !c.is_whitespace());
    inked.map(wide).collect()
}

/// `1月31日`, `每年1月31日`, `次年1月31日`.
fn day_of_year(words: &str) -> Option<Grace> {
    let words = words
        .strip_prefix("每年")
        .or_else(|| words.strip_prefix("次年"))
        .unwrap_or(words);
    let (month, day) = words.strip_suffix('日')?.split_once('月')?;
    let (month, day) = (within(month, 12)?, within(day, 31)?);
    // A leap year has every day that any year has.
    Date::new(2024, month, day).ok()?;
    Some(Grace::OnDate { month, day })
}

/// `次月10日`, `当期第1个月15日`, `次期前5个工作日`, `每周五`.
fn day_of_period(words: &str) -> Option<Grace> {
    let (name, of) = PERIODS.iter().find(|(name, _)| words.starts_with(name))?;
    let rest = words.strip_prefix(name)?;
    let week = if name.ends_with('周') {
        Some(rest)
    } else {
        rest.strip_prefix('周')
    };
    if let Some(day) = week.and_then(day_of_week) {
        let day = DayOf::Week(day);
        return Some(Grace::OnDay(StatedDay {
            of: *of,
            month: None,
            day,
        }));
    }
    let (month, rest) = match rest.strip_prefix('第') {
        Some(rest) => {
            let (month, rest) = rest.split_once("个月")?;
            (Some(within(month, 12)?), rest)
        }
        None => (None, rest),
    };
    let rest = rest.strip_prefix('前').unwrap_or(rest);
    let day = match rest.strip_suffix("个工作日") {
        Some(count) => DayOf::Working(within(count, 31)?),
        None => DayOf::Month(within(rest.strip_suffix('日')?, 31)?),
    };
    Some(Grace::OnDay(StatedDay {
        of: *of,
        month,
        day,
    }))
}

fn day_of_week(name: &str) -> Option<i8> {
    let at = "一二三四五六日"
        .chars()
        .position(|it| name.chars().eq([it]))?;
    i8::try_from(at + 1).ok()
}

/// `10个工作日`, `15日`, `1个月`, `3年`, `24小时`, `2周`.
fn span(words: &str) -> Option<Grace> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = words.split_at(digits);
    let code = match unit {
        "个工作日" | "工作日" => format!("P{number}WD"),
        "日" | "天" | "个自然日" | "自然日" => format!("P{number}D"),
        "周" | "个星期" => format!("P{number}W"),
        "个月" => format!("P{number}M"),
        "年" => format!("P{number}Y"),
        "小时" | "个小时" => format!("PT{number}H"),
        _ => return None,
    };
    code.parse().ok().map(Grace::After)
}
