//! What the index is told of a plan, of a duty in it, and of a promise: what their public pages say for good. Whether a promise is late
//! changes with the days and stands on its page alone.

use kernel::UnitId;
use plans::queries::{DutyDetail, PlanDetail, PlanLine};
use promises::Origin;
use promises::model::Standing as PromiseStanding;
use promises::queries::PromiseLine;
use search::{Choice, Item, Section, Standing};

use super::items::{Reading, other_names};

impl Reading {
    pub fn plan(&self, plan: &PlanDetail) -> Item {
        let line = &plan.line;
        let headings = plan.duties.iter().map(|it| it.heading.as_str());
        let mut item = self.empty(format!("plan/{}", line.id), Choice::new("plan", "计划"));
        item.address = format!("/plans/{}", line.id);
        item.title.clone_from(&line.title);
        item.number = line.doc_number.clone().unwrap_or_default();
        item.codes = plan.index_number.iter().cloned().collect();
        item.unit_names = line.issuer.iter().cloned().collect();
        item.day = line.published_on.or(plan.written_on).unwrap_or(self.today);
        item.weight = 12;
        item.sections = vec![Section {
            heading: "任务目录".to_owned(),
            anchor: "outline".to_owned(),
            text: headings.collect::<Vec<_>>().join("\n"),
        }];
        item
    }

    pub fn duty(&self, duty: &DutyDetail, plan: &PlanLine) -> Item {
        let mut item = self.empty(format!("duty/{}", duty.id), Choice::new("duty", "任务"));
        item.address = format!("/duties/{}", duty.id);
        item.title.clone_from(&duty.heading);
        item.summary = format!("《{}》第{}项任务", plan.title, duty.ordinal);
        item.day = plan.published_on.unwrap_or(self.today);
        item.weight = 6;
        let leads = duty.lead.iter();
        let units = leads.flat_map(|it| it.unit.iter().chain(&it.members).map(|it| it.0));
        self.owe(&mut item, units);
        item.sections = vec![Section {
            heading: duty.section.join(" "),
            anchor: String::new(),
            text: duty.text.clone(),
        }];
        item
    }

    /// Nothing is found of a promise that is void, nor of the duty to answer a request, which says nothing that anybody would search for.
    pub fn promise(&self, line: &PromiseLine) -> Option<Item> {
        let is_requests = matches!(line.origin, Origin::Request(_));
        if is_requests || line.standing == PromiseStanding::Void {
            return None;
        }
        let mut item = self.empty(
            format!("promise/{}", line.id),
            Choice::new("promise", "承诺"),
        );
        item.address = format!("/promises/{}", line.id);
        item.title = match &line.period_label {
            Some(period) => format!("{}（{period}）", line.title),
            None => line.title.clone(),
        };
        item.day = line.due_on;
        item.weight = 0;
        self.owe(&mut item, [line.unit_id].into_iter());
        item.sections = vec![Section {
            heading: String::new(),
            anchor: String::new(),
            text: format!(
                "{}承诺于{}前公开。",
                line.unit_name,
                line.due_on.strftime("%Y年%-m月%-d日")
            ),
        }];
        // All that one duty owes is one matter.
        item.matter = format!("{}/{}", line.origin.kind(), line.origin.id());
        Some(item)
    }

    pub(super) fn owe(&self, item: &mut Item, units: impl Iterator<Item = UnitId>) {
        const MOST: usize = 30;
        for unit in units.filter_map(|it| self.directory.find(it)).take(MOST) {
            item.units
                .push(Choice::new(unit.id.to_string(), unit.short_name.clone()));
            item.unit_names.extend(other_names(unit));
        }
    }

    pub(super) fn empty(&self, key: String, kind: Choice) -> Item {
        Item {
            matter: key.clone(),
            key,
            kind,
            address: String::new(),
            title: String::new(),
            number: String::new(),
            codes: Vec::new(),
            summary: String::new(),
            keywords: Vec::new(),
            sections: Vec::new(),
            day: self.today,
            standing: Standing::Holds,
            standing_name: String::new(),
            weight: 0,
            units: Vec::new(),
            unit_names: Vec::new(),
            theme: None,
            columns: Vec::new(),
            sites: Vec::new(),
        }
    }
}
