//! 发文字号: its forms, their normal form, and the repair of damaged ones with a stated confidence.
//!
//! `机关代字〔年份〕N号` (GB/T 9704), orders (令), announcements (公告) and the yearly form (2016年第62号). A string
//! that is none of these is no number: callers keep it as it stands and say so. This file does not look for numbers
//! in running text; see [`super::cite`].

use std::fmt;

use super::fold::{fold_char, is_blank, squeeze};

/// Which form a number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// `机关代字〔年份〕N号`.
    Document,
    /// An order: `重庆市人民政府令第359号`.
    Order,
    /// An announcement: `公告2018年第14号`.
    Announcement,
    /// A serial number of the year: `2016年第62号`.
    Yearly,
}

/// A document number in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocNumber {
    /// Its form.
    pub kind: NumberKind,
    /// 机关代字, or the organ before 令 and 公告; may be empty for the latter.
    pub org: String,
    /// The year; an order may have none.
    pub year: Option<i16>,
    /// The sequence number.
    pub seq: u32,
    /// The sequence number with the zeros it was padded with (`014`), to be searched for as well.
    pub padded: Option<String>,
    /// Whether the text writes 號.
    pub traditional: bool,
}

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It stood in its normal form.
    Exact,
    /// Only its writing differs: other brackets, blanks, 第, padding.
    Normalised,
    /// A sign was lost and has been put back; a person should confirm it.
    Repaired,
}

/// What was unusual about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The brackets are of two kinds: `〔2018]`.
    MismatchedBrackets,
    /// One or both brackets are lost: `〔202112号`.
    LostBracket,
    /// The closing 号 is lost.
    LostMark,
    /// The sequence number has leading zeros (虚位).
    Padded,
    /// 第 stands before the sequence number.
    Ordinal,
    /// The 机关代字 is that of the number before it: `国办发〔2021〕12号、〔2021〕13号`.
    SharedOrg,
}

/// A number with how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The number.
    pub number: DocNumber,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// What was unusual.
    pub warnings: Vec<Warning>,
}

impl Parsed {
    /// Whether signs were lost or brackets mismatched.
    pub fn is_repaired(&self) -> bool {
        self.confidence == Confidence::Repaired
            || self.warnings.contains(&Warning::MismatchedBrackets)
    }
}

impl fmt::Display for DocNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.traditional { '號' } else { '号' };
        let (org, seq) = (&self.org, self.seq);
        match (self.kind, self.year) {
            (NumberKind::Document, Some(year)) => write!(f, "{org}〔{year}〕{seq}{mark}"),
            (NumberKind::Document, None) => write!(f, "{org}{seq}{mark}"),
            (NumberKind::Order, None) => write!(f, "{org}令第{seq}{mark}"),
            (NumberKind::Order, Some(year)) => write!(f, "{org}令{year}年第{seq}{mark}"),
            (NumberKind::Announcement, None) => write!(f, "{org}公告第{seq}{mark}"),
            (NumberKind::Announcement, Some(year)) => write!(f, "{org}公告{year}年第{seq}{mark}"),
            (NumberKind::Yearly, Some(year)) => write!(f, "{org}{year}年第{seq}{mark}"),
            (NumberKind::Yearly, None) => write!(f, "{org}第{seq}{mark}"),
        }
    }
}

/// Reads a string that is a number as a whole, such as the value of a field or a line of its own.
/// A label (`发文字号：`) and brackets around the whole are dropped. `None`: keep it as it stands and warn.
pub fn parse(text: &str) -> Option<Parsed> {
    if text.len() > 240 {
        return None;
    }
    let squeezed = squeeze(text);
    let mut bare = squeezed.as_str();
    for label in [
        "发文字号:",
        "发文字号",
        "文件编号:",
        "发文号:",
        "文件号:",
        "文号:",
        "文号",
    ] {
        if let Some(rest) = bare.strip_prefix(label) {
            bare = rest;
            break;
        }
    }
    bare = unwrap_brackets(bare);
    bare = bare
        .strip_suffix("文件")
        .or_else(|| bare.strip_suffix('文'))
        .unwrap_or(bare);
    let traditional = text.contains('號');
    let mut parsed = match bare.strip_suffix('号') {
        Some(body) => at_mark(bare, body.len())
            .filter(|raw| raw.org_start == 0 || raw.kind != NumberKind::Document)
            .and_then(|raw| raw.into_parsed(bare, 0)),
        None => lost_mark(bare),
    }?;
    if parsed.number.org.chars().any(|c| !is_org_char(c)) {
        return None;
    }
    parsed.number.org = original_org(text, &parsed.number.org);
    parsed.number.traditional = traditional;
    let blanks = text.trim().chars().any(is_blank);
    if parsed.confidence == Confidence::Exact && (blanks || squeezed != bare) {
        parsed.confidence = Confidence::Normalised;
    }
    Some(parsed)
}

/// The organ as the text writes it, where folding changed its characters.
fn original_org(text: &str, folded: &str) -> String {
    let wanted = folded.chars().count();
    let kept: Vec<char> = text.chars().filter(|c| !is_blank(*c)).collect();
    kept.windows(wanted.max(1))
        .find(|window| window.iter().map(|c| fold_char(*c)).eq(folded.chars()))
        .map_or_else(
            || folded.to_string(),
            |window| window.iter().take(wanted).collect(),
        )
}

fn unwrap_brackets(text: &str) -> &str {
    let inner = text
        .strip_prefix(|c: char| is_open(c))
        .and_then(|rest| rest.strip_suffix(|c: char| is_close(c)))
        .filter(|inner| inner.ends_with('号'));
    inner.unwrap_or(text)
}

/// `国办发〔2021〕12`: the mark is lost at the end of a whole string.
fn lost_mark(bare: &str) -> Option<Parsed> {
    bare.chars().next_back().filter(char::is_ascii_digit)?;
    let raw = at_mark(bare, bare.len())?;
    if raw.org_start != 0 || raw.kind != NumberKind::Document || raw.lost_bracket {
        return None;
    }
    let mut parsed = raw.into_parsed(bare, 0)?;
    parsed.confidence = Confidence::Repaired;
    parsed.warnings.push(Warning::LostMark);
    Some(parsed)
}

/// What stands before a 号, as byte offsets into the text it was found in.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    pub kind: NumberKind,
    /// First byte of the run of characters that may be the organ; running text may precede it in the run.
    pub org_start: usize,
    pub org_end: usize,
    year: Option<i16>,
    digits: String,
    mismatched: bool,
    pub lost_bracket: bool,
    ordinal: bool,
    plain: bool,
}

impl Raw {
    /// The number whose organ starts at byte `org_start` of `text`.
    pub(crate) fn into_parsed(self, text: &str, org_start: usize) -> Option<Parsed> {
        let org: String = text
            .get(org_start..self.org_end)?
            .chars()
            .filter(|c| !is_blank(*c))
            .collect();
        let seq: u32 = self.digits.parse().ok().filter(|n| *n > 0)?;
        let is_padded = self.digits.starts_with('0');
        let mut warnings = Vec::new();
        if self.mismatched {
            warnings.push(Warning::MismatchedBrackets);
        }
        if self.lost_bracket {
            warnings.push(Warning::LostBracket);
        }
        if is_padded {
            warnings.push(Warning::Padded);
        }
        if self.ordinal && self.kind == NumberKind::Document {
            warnings.push(Warning::Ordinal);
        }
        let confidence = if self.lost_bracket {
            Confidence::Repaired
        } else if self.plain && warnings.is_empty() {
            Confidence::Exact
        } else {
            Confidence::Normalised
        };
        let padded = is_padded.then(|| self.digits.clone());
        let number = DocNumber {
            kind: self.kind,
            org,
            year: self.year,
            seq,
            padded,
            traditional: text.contains('號'),
        };
        Some(Parsed {
            number,
            confidence,
            warnings,
        })
    }
}

/// The most characters an organ (with running text before it) is looked for in.
const ORG_REACH: usize = 28;

/// Reads backwards from the 号 at byte `mark`. The work is bounded, whatever the text.
pub(crate) fn at_mark(text: &str, mark: usize) -> Option<Raw> {
    let mut back = Back {
        text,
        at: mark,
        plain: true,
    };
    back.skip_blanks();
    let digits = back.digits(9);
    if digits.is_empty() {
        return None;
    }
    let blank_before = back.skip_blanks();
    let ordinal = back.eat(|c| c == '第');
    if ordinal {
        back.skip_blanks();
    }
    let next = back.peek()?;
    if is_close(next) && !ordinary_open(next) {
        return bracketed(back, digits, ordinal);
    }
    if !ordinal && is_open(next) && (5..=8).contains(&digits.len()) && !blank_before {
        back.eat(is_open);
        let raw = split_digits(back, &digits)?;
        let certain = next != '(' && next != '<' && raw.org_start < raw.org_end;
        return (certain || looks_like_code(raw_org(text, &raw))).then_some(raw);
    }
    if !ordinal && blank_before && digits.len() <= 4 && next.is_ascii_digit() {
        let year = back.digits(5);
        back.skip_blanks();
        let year = year_of(&year)?;
        if !back.eat(is_open) {
            return None;
        }
        return Some(back.finish_document(Some(year), digits)?.lost());
    }
    if next == '年' {
        back.eat(|c| c == '年');
        back.skip_blanks();
        let year = year_of(&back.digits(5))?;
        back.skip_blanks();
        return back.finish_titled(Some(year), digits);
    }
    if ordinal || next == '令' {
        return back.finish_titled(None, digits);
    }
    if (5..=8).contains(&digits.len()) && !blank_before && is_org_char(next) {
        return split_digits(back, &digits).filter(|raw| looks_like_code(raw_org(text, raw)));
    }
    None
}

/// `…〔2018〕` with any brackets, the opening one perhaps lost.
fn bracketed(mut back: Back<'_>, digits: String, ordinal: bool) -> Option<Raw> {
    let close = back.peek()?;
    while back.peek().is_some_and(is_close) {
        back.next();
    }
    back.skip_blanks();
    if back.eat(|c| c == '年') {
        back.plain = false;
    }
    let year = year_of(&back.digits(5))?;
    back.skip_blanks();
    let open = back.peek()?;
    if !is_open(open) && !is_close(open) {
        let raw = back.finish_document(Some(year), digits)?;
        return Some(Raw {
            ordinal,
            ..raw.lost()
        });
    }
    while back.peek().is_some_and(|c| is_open(c) || is_close(c)) && back.peek() != Some('》') {
        back.next();
    }
    if open != '〔' || close != '〕' {
        back.plain = false;
    }
    let raw = back.finish_document(Some(year), digits)?;
    Some(Raw {
        ordinal,
        mismatched: closing_of(open) != Some(close),
        ..raw
    })
}

/// `202112` after a lost bracket: the year is the first four digits.
fn split_digits(back: Back<'_>, digits: &str) -> Option<Raw> {
    let (year, seq) = digits.split_at_checked(4)?;
    let year = year_of(year)?;
    if seq.starts_with('0') {
        return None;
    }
    Some(back.finish_document(Some(year), seq.to_string())?.lost())
}

fn raw_org<'a>(text: &'a str, raw: &Raw) -> &'a str {
    text.get(raw.org_start..raw.org_end).unwrap_or("")
}

/// Whether these characters end like a 机关代字: needed where the brackets do not say it.
pub(crate) fn looks_like_code(org: &str) -> bool {
    org.chars()
        .next_back()
        .map(fold_char)
        .is_some_and(|c| "发函办规字电复任".contains(c))
        && org.chars().count() >= 2
}

fn year_of(digits: &str) -> Option<i16> {
    if digits.len() != 4 {
        return None;
    }
    digits
        .parse()
        .ok()
        .filter(|year| (1949..=2099).contains(year))
}

/// Reads a text backwards.
#[derive(Clone, Copy)]
struct Back<'a> {
    text: &'a str,
    at: usize,
    plain: bool,
}

impl Back<'_> {
    fn peek_raw(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    fn peek(&self) -> Option<char> {
        self.peek_raw().map(fold_char)
    }

    fn next(&mut self) {
        if let Some(c) = self.peek_raw() {
            self.at -= c.len_utf8();
            self.plain &= fold_char(c) == c;
        }
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let found = self.peek().is_some_and(&wanted);
        if found {
            self.next();
        }
        found
    }

    fn skip_blanks(&mut self) -> bool {
        let mut skipped = 0;
        while skipped < 12 && self.peek_raw().is_some_and(is_blank) {
            self.next();
            skipped += 1;
        }
        self.plain &= skipped == 0;
        skipped > 0
    }

    fn digits(&mut self, most: usize) -> String {
        let mut reversed = String::new();
        while reversed.len() < most
            && let Some(c) = self.peek().filter(char::is_ascii_digit)
        {
            reversed.push(c);
            self.next();
        }
        reversed.chars().rev().collect()
    }

    /// The run of organ characters before the cursor.
    fn org(&mut self) -> (usize, usize) {
        self.skip_blanks();
        let end = self.at;
        let mut count = 0;
        while count < ORG_REACH && self.peek_raw().is_some_and(is_org_char) {
            self.next();
            count += 1;
        }
        (self.at, end)
    }

    fn finish_document(mut self, year: Option<i16>, digits: String) -> Option<Raw> {
        if self
            .peek_raw()
            .is_some_and(|c| fold_char(c).is_ascii_digit())
        {
            return None;
        }
        let before = self.plain;
        self.skip_blanks();
        let plain = before && self.plain;
        let (org_start, org_end) = self.org();
        Some(Raw {
            kind: NumberKind::Document,
            org_start,
            org_end,
            year,
            digits,
            mismatched: false,
            lost_bracket: false,
            ordinal: false,
            plain,
        })
    }

    /// What ends in 令 or 公告, or nothing of the kind: the yearly form.
    fn finish_titled(mut self, year: Option<i16>, digits: String) -> Option<Raw> {
        self.skip_blanks();
        let head = self.text.get(..self.at)?;
        let (kind, word) = if head.ends_with('令') {
            (NumberKind::Order, "令")
        } else if head.ends_with("公告") {
            (NumberKind::Announcement, "公告")
        } else if year.is_some() {
            (NumberKind::Yearly, "")
        } else {
            return None;
        };
        self.at -= word.len();
        let plain = self.plain;
        let (org_start, org_end) = self.org();
        Some(Raw {
            kind,
            org_start,
            org_end,
            year,
            digits,
            mismatched: false,
            lost_bracket: false,
            ordinal: true,
            plain,
        })
    }
}

impl Raw {
    fn lost(self) -> Raw {
        Raw {
            lost_bracket: true,
            ..self
        }
    }
}

/// Characters of which a 机关代字 is made.
pub(crate) fn is_org_char(c: char) -> bool {
    !matches!(c, '号' | '號')
        && matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}' | '\u{F900}'..='\u{FAFF}' | 'A'..='Z' | 'a'..='z' | '〇')
}

fn is_open(c: char) -> bool {
    closing_of(c).is_some()
}

fn is_close(c: char) -> bool {
    matches!(
        c,
        '〕' | ']' | ')' | '】' | '﹞' | '〉' | '』' | '」' | '}' | '》' | '>' | '﹚' | '︶'
    )
}

/// An opening bracket is never taken for a closing one.
fn ordinary_open(c: char) -> bool {
    matches!(c, '》') || is_open(c)
}

fn closing_of(open: char) -> Option<char> {
    Some(match open {
        '〔' => '〕',
        '[' => ']',
        '(' => ')',
        '【' => '】',
        '﹝' => '﹞',
        '〈' => '〉',
        '『' => '』',
        '「' => '」',
        '{' => '}',
        '<' => '>',
        '﹙' => '﹚',
        _ => return None,
    })
}
