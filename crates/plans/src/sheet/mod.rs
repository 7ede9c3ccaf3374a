//! Duty sheets (任务分解表): what a plan hands out, as a table to print and sign: the whole plan, or one unit's part.
//!
//! Files for people; the promises stay where they are. Files are made of what the plan says now, and are kept nowhere.

mod docx;
mod xlsx;

use std::collections::HashMap;

use gongwen::reading::{Term, Trigger};
use kernel::{Date, Fault, PlanId, UnitId};
use promises::evidence_rule::EvidenceRule;
use store::{Tx, params};

use crate::queries::{DutyDetail, UnitMention, find_plan};

/// A sheet about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutySheet {
    /// `云溪市2026年政务公开工作要点任务分解表`.
    pub title: String,
    /// Whose part, where it is one unit's; and on which day it was made.
    pub note: String,
    /// The rows, in the plan's order.
    pub rows: Vec<SheetRow>,
}

/// A duty in a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The duty's place in the plan.
    pub number: u32,
    /// Labels and heading.
    pub heading: String,
    /// Its words.
    pub text: String,
    /// Who answers.
    pub lead: String,
    /// Who assists.
    pub support: String,
    /// Cadences and deadlines.
    pub times: String,
    /// What counts as kept.
    pub evidence: String,
}

/// The heads of the columns with their share of the width, in thousandths.
pub(crate) const COLUMNS: [(&str, u32); 7] = [
    ("序号", 45),
    ("工作任务", 140),
    ("具体要求", 345),
    ("责任单位", 135),
    ("配合单位", 115),
    ("完成时限", 115),
    ("证据要求", 105),
];

impl SheetRow {
    pub(crate) fn cells(&self) -> [String; 7] {
        [
            self.number.to_string(),
            self.heading.clone(),
            self.text.clone(),
            self.lead.clone(),
            self.support.clone(),
            self.times.clone(),
            self.evidence.clone(),
        ]
    }
}

impl DutySheet {
    /// As a Word document: A4 landscape, the heads on every page.
    ///
    /// # Errors
    /// A fault where it cannot be written.
    pub fn docx(&self) -> Result<Vec<u8>, Fault> {
        docx::write(self)
    }

    /// As a workbook.
    ///
    /// # Errors
    /// A fault where it cannot be written.
    pub fn xlsx(&self) -> Result<Vec<u8>, Fault> {
        xlsx::write(self)
    }
}

/// The sheet of a plan, or of one unit's part in it; `None` where there is no such plan.
///
/// # Errors
/// The engine's fault.
pub async fn find_sheet(
    tx: &mut Tx,
    (plan, unit): (PlanId, Option<UnitId>),
    today: Date,
) -> Result<Option<DutySheet>, Fault> {
    let Some(detail) = find_plan(tx, plan, today).await? else {
        return Ok(None);
    };
    let row = tx.fetch_one(crate::sql::FIND_PLAN, params![plan]).await?;
    let issuer: Option<UnitId> = row.get("issuer_unit_id")?;
    let mut names = Names::default();
    for id in issuer.iter().chain(&unit) {
        if let Some(unit) = store::directory::find_unit(tx, *id).await? {
            names.0.insert(*id, unit.short_name);
        }
    }
    let rules = rules_of(tx, plan).await?;
    let rows = detail
        .duties
        .iter()
        .filter(|it| unit.is_none_or(|unit| concerns(it, unit, issuer)))
        .map(|it| row_of(it, (issuer, &names), &rules))
        .collect();
    let made = format!("制表日期：{today}");
    Ok(Some(DutySheet {
        title: format!("{}任务分解表", detail.line.title),
        note: match unit.and_then(|unit| names.0.get(&unit)) {
            Some(name) => format!("单位：{name}　　{made}"),
            None => made,
        },
        rows,
    }))
}

#[derive(Debug, Default)]
struct Names(HashMap<UnitId, String>);

async fn rules_of(tx: &mut Tx, plan: PlanId) -> Result<HashMap<String, EvidenceRule>, Fault> {
    let rows = tx
        .fetch_all(crate::draft::sql::LIST_EVIDENCE_RULES, params![plan])
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.get("origin_id")?;
            Ok((id, promises::evidence_rule::rule_of(row)?))
        })
        .collect()
}

fn units_of(mention: &UnitMention) -> impl Iterator<Item = &UnitId> {
    let one = mention.unit.iter().map(|(id, _)| id);
    one.chain(mention.members.iter().map(|(id, _)| id))
}

/// Whether a duty hands a unit anything.
fn concerns(duty: &DutyDetail, unit: UnitId, issuer: Option<UnitId>) -> bool {
    let named = duty.lead.iter().chain(&duty.support);
    let is_named = named.flat_map(units_of).any(|id| *id == unit);
    is_named || (duty.lead.is_empty() && issuer == Some(unit))
}

fn row_of(
    it: &DutyDetail,
    (issuer, names): (Option<UnitId>, &Names),
    rules: &HashMap<String, EvidenceRule>,
) -> SheetRow {
    let list = |mentions: &[UnitMention]| {
        let names: Vec<&str> = mentions.iter().map(name_of).collect();
        names.join("、")
    };
    let lead = if it.lead.is_empty() {
        let name = issuer.and_then(|id| names.0.get(&id));
        name.cloned().unwrap_or_else(|| "待明确".to_owned())
    } else {
        list(&it.lead)
    };
    let times: Vec<String> = it.terms.iter().map(words_of).collect();
    let rule = rules.get(&it.id.to_string());
    SheetRow {
        number: it.ordinal,
        heading: it.heading.clone(),
        text: it.text.clone(),
        lead,
        support: list(&it.support),
        times: if times.is_empty() {
            "年内完成".to_owned()
        } else {
            times.join("；")
        },
        evidence: rule.map_or_else(|| "公开网页链接".to_owned(), EvidenceRule::describe),
    }
}

/// The unit as the register calls it, else as the plan writes it.
fn name_of(mention: &UnitMention) -> &str {
    match &mention.unit {
        Some((_, name)) => name,
        None => &mention.written,
    }
}

/// A cadence or deadline as its text says it.
fn words_of(term: &Term) -> String {
    if !term.words.trim().is_empty() {
        return term.words.clone();
    }
    match (&term.trigger, promises::Cadence::from_code(&term.value)) {
        (_, Some(cadence)) => cadence.label().to_owned(),
        (Trigger::Event(event), None) => format!("{event}{}", term.value),
        (Trigger::None | Trigger::PlanPublication, None) => term.value.clone(),
    }
}

#[cfg(test)]
mod tests;
