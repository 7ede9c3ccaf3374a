//! Dates as documents and their pages write them: 2021年8月13日, 二〇二一年八月十三日, 2021-08-13 10:22, and dates whose
//! separators were lost on the page (2021813). Deadlines and spans are not read here.

use jiff::civil::Date;

use super::fold::{fold, is_blank};

/// What a stretch of text says about a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateReading {
    /// One date, its separators in place.
    Exact(Date),
    /// The separators are lost; every valid date it can stand for, ascending, at least one.
    Lost(Vec<Date>),
}

/// In whose manner a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// With 年 and 月: as documents are signed.
    Signed,
    /// With hyphens, dots or slashes, or with a time of day: as pages show it.
    Page,
    /// Digits alone.
    Bare,
}

/// A date found at the beginning of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// What it says.
    pub reading: DateReading,
    /// How it is written.
    pub manner: Manner,
    /// Bytes of the folded text that it takes, a time of day included.
    pub length: usize,
}

/// Reads a text that is a date as a whole (a time of day may follow). Brackets around it are dropped.
pub fn parse(text: &str) -> Option<FoundDate> {
    if text.len() > 120 {
        return None;
    }
    let folded = fold(text);
    let bare = folded
        .trim_matches(|c: char| c == ' ' || "()[]〔〕【】•·*".contains(c))
        .trim();
    let found = prefix(bare)?;
    bare.get(found.length..)?
        .trim()
        .trim_end_matches(['。', '.'])
        .is_empty()
        .then_some(found)
}

/// Chooses among the readings of a date that lost its separators: the only one not later than `bounds`, if it is one.
pub fn settle(reading: &DateReading, bounds: &[Date]) -> Option<Date> {
    match reading {
        DateReading::Exact(date) => Some(*date),
        DateReading::Lost(candidates) => {
            let mut possible = candidates
                .iter()
                .filter(|date| bounds.iter().all(|bound| *date <= bound));
            let only = possible.next()?;
            possible.next().is_none().then_some(*only)
        }
    }
}

/// Reads the date with which a folded text begins.
pub(crate) fn prefix(text: &str) -> Option<FoundDate> {
    let mut cursor = Cursor { text, at: 0 };
    let (year, run) = cursor.year()?;
    if run.len() > 4 {
        let reading = lost(&run, year)?;
        return Some(FoundDate {
            reading,
            manner: Manner::Bare,
            length: cursor.at,
        });
    }
    let separator = cursor.separator('年')?;
    let (month, digits) = cursor.number(4)?;
    if separator == '年' && digits >= 2 && cursor.peek_past_blanks() != Some('月') {
        return partly_lost(cursor, year, digits);
    }
    if digits > 2 {
        return None;
    }
    cursor.separator('月')?;
    let (day, digits) = cursor.number(2)?;
    if digits > 2 || cursor.peek().is_some_and(|c| c.is_ascii_digit()) && !cursor.has_time() {
        return None;
    }
    let blanks = cursor.at;
    cursor.skip_blanks();
    if !cursor.eat('日') && !cursor.eat('号') {
        cursor.at = blanks;
    }
    let date = date_of(year, month, day)?;
    let timed = cursor.time();
    let manner = if separator == '年' && !timed {
        Manner::Signed
    } else {
        Manner::Page
    };
    Some(FoundDate {
        reading: DateReading::Exact(date),
        manner,
        length: cursor.at,
    })
}

/// `2021年813日`: only the 月 is lost.
fn partly_lost(mut cursor: Cursor<'_>, year: i16, digits: usize) -> Option<FoundDate> {
    let run = cursor.text.get(cursor.at - digits..cursor.at)?.to_string();
    cursor.skip_blanks();
    cursor.eat('日').then_some(())?;
    let candidates = splits(&run, year);
    let reading = (!candidates.is_empty()).then_some(DateReading::Lost(candidates))?;
    Some(FoundDate {
        reading,
        manner: Manner::Signed,
        length: cursor.at,
    })
}

/// A run of six to eight digits beginning with a year.
fn lost(run: &str, year: i16) -> Option<DateReading> {
    let rest = run.get(4..)?;
    let candidates = splits(rest, year);
    match (rest.len(), candidates.as_slice()) {
        (_, []) => None,
        (4, [only]) => Some(DateReading::Exact(*only)),
        _ => Some(DateReading::Lost(candidates)),
    }
}

/// Every month and day that the digits can be cut into. Documents do not pad either (GB/T 9704), pages pad both: a
/// day is padded only where its month is.
fn splits(digits: &str, year: i16) -> Vec<Date> {
    let mut found = Vec::new();
    for cut in 1..=2 {
        let Some((month, day)) = digits.split_at_checked(cut) else {
            continue;
        };
        if day.is_empty() || day.len() > 2 || (day.starts_with('0') && cut == 1) {
            continue;
        }
        if let (Ok(month), Ok(day)) = (month.parse(), day.parse())
            && let Some(date) = date_of(year, month, day)
            && !found.contains(&date)
        {
            found.push(date);
        }
    }
    found.sort_unstable();
    found
}

fn date_of(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The value of a Chinese digit, in positional writing (二〇二一).
pub(crate) fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '○' | '零' | 'O' | 'o' | '◯' | 'Ο' | 'О' | '0' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The value of a number up to 39 in Chinese words: 十二, 二十一, 廿三, 三十.
fn han_number(words: &str) -> Option<u32> {
    let mut tens = 0;
    let mut ones = 0;
    for (at, c) in words.chars().enumerate() {
        match c {
            '十' => {
                tens = if at == 0 {
                    1
                } else {
                    std::mem::take(&mut ones)
                }
            }
            '廿' => tens = 2,
            '卅' => tens = 3,
            _ => ones = han_digit(c)?,
        }
    }
    Some(tens * 10 + ones)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn peek_past_blanks(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().find(|c| !is_blank(*c))
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn skip_blanks(&mut self) -> bool {
        let from = self.at;
        while let Some(c) = self.peek().filter(|c| is_blank(*c)) {
            self.at += c.len_utf8();
        }
        self.at > from
    }

    fn run(&mut self, wanted: impl Fn(char) -> bool, most: usize) -> &str {
        let from = self.at;
        let mut count = 0;
        while count < most
            && let Some(c) = self.peek().filter(|c| wanted(*c))
        {
            self.at += c.len_utf8();
            count += 1;
        }
        self.text.get(from..self.at).unwrap_or("")
    }

    /// Four digits in either writing, or six to eight Arabic ones in a run.
    fn year(&mut self) -> Option<(i16, String)> {
        let arabic = self.run(|c| c.is_ascii_digit(), 9).to_string();
        let run = if arabic.is_empty() {
            let han = self.run(|c| han_digit(c).is_some(), 5).to_string();
            han.chars()
                .filter_map(han_digit)
                .filter_map(|n| char::from_digit(n, 10))
                .collect()
        } else {
            arabic
        };
        if !matches!(run.len(), 4 | 6..=8) {
            return None;
        }
        let year: i16 = run.get(..4)?.parse().ok()?;
        (1949..=2099).contains(&year).then_some((year, run))
    }

    /// 年 or 月 (given), a sign of pages, or blanks alone.
    fn separator(&mut self, word: char) -> Option<char> {
        let blanks = self.skip_blanks();
        let found = self.peek()?;
        if found == word || matches!(found, '-' | '.' | '/' | '—' | '–' | '－' | '．') {
            self.at += found.len_utf8();
            self.skip_blanks();
            return Some(found);
        }
        (blanks && found.is_ascii_digit()).then_some(' ')
    }

    /// A number in either writing, with the count of its digits.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let arabic = self.run(|c| c.is_ascii_digit(), most);
        if !arabic.is_empty() {
            return Some((arabic.parse().ok()?, arabic.len()));
        }
        let words = self.run(
            |c| han_digit(c).is_some() || matches!(c, '十' | '廿' | '卅'),
            3,
        );
        (!words.is_empty())
            .then(|| han_number(words))
            .flatten()
            .map(|n| (n, 1))
    }

    fn has_time(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        rest.as_bytes().get(2) == Some(&b':')
    }

    /// `10:22`, `T10:22:05`, after blanks.
    fn time(&mut self) -> bool {
        let from = self.at;
        self.skip_blanks();
        self.eat('T');
        let hours = self.run(|c| c.is_ascii_digit(), 2).len();
        let mut minutes = 0;
        while minutes < 2 && self.eat(':') && !self.run(|c| c.is_ascii_digit(), 2).is_empty() {
            minutes += 1;
        }
        let timed = hours > 0 && minutes > 0;
        if !timed {
            self.at = from;
        }
        timed
    }
}
