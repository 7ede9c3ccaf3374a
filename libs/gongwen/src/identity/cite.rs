//! Citations: every 发文字号 that a text cites, with the title that it gives to the document.
//!
//! One pass over the text, anchored at 号; nothing is looked for further than a bounded stretch before it.
//! Orders (令) are kept among the citations, but are not of the form `机关代字〔年份〕N号` and so are not in the list
//! of cited numbers. It does not decide what the document's own number is.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use memchr::{memchr_iter, memmem};

use super::fold::{is_blank, key};
use super::number::{self, DocNumber, NumberKind, Parsed, Raw, Warning};
use super::org::code_start;
use crate::blocks::{Block, Place, Source};
use crate::reading::{Citation, Doubt};

/// What a text cites.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cited {
    /// Each number once, in order of first mention, `机关代字〔年份〕N号`.
    pub cites: Vec<String>,
    /// Each cited number's first mention, orders (令) included.
    pub citations: Vec<Citation>,
    /// Numbers that had to be repaired, and titles that stand with two numbers.
    pub doubts: Vec<Doubt>,
}

/// Lists what the source cites; `own` is the document's own number, which it does not cite.
pub fn cite(source: &Source, own: Option<&str>) -> Cited {
    let mut list = Gatherer {
        own: own.map(key),
        ..Gatherer::default()
    };
    for (block, content) in source.blocks.iter().enumerate() {
        match content {
            Block::Paragraph(paragraph) => list.read(&paragraph.text, (block, None)),
            Block::Table(table) => {
                for (cell, content) in table.cells.iter().enumerate() {
                    list.read(&content.text, (block, Some(cell)));
                }
            }
        }
    }
    list.finish()
}

/// Citations of one text, in order, each mention: byte range, number, title.
pub fn list_mentions(text: &str) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut from = 0;
    for mark in marks(text) {
        let shared = mentions.last();
        if let Some(found) = mention(text, mark, shared).filter(|found| found.start >= from) {
            from = found.end;
            mentions.push(found);
        }
    }
    mentions
}

/// One mention of a number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// First byte of the number.
    pub start: usize,
    /// Byte after it.
    pub end: usize,
    /// The number as read.
    pub parsed: Parsed,
    /// The title in 《》 that stands with it.
    pub title: Option<String>,
}

/// A place where a number may end: before a 号, or after digits where the 号 is lost.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    end: usize,
}

static SIMPLE: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("号"));
static TRADITIONAL: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("號"));
static CLOSING: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("〕"));

/// Fewer bytes than these hold no number: 国发20171号.
const SHORTEST: usize = 14;

/// The places at which numbers end, ascending.
fn marks(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut found: Vec<Mark> = Vec::new();
    if bytes.len() < SHORTEST {
        return found;
    }
    for (finder, length) in [
        (&*SIMPLE, '号'.len_utf8()),
        (&*TRADITIONAL, '號'.len_utf8()),
    ] {
        for at in finder.find_iter(bytes) {
            if ends_in_digit(bytes, at) {
                found.push(Mark {
                    at,
                    end: at + length,
                });
            }
        }
    }
    let lost = CLOSING
        .find_iter(bytes)
        .map(|at| at + '〕'.len_utf8())
        .chain(memchr_iter(b']', bytes).map(|at| at + 1));
    for after in lost {
        let digits = bytes
            .iter()
            .skip(after)
            .take(7)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let end = after + digits;
        if (1..=6).contains(&digits) && !continues(text, end) {
            found.push(Mark { at: end, end });
        }
    }
    found.sort_unstable_by_key(|mark| mark.at);
    found
}

/// A cheap look at the bytes before the 号: a digit, or a blank, or the end of a full-width digit.
fn ends_in_digit(bytes: &[u8], at: usize) -> bool {
    match at.checked_sub(1).map(|before| bytes[before]) {
        Some(b'0'..=b'9' | b' ' | b'\t' | b'\n' | 0xA0) => true,
        Some(last) => {
            at >= 3
                && ((bytes[at - 3] == 0xEF && (0x90..=0x99).contains(&last))
                    || bytes[at - 3] == 0xE3
                    || bytes[at - 3] == 0xE2)
        }
        None => false,
    }
}

/// Whether what follows lost digits shows that they are no sequence number.
fn continues(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or("");
    let next = rest.chars().find(|c| !is_blank(*c));
    next.is_some_and(|c| {
        matches!(
            c,
            '号' | '號' | '年' | '月' | '.' | '-' | '%' | '条' | '项' | '个' | '—'
        ) || c.is_alphanumeric()
    })
}

fn mention(text: &str, mark: Mark, before: Option<&Mention>) -> Option<Mention> {
    let raw = number::at_mark(text, mark.at)?;
    if matches!(raw.kind, NumberKind::Announcement | NumberKind::Yearly) {
        return None;
    }
    let is_lost = mark.at == mark.end;
    let run = text.get(raw.org_start..raw.org_end)?;
    let start = raw.org_start
        + if raw.kind == NumberKind::Document {
            code_start(run)
        } else {
            order_start(run)
        };
    if is_lost
        && (raw.kind != NumberKind::Document || raw.lost_bracket || !number::looks_like_code(run))
    {
        return None;
    }
    let code = text.get(start..raw.org_end)?;
    if code.is_empty() {
        return shared(text, mark, raw, before?);
    }
    if raw.kind == NumberKind::Document && !is_plausible(code) {
        return None;
    }
    let mut parsed = raw.into_parsed(text, start)?;
    parsed.number.traditional = text.get(mark.at..mark.end) == Some("號");
    if is_lost {
        parsed.confidence = number::Confidence::Repaired;
        parsed.warnings.push(Warning::LostMark);
    }
    let title = title_before(text, start).or_else(|| title_after(text, mark.end));
    Some(Mention {
        start,
        end: mark.end,
        parsed,
        title,
    })
}

/// `…〔2021〕12号、〔2021〕13号`: the second has the first's organ.
fn shared(text: &str, mark: Mark, raw: Raw, before: &Mention) -> Option<Mention> {
    let between = text.get(before.end..raw.org_end)?;
    let joins = between.len() <= 9
        && between
            .chars()
            .all(|c| is_blank(c) || "、,，和及".contains(c));
    let has_bracket = raw.kind == NumberKind::Document && !raw.lost_bracket;
    if !joins
        || between.is_empty()
        || !has_bracket
        || before.parsed.number.kind != NumberKind::Document
    {
        return None;
    }
    let start = raw.org_end;
    let mut parsed = raw.into_parsed(text, start)?;
    parsed.number = DocNumber {
        org: before.parsed.number.org.clone(),
        ..parsed.number
    };
    parsed.number.traditional = text.get(mark.at..mark.end) == Some("號");
    parsed.warnings.push(Warning::SharedOrg);
    Some(Mention {
        start,
        end: mark.end,
        parsed,
        title: None,
    })
}

/// The organ of an order begins after the words of the sentence; the whole run where it has none.
fn order_start(run: &str) -> usize {
    let words = [
        "根据", "依据", "按照", "依照", "贯彻", "落实", "执行", "的", "和", "及", "与",
    ];
    words
        .iter()
        .filter_map(|word| run.rfind(word).map(|at| at + word.len()))
        .filter(|end| *end < run.len())
        .max()
        .unwrap_or(0)
}

fn is_plausible(code: &str) -> bool {
    let count = code.chars().count();
    (1..=16).contains(&count)
        && !["方案", "计划", "图", "表", "第"]
            .iter()
            .any(|word| code.ends_with(word))
}

/// The title in 《》 directly before the number, brackets and blanks between them aside.
fn title_before(text: &str, start: usize) -> Option<String> {
    let head = text.get(..start)?;
    let head = head.trim_end_matches(|c: char| {
        is_blank(c) || matches!(c, '(' | '（' | '〔' | '[' | '［' | '【' | ',' | '，')
    });
    let inside = head.strip_suffix('》')?;
    let mut depth = 1;
    for (at, c) in inside.char_indices().rev().take(160) {
        depth += match c {
            '》' => 1,
            '《' => -1,
            _ => 0,
        };
        if depth == 0 {
            return inside
                .get(at + c.len_utf8()..)
                .map(str::to_string)
                .filter(|title| !title.is_empty());
        }
    }
    None
}

/// The title in 《》 directly after it: `国办发〔2021〕12号《…》`.
fn title_after(text: &str, end: usize) -> Option<String> {
    let rest = text.get(end..)?;
    let rest = rest
        .strip_prefix("文件")
        .or_else(|| rest.strip_prefix("文"))
        .unwrap_or(rest);
    let inside = rest.strip_prefix('《')?;
    let mut depth = 1;
    for (at, c) in inside.char_indices().take(160) {
        depth += match c {
            '《' => 1,
            '》' => -1,
            _ => 0,
        };
        if depth == 0 {
            return inside
                .get(..at)
                .map(str::to_string)
                .filter(|title| !title.is_empty());
        }
    }
    None
}

/// Gathers first mentions.
#[derive(Default)]
struct Gatherer {
    own: Option<String>,
    seen: HashMap<String, usize>,
    cited: Cited,
}

impl Gatherer {
    fn read(&mut self, text: &str, (block, cell): (usize, Option<usize>)) {
        for mention in list_mentions(text) {
            let number = mention.parsed.number.to_string();
            let same = key(&number);
            // the beginning of the document's own code may read like a word of a sentence (鹿经开管发)
            if self.own.as_ref().is_some_and(|own| {
                *own == same
                    || own.ends_with(&same)
                        && key(words_before(text, mention.end)).ends_with(own.as_str())
            }) {
                continue;
            }
            if let Some(first) = self.seen.get(&same) {
                let first = &mut self.cited.citations[*first];
                first.title = first.title.take().or(mention.title);
                continue;
            }
            self.seen.insert(same, self.cited.citations.len());
            let place = Place {
                block: narrow(block),
                cell: cell.map(narrow),
                start: narrow(mention.start),
                end: narrow(mention.end),
            };
            let written = text
                .get(mention.start..mention.end)
                .unwrap_or("")
                .to_string();
            if mention.parsed.confidence == number::Confidence::Repaired {
                let message =
                    format!("“{written}”缺少括号或“号”字，按“{number}”理解，请核对原文。");
                self.cited.doubts.push(Doubt {
                    code: "number_repaired".into(),
                    message,
                    place: Some(place),
                });
            }
            if mention.parsed.number.kind == NumberKind::Document {
                self.cited.cites.push(number.clone());
            }
            let repaired = mention.parsed.is_repaired();
            self.cited.citations.push(Citation {
                number,
                written,
                title: mention.title,
                place,
                repaired,
            });
        }
    }

    /// Two numbers with one title: one of them is likely wrong.
    fn finish(mut self) -> Cited {
        let mut by_title: HashMap<String, usize> = HashMap::new();
        let mut told = HashSet::new();
        for (at, citation) in self.cited.citations.iter().enumerate() {
            let Some(title) = citation
                .title
                .as_deref()
                .map(key)
                .filter(|title| title.chars().count() >= 6)
            else {
                continue;
            };
            let first = *by_title.entry(title).or_insert(at);
            if first != at && told.insert(at) {
                let other = &self.cited.citations[first].number;
                let title = citation.title.as_deref().unwrap_or("");
                let message = format!(
                    "《{title}》在文中有两个文号：{other}、{}，其中一个可能有误，请核对。",
                    citation.number
                );
                self.cited.doubts.push(Doubt {
                    code: "same_title_other_number".into(),
                    message,
                    place: Some(citation.place),
                });
            }
        }
        self.cited
    }
}

/// The words before `end`, as far back as a document's number may reach.
fn words_before(text: &str, end: usize) -> &str {
    text.get(text.floor_char_boundary(end.saturating_sub(120))..end)
        .unwrap_or("")
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
