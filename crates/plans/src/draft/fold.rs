//! A draft as it stands: the reader's reading with the edits that hold, in order.
//!
//! Pure: no SQL, no async, no clock of its own. Undone edits do not hold; a new edit after an undoing ends what could be
//! redone. [`fold`] never fails on what was accepted once; [`Drafted::check`] decides what may be added.

use std::collections::{BTreeMap, HashMap};

use gongwen::reading::{Citation, DocumentIdentity, Doubt, Duty, PlanReading};
use kernel::{Fault, UnitId};
use promises::Grace;
use promises::evidence_rule::EvidenceRule;

use super::edit::{Edit, Key, Logged, Step, Target};
use super::refusal::DraftRefusal;

mod apply;

/// A duty in a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftDuty {
    /// Which.
    pub key: Key,
    /// What it says now; its doubts are those that are left.
    pub duty: Duty,
    /// When a period's promise is due, where an officer said so.
    pub grace: Option<SetGrace>,
    /// What counts as kept.
    pub evidence: EvidenceRule,
    /// Doubts that were settled.
    pub settled: Vec<Settled>,
    /// Where it came from.
    pub came: Came,
    /// Whether an officer took it out.
    pub is_dropped: bool,
}

/// A grace that an officer set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetGrace {
    /// The span or day.
    pub grace: Grace,
    /// What sets it.
    pub basis: String,
}

/// A doubt that was settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// What was to be checked.
    pub doubt: Doubt,
    /// What was found.
    pub note: String,
}

/// Where a duty came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// The reader saw it.
    Read,
    /// It was split off from another.
    Split(Key),
    /// An officer added it.
    Added,
}

/// What a draft says.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// What the document is.
    pub document: DocumentIdentity,
    /// The documents that it cites.
    pub citations: Vec<Citation>,
    /// The document's doubts that are left.
    pub doubts: Vec<Doubt>,
    /// Those that were settled.
    pub settled: Vec<Settled>,
    /// Every duty in order, dropped ones too.
    pub duties: Vec<DraftDuty>,
    /// Whom names mean by a person's word.
    pub meant: BTreeMap<String, Vec<UnitId>>,
    /// The greatest key given so far.
    pub last_key: Key,
    cites: Vec<String>,
}

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Drafted {
    /// What it says.
    pub content: Content,
    /// The number of the newest edit.
    pub revision: u64,
    /// The edits that hold, the oldest first.
    pub holding: Vec<u64>,
    /// The edits that could be redone, the next one last.
    pub undone: Vec<u64>,
    changed: HashMap<Target, u64>,
}

/// Makes the draft of its reading and its edits.
///
/// # Errors
/// Where the edits were never accepted in this order.
pub fn fold(reading: &PlanReading, log: &[Logged]) -> Result<Drafted, Fault> {
    let (holding, undone, taken_back) = holding(log);
    let mut drafted = Drafted {
        content: Content::of(reading),
        revision: log.last().map_or(0, |it| it.revision),
        holding: holding.iter().map(|(_, it)| it.revision).collect(),
        undone: undone.iter().map(|it| it.revision).collect(),
        changed: HashMap::new(),
    };
    for (since, logged) in &holding {
        let touched = drafted.content.apply(&logged.edit).map_err(|refusal| {
            Fault::new(format!("edit {} does not fit: {refusal}", logged.revision))
        })?;
        for target in touched {
            drafted.note_change(target, *since);
        }
    }
    for (since, edit) in taken_back {
        drafted.note_change(edit.target(), since);
    }
    Ok(drafted)
}

/// An edit with the number of the act by which it holds: its own, or of the redoing.
type Holding<'l> = (u64, &'l Logged);

/// The edits that hold, those that could be redone, and every edit that was ever taken back with the number of that act.
fn holding(log: &[Logged]) -> (Vec<Holding<'_>>, Vec<&Logged>, Vec<(u64, &Edit)>) {
    let mut done: Vec<Holding<'_>> = Vec::new();
    let mut undone: Vec<&Logged> = Vec::new();
    let mut taken_back = Vec::new();
    for logged in log {
        match logged.edit.step() {
            Step::Back => {
                if let Some((_, last)) = done.pop() {
                    taken_back.push((logged.revision, &last.edit));
                    undone.push(last);
                }
            }
            Step::Forward => {
                if let Some(next) = undone.pop() {
                    done.push((logged.revision, next));
                }
            }
            Step::On => {
                undone.clear();
                done.push((logged.revision, logged));
            }
        }
    }
    (done, undone, taken_back)
}

impl Content {
    fn of(reading: &PlanReading) -> Self {
        let duties: Vec<DraftDuty> = (1..)
            .zip(&reading.duties)
            .map(|(key, duty)| DraftDuty {
                key,
                duty: duty.clone(),
                grace: None,
                evidence: EvidenceRule::default(),
                settled: Vec::new(),
                came: Came::Read,
                is_dropped: false,
            })
            .collect();
        Self {
            document: reading.document.clone(),
            citations: reading.citations.clone(),
            doubts: reading.doubts.clone(),
            settled: Vec::new(),
            last_key: duties.last().map_or(0, |it| it.key),
            duties,
            meant: BTreeMap::new(),
            cites: reading.cites.clone(),
        }
    }

    /// The duties that stand.
    pub fn standing(&self) -> impl Iterator<Item = &DraftDuty> {
        self.duties.iter().filter(|it| !it.is_dropped)
    }

    /// A duty.
    pub fn find(&self, key: Key) -> Option<&DraftDuty> {
        self.duties.iter().find(|it| it.key == key)
    }

    /// The duty that stands after another.
    pub fn next_of(&self, key: Key) -> Option<&DraftDuty> {
        let mut after = self.duties.iter().skip_while(|it| it.key != key).skip(1);
        after.find(|it| !it.is_dropped)
    }

    /// The doubts that are left, of the document and of the duties that stand.
    pub fn count_doubts(&self) -> usize {
        self.doubts.len()
            + self
                .standing()
                .map(|it| it.duty.doubts.len())
                .sum::<usize>()
    }

    /// What it says as a reading: the duties that stand, with the doubts that are left.
    pub fn to_reading(&self) -> PlanReading {
        PlanReading {
            document: self.document.clone(),
            cites: self.cites.clone(),
            citations: self.citations.clone(),
            duties: self.standing().map(|it| it.duty.clone()).collect(),
            doubts: self.doubts.clone(),
        }
    }
}

impl Drafted {
    /// Whether somebody who saw the draft as of `seen` may add this edit.
    ///
    /// # Errors
    /// [`DraftRefusal::Stale`] where what it touches has changed since; else why the edit cannot be made.
    pub fn check(&self, edit: &Edit, seen: u64) -> Result<(), DraftRefusal> {
        if self.is_stale(edit, seen) {
            return Err(DraftRefusal::Stale {
                revision: self.revision,
            });
        }
        match edit.step() {
            Step::Back if self.holding.is_empty() => Err(DraftRefusal::NothingToUndo),
            Step::Forward if self.undone.is_empty() => Err(DraftRefusal::NothingToRedo),
            Step::Back | Step::Forward => Ok(()),
            Step::On => self.content.clone().apply(edit).map(|_| ()),
        }
    }

    /// The number of the newest edit of something, 0 where it stands as read.
    pub fn changed_at(&self, target: &Target) -> u64 {
        self.changed.get(target).copied().unwrap_or(0)
    }

    fn is_stale(&self, edit: &Edit, seen: u64) -> bool {
        if edit.step() != Step::On {
            // To take back what one has not seen would take back another's work.
            return seen != self.revision;
        }
        if matches!(edit, Edit::Add { .. }) {
            return false;
        }
        let has_changed = |target: &Target| self.changed_at(target) > seen;
        let takes_in_changed = || {
            let Edit::Merge { duty } = edit else {
                return false;
            };
            let next = self.content.next_of(*duty);
            next.is_some_and(|it| has_changed(&Target::Duty(it.key)))
        };
        has_changed(&edit.target()) || takes_in_changed()
    }

    fn note_change(&mut self, target: Target, since: u64) {
        let known = self.changed.entry(target).or_default();
        *known = (*known).max(since);
    }
}

#[cfg(test)]
mod tests;
