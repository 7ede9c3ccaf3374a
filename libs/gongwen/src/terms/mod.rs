//! When a duty is due: cadences (每季度) and deadlines (9月底前, 3个工作日内) in its words or in a column of times.
//! Dates are plain calendar dates: working days are the calendar's business.

mod cadence;
mod date;
mod day;
mod limit;
mod remark;
mod span;

use crate::outline::line::Line;
use crate::outline::numeral::is_numeral;
use crate::reading::{Term, Trigger};
pub use day::day_of;
pub use remark::{Oddity, Remark};

/// Whether the words are a duty's running text or the entry of a column of times (完成时限).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Running text: a date counts only where the words set it as a limit.
    Prose,
    /// A column or key of times: every time counts.
    Column,
}

/// What a stretch of text sets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms {
    /// Cadences and deadlines with their words, in the order of the text.
    pub list: Vec<Term>,
    /// What the cadences and the calendar cannot hold, in the order of the text.
    pub remarks: Vec<Remark>,
    /// Words that leave the time open (定期, 适时).
    pub has_vague: bool,
    /// A date without a year, read with the plan's year.
    pub has_assumed_year: bool,
    /// A date without a year in a text that gives no year.
    pub has_unknown_year: bool,
}

/// What a parser found: a value and the characters it takes, or characters to pass over.
enum Found {
    Cadence(&'static str),
    Date {
        value: String,
        assumed_year: bool,
    },
    Span(String),
    UnknownYear,
    /// A limit in a year before the plan's, which it carries.
    Early(i16),
    Pass,
}

/// What the parsers look at.
struct Scan<'l> {
    chars: &'l [char],
    /// First character of the stretch.
    from: usize,
    /// Character after its last.
    to: usize,
    year: Option<i16>,
    manner: Manner,
}

impl Scan<'_> {
    fn has(&self, at: usize, word: &str) -> bool {
        let rest = self.chars.get(at..self.to).unwrap_or_default();
        word.chars()
            .enumerate()
            .all(|(i, c)| rest.get(i) == Some(&c))
    }

    fn any(&self, at: usize, words: &[&str]) -> Option<usize> {
        words
            .iter()
            .filter(|w| self.has(at, w))
            .map(|w| w.chars().count())
            .max()
    }

    /// Whether one of the words ends right before `at`.
    fn ends_before(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|w| {
            let n = w.chars().count();
            at >= self.from + n && self.has(at - n, w)
        })
    }

    fn char(&self, at: usize) -> char {
        if at < self.to { self.chars[at] } else { '\0' }
    }

    fn before(&self, at: usize) -> char {
        if at > self.from {
            self.chars[at - 1]
        } else {
            '\0'
        }
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while at < self.to && self.chars[at] == ' ' {
            at += 1;
        }
        at
    }
}

/// Reads the terms of `from..to`; `year` is the year that the plan covers.
pub fn read(line: &Line, (from, to): (usize, usize), year: Option<i16>, manner: Manner) -> Terms {
    let scan = Scan {
        chars: &line.chars,
        from,
        to,
        year,
        manner,
    };
    let mut terms = Terms::default();
    let mut at = from;
    let mut in_title = 0usize;
    let mut told = from;
    // the last cadence, and where its words begin
    let mut rhythm = None;
    while at < to {
        let c = scan.chars[at];
        match c {
            '《' => in_title += 1,
            '》' => in_title = in_title.saturating_sub(1),
            _ => {}
        }
        let is_open = in_title == 0 && at >= told;
        if is_open && let Some(end) = remark::festival(&scan, at) {
            terms.remark(line, Oddity::Festival, (at, end));
            told = end;
        }
        if !is_anchor(c) {
            at += 1;
            continue;
        }
        let found = cadence::read(&scan, at).or_else(|| {
            if in_title > 0 {
                None
            } else {
                date::read(&scan, at).or_else(|| span::read(&scan, at))
            }
        });
        let is_open = in_title == 0 && at >= told;
        let odd = is_open
            .then(|| remark::at(&scan, at, found.as_ref().map(|(f, _)| f)))
            .flatten();
        if let Some((oddity, end)) = odd {
            terms.remark(line, oddity, (at, end));
            told = end;
            if found.is_none() {
                terms.widen(line, rhythm, (at, end));
            }
        }
        let Some((found, end)) = found else {
            if matches!(c, '定' | '适') && (scan.has(at, "定期") || scan.has(at, "适时")) {
                terms.has_vague = true;
            }
            at += 1;
            continue;
        };
        let end = end.max(at + 1);
        if let Found::Cadence(value) = found {
            rhythm = Some((value, at));
        }
        // 每月10日前: the cadence's words hold its day
        let words = match odd {
            Some((Oddity::DayOfCadence, stop)) => stop.max(end),
            _ => end,
        };
        let states_day = matches!(found, Found::Cadence(value)
            if words > end && day_of(value, line.written(at, words)).is_some());
        add(&mut terms, line, &scan, (found, at, words));
        // 每月结束后5个工作日内: the day is the cadence's, no span of its own
        at = if states_day { words } else { end };
    }
    terms
}

impl Terms {
    fn remark(&mut self, line: &Line, oddity: Oddity, (from, to): (usize, usize)) {
        self.remarks.push(Remark {
            oddity,
            words: line.written(from, to).to_owned(),
            place: line.place(from, to),
        });
    }

    /// 每月公布收支,于次月10日前上网: a day of the period after belongs to the words of the cadence before it in its sentence.
    fn widen(&mut self, line: &Line, rhythm: Option<(&str, usize)>, (at, end): (usize, usize)) {
        let Some((value, from)) = rhythm else {
            return;
        };
        let is_one_sentence = at - from <= LONGEST_RHYTHM
            && !line.chars[from..at].iter().any(|c| matches!(c, '。' | ';'));
        let Some(term) = self.list.iter_mut().find(|t| t.value == value) else {
            return;
        };
        let words = line.written(from, end);
        if is_one_sentence && day_of(value, &term.words).is_none() && day_of(value, words).is_some()
        {
            term.words = words.to_owned();
        }
    }
}

/// Characters between a cadence and the day of the period after that is said to belong to it.
const LONGEST_RHYTHM: usize = 60;

fn is_anchor(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            '每' | '按'
                | '逐'
                | '年'
                | '月'
                | '季'
                | '周'
                | '上'
                | '下'
                | '第'
                | '半'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '两'
                | '〇'
                | '定'
                | '适'
                | '本'
                | '今'
                | '当'
                | '明'
                | '次'
                | '全'
        )
}

fn add(terms: &mut Terms, line: &Line, scan: &Scan, (found, at, end): (Found, usize, usize)) {
    let (value, trigger) = match found {
        Found::Pass => return,
        Found::Early(plan) => {
            terms.remark(line, Oddity::BeforePlan(plan), (at, end));
            return;
        }
        Found::UnknownYear => {
            terms.has_unknown_year = true;
            return;
        }
        Found::Cadence(value) => (value.to_owned(), Trigger::None),
        Found::Date {
            value,
            assumed_year,
        } => {
            terms.has_assumed_year |= assumed_year;
            let early = scan.year.filter(|plan| is_year_before(&value, *plan));
            if let Some(plan) = early {
                terms.remark(line, Oddity::BeforePlan(plan), (at, end));
            }
            (value, Trigger::None)
        }
        Found::Span(value) => {
            let trigger = span::trigger(line, scan, at);
            (value, trigger)
        }
    };
    let term = Term {
        value,
        words: line.written(at, end).to_owned(),
        trigger,
    };
    merge(&mut terms.list, term);
}

/// Adds a term unless its value stands already; of a cadence's words those that name a day are kept.
pub fn merge(list: &mut Vec<Term>, term: Term) {
    match list.iter_mut().find(|t| t.value == term.value) {
        Some(old)
            if is_cadence(&term.value) && names_day(&term.words) && !names_day(&old.words) =>
        {
            old.words = term.words;
        }
        Some(_) => {}
        None => list.push(term),
    }
}

/// Whether a cadence's words name a day (每月10日前, 每周五).
fn names_day(words: &str) -> bool {
    words
        .chars()
        .any(|c| c.is_numeric() || is_numeral(c) || "日号底末旬初首".contains(c))
}

fn is_year_before(date: &str, plan: i16) -> bool {
    date.get(..4)
        .and_then(|year| year.parse::<i16>().ok())
        .is_some_and(|year| year < plan)
}

/// Whether a value is a cadence.
pub fn is_cadence(value: &str) -> bool {
    matches!(value, "weekly" | "monthly" | "quarterly" | "yearly")
}

#[cfg(test)]
mod tests;
