//! Looking through a text once.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::Date;

use crate::finding::{Finding, Kind, Remedy};
use crate::fold::{Sign, sign};
use crate::run::{Run, Took};
use crate::{address, mail, marks, number, passport, person, plate};

/// What is particular to a site and a day.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Nobody is born after it.
    pub today: Date,
    /// The office's own phones, as written; they are public.
    pub own_phones: Vec<String>,
    /// Hosts of the office's own mail (`yunxi.gov.cn`), with what stands below them.
    pub own_mail_hosts: Vec<String>,
    /// The site's own list.
    pub expressions: Vec<Expression>,
}

/// An expression that the site does not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What must not stand there.
    pub wrong: String,
    /// What should; empty where it is to be taken out.
    pub right: String,
}

impl Rules {
    pub(crate) fn is_own_phone(&self, digits: &[u8]) -> bool {
        let is_same = |phone: &String| {
            let own = phone.chars().filter_map(|c| match sign(c) {
                Sign::Digit(value) => Some(value),
                Sign::Ten | Sign::Joint | Sign::Unseen | Sign::Other => None,
            });
            own.eq(digits.iter().copied())
        };
        self.own_phones.iter().any(is_same)
    }

    fn is_own_mail(&self, address: &str) -> bool {
        let host = mail::host(address);
        let is_below = |own: &String| {
            let own = own.to_lowercase();
            host == own
                || host
                    .strip_suffix(&own)
                    .is_some_and(|rest| rest.ends_with('.'))
        };
        self.own_mail_hosts.iter().any(is_below)
    }
}

/// A list that cannot be looked for.
#[derive(Debug, thiserror::Error)]
#[error("词表无法使用：{reason}")]
pub struct GateError {
    /// Why.
    pub reason: String,
}

/// What words of the three lists mean where they are found.
#[derive(Debug, Clone, Copy)]
enum Word {
    Trigger,
    Mark,
    Expression(usize),
}

/// The words of all lists, ready to be looked for: what costs time to make, and serves many gates.
#[derive(Debug)]
pub struct Words {
    automaton: AhoCorasick,
    means: Vec<Word>,
    expressions: Vec<Expression>,
}

impl Words {
    /// Makes a site's own list ready, together with the words that are everywhere the same.
    ///
    /// # Errors
    /// Where the list holds an empty expression, or is larger than can be looked for.
    pub fn new(expressions: Vec<Expression>) -> Result<Self, GateError> {
        let empty = expressions.iter().position(|it| it.wrong.trim().is_empty());
        if let Some(at) = empty {
            let reason = format!("第{}条没有写要查找的词", at + 1);
            return Err(GateError { reason });
        }
        let triggers = person::TRIGGERS.iter().map(|it| (*it, Word::Trigger));
        let marked = marks::WORDS.iter().map(|it| (*it, Word::Mark));
        let own = expressions.iter().enumerate();
        let own = own.map(|(at, it)| (it.wrong.as_str(), Word::Expression(at)));
        let (patterns, means): (Vec<&str>, Vec<Word>) = triggers.chain(marked).chain(own).unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .map_err(|cause| GateError {
                reason: cause.to_string(),
            })?;
        Ok(Self {
            automaton,
            means,
            expressions,
        })
    }
}

/// The gate of a site.
#[derive(Debug)]
pub struct Gate {
    rules: Rules,
    words: Arc<Words>,
}

impl Gate {
    /// Makes it ready.
    ///
    /// # Errors
    /// Where the list of expressions holds an empty one, or is larger than can be looked for.
    pub fn new(mut rules: Rules) -> Result<Self, GateError> {
        let words = Words::new(std::mem::take(&mut rules.expressions))?;
        Ok(Self::with_words(rules, Arc::new(words)))
    }

    /// The gate with words that are ready already; a list in the rules does not count.
    pub fn with_words(rules: Rules, words: Arc<Words>) -> Self {
        Self { rules, words }
    }

    /// What of a text should be looked at, in the order of the text; no two findings overlap.
    pub fn examine(&self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        self.read_signs(text, &mut found);
        number::settle(text, &mut found);
        self.read_words(text, &mut found);
        name_again(text, &mut found);
        found.sort_by_key(|it| (it.place.start, std::cmp::Reverse(it.place.end)));
        apart(found)
    }

    fn read_signs(&self, text: &str, found: &mut Vec<Finding>) {
        let mut run = Run::default();
        for (at, c) in text.char_indices() {
            let sign = sign(c);
            match run.take(c, sign, (at, at + c.len_utf8())) {
                Took::On => continue,
                Took::Full => {
                    number::look(&run, &self.rules, found);
                    run.carry_on();
                    continue;
                }
                Took::Over => {}
            }
            if run.len() > 0 {
                number::look(&run, &self.rules, found);
                run.clear();
            }
            if let Some((kind, place)) = self.begun_by(c, text, at) {
                found.push(kind.found(place));
            }
        }
        number::look(&run, &self.rules, found);
    }

    /// What a character gives away.
    fn begun_by(&self, c: char, text: &str, at: usize) -> Option<(Kind, Range<usize>)> {
        match c {
            '@' | '＠' => {
                let place = mail::find(text, at)?;
                (!self.rules.is_own_mail(&text[place.clone()])).then_some((Kind::Mail, place))
            }
            '★' | '☆' => Some((Kind::SecrecyMark, marks::find(text, at)?)),
            '室' | '户' => Some((Kind::Address, address::find(text, at)?)),
            'A'..='Z' | 'Ａ'..='Ｚ' => Some((Kind::Passport, passport::find(text, at)?)),
            _ if plate::is_province(c) => Some((Kind::Plate, plate::find(text, at)?)),
            _ => None,
        }
    }

    fn read_words(&self, text: &str, found: &mut Vec<Finding>) {
        let words = &self.words;
        for hit in words.automaton.find_iter(text) {
            match words.means[hit.pattern().as_usize()] {
                Word::Mark if marks::is_mark(text, &hit.range()) => {
                    found.push(Kind::SecrecyMark.found(hit.range()));
                }
                Word::Mark => {}
                Word::Trigger => {
                    found
                        .extend(person::find(text, hit.end()).map(|place| Kind::Name.found(place)));
                }
                Word::Expression(at) => found.push(Finding {
                    remedy: Remedy::Replace(words.expressions[at].right.clone()),
                    ..Kind::Expression.found(hit.range())
                }),
            }
        }
    }
}

/// Whoever is named once as a patient is not named elsewhere in the text either.
fn name_again(text: &str, found: &mut Vec<Finding>) {
    let names: BTreeSet<&str> = found
        .iter()
        .filter(|it| it.kind == Kind::Name)
        .map(|it| &text[it.place.clone()])
        .collect();
    if names.is_empty() {
        return;
    }
    // Too many to look for at once are found where they are named, which is enough for a warning.
    let Ok(again) = AhoCorasick::new(names) else {
        return;
    };
    found.retain(|it| it.kind != Kind::Name);
    found.extend(
        again
            .find_iter(text)
            .map(|hit| Kind::Name.found(hit.range())),
    );
}

/// Without those that lie in another or begin within one; of two that collide the graver stays.
fn apart(found: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::with_capacity(found.len());
    for it in found {
        match kept.last_mut() {
            Some(last) if it.place.start < last.place.end => {
                if it.severity > last.severity {
                    *last = it;
                }
            }
            Some(_) | None => kept.push(it),
        }
    }
    kept
}

/// The last characters before a byte, so many at most.
pub(crate) fn before(text: &str, at: usize, most: usize) -> &str {
    let start = text[..at].char_indices().rev().take(most).last();
    &text[start.map_or(at, |(place, _)| place)..at]
}
