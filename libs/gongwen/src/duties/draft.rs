//! A duty in the making: stretches of lines, roles, times; and its completion to a [`Duty`]. Decides no boundaries.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::periods;
use crate::blocks::Place;
use crate::outline::line::Line;
use crate::reading::{Doubt, Duty, Term};
use crate::terms::{self, Manner, Remark};
use crate::units::annotation::{self, Annotation};
use crate::units::name::is_vague;
use crate::units::settle;
use crate::units::verbs::Roles;

/// The lines that the duties of one plan are cut from.
#[derive(Default)]
pub(crate) struct Book<'a> {
    pub lines: Vec<Line<'a>>,
    /// Annotations already looked for, by line and end of the stretch: several passes ask for the same ones.
    seen: RefCell<HashMap<(usize, usize), Seen>>,
}

/// Where a stretch began and the annotations found in it.
type Seen = (usize, Rc<[Annotation]>);

/// A stretch of one line of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seg {
    pub line: usize,
    pub from: usize,
    pub to: usize,
}

impl<'a> Book<'a> {
    pub fn push(&mut self, line: Line<'a>) -> usize {
        self.lines.push(line);
        self.lines.len() - 1
    }

    /// The unit annotations within a stretch.
    pub fn annotations(&self, seg: Seg) -> Rc<[Annotation]> {
        let line = &self.lines[seg.line];
        let chars = &line.chars[seg.from..seg.to];
        let marked = chars.iter().any(|c| matches!(c, '(' | ':' | '-' | '上'));
        if !(marked || seg.from == 0 && annotation::is_terse(chars)) {
            return Rc::new([]);
        }
        if let Some((from, found)) = self.seen.borrow().get(&(seg.line, seg.to)) {
            if *from == seg.from {
                return Rc::clone(found);
            }
            // a stretch that begins later holds the same ones, unless it may be a line of keys of its own
            if *from < seg.from && !may_begin_with_key(chars) {
                return found
                    .iter()
                    .filter(|a| a.from >= seg.from)
                    .cloned()
                    .collect();
            }
        }
        let found: Rc<[Annotation]> = annotation::list(line, seg.from, seg.to).into();
        self.seen
            .borrow_mut()
            .insert((seg.line, seg.to), (seg.from, Rc::clone(&found)));
        found
    }

    /// Whether a stretch begins with an annotation.
    pub fn begins_with_annotation(&self, seg: Seg) -> bool {
        let chars = self.chars(seg);
        let bracket = chars.iter().take(2).any(|c| *c == '(');
        let sentence =
            annotation::covers_above(chars) || seg.from == 0 && annotation::is_terse(chars);
        (bracket || sentence || may_begin_with_key(chars))
            && self
                .annotations(seg)
                .first()
                .is_some_and(|a| a.from <= seg.from + 1)
    }

    pub fn chars(&self, seg: Seg) -> &[char] {
        let chars = &self.lines[seg.line].chars;
        chars.get(seg.from..seg.to).unwrap_or(&[])
    }

    pub fn written(&self, seg: Seg) -> &'a str {
        self.lines[seg.line].written(seg.from, seg.to)
    }

    /// A heading as a reading gives it.
    pub fn title_of(&self, heading: Seg) -> String {
        self.written(heading)
            .trim()
            .trim_end_matches(['。', '：', ':', '；', ';', ' ', '　', '.'])
            .to_owned()
    }

    pub fn place(&self, seg: Seg) -> Place {
        self.lines[seg.line].place(seg.from, seg.to)
    }

    /// The whole of a line.
    pub fn whole(&self, line: usize) -> Seg {
        Seg {
            line,
            from: 0,
            to: self.lines[line].len(),
        }
    }

    /// A stretch without blanks at its ends and without marks that close what stood before it.
    pub fn trimmed(&self, seg: Seg) -> Option<Seg> {
        // Brackets that close nothing can put the end of a key before its beginning: then nothing is said.
        if seg.from >= seg.to {
            return None;
        }
        let line = &self.lines[seg.line];
        let mut from = seg.from;
        while from < seg.to && matches!(line.chars[from], ' ' | '。' | ';' | ',' | '、' | ':' | ')')
        {
            from += 1;
        }
        let (from, to) = line.trimmed(from, seg.to);
        let says = line.chars[from..to].iter().any(|c| c.is_alphanumeric());
        says.then_some(Seg {
            line: seg.line,
            from,
            to,
        })
    }
}

/// Whether a colon stands where it may close a key.
fn may_begin_with_key(chars: &[char]) -> bool {
    chars.iter().take(20).any(|c| *c == ':')
}

/// A duty before its terms are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub section: Vec<String>,
    pub heading: String,
    /// The line that the heading stands on, where it is known.
    pub headed_at: Option<usize>,
    pub text: Vec<Seg>,
    pub roles: Roles,
    /// Stretches of a column or key of times.
    pub times: Vec<Seg>,
    /// The heading of a period that it stands under (三月): its time where its own words set no limit.
    pub period: Option<Seg>,
    pub doubts: Vec<Doubt>,
}

/// What holds for all duties of a plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub year: Option<i16>,
    /// Whether the plan covers several years.
    pub is_multi_year: bool,
}

impl Draft {
    /// Places it under the period whose heading stands above its words, if one does.
    pub fn under_period(mut self, book: &Book, under: &HashMap<usize, usize>) -> Draft {
        let found = self
            .text
            .first()
            .and_then(|s| periods::above(book, under, *s));
        self.period = self.period.or(found);
        if let Some(period) = self.period
            && (self.heading.is_empty() || self.headed_at.is_some_and(|line| line < period.line))
        {
            self.heading = book.title_of(period);
        }
        self
    }

    /// Reads terms and settles roles.
    pub fn finish(self, book: &Book, facts: Facts) -> Duty {
        let (lead, support) = settle(&self.roles);
        let mut duty = Duty {
            section: self.section,
            heading: self.heading,
            text: self
                .text
                .iter()
                .map(|s| book.written(*s))
                .collect::<Vec<_>>()
                .join("\n"),
            lead,
            support,
            cadence: Vec::new(),
            deadlines: Vec::new(),
            terms: Vec::new(),
            places: self.text.iter().map(|s| book.place(*s)).collect(),
            doubts: self.doubts,
        };
        let mut marks = Marks::default();
        for seg in &self.text {
            marks.read(book, (*seg, Manner::Prose), facts, &mut duty.terms);
        }
        let from_text = duty.terms.len();
        for seg in &self.times {
            marks.read(book, (*seg, Manner::Column), facts, &mut duty.terms);
        }
        if let Some(seg) = self.period
            && duty.terms.iter().all(|t| terms::is_cadence(&t.value))
        {
            marks.read(book, (seg, Manner::Column), facts, &mut duty.terms);
        }
        for term in &duty.terms {
            let into = if terms::is_cadence(&term.value) {
                &mut duty.cadence
            } else {
                &mut duty.deadlines
            };
            into.push(term.value.clone());
        }
        marks.tell(book, &self.text, facts, &mut duty);
        tell_conflict(&mut duty, from_text);
        tell_vague_units(&mut duty);
        duty
    }
}

/// What the readings of a duty's terms noticed.
#[derive(Default)]
struct Marks {
    remarks: Vec<Remark>,
    vague: bool,
    assumed_year: bool,
    unknown_year: bool,
}

impl Marks {
    fn read(
        &mut self,
        book: &Book,
        (seg, manner): (Seg, Manner),
        facts: Facts,
        into: &mut Vec<Term>,
    ) {
        let found = terms::read(
            &book.lines[seg.line],
            (seg.from, seg.to),
            facts.year,
            manner,
        );
        self.remarks.extend(found.remarks);
        self.vague |= found.has_vague;
        self.assumed_year |= found.has_assumed_year;
        self.unknown_year |= found.has_unknown_year;
        for term in found.list {
            terms::merge(into, term);
        }
    }

    fn tell(&self, book: &Book, text: &[Seg], facts: Facts, duty: &mut Duty) {
        let place = text.first().map(|s| book.place(*s));
        if self.unknown_year {
            duty.doubts.push(Doubt {
                code: "deadline_without_year".into(),
                message: "时限没有写年份，文件也没有给出年份，无法换算成日期，请补上年份。".into(),
                place,
            });
        } else if self.assumed_year && facts.is_multi_year {
            let year = facts.year.map_or_else(String::new, |y| y.to_string());
            duty.doubts.push(Doubt {
                code: "deadline_without_year".into(),
                message: format!(
                    "时限没有写年份，而本文件跨几个年度，这里按 {year} 年计算，请核对。"
                ),
                place,
            });
        }
        for (i, remark) in self.remarks.iter().enumerate() {
            let doubt = Doubt {
                code: remark.oddity.code().into(),
                message: remark.message(),
                place: Some(remark.place),
            };
            let is_said = |other: &Remark| other.message() == doubt.message;
            if remark.is_settled_by(&duty.terms) {
                continue;
            }
            if !self.remarks[..i].iter().any(is_said) {
                duty.doubts.push(doubt);
            }
        }
        if self.vague && duty.cadence.is_empty() && duty.deadlines.is_empty() {
            duty.doubts.push(Doubt {
                code: "cadence_vague".into(),
                message: "原文只说“定期”或“适时”，没有写多久一次，请与责任单位商定周期。".into(),
                place,
            });
        }
    }
}

/// A column of times that contradicts the text.
fn tell_conflict(duty: &mut Duty, from_text: usize) {
    let date = |t: &Term| {
        (!terms::is_cadence(&t.value) && t.value.as_bytes().first().is_some_and(u8::is_ascii_digit))
            .then(|| (t.value.clone(), t.words.clone()))
    };
    let text: Vec<_> = duty.terms[..from_text.min(duty.terms.len())]
        .iter()
        .filter_map(date)
        .collect();
    let column: Vec<_> = duty.terms[from_text.min(duty.terms.len())..]
        .iter()
        .filter_map(date)
        .collect();
    if let (Some(latest), Some(limit)) = (text.iter().max(), column.iter().max())
        && latest.0 > limit.0
    {
        let message = format!(
            "正文写“{}”，时限栏写“{}”，时限栏更早，请核对以哪个为准。",
            latest.1, limit.1
        );
        duty.doubts.push(Doubt {
            code: "date_conflict".into(),
            message,
            place: duty.places.first().copied(),
        });
    }
}

fn tell_vague_units(duty: &mut Duty) {
    let vague: Vec<&str> = duty
        .lead
        .iter()
        .chain(&duty.support)
        .filter(|n| is_vague(&n.chars().collect::<Vec<_>>()))
        .map(String::as_str)
        .collect();
    if !vague.is_empty() {
        let message = format!("“{}”没有点明是哪些单位，请确认由谁承担。", vague.join("、"));
        duty.doubts.push(Doubt {
            code: "unit_phrase".into(),
            message,
            place: duty.places.first().copied(),
        });
    }
}
