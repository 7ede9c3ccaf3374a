//! Lines that are nothing but a period (一月, 3月份, 第二季度, 全年) and head the duties below them, as plans ordered by the
//! calendar have them. Reads no dates: what a period means as a time is the business of `terms`.

use std::collections::HashMap;

use super::draft::{Book, Seg};
use crate::outline::label::{self, Style};
use crate::outline::numeral;
use crate::units::role::{ends, starts};

/// Periods that have no place in the order of the year.
const OPEN: &[&str] = &[
    "全年",
    "长期",
    "常年",
    "日常",
    "平时",
    "每月",
    "每季度",
    "每季",
    "每周",
    "每年",
    "每半年",
    "经常性",
    "常态化",
];

/// What may follow a period in a heading that says nothing else (一月工作, 三季度重点任务).
const AROUND: &[&str] = &[
    "份", "工作", "重点", "任务", "安排", "事项", "公开", "计划", "主要", ":",
];

/// A line's period: the month with which it ends, or 0 where it has no place in the year.
fn rank(chars: &[char]) -> Option<u32> {
    // most lines are long: they are told apart before anything is copied
    if chars.len() > 32 {
        return None;
    }
    let chars: Vec<char> = chars.iter().copied().filter(|c| *c != ' ').collect();
    if chars.len() > 16 {
        return None;
    }
    let mut words = &chars[..];
    while let Some(word) = AROUND
        .iter()
        .find(|w| ends(words, w) && words.len() > w.chars().count())
    {
        words = &words[..words.len() - word.chars().count()];
    }
    if OPEN.iter().any(|w| w.chars().eq(words.iter().copied())) {
        return Some(0);
    }
    if let Some((year, after)) = numeral::number(words, 0)
        && (1990..2100).contains(&year)
        && words.get(after) == Some(&'年')
    {
        words = &words[after + 1..];
    }
    half(words)
        .or_else(|| quarter(words))
        .or_else(|| months(words))
}

fn half(words: &[char]) -> Option<u32> {
    match words {
        ['上', '半', '年'] => Some(6),
        ['下', '半', '年'] => Some(12),
        _ => None,
    }
}

fn quarter(words: &[char]) -> Option<u32> {
    let from = usize::from(starts(words, "第"));
    let (number, after) = numeral::number(words, from)?;
    let is_all = matches!(&words[after..], ['季', '度'] | ['季']);
    (is_all && (1..=4).contains(&number)).then_some(number * 3)
}

/// 3月, 1-3月, 1月至3月, 5、6月.
fn months(words: &[char]) -> Option<u32> {
    let (mut at, mut last) = (0, 0);
    loop {
        let (number, after) = numeral::number(words, at)?;
        if !(1..=12).contains(&number) || number <= last {
            return None;
        }
        last = number;
        let named = words.get(after) == Some(&'月');
        at = after + usize::from(named);
        match words.get(at) {
            None if named => return Some(last),
            Some('-' | '至' | '到' | '、' | '和') => at += 1,
            _ => return None,
        }
    }
}

/// Whether a heading says nothing but a period.
pub(crate) fn is_period(chars: &[char]) -> bool {
    rank(chars).is_some()
}

/// The lines of a run that do not head others by their period, and for each of them the line of the period it stands
/// under. Entries of a column of times that lost its grid are no headings: they recur, and close the run.
pub(crate) fn part(book: &Book, run: &[usize]) -> (Vec<usize>, HashMap<usize, usize>) {
    let ranks: Vec<Option<u32>> = run.iter().map(|i| rank(&book.lines[*i].chars)).collect();
    let mut under = HashMap::new();
    if !are_headings(book, run, &ranks) {
        return (run.to_vec(), under);
    }
    let (mut rest, mut open) = (Vec::with_capacity(run.len()), None);
    let within = run.iter().zip(&ranks).skip_while(|(_, r)| r.is_none());
    // the shape of the items under the first period: an outer label ends the last one (三、检查考核 after 九月's 4.)
    let inner = within
        .skip(1)
        .take_while(|(_, r)| r.is_none())
        .find_map(|(i, _)| style_of(book, *i));
    for (line, rank) in run.iter().zip(ranks) {
        if rank.is_some() {
            open = Some(*line);
            continue;
        }
        if style_of(book, *line).is_some_and(|s| inner.is_none_or(|inner| s < inner)) {
            open = None;
        }
        if let Some(period) = open {
            under.insert(*line, period);
        }
        rest.push(*line);
    }
    (rest, under)
}

fn style_of(book: &Book, line: usize) -> Option<Style> {
    let chars = &book.lines[line].chars;
    label::read(chars, label::begin(chars)?).map(|l| l.style)
}

fn are_headings(book: &Book, run: &[usize], ranks: &[Option<u32>]) -> bool {
    let found: Vec<u32> = ranks.iter().filter_map(|r| *r).collect();
    let ordered: Vec<u32> = found.iter().copied().filter(|r| *r > 0).collect();
    let closes = ranks.last().is_some_and(Option::is_some);
    let adjacent = ranks.windows(2).any(|w| w[0].is_some() && w[1].is_some());
    let mut words: Vec<&str> = run
        .iter()
        .zip(ranks)
        .filter(|(_, r)| r.is_some())
        .map(|(i, _)| book.lines[*i].text.trim())
        .collect();
    words.sort_unstable();
    words.dedup();
    found.len() >= 2
        && words.len() == found.len()
        && !closes
        && !adjacent
        && ordered.windows(2).all(|w| w[0] <= w[1])
}

/// The whole line of the period that a stretch stands under.
pub(crate) fn above(book: &Book, under: &HashMap<usize, usize>, seg: Seg) -> Option<Seg> {
    under.get(&seg.line).map(|line| book.whole(*line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::fold::fold;

    fn of(text: &str) -> Option<u32> {
        rank(&text.chars().map(fold).collect::<Vec<_>>())
    }

    #[test]
    fn periods_alone_are_known() {
        for (text, month) in [
            ("一月", 1),
            ("12月份", 12),
            ("十二月", 12),
            ("2025年3月：", 3),
            ("第二季度", 6),
            ("三季度重点工作", 9),
            ("1—3月", 3),
            ("1月至6月", 6),
            ("上半年", 6),
            ("全年", 0),
            ("每月", 0),
        ] {
            assert_eq!(of(text), Some(month), "{text}");
        }
        for text in [
            "3月底前",
            "一月一公布",
            "13月",
            "三",
            "每月10日",
            "2025年",
            "公开月",
            "3月15日",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
