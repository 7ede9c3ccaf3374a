//! What approving a draft would open: how many promises for whom, the first of them due when, and what waits for whom.
//!
//! Pure: asks the register as it is and counts; opens nothing.

use std::collections::BTreeMap;
use std::str::FromStr;

use calendar::Calendar;
use gongwen::reading::Duty;
use kernel::unit::Directory;
use kernel::{Date, UnitId};
use promises::Grace;
use promises::actions::recur::{Recurrence, STATUTORY_BASIS, STATUTORY_GRACE};

use super::edit::Key;
use super::fold::{Content, DraftDuty};
use crate::intake::{
    Confirmed, PlanRecord, issuer_unit, mentions_of, obliging_of, owing_of, title,
};
use crate::model::PlanDates;
use crate::opening::wanted;
use crate::records::{DutyRecord, Mention};
use crate::resolve::{Match, Resolver};

/// What a unit would owe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitShare {
    /// The unit.
    pub unit: UnitId,
    /// Its short name.
    pub name: String,
    /// By how many duties.
    pub duties: usize,
    /// How many promises of this year.
    pub promises: usize,
    /// The first day on which one is due.
    pub first_due: Option<Date>,
    /// Promises that would be late at once.
    pub late: usize,
}

/// A name in a draft and whom it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftName {
    /// As written.
    pub written: String,
    /// How it was found.
    pub matched: Match,
    /// Whom it means: id and short name.
    pub units: Vec<(UnitId, String)>,
    /// Whom it might mean.
    pub candidates: Vec<(UnitId, String)>,
    /// The duties that write it.
    pub duties: Vec<Key>,
}

impl DraftName {
    /// Whether a person must say whom it means.
    pub fn is_open(&self) -> bool {
        self.units.is_empty()
    }
}

/// What approving would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// By unit, in the register's order.
    pub units: Vec<UnitShare>,
    /// Every name, in the order of the text.
    pub names: Vec<DraftName>,
    /// Duties for which nobody answers.
    pub unled: Vec<Key>,
    /// Duties with deadlines that start at an event: those promises open when it happens.
    pub awaiting: Vec<Key>,
    /// Duties with a deadline that no calendar reaches.
    pub unreckonable: Vec<Key>,
}

impl Preview {
    /// How many promises in all.
    pub fn count_promises(&self) -> usize {
        self.units.iter().map(|it| it.promises).sum()
    }

    /// The names that mean nobody yet.
    pub fn open_names(&self) -> impl Iterator<Item = &DraftName> {
        self.names.iter().filter(|it| it.is_open())
    }
}

/// Foresees what approving a draft today would do.
pub fn preview(
    content: &Content,
    directory: &Directory,
    (calendar, today): (&Calendar, Date),
) -> Preview {
    let plan = plan_of(content, directory, (calendar, today));
    let resolver = Resolver::new(directory, plan.dates.dated_on, plan.issuer_unit);
    let meant: Confirmed = content.meant.clone().into_iter().collect();
    let mut preview = Preview::default();
    let mut shares: BTreeMap<UnitId, UnitShare> = BTreeMap::new();
    for it in content.standing() {
        let mentions = mentions_of(&it.duty, &resolver, &meant);
        note_names(&mut preview.names, (it.key, &mentions), directory);
        let owing = owing_of(&mentions, plan.issuer_unit);
        if owing.is_empty() {
            preview.unled.push(it.key);
        }
        let obliging = obliging_of(&plan, &record_of(&plan, it), today);
        let wanted = wanted(&obliging, &owing, calendar);
        if !wanted.awaited.is_empty() {
            preview.awaiting.push(it.key);
        }
        if !wanted.unreckonable.is_empty() {
            preview.unreckonable.push(it.key);
        }
        let mut share = |unit: UnitId, is_new_duty: bool, due: Option<Date>| {
            let entry = shares.entry(unit).or_insert_with(|| UnitShare {
                unit,
                name: name_of(directory, unit),
                duties: 0,
                promises: 0,
                first_due: None,
                late: 0,
            });
            entry.duties += usize::from(is_new_duty);
            if let Some(due) = due {
                entry.promises += 1;
                entry.late += usize::from(due < today);
                entry.first_due = Some(entry.first_due.map_or(due, |first| first.min(due)));
            }
        };
        for unit in &owing {
            share(*unit, true, None);
        }
        for promise in &wanted.once {
            let due = promise.clock.due(calendar).ok().map(|due| due.on);
            share(promise.unit_id, false, due);
        }
        for recurrence in &wanted.recurrences {
            for due in due_days(recurrence, (calendar, today)) {
                share(recurrence.unit_id, false, Some(due));
            }
        }
    }
    preview.units = directory
        .units()
        .iter()
        .filter_map(|unit| shares.remove(&unit.id))
        .collect();
    preview
}

/// How many duties nobody answers for.
pub(crate) fn count_unled(
    content: &Content,
    directory: &Directory,
    when: (&Calendar, Date),
) -> usize {
    let plan = plan_of(content, directory, when);
    let resolver = Resolver::new(directory, plan.dates.dated_on, plan.issuer_unit);
    let meant: Confirmed = content.meant.clone().into_iter().collect();
    content
        .standing()
        .filter(|it| {
            let mentions = mentions_of(&it.duty, &resolver, &meant);
            owing_of(&mentions, plan.issuer_unit).is_empty()
        })
        .count()
}

/// The due days of a recurrence's promises that would be open now.
fn due_days(it: &Recurrence, (calendar, today): (&Calendar, Date)) -> Vec<Date> {
    it.list_promises(today)
        .iter()
        .filter_map(|promise| promise.clock.due(calendar).ok())
        .map(|due| due.on)
        .collect()
}

fn plan_of(
    content: &Content,
    directory: &Directory,
    (calendar, today): (&Calendar, Date),
) -> PlanRecord {
    let document = &content.document;
    let dates = PlanDates::of(document, calendar, today);
    PlanRecord {
        id: nowhere(),
        title: title(document),
        issuer_unit: issuer_unit(directory, document.issuer.as_deref(), dates.dated_on),
        dates,
        reading_blob: "0"
            .repeat(64)
            .parse()
            .expect("sixty-four digits name a blob"),
    }
}

fn record_of(plan: &PlanRecord, it: &DraftDuty) -> DutyRecord {
    let (grace, basis): (Grace, &str) = match &it.grace {
        Some(set) => (set.grace, &set.basis),
        None => (STATUTORY_GRACE, STATUTORY_BASIS),
    };
    DutyRecord {
        id: nowhere(),
        plan_id: plan.id,
        ordinal: it.key,
        duty: Duty {
            doubts: Vec::new(),
            ..it.duty.clone()
        },
        grace,
        grace_basis: basis.to_owned(),
    }
}

/// The id of what is not there yet.
fn nowhere<T: FromStr<Err: std::fmt::Debug>>() -> T {
    "00000000-0000-0000-0000-000000000000"
        .parse()
        .expect("zeros are an id")
}

fn note_names(
    names: &mut Vec<DraftName>,
    (key, mentions): (Key, &[Mention]),
    directory: &Directory,
) {
    for mention in mentions {
        let it = &mention.resolution;
        if let Some(known) = names.iter_mut().find(|name| name.written == it.written) {
            if !known.duties.contains(&key) {
                known.duties.push(key);
            }
            continue;
        }
        let named = |ids: &[UnitId]| -> Vec<(UnitId, String)> {
            ids.iter()
                .map(|id| (*id, name_of(directory, *id)))
                .collect()
        };
        let candidates = match &it.matched {
            Match::Suggested { candidates, .. } => named(candidates),
            Match::Exact
            | Match::Alias
            | Match::Former { .. }
            | Match::Abbreviation
            | Match::Class
            | Match::Confirmed
            | Match::Unknown => Vec::new(),
        };
        names.push(DraftName {
            written: it.written.clone(),
            matched: it.matched.clone(),
            units: named(&it.units),
            candidates,
            duties: vec![key],
        });
    }
}

fn name_of(directory: &Directory, unit: UnitId) -> String {
    directory
        .find(unit)
        .map_or_else(String::new, |unit| unit.short_name.clone())
}
