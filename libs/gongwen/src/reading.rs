//! The reading of a work plan: what `plan read` prints and what the plans crate stores.
//!
//! The field names and their meaning are a published form; see docs/plan-reading.md.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::blocks::Place;
use crate::terms;

/// What one work plan says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanReading {
    /// Identity of the document.
    pub document: DocumentIdentity,
    /// Every 发文字号 the text cites, once, in order of first mention, normalised to `机关代字〔年份〕N号`.
    pub cites: Vec<String>,
    /// The citations with the titles that the text gives them.
    #[serde(default)]
    pub citations: Vec<Citation>,
    /// Duties in reading order.
    pub duties: Vec<Duty>,
    /// Doubts about the document as a whole.
    #[serde(default)]
    pub doubts: Vec<Doubt>,
}

/// Identity of an official document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentIdentity {
    /// The plan's own title.
    pub title: Option<String>,
    /// 发文机关 as signed or listed.
    pub issuer: Option<String>,
    /// 发文字号, normalised.
    pub doc_number: Option<String>,
    /// 索引号.
    pub index_number: Option<String>,
    /// 成文日期, ISO.
    pub written_on: Option<String>,
    /// 发布日期, ISO.
    pub published_on: Option<String>,
    /// The year the plan covers.
    pub year: Option<i16>,
}

/// A cited document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Normalised number.
    pub number: String,
    /// As it stood in the text.
    pub written: String,
    /// The title in 《》 before it, where there is one.
    pub title: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Whether it had to be repaired (lost or mismatched brackets).
    pub repaired: bool,
}

/// One duty (任务).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// Labels above it, outermost first: `一`, `(一)`, `1`, `(1)`.
    pub section: Vec<String>,
    /// The innermost heading's text.
    pub heading: String,
    /// The duty's words; paragraphs joined by a line feed.
    pub text: String,
    /// Units that answer for it, as written.
    pub lead: Vec<String>,
    /// Units that assist, as written.
    pub support: Vec<String>,
    /// `weekly`, `monthly`, `quarterly`, `yearly`, in order of first mention.
    pub cadence: Vec<String>,
    /// Dates (ISO) and spans (`P20WD`, `P1M`, `P3Y`, `PT24H`), in order.
    pub deadlines: Vec<String>,
    /// The words each deadline and cadence was read from, and what starts a span.
    #[serde(default)]
    pub terms: Vec<Term>,
    /// Where its words stand in the source.
    #[serde(default)]
    pub places: Vec<Place>,
    /// What a person should check, and why.
    #[serde(default)]
    pub doubts: Vec<Doubt>,
}

/// One cadence or deadline with the words that set it. Written out, it also carries its [`Term::day`], which its words
/// hold and which is therefore not read back.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Term {
    /// The value as it stands in `cadence` or `deadlines`.
    pub value: String,
    /// The words it was read from.
    pub words: String,
    /// What starts a span.
    #[serde(default)]
    pub trigger: Trigger,
}

impl Term {
    /// The day that a cadence's words state within each period: 每月10日前, 每季度首月15日前, 次月5个工作日内.
    /// `None`: a deadline, a cadence without a day, or several days at once.
    pub fn day(&self) -> Option<PeriodDay> {
        terms::day_of(&self.value, &self.words)
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let day = self.day();
        let mut form = serializer.serialize_struct("Term", 3 + usize::from(day.is_some()))?;
        form.serialize_field("value", &self.value)?;
        form.serialize_field("words", &self.words)?;
        form.serialize_field("trigger", &self.trigger)?;
        match &day {
            Some(day) => form.serialize_field("day", day)?,
            None => form.skip_field("day")?,
        }
        form.end()
    }
}

/// The day by which each period's publication or report is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodDay {
    /// The period whose day it is: the one that is reported, or the one after it.
    pub of: PeriodOf,
    /// Which month of that period, from 1: of three in a quarter, of twelve in a year. `None`: a month or a week.
    pub month_in_period: Option<u8>,
    /// `calendar`: the day of the month, 31 for its last, and where a month is shorter than `day`, its last; in a week the
    /// weekday, Monday 1. `working_days`: the so-manieth working day of the month.
    pub day: u8,
    /// What `day` counts.
    pub counted: Counted,
}

/// Which period a [`PeriodDay`] falls in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodOf {
    /// The period itself (每月10日前, 当月25日前).
    Same,
    /// The one after it (次月10日前, 每季度结束后10个工作日内).
    Next,
}

/// What a [`PeriodDay`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Days of the calendar.
    Calendar,
    /// Working days from the month's first.
    WorkingDays,
}

/// What starts the clock of a term.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "on", content = "words", rename_all = "snake_case")]
pub enum Trigger {
    /// Nothing: a date or a cadence.
    #[default]
    None,
    /// The plan's own publication (本要点公布后, 本方案印发之日起).
    PlanPublication,
    /// Some event, in the text's words (征求活动结束后, 文件公开后).
    Event(String),
}

/// Something a person should check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// Stable code (`unit_missing`, `date_ambiguous`, `number_repaired`, ...).
    pub code: String,
    /// What to check and why, in Chinese.
    pub message: String,
    /// Where, if at one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}
