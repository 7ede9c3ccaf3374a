//! The day that a cadence's words state within its period, in numbers: 每月10日前, 每季度首月15日前, 次月5个工作日内.
//! Words that state several days, or none that can be counted, have no such form.

use crate::outline::line::Line;
use crate::outline::numeral::number;
use crate::reading::{Counted, PeriodDay, PeriodOf};

use super::limit::is_date;
use super::{Manner, Scan, cadence};

const LIMITS: &[&str] = &["前", "之前", "以前", "内", "之内", "以内"];

/// Words for the period after the one reported, each with its cadence.
const NEXT: &[(&str, &str)] = &[
    ("次月", "monthly"),
    ("下月", "monthly"),
    ("下个月", "monthly"),
    ("下一个月", "monthly"),
    ("次季度", "quarterly"),
    ("次季", "quarterly"),
    ("下季度", "quarterly"),
    ("下季", "quarterly"),
    ("下一季度", "quarterly"),
    ("下个季度", "quarterly"),
    ("次年", "yearly"),
    ("下一年", "yearly"),
    ("下年", "yearly"),
];

/// Words for the period itself, said again.
const SAME: &[(&str, &str)] = &[
    ("当月", "monthly"),
    ("当季", "quarterly"),
    ("当年", "yearly"),
];

/// The day within the period of cadence `value` that `words` state.
pub fn day_of(value: &str, words: &str) -> Option<PeriodDay> {
    let line = Line::new(words);
    let scan = Scan {
        chars: &line.chars,
        from: 0,
        to: line.len(),
        year: None,
        manner: Manner::Prose,
    };
    let (of, at) = start(&scan, value)?;
    let mut read = Reading {
        scan: &scan,
        value,
        of,
        at,
    };
    let mut day = read.day()?;
    if read.take(&["至", "-", "到"]) {
        day = PeriodDay {
            month_in_period: day.month_in_period,
            ..read.day()?
        };
    }
    read.take(&["下班", "上午", "下午"]);
    read.take(LIMITS);
    read.is_at_end().then_some(day)
}

/// The cadence of words for the period after, or for the period itself, at `at`; which of both, and the end.
pub(super) fn relative(scan: &Scan, at: usize) -> Option<(&'static str, PeriodOf, usize)> {
    let named = |list: &'static [(&'static str, &'static str)], of| {
        list.iter()
            .filter(|(word, _)| scan.has(at, word))
            .map(|(word, value)| (*value, of, at + word.chars().count()))
            .max_by_key(|found| found.2)
    };
    named(NEXT, PeriodOf::Next).or_else(|| named(SAME, PeriodOf::Same))
}

/// Where the day begins, and in which period it falls. A period named after the cadence (每月…于次月10日前) goes before.
fn start(scan: &Scan, value: &str) -> Option<(PeriodOf, usize)> {
    let named = (0..scan.to)
        .rev()
        .filter_map(|at| relative(scan, at))
        .find(|found| found.0 == value && !is_month_of_quarter(scan, found.2, value));
    if let Some((_, of, end)) = named {
        return Some((of, end));
    }
    let (_, end) = cadence::whole_period(scan, 0).filter(|found| found.0 == value)?;
    let after = scan.any(end, &["结束后", "终了后", "期满后"]);
    Some(match after {
        Some(n) => (PeriodOf::Next, end + n),
        None => (PeriodOf::Same, end),
    })
}

/// 每季度次月: the second month of the quarter, no next month.
fn is_month_of_quarter(scan: &Scan, end: usize, value: &str) -> bool {
    value == "monthly" && end >= 2 && scan.ends_before(end - 2, &["季度", "季"])
}

struct Reading<'s> {
    scan: &'s Scan<'s>,
    value: &'s str,
    of: PeriodOf,
    at: usize,
}

impl Reading<'_> {
    fn take(&mut self, words: &[&str]) -> bool {
        let n = self.scan.any(self.at, words).unwrap_or(0);
        self.at += n;
        n > 0
    }

    fn pass_blanks(&mut self) {
        while self.take(&[" ", "的", "于", "在"]) {}
    }

    fn is_at_end(&self) -> bool {
        self.scan.skip_blanks(self.at) >= self.scan.to
    }

    fn number(&mut self) -> Option<u32> {
        let (n, end) = number(&self.scan.chars[..self.scan.to], self.at)?;
        self.at = self.scan.skip_blanks(end);
        Some(n)
    }

    fn day(&mut self) -> Option<PeriodDay> {
        self.pass_blanks();
        if self.value == "weekly" {
            let day = "一二三四五六日天"
                .chars()
                .position(|c| c == self.scan.char(self.at))?;
            self.at += 1;
            return Some(self.on(None, (day + 1).min(7) as u8, Counted::Calendar));
        }
        let month = self.month();
        self.pass_blanks();
        let (day, counted) = match self.day_of_month() {
            Some(found) => found,
            // 每年3月份: by its end
            None if month.is_some() && self.value == "yearly" => (31, Counted::Calendar),
            None => return None,
        };
        let is_first = self.of == PeriodOf::Next || counted == Counted::WorkingDays;
        let month = match (self.value, month) {
            ("monthly", None) => None,
            (_, Some(month)) => Some(month),
            // 每季度末, 每年底: the last month's; 每季度结束后10日内: the first month's
            ("quarterly", None) if self.scan.ends_before(self.at, &["末", "底"]) => Some(3),
            ("yearly", None) if self.scan.ends_before(self.at, &["末", "底"]) => Some(12),
            (_, None) if is_first => Some(1),
            _ => return None,
        };
        let is_dated = self.value == "yearly" && self.scan.ends_before(self.at, &["日", "号"]);
        if is_dated && !is_date(None, u32::from(month.unwrap_or(0)), u32::from(day)) {
            return None;
        }
        Some(self.on(month, day, counted))
    }

    fn on(&self, month_in_period: Option<u8>, day: u8, counted: Counted) -> PeriodDay {
        PeriodDay {
            of: self.of,
            month_in_period,
            day,
            counted,
        }
    }

    /// The month within a quarter or a year.
    fn month(&mut self) -> Option<u8> {
        let start = self.at;
        let found = match self.value {
            "quarterly" => self.month_of_quarter(),
            "yearly" => self.month_of_year(),
            _ => None,
        };
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn month_of_quarter(&mut self) -> Option<u8> {
        for (words, month) in [
            (
                ["首月", "首个月", "第一个月", "第1个月", "第一月"].as_slice(),
                1,
            ),
            (&["次月", "第二个月", "第2个月", "第二月"], 2),
            (&["末月", "最后一个月", "第三个月", "第3个月", "第三月"], 3),
        ] {
            if self.take(words) {
                return Some(month);
            }
        }
        None
    }

    fn month_of_year(&mut self) -> Option<u8> {
        let is_ordinal = self.take(&["第"]);
        let n = self.number()?;
        if self.take(&["季度"]) {
            return (1..=4).contains(&n).then_some(n as u8 * 3);
        }
        let is_month = !is_ordinal && (1..=12).contains(&n) && self.scan.char(self.at) == '月';
        if !is_month {
            return None;
        }
        self.at += 1;
        self.take(&["份"]);
        Some(n as u8)
    }

    /// The day of the month, or the working day counted from its first.
    fn day_of_month(&mut self) -> Option<(u8, Counted)> {
        if self.take(&["年底", "年末", "月底", "月末", "底", "末", "下旬"]) {
            return Some((31, Counted::Calendar));
        }
        if self.take(&["上旬"]) {
            return Some((10, Counted::Calendar));
        }
        if self.take(&["中旬"]) {
            return Some((20, Counted::Calendar));
        }
        let counts_from_first = self.take(&["前", "第"]) || self.of == PeriodOf::Next;
        let n = u8::try_from(self.number()?).ok()?;
        if !(1..=31).contains(&n) {
            return None;
        }
        if counts_from_first && self.take(&["个工作日", "工作日"]) {
            return (n <= 20).then_some((n, Counted::WorkingDays));
        }
        let is_day = self.take(&["日", "号"]) || counts_from_first && self.take(&["天"]);
        is_day.then_some((n, Counted::Calendar))
    }
}
