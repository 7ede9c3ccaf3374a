//! What a duty opens: the promises that its words, its units and its dates amount to.
//!
//! Pure. With a cadence, one promise a unit and period; with a date, one due then; with a span, one when its event happens
//! (the plan's own publication is an event); with none of these, one for the plan's year. Both cadence and deadlines
//! open both kinds. Saving, and what becomes of promises that are no longer wanted, is `crate::reconcile`.

use calendar::{Calendar, Clock, LastDay, Span};
use gongwen::reading::{Counted, Term, Trigger};
use kernel::{Date, UnitId};
use promises::actions::recur::{Recurrence, STATUTORY_BASIS, STATUTORY_GRACE};
use promises::grace::{DayOf, PeriodOf, StatedDay};
use promises::{Cadence, Grace, NewPromise};

use crate::model::{Lasting, Obliging};

/// What somebody owes by a duty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// One promise a period.
    pub recurrences: Vec<Recurrence>,
    /// Promises due once.
    pub once: Vec<NewPromise>,
    /// Spans that wait for an event.
    pub awaited: Vec<Awaited>,
    /// Deadlines that no calendar reaches, as read.
    pub unreckonable: Vec<String>,
}

/// A span that starts when something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// 1-based place among the duty's deadlines.
    pub ordinal: u32,
    /// How long.
    pub span: Span,
    /// What must happen, in the text's words; may be empty.
    pub trigger: String,
    /// The words that say it all.
    pub words: String,
}

/// What these units owe by a duty or catalogue item.
pub fn wanted(duty: &Obliging, owing: &[UnitId], calendar: &Calendar) -> Wanted {
    let mut wanted = Wanted::default();
    let mut cadences: Vec<Cadence> = duty
        .cadence
        .iter()
        .filter_map(|code| Cadence::from_code(code))
        .collect();
    cadences.dedup();
    for cadence in &cadences {
        for unit in owing {
            wanted.recurrences.push(recurrence(duty, *cadence, *unit));
        }
    }
    for (n, value) in duty.deadlines.iter().enumerate() {
        let ordinal = u32::try_from(n + 1).unwrap_or(u32::MAX);
        let term = term_of(duty, n);
        if let Ok(date) = value.parse::<Date>() {
            wanted.once_each(
                owing,
                |unit| dated(duty, unit, ordinal, date),
                calendar,
                value,
            );
        } else if let Ok(span) = value.parse::<Span>() {
            match term.map(|it| &it.trigger) {
                Some(Trigger::PlanPublication) => wanted.once_each(
                    owing,
                    |unit| published(duty, unit, ordinal, span),
                    calendar,
                    value,
                ),
                trigger => wanted.awaited.push(Awaited {
                    ordinal,
                    span,
                    trigger: match trigger {
                        Some(Trigger::Event(words)) => words.clone(),
                        Some(Trigger::None | Trigger::PlanPublication) | None => String::new(),
                    },
                    words: term.map_or_else(|| span.describe(), |it| it.words.clone()),
                }),
            }
        } else {
            wanted.unreckonable.push(value.clone());
        }
    }
    let says_nothing = cadences.is_empty() && duty.deadlines.is_empty();
    if says_nothing && duty.lasting == Lasting::Year {
        wanted.once_each(owing, |unit| year_end(duty, unit), calendar, "年底");
    }
    wanted
}

impl Wanted {
    /// One promise a unit, where the calendar reaches its due day.
    fn once_each(
        &mut self,
        owing: &[UnitId],
        make: impl Fn(UnitId) -> NewPromise,
        calendar: &Calendar,
        value: &str,
    ) {
        for unit in owing {
            let promise = make(*unit);
            if promise.clock.due(calendar).is_ok() {
                self.once.push(promise);
            } else if !self.unreckonable.iter().any(|it| it == value) {
                self.unreckonable.push(value.to_owned());
            }
        }
    }
}

/// The words of the n-th deadline.
fn term_of(duty: &Obliging, n: usize) -> Option<&Term> {
    place_of(duty, n).map(|place| &duty.terms[place])
}

/// The term of the n-th deadline: the terms list cadences and deadlines in the order of the text.
fn place_of(duty: &Obliging, n: usize) -> Option<usize> {
    let value = duty.deadlines.get(n)?;
    let same_before = duty.deadlines[..n].iter().filter(|it| *it == value).count();
    let mut same = (0..duty.terms.len()).filter(|&place| duty.terms[place].value == *value);
    same.clone().nth(same_before).or_else(|| same.next())
}

/// What is owed by the deadline of this 1-based ordinal.
fn title_of_deadline(duty: &Obliging, ordinal: u32) -> String {
    let n = (ordinal as usize).checked_sub(1);
    duty.title_by(n.and_then(|n| place_of(duty, n)))
}

/// What is said of a cadence: its words, the span that holds for the duty with what sets it, and the document.
pub(crate) struct Said<'a> {
    pub terms: &'a [Term],
    pub grace: Grace,
    pub grace_basis: &'a str,
    pub source: &'a str,
}

impl Said<'_> {
    /// When a period's promise is due, with what sets it: on the day that the words of its cadence state, unless the office
    /// has set another span; else after the duty's span, or the law's where that one was set for another cadence.
    pub fn grace(&self, cadence: Cadence) -> (Grace, String) {
        let is_as_the_law_has_it =
            (self.grace, self.grace_basis) == (STATUTORY_GRACE, STATUTORY_BASIS);
        let of_cadence = |term: &&Term| term.value == cadence.code();
        let stated = self
            .terms
            .iter()
            .filter(of_cadence)
            .find_map(|term| Some((stated_day(term)?, &term.words)))
            .filter(|(stated, _)| is_as_the_law_has_it && stated.fits(cadence));
        match stated {
            Some((stated, words)) => (Grace::OnDay(stated), format!("{}:“{words}”", self.source)),
            None if self.grace.fits(Some(cadence)) => (self.grace, self.grace_basis.to_owned()),
            // It was set for another cadence, which the duty has no longer.
            None => (STATUTORY_GRACE, STATUTORY_BASIS.to_owned()),
        }
    }
}

/// The day that a cadence's words state, as promises have it.
fn stated_day(term: &Term) -> Option<StatedDay> {
    let stated = term.day()?;
    let day = i8::try_from(stated.day).ok()?;
    Some(StatedDay {
        of: match stated.of {
            gongwen::reading::PeriodOf::Same => PeriodOf::Same,
            gongwen::reading::PeriodOf::Next => PeriodOf::Next,
        },
        month: stated.month_in_period.map(i8::try_from).transpose().ok()?,
        day: match stated.counted {
            Counted::WorkingDays => DayOf::Working(day),
            Counted::Calendar if term.value == Cadence::Weekly.code() => DayOf::Week(day),
            Counted::Calendar => DayOf::Month(day),
        },
    })
}

fn recurrence(duty: &Obliging, cadence: Cadence, unit_id: UnitId) -> Recurrence {
    let said = Said {
        terms: &duty.terms,
        grace: duty.grace,
        grace_basis: &duty.grace_basis,
        source: &duty.source,
    };
    let (grace, basis) = said.grace(cadence);
    Recurrence {
        unit_id,
        plan_id: duty.plan_id,
        origin: duty.origin,
        cadence,
        title: duty.title_by(
            duty.terms
                .iter()
                .position(|term| term.value == cadence.code()),
        ),
        ends_on: match duty.lasting {
            Lasting::Year => Some(cadence.bounds_of_year(duty.dates.year).1),
            Lasting::Always => None,
        },
        opened_through: duty.dates.opened_through(),
        grace,
        basis,
    }
}

fn once(duty: &Obliging, unit_id: UnitId, slot: String) -> NewPromise {
    NewPromise {
        unit_id,
        plan_id: duty.plan_id,
        origin: duty.origin,
        slot,
        title: duty.title.clone(),
        period_label: None,
        owed_from: duty.dates.dated_on,
        clock: Clock::fixed(duty.dates.dated_on, duty.source.clone()),
        due_basis: duty.source.clone(),
    }
}

fn dated(duty: &Obliging, unit: UnitId, ordinal: u32, on: Date) -> NewPromise {
    let term = term_of(duty, ordinal as usize - 1);
    let words = term.map_or_else(|| on.to_string(), |it| it.words.clone());
    let basis = format!("{}:“{words}”", duty.source);
    NewPromise {
        title: title_of_deadline(duty, ordinal),
        owed_from: duty.dates.dated_on.min(on),
        clock: Clock::fixed(on, basis.clone()),
        due_basis: basis,
        ..once(duty, unit, format!("date/{ordinal}"))
    }
}

fn published(duty: &Obliging, unit: UnitId, ordinal: u32, span: Span) -> NewPromise {
    let basis = format!(
        "{}公布后{}内（{}）",
        duty.source,
        span.describe(),
        duty.dates.publication_basis
    );
    let start = duty.dates.publication_on;
    NewPromise {
        title: title_of_deadline(duty, ordinal),
        owed_from: start,
        clock: Clock::start(start, span, LastDay::AsIs, basis.clone()),
        due_basis: basis,
        ..once(duty, unit, format!("publication/{ordinal}"))
    }
}

fn year_end(duty: &Obliging, unit: UnitId) -> NewPromise {
    let year = duty.dates.year;
    let on = Date::new(year, 12, 31).unwrap_or(duty.dates.dated_on);
    let basis = format!(
        "{}未定期限，按年度任务于{year}年12月31日前完成",
        duty.source
    );
    NewPromise {
        period_label: Some(format!("{year}年")),
        owed_from: duty.dates.owed_from(),
        clock: Clock::fixed(on, basis.clone()),
        due_basis: basis,
        ..once(duty, unit, format!("year/{year}"))
    }
}

/// Something that happened and starts a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When; the time matters for hours only.
    pub at: calendar::DateTime,
    /// What it was called: 关于某办法的征求意见.
    pub label: String,
}

/// The promise that an event starts.
pub fn started(duty: &Obliging, unit: UnitId, awaited: &Awaited, event: &Happening) -> NewPromise {
    use sha2::{Digest, Sha256};
    let day = event.at.date();
    let basis = format!("{}:“{}”", duty.source, awaited.words);
    // Hours need the time of day; days need none, and the day itself is not counted.
    let start = match awaited.span {
        Span::Hours(_) => event.at,
        Span::Workdays(_) | Span::Days(_) | Span::Months(_) | Span::Years(_) => day.at(0, 0, 0, 0),
    };
    let name = hex::encode(&Sha256::digest(event.label.as_bytes())[..6]);
    NewPromise {
        title: format!(
            "{}（{}）",
            title_of_deadline(duty, awaited.ordinal),
            event.label
        ),
        owed_from: day,
        clock: Clock::start(start, awaited.span, LastDay::AsIs, basis.clone()),
        due_basis: format!("{basis}，自{day}“{}”起算", event.label),
        ..once(
            duty,
            unit,
            format!("event/{}/{day}/{name}", awaited.ordinal),
        )
    }
}

#[cfg(test)]
mod tests;
