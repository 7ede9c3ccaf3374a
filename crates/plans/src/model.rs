//! Plans and duties as this crate works on them: what a reading says, with its dates understood.
//!
//! Pure: no SQL, no async, no clock of its own.

use calendar::Calendar;
use gongwen::reading::{DocumentIdentity, PlanReading, Term};
use kernel::{Date, PlanId};
use promises::cadence::plus_days;
use promises::{Grace, Origin};

use crate::clause::{LONG, clause_of, ends_sentence};

/// Which of a duty's two groups of units a name stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionRole {
    /// Answers for it: owes.
    Lead,
    /// Assists: sees.
    Support,
}

impl MentionRole {
    /// The word that the database keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Support => "support",
        }
    }
}

/// The dates of a plan, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDates {
    /// The year it covers.
    pub year: i16,
    /// The day on which its names are read and from which its periods are owed.
    pub dated_on: Date,
    /// The day of its publication, from which 公布后 spans start.
    pub publication_on: Date,
    /// Why that day.
    pub publication_basis: String,
}

impl PlanDates {
    /// Understands the dates of a document. A page that shows a 发布日期 more than twenty working days after the signature shows
    /// when the page was made, for the plan had to be public by then (《条例》第二十六条): the span starts at the signature,
    /// and the basis says so.
    pub fn of(document: &DocumentIdentity, calendar: &Calendar, today: Date) -> Self {
        let date = |text: &Option<String>| text.as_deref().and_then(|it| it.parse::<Date>().ok());
        let (written, published) = (date(&document.written_on), date(&document.published_on));
        let dated_on = match (written, published) {
            (Some(a), Some(b)) => a.min(b),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => document
                .year
                .and_then(|year| Date::new(year, 1, 1).ok())
                .unwrap_or(today),
        };
        let (publication_on, publication_basis) = match (written, published) {
            (Some(written), Some(published)) => {
                let latest = calendar.add_workdays(written, 20).unwrap_or(published);
                if published <= latest {
                    (published, "以页面标注的发布日期为公布日".to_owned())
                } else {
                    (
                        written,
                        format!(
                            "页面标注的发布日期{published}晚于成文日期二十个工作日以上，以成文日期为公布日"
                        ),
                    )
                }
            }
            (None, Some(published)) => (published, "以页面标注的发布日期为公布日".to_owned()),
            (Some(written), None) => (written, "文中未载明发布日期，以成文日期为公布日".to_owned()),
            (None, None) => (
                dated_on,
                "文中未载明日期，以年度首日为公布日，请核对".to_owned(),
            ),
        };
        Self {
            year: document.year.unwrap_or_else(|| dated_on.year()),
            dated_on,
            publication_on,
            publication_basis,
        }
    }

    /// The day from which periods of the plan's year are owed: its date, or the year's first day where the date lies outside the year.
    pub fn owed_from(&self) -> Date {
        let first = Date::new(self.year, 1, 1).unwrap_or(self.dated_on);
        if self.dated_on.year() == self.year {
            self.dated_on
        } else {
            first
        }
    }

    /// The day before which a period must not have ended to be owed.
    pub fn opened_through(&self) -> Date {
        plus_days(self.owed_from(), -1)
    }
}

/// The key by which the same plan is found again: its 发文字号, else issuer, title and year. `None` where it has neither.
pub fn identity_of(document: &DocumentIdentity) -> Option<String> {
    let squeeze = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    if let Some(number) = &document.doc_number {
        return Some(format!("no:{}", squeeze(number)));
    }
    let title = document
        .title
        .as_deref()
        .filter(|it| !it.trim().is_empty())?;
    let issuer = squeeze(document.issuer.as_deref().unwrap_or(""));
    let year = document.year.map(|it| it.to_string()).unwrap_or_default();
    Some(format!("title:{issuer}|{}|{year}", squeeze(title)))
}

/// What obliges: a duty or a catalogue item, with all that its promises are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Obliging {
    /// Which.
    pub origin: Origin,
    /// Its plan.
    pub plan_id: Option<PlanId>,
    /// What is owed, in a line, where no term says more nearly what is.
    pub title: String,
    /// The duty's heading; empty for an item of the catalogue.
    pub heading: String,
    /// The duty's words; empty for an item of the catalogue, whose row is its title.
    pub text: String,
    /// The document that the due days name as their basis.
    pub source: String,
    /// Its dates.
    pub dates: PlanDates,
    /// Codes of cadences.
    pub cadence: Vec<String>,
    /// Dates and spans.
    pub deadlines: Vec<String>,
    /// The words each was read from.
    pub terms: Vec<Term>,
    /// When a period's promise is due.
    pub grace: Grace,
    /// What sets that.
    pub grace_basis: String,
    /// Whether it lasts beyond the plan's year.
    pub lasting: Lasting,
    /// The day from which spans without an event of their own are read; today for a new import.
    pub today: Date,
}

impl Obliging {
    /// What is owed by one of the terms, in a line: the heading and the clause that the term stands in.
    pub fn title_by(&self, term: Option<usize>) -> String {
        term.and_then(|n| clause_of(&self.text, &self.terms, n))
            .map_or_else(|| self.title.clone(), |it| title_with(&self.heading, it))
    }
}

/// How long something obliges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// For the plan's year; what has no date is due on its last day.
    Year,
    /// Until it is taken out of the catalogue; what has no date is no promise.
    Always,
}

/// A duty in a line: its heading and how it begins.
pub fn title_of(heading: &str, text: &str) -> String {
    title_with(heading, text.split(ends_sentence).next().unwrap_or(""))
}

fn title_with(heading: &str, words: &str) -> String {
    let (heading, first) = (heading.trim(), words.trim());
    // Rows of a table often have one cell that is both.
    let first = if first == heading { "" } else { first };
    let clip = |text: &str| -> String {
        if text.chars().count() > LONG {
            let mut short: String = text.chars().take(LONG).collect();
            short.push('…');
            short
        } else {
            text.to_owned()
        }
    };
    match (heading.is_empty(), first.is_empty()) {
        (true, _) => clip(first),
        (false, true) => heading.to_owned(),
        (false, false) => format!("{heading}：{}", clip(first)),
    }
}

/// The digest under which a reading is kept: its canonical JSON.
pub fn reading_text(reading: &PlanReading) -> Result<String, serde_json::Error> {
    serde_json::to_string(reading)
}

#[cfg(test)]
mod tests;
