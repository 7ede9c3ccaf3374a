//! What a new reading of a known plan changes: duties added, dropped, changed, kept.
//!
//! Pure. Duties are paired first where section, heading and words are the same, then by likeness, the likest first; a pair
//! that differs in words, units or dates is a change.

use std::collections::HashMap;

use gongwen::reading::Duty;
use kernel::DutyId;
use serde::{Deserialize, Serialize};

use crate::grams::{Gram, count_common, dice_permille, sorted_grams};

/// What is different about a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Its labels or heading.
    Place,
    /// Its words.
    Words,
    /// Its units.
    Units,
    /// Its cadence or deadlines.
    Dates,
}

impl Aspect {
    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Place => "位置或标题",
            Self::Words => "内容",
            Self::Units => "责任单位",
            Self::Dates => "时限",
        }
    }
}

/// A known duty and what it now says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The duty.
    pub id: DutyId,
    /// Its place in the new reading.
    pub new: usize,
    /// What is different.
    pub aspects: Vec<Aspect>,
}

/// The difference between a known plan and a new reading of it. Numbers are places in the new reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// Said as before.
    pub kept: Vec<(DutyId, usize)>,
    /// Said differently.
    pub changed: Vec<Changed>,
    /// New.
    pub added: Vec<usize>,
    /// Said no more.
    pub dropped: Vec<DutyId>,
}

impl Diff {
    /// Whether the duties are the same.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.added.is_empty() && self.dropped.is_empty()
    }

    /// The duties that are still said, kept or changed, with their places in the new reading.
    pub fn paired(&self) -> impl Iterator<Item = (DutyId, usize)> + '_ {
        let changed = self.changed.iter().map(|it| (it.id, it.new));
        self.kept.iter().copied().chain(changed)
    }
}

/// Least likeness at which two duties under one heading are one, in thousandths.
const SAME_HEADING: u32 = 450;
/// Least likeness at which two duties anywhere are one.
const ANYWHERE: u32 = 650;
/// More pairs than this are compared under one heading only.
const MOST_PAIRS: usize = 1_000_000;

/// Compares.
pub fn diff(old: &[(DutyId, Duty)], new: &[Duty]) -> Diff {
    let mut pairing = Pairing::new(old, new);
    pairing.pair_equal();
    pairing.pair_alike();
    pairing.into_diff()
}

struct Pairing<'a> {
    old: &'a [(DutyId, Duty)],
    new: &'a [Duty],
    new_of_old: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'a> Pairing<'a> {
    fn new(old: &'a [(DutyId, Duty)], new: &'a [Duty]) -> Self {
        Self {
            old,
            new,
            new_of_old: vec![None; old.len()],
            taken: vec![false; new.len()],
        }
    }

    fn pair_equal(&mut self) {
        let key = |duty: &'a Duty| (&duty.section, &duty.heading, &duty.text);
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        for (n, duty) in self.new.iter().enumerate().rev() {
            places.entry(key(duty)).or_default().push(n);
        }
        for (o, (_, duty)) in self.old.iter().enumerate() {
            if let Some(n) = places.get_mut(&key(duty)).and_then(Vec::pop) {
                self.new_of_old[o] = Some(n);
                self.taken[n] = true;
            }
        }
    }

    fn pair_alike(&mut self) {
        let old: Vec<usize> = (0..self.old.len())
            .filter(|&o| self.new_of_old[o].is_none())
            .collect();
        let new: Vec<usize> = (0..self.new.len()).filter(|&n| !self.taken[n]).collect();
        let may_cross = old.len() * new.len() <= MOST_PAIRS;
        let grams = |duty: &Duty| sorted_grams(&[&duty.text], |c| !c.is_whitespace());
        let old_grams: Vec<_> = old.iter().map(|&o| grams(&self.old[o].1)).collect();
        let new_grams: Vec<_> = new.iter().map(|&n| grams(&self.new[n])).collect();
        let mut pairs = Vec::new();
        for (i, &o) in old.iter().enumerate() {
            for (j, &n) in new.iter().enumerate() {
                let (was, is) = (&self.old[o].1, &self.new[n]);
                let same_heading = was.heading == is.heading;
                if !same_heading && !may_cross {
                    continue;
                }
                let likeness = likeness(&old_grams[i], &new_grams[j]);
                let least = if same_heading { SAME_HEADING } else { ANYWHERE };
                if likeness >= least {
                    let bonus = u32::from(same_heading) + u32::from(was.section == is.section);
                    pairs.push((likeness + 100 * bonus, o, n));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, o, n) in pairs {
            if self.new_of_old[o].is_none() && !self.taken[n] {
                self.new_of_old[o] = Some(n);
                self.taken[n] = true;
            }
        }
    }

    fn into_diff(self) -> Diff {
        let mut diff = Diff::default();
        for ((id, was), paired) in self.old.iter().zip(&self.new_of_old) {
            match paired {
                None => diff.dropped.push(*id),
                Some(n) => {
                    let aspects = aspects(was, &self.new[*n]);
                    if aspects.is_empty() {
                        diff.kept.push((*id, *n));
                    } else {
                        diff.changed.push(Changed {
                            id: *id,
                            new: *n,
                            aspects,
                        });
                    }
                }
            }
        }
        diff.added = (0..self.new.len()).filter(|&n| !self.taken[n]).collect();
        diff
    }
}

fn aspects(was: &Duty, is: &Duty) -> Vec<Aspect> {
    let mut aspects = Vec::new();
    if was.section != is.section || was.heading != is.heading {
        aspects.push(Aspect::Place);
    }
    if was.text != is.text {
        aspects.push(Aspect::Words);
    }
    if was.lead != is.lead || was.support != is.support {
        aspects.push(Aspect::Units);
    }
    if was.cadence != is.cadence || was.deadlines != is.deadlines || was.terms != is.terms {
        aspects.push(Aspect::Dates);
    }
    aspects
}

/// Twice the common pairs over all pairs, in thousandths.
fn likeness(a: &[Gram], b: &[Gram]) -> u32 {
    u32::try_from(dice_permille(count_common(a, b), a, b)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
