//! What screens see of plans and duties: plain structs, made by [`crate::queries`]; no rule and no SQL lives here.

use gongwen::blocks::Place;
use gongwen::reading::{Citation, Doubt, Term};
use kernel::{BlobId, Date, DutyId, PlanId, UnitId};

use crate::resolve::Match;

/// How many promises stand how, on the day that was asked about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Kept by their due day.
    pub kept_on_time: u64,
    /// Kept after it.
    pub kept_late: u64,
    /// Owed and late.
    pub late_now: u64,
    /// Owed and not late.
    pub open: u64,
    /// Waived.
    pub waived: u64,
}

/// One plan in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// Its id.
    pub id: PlanId,
    /// The plan's own title.
    pub title: String,
    /// 发文机关 as signed.
    pub issuer: Option<String>,
    /// 发文字号, normalised.
    pub doc_number: Option<String>,
    /// The year it covers.
    pub year: Option<i16>,
    /// 发布日期.
    pub published_on: Option<Date>,
    /// How many duties it hands out.
    pub duty_count: u64,
    /// How its promises stand.
    pub counts: Counts,
}

/// One plan with its duties.
#[derive(Debug, Clone)]
pub struct PlanDetail {
    /// What lists show.
    pub line: PlanLine,
    /// 索引号.
    pub index_number: Option<String>,
    /// 成文日期.
    pub written_on: Option<Date>,
    /// The documents that it cites.
    pub cites: Vec<Citation>,
    /// The file as it was taken in.
    pub source_blob: BlobId,
    /// Its text blocks (`gongwen::blocks::Source` as JSON); `queries::read_source` reads them.
    pub blocks_blob: BlobId,
    /// What a person should check about the document.
    pub doubts: Vec<Doubt>,
    /// The duties, in reading order.
    pub duties: Vec<DutyDetail>,
}

/// One duty with its promises' counts.
#[derive(Debug, Clone)]
pub struct DutyDetail {
    /// Its id.
    pub id: DutyId,
    /// The plan it stands in.
    pub plan_id: PlanId,
    /// 1-based place in reading order.
    pub ordinal: u32,
    /// Labels above it, outermost first.
    pub section: Vec<String>,
    /// The innermost heading.
    pub heading: String,
    /// Its words.
    pub text: String,
    /// Where they stand in the source.
    pub places: Vec<Place>,
    /// Who answers for it.
    pub lead: Vec<UnitMention>,
    /// Who assists.
    pub support: Vec<UnitMention>,
    /// `weekly`, `monthly`, `quarterly`, `yearly`.
    pub cadence: Vec<String>,
    /// Dates and spans.
    pub deadlines: Vec<String>,
    /// The words that each was read from.
    pub terms: Vec<Term>,
    /// What a person should check, and why; 待明确责任单位 among them.
    pub doubts: Vec<Doubt>,
    /// How its promises stand.
    pub counts: Counts,
    /// Spans whose event has not happened yet, in words: `征求活动结束后1个月内`.
    pub awaiting: Vec<String>,
}

/// A unit as the plan names it, and whom that means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMention {
    /// As written.
    pub written: String,
    /// The unit that was found or confirmed.
    pub unit: Option<(UnitId, String)>,
    /// The units that a class stands for.
    pub members: Vec<(UnitId, String)>,
    /// How it was found.
    pub matched: Match,
}
