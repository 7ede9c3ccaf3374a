//! What screens see of plans and duties: plain structs, made by [`crate::queries`]; no rule and no SQL lives here.

use std::collections::HashMap;

use gongwen::blocks::Place;
use gongwen::reading::{Citation, Doubt, Duty, Term};
use kernel::{BlobId, CatalogueItemId, Date, DutyId, Moment, PlanId, UnitId};

use crate::diff::Diff;
use crate::intake::UNRECKONABLE;
use crate::reconcile::Effect;
use crate::resolve::Match;

/// How many promises stand how, on the day that was asked about.
pub use promises::queries::ScopeTally as Counts;

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
    /// How many of them carry a doubt of the reader's, or one about a deadline.
    pub doubted_count: u64,
    /// How many of them have a deadline that cannot be reckoned, and for which no promise stands.
    pub unreckonable_count: u64,
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
    /// The same with what `actions::record_event` needs, and those that happened and may happen again.
    pub events: Vec<AwaitedEvent>,
    /// When a period's promise is due, in words: `20个工作日内`.
    pub grace: String,
    /// What sets that.
    pub grace_basis: String,
}

impl DutyDetail {
    /// Whether a deadline of it cannot be reckoned, so that no promise stands for it.
    pub fn has_unreckonable(&self) -> bool {
        self.doubts.iter().any(|it| it.code == UNRECKONABLE)
    }
}

/// A span that starts when something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitedEvent {
    /// Which of the duty's deadlines, 1-based.
    pub ordinal: u32,
    /// The words that set it.
    pub words: String,
    /// What must happen, in the text's words; may be empty.
    pub trigger: String,
    /// How often it has happened.
    pub happened: u64,
}

/// A changed plan that waits to be accepted.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The plan.
    pub plan_id: PlanId,
    /// The reading to pass to `actions::accept_changes`.
    pub reading: BlobId,
    /// Who handed it in.
    pub proposed_by: String,
    /// When.
    pub proposed_at: Moment,
    /// What changes; numbers are places in `duties`.
    pub diff: Diff,
    /// What accepting it would do to the open promises of each known duty, by the duty's id; opened ones are not counted.
    pub foreseen: HashMap<DutyId, Effect>,
    /// The duties of the new reading.
    pub duties: Vec<Duty>,
    /// The duties as they are, by id.
    pub known: Vec<(DutyId, Duty)>,
}

/// One row of the disclosure catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueLine {
    /// Its id.
    pub id: CatalogueItemId,
    /// 1-based place in the catalogue.
    pub ordinal: u32,
    /// 领域 (the sheet).
    pub field: String,
    /// 一级事项.
    pub first_item: String,
    /// 二级事项.
    pub second_item: String,
    /// 公开内容(要素).
    pub content: String,
    /// 公开依据.
    pub legal_basis: String,
    /// 公开时限, as written.
    pub timing: String,
    /// 公开主体, as written.
    pub subject: String,
    /// 公开渠道和载体.
    pub channels: Vec<String>,
    /// What a person should check.
    pub doubts: Vec<Doubt>,
    /// How its promises stand.
    pub counts: Counts,
    /// Spans that start when something happens.
    pub events: Vec<AwaitedEvent>,
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
