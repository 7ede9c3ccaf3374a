//! The archive of a made-up city: documents in every kind of the library, the same on every run.
//!
//! Composed of facts that were written by hand (`data/matters.toml`) and of sentences with places to fill. Whatever is about one matter
//! stands beside much that is nearly it: a rule and the one that it repealed, its interpretation, the counter's guide, notices of three
//! years, rules of counties, news. Each document is made from its own key, so that one more changes none of the others.

mod city;
mod matters;
mod offices;
pub mod units;
mod wording;

use std::collections::HashMap;

use kernel::Date;
use search::{Choice, Item, Section, Standing};

use crate::chance::Chance;
pub use matters::{Matter, all_matters};
use units::Unit;

/// What a document is among those about the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The rule in force.
    Rule,
    /// The rule that it repealed.
    Former,
    /// What explains the rule.
    Interpretation,
    /// The counter's guide.
    Guide,
    /// A notice of a year's work.
    Notice,
    /// A county's own rule.
    Local,
    /// A county's inspection.
    Inspection,
    /// A list for objections, or results.
    Result,
    /// The answer to a proposal.
    Reply,
    /// News.
    News,
    /// What a unit does and where it is.
    Functions,
    /// 信息公开指南.
    DisclosureGuide,
    /// 信息公开制度.
    DisclosureRules,
    /// 信息公开年度报告.
    AnnualReport,
    /// A budget.
    Budget,
    /// Final accounts.
    Accounts,
    /// Appointments.
    Appointment,
    /// Recruitment.
    Recruitment,
    /// Statistics.
    Statistics,
    /// A warning or a plan for emergencies.
    Emergency,
    /// A meeting of the government.
    Meeting,
    /// An issue of the gazette.
    Gazette,
    /// A collection.
    Topic,
    /// A plan of five years.
    Planning,
}

/// Each role with the word for it in data files, the library's kind and how much that is sought.
const ROLES: [(Role, &str, &str, &str, u8); 24] = [
    (Role::Rule, "rule", "normative", "行政规范性文件", 15),
    (Role::Former, "former", "normative", "行政规范性文件", 15),
    (
        Role::Interpretation,
        "interpretation",
        "interpretation",
        "政策解读",
        12,
    ),
    (Role::Guide, "guide", "service-guide", "办事指南", 6),
    (Role::Notice, "notice", "policy", "其他政策文件", 15),
    (Role::Local, "local", "normative", "行政规范性文件", 15),
    (Role::Inspection, "inspection", "notice", "公告公示", 10),
    (Role::Result, "result", "notice", "公告公示", 10),
    (Role::Reply, "reply", "proposal", "建议提案办理", 10),
    (Role::News, "news", "news", "工作动态", 6),
    (
        Role::Functions,
        "functions",
        "functions",
        "机构职能和领导信息",
        6,
    ),
    (
        Role::DisclosureGuide,
        "disclosure-guide",
        "disclosure-guide",
        "信息公开指南",
        6,
    ),
    (
        Role::DisclosureRules,
        "disclosure-rules",
        "disclosure-rules",
        "信息公开制度",
        15,
    ),
    (
        Role::AnnualReport,
        "annual-report",
        "annual-report",
        "信息公开年度报告",
        6,
    ),
    (Role::Budget, "budget", "finance", "财政信息", 6),
    (Role::Accounts, "accounts", "finance", "财政信息", 6),
    (
        Role::Appointment,
        "appointment",
        "personnel",
        "人事信息",
        10,
    ),
    (
        Role::Recruitment,
        "recruitment",
        "personnel",
        "人事信息",
        10,
    ),
    (Role::Statistics, "statistics", "statistics", "统计信息", 6),
    (Role::Emergency, "emergency", "emergency", "应急信息", 10),
    (Role::Meeting, "meeting", "meeting", "会议公开", 6),
    (Role::Gazette, "gazette", "gazette", "政府公报", 6),
    (Role::Topic, "topic", "topic", "专题", 6),
    (Role::Planning, "planning", "planning", "规划计划", 15),
];

impl Role {
    /// The role of a word in data files.
    pub fn find(word: &str) -> Option<Self> {
        ROLES.iter().find(|it| it.1 == word).map(|it| it.0)
    }

    fn row(self) -> &'static (Role, &'static str, &'static str, &'static str, u8) {
        let row = ROLES.iter().find(|it| it.0 == self);
        row.expect("a test goes through every role")
    }

    /// The library's code of its kind.
    pub fn kind(self) -> &'static str {
        self.row().2
    }
}

/// A document and what it was made of.
#[derive(Debug, Clone)]
pub struct Record {
    /// As the index takes it.
    pub item: Item,
    /// What it is among those about the same thing.
    pub role: Role,
    /// Who issues it.
    pub unit: &'static Unit,
    /// What it is about, by its code; none for what is about the unit itself.
    pub matter: Option<&'static str>,
    /// The year that its title means.
    pub year: i16,
}

impl Record {
    /// Its key without what all keys begin with.
    pub fn code(&self) -> &str {
        self.item.key.trim_start_matches(KEY)
    }

    /// Whether a passage stands in its text.
    pub fn says(&self, passage: &str) -> bool {
        let mut sections = self.item.sections.iter();
        sections.any(|it| it.text.contains(passage))
    }

    /// Its text without headings.
    pub fn text(&self) -> String {
        let parts = self.item.sections.iter().map(|it| it.text.as_str());
        parts.collect::<Vec<_>>().join("\n")
    }
}

/// What all keys begin with.
pub const KEY: &str = "document/";

/// What is said to make a document.
struct Draft {
    code: String,
    title: String,
    role: Role,
    unit: &'static Unit,
    matter: Option<&'static Matter>,
    year: i16,
    standing: Standing,
    theme: &'static str,
    sections: Vec<(String, String)>,
}

/// Documents as they are made.
#[derive(Default)]
struct Shelf {
    records: Vec<Record>,
    serials: HashMap<(&'static str, i16), usize>,
}

impl Shelf {
    fn number(&mut self, draft: &Draft) -> String {
        const NUMBERED: [&str; 6] = [
            "normative",
            "policy",
            "notice",
            "planning",
            "personnel",
            "disclosure-rules",
        ];
        if !NUMBERED.contains(&draft.role.kind()) {
            return String::new();
        }
        let letters = draft.unit.letters;
        let serial = self.serials.entry((letters, draft.year)).or_default();
        *serial += 1;
        format!("{letters}发〔{}〕{serial}号", draft.year)
    }

    fn add(&mut self, draft: Draft) {
        let number = self.number(&draft);
        let mut chance = Chance::of(&format!("day/{}", draft.code));
        let month = 1 + i8::try_from(chance.below(10)).unwrap_or(0);
        let day = 1 + i8::try_from(chance.below(28)).unwrap_or(0);
        let (_, _, kind, kind_name, weight) = *draft.role.row();
        let key = format!("{KEY}{}", draft.code);
        let matter = match (draft.role, draft.matter) {
            (Role::Interpretation, Some(of)) => format!("{KEY}{}-rule", of.code),
            _ => key.clone(),
        };
        let section = |(heading, text)| Section {
            heading,
            anchor: String::new(),
            text,
        };
        let unit = draft.unit;
        let mut names = vec![unit.name.to_owned(), unit.short.to_owned()];
        names.extend(unit.others.iter().map(|it| (*it).to_owned()));
        let item = Item {
            address: format!("/documents/{}", draft.code),
            title: draft.title,
            number,
            codes: vec![format!(
                "yx-{}/{}-{:05}",
                unit.code,
                draft.year,
                self.records.len() + 1
            )],
            summary: String::new(),
            keywords: Vec::new(),
            sections: draft.sections.into_iter().map(section).collect(),
            day: Date::new(draft.year, month, day).expect("every month has 28 days"),
            standing: draft.standing,
            standing_name: match draft.standing {
                Standing::Repealed => "已废止".to_owned(),
                Standing::Expired => "已失效".to_owned(),
                Standing::Holds | Standing::Coming | Standing::InPart => String::new(),
            },
            kind: Choice::new(kind, kind_name),
            weight,
            units: vec![Choice::new(unit.code, unit.short)],
            unit_names: names,
            theme: Some(Choice::new(draft.theme, draft.theme)),
            columns: Vec::new(),
            sites: Vec::new(),
            matter,
            key,
        };
        self.records.push(Record {
            item,
            role: draft.role,
            unit,
            matter: draft.matter.map(|it| it.code.as_str()),
            year: draft.year,
        });
    }
}

/// The whole archive.
pub fn archive() -> Vec<Record> {
    let mut shelf = Shelf::default();
    matters::fill(&mut shelf);
    offices::fill(&mut shelf);
    city::fill(&mut shelf);
    shelf.records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_row_and_its_word() {
        for (role, word, ..) in ROLES {
            assert_eq!(Role::find(word), Some(role));
            assert_eq!(role.row().0, role);
        }
    }

    #[test]
    fn every_role_has_documents() {
        let records = archive();
        for (role, word, ..) in ROLES {
            assert!(records.iter().any(|it| it.role == role), "{word}");
        }
    }
}
