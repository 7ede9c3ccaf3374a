//! The forms of the editing screen: one flat request, read into the edit that it asks for.
//!
//! Pure. What was typed stays as typed, so that a refused form can come back whole.

use gongwen::reading::{DocumentIdentity, Term, Trigger};
use kernel::UnitId;
use kernel::unit::Directory;
use plans::draft::{DraftRefusal, Edit};
use promises::Cadence;
use serde::Deserialize;

/// Whatever one of the forms sent; each fills its part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct EditForm {
    /// Which form: `words`, `times`, `units` …
    pub what: String,
    pub duty: String,
    pub seen: String,
    /// The filter of the list, to come back to.
    pub show: String,
    pub heading: String,
    pub text: String,
    pub lead: String,
    pub support: String,
    pub cadence: Vec<String>,
    pub cadence_words: Vec<String>,
    pub value: Vec<String>,
    pub words: Vec<String>,
    pub trigger: Vec<String>,
    pub event: Vec<String>,
    pub grace: String,
    pub basis: String,
    pub accepted: String,
    pub least: String,
    pub hosts: String,
    pub doubt: String,
    pub note: String,
    pub written: String,
    /// Ids of units that were chosen.
    pub unit: Vec<String>,
    /// Names of units that were typed.
    pub unit_name: String,
    pub at: String,
    pub to: String,
    pub title: String,
    pub issuer: String,
    pub doc_number: String,
    pub index_number: String,
    pub written_on: String,
    pub published_on: String,
    pub year: String,
}

/// What starts a span, as the form names it.
pub(super) const TRIGGERS: &[(&str, &str)] = &[
    ("", "到该日期"),
    ("publication", "自本要点公布起"),
    ("event", "自某事项发生起"),
];

impl EditForm {
    /// The duty that it is about.
    pub fn key(&self) -> Option<u32> {
        self.duty.parse().ok()
    }

    /// The number of the newest edit that the page showed.
    pub fn seen(&self) -> u64 {
        self.seen.parse().unwrap_or(0)
    }

    /// The edit that it asks for; `None` for a form that is none of ours.
    ///
    /// # Errors
    /// Where a field cannot be read.
    pub fn edit(&self, directory: &Directory) -> Result<Option<Edit>, DraftRefusal> {
        let duty = self.key().unwrap_or(0);
        Ok(Some(match self.what.as_str() {
            "words" => Edit::Reword {
                duty,
                heading: self.heading.clone(),
                text: self.text.clone(),
            },
            "times" => Edit::SetTimes {
                duty,
                terms: self.terms(),
            },
            "grace" => Edit::SetGrace {
                duty,
                grace: self.grace.clone(),
                basis: self.basis.clone(),
            },
            "units" => Edit::SetUnits {
                duty,
                lead: names(&self.lead),
                support: names(&self.support),
            },
            "evidence" => Edit::SetEvidence {
                duty,
                accepted: self.accepted.clone(),
                least: self
                    .least
                    .trim()
                    .parse()
                    .map_err(|_| DraftRefusal::BadEvidence)?,
                hosts: self.hosts.split_whitespace().map(str::to_owned).collect(),
            },
            "settle" => Edit::Settle {
                duty: self.key(),
                doubt: self.doubt.parse().unwrap_or(usize::MAX),
                note: if self.note.trim().is_empty() {
                    "已核对".to_owned()
                } else {
                    self.note.clone()
                },
            },
            "mean" => Edit::Mean {
                written: self.written.clone(),
                units: self.units(directory)?,
            },
            "split" => Edit::Split {
                duty,
                at: self.at.parse().map_err(|_| DraftRefusal::BadSplit)?,
            },
            "part_out" => Edit::PartOut {
                duty,
                from: self.at.parse().map_err(|_| DraftRefusal::BadSplit)?,
                to: self.to.parse().map_err(|_| DraftRefusal::BadSplit)?,
                lead: names(&self.lead),
            },
            "merge" => Edit::Merge { duty },
            "add" => Edit::Add {
                after: self.key(),
                heading: self.heading.clone(),
                text: self.text.clone(),
            },
            "drop" => Edit::Drop { duty },
            "restore" => Edit::Restore { duty },
            "identify" => Edit::Identify {
                document: self.document()?,
            },
            "undo" => Edit::Undo,
            "redo" => Edit::Redo,
            _ => return Ok(None),
        }))
    }

    fn terms(&self) -> Vec<Term> {
        let mut terms = Vec::new();
        for (cadence, words) in Cadence::ALL.iter().zip(&self.cadence_words) {
            if self.cadence.iter().any(|code| code == cadence.code()) {
                let words = words.trim();
                terms.push(Term {
                    value: cadence.code().to_owned(),
                    words: if words.is_empty() {
                        cadence.label().to_owned()
                    } else {
                        words.to_owned()
                    },
                    trigger: Trigger::None,
                });
            }
        }
        for (n, value) in self.value.iter().enumerate() {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let of = |list: &[String]| list.get(n).map_or("", |it| it.trim()).to_owned();
            let words = of(&self.words);
            let trigger = match of(&self.trigger).as_str() {
                "publication" => Trigger::PlanPublication,
                "event" => Trigger::Event(of(&self.event)),
                _ => Trigger::None,
            };
            terms.push(Term {
                value: value.to_owned(),
                words: if words.is_empty() {
                    value.to_owned()
                } else {
                    words
                },
                trigger,
            });
        }
        terms
    }

    /// The units that were chosen or typed.
    fn units(&self, directory: &Directory) -> Result<Vec<UnitId>, DraftRefusal> {
        let unknown = || DraftRefusal::Plan(plans::PlanRefusal::UnknownUnit);
        let mut units = Vec::new();
        for id in &self.unit {
            let id = id.parse::<UnitId>().map_err(|_| unknown())?;
            units.push(directory.find(id).ok_or_else(unknown)?.id);
        }
        for name in names(&self.unit_name) {
            let bears = |unit: &&kernel::unit::Unit| {
                unit.name == name || unit.short_name == name || unit.code == name
            };
            let found = directory.units().iter().find(bears);
            units.push(found.ok_or_else(unknown)?.id);
        }
        units.sort_unstable();
        units.dedup();
        Ok(units)
    }

    fn document(&self) -> Result<DocumentIdentity, DraftRefusal> {
        let text = |it: &str| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
        Ok(DocumentIdentity {
            title: text(&self.title),
            issuer: text(&self.issuer),
            doc_number: text(&self.doc_number),
            index_number: text(&self.index_number),
            written_on: text(&self.written_on),
            published_on: text(&self.published_on),
            year: match text(&self.year) {
                None => None,
                Some(year) => Some(
                    year.parse()
                        .map_err(|_| DraftRefusal::BadDate { what: "年度" })?,
                ),
            },
        })
    }
}

/// Names by line, or with 、 between.
pub(super) fn names(text: &str) -> Vec<String> {
    text.split(['\n', '、', '，', ',', ';', '；'])
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}
