//! The public comparison of two editions: what was added, removed and changed, block by block and then word by word. Gives values, no
//! markup: templates write `<ins>` and `<del>`, with [`Stretch::spoken`] for those who do not see them.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::body::Body;
use crate::stretch::{Stretch, stretches};
use crate::unit::{Part, Unit, UnitKind, parts};

/// Unchanged units that are shown beside a change.
const CONTEXT: usize = 1;
/// Pairs of units that are compared to find which became which.
const MOST_PAIRS: usize = 40_000;

/// Two bodies compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    changes: Vec<Change>,
    is_same: bool,
}

/// Pairs of places beyond which only beginning and end are looked at for what stayed.
const MOST_ALIGNED: usize = 100_000_000;

/// What became of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stayed; shown because something beside it did not.
    Same(Unit),
    /// So many units that stayed are not shown.
    Skipped(usize),
    /// It is new.
    Added(Unit),
    /// It is gone.
    Removed(Unit),
    /// Its words stayed; a link, a picture, a mark or its place on the page did not.
    Restyled(Unit),
    /// Its words changed.
    Changed {
        /// The unit as it is now.
        unit: Unit,
        /// For each cell what stayed, went and came; of anything but a row there is one.
        cells: Vec<Vec<Stretch>>,
    },
}

impl Diff {
    /// What became of the units, in reading order; long unchanged parts are [`Change::Skipped`].
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Whether the two bodies are the same in every byte.
    pub fn is_same(&self) -> bool {
        self.is_same
    }

    /// Units that are new.
    pub fn count_added(&self) -> usize {
        self.count(|change| matches!(change, Change::Added(_)))
    }

    /// Units that are gone.
    pub fn count_removed(&self) -> usize {
        self.count(|change| matches!(change, Change::Removed(_)))
    }

    /// Units whose words or form changed.
    pub fn count_changed(&self) -> usize {
        self.count(|change| matches!(change, Change::Changed { .. } | Change::Restyled(_)))
    }

    fn count(&self, is_one: impl Fn(&Change) -> bool) -> usize {
        self.changes.iter().filter(|change| is_one(change)).count()
    }
}

/// Compares two bodies.
pub fn diff(old: &Body, new: &Body) -> Diff {
    let is_same = old.html() == new.html();
    let (old, new) = (parts(old.blocks()), parts(new.blocks()));
    let mut numbers = HashMap::new();
    let old_keys = keys(&old, &mut numbers);
    let new_keys = keys(&new, &mut numbers);
    let mut changes = Vec::new();
    for (is_alike, old_range, new_range) in align(&old_keys, &new_keys) {
        let (old, new) = (&old[old_range], &new[new_range]);
        if is_alike {
            changes.extend(old.iter().zip(new).map(|(old, new)| compare(old, new)));
        } else {
            pair(old, new, &mut changes);
        }
    }
    Diff {
        changes: collapse(changes),
        is_same,
    }
}

/// Units with the same words get the same number, whatever they are: a paragraph that became a heading stayed.
fn keys<'p>(
    parts: &'p [Part<'_>],
    numbers: &mut HashMap<(bool, &'p [String]), usize>,
) -> Vec<usize> {
    parts
        .iter()
        .map(|part| {
            let next = numbers.len();
            let is_row = part.unit.kind == UnitKind::Row;
            *numbers
                .entry((is_row, part.unit.cells.as_slice()))
                .or_insert(next)
        })
        .collect()
}

/// Stretches that are alike and stretches that are not, in turn.
fn align(old: &[usize], new: &[usize]) -> Vec<(bool, Range<usize>, Range<usize>)> {
    let (most, least) = (old.len().max(new.len()), old.len().min(new.len()));
    let before = old.iter().zip(new).take_while(|(o, n)| o == n).count();
    let both = |at: usize| old[old.len() - 1 - at] == new[new.len() - 1 - at];
    let behind = (0..least - before).take_while(|at| both(*at)).count();
    if (most - before - behind).saturating_pow(2) > MOST_ALIGNED {
        let (old_end, new_end) = (old.len() - behind, new.len() - behind);
        return vec![
            (true, 0..before, 0..before),
            (false, before..old_end, before..new_end),
            (true, old_end..old.len(), new_end..new.len()),
        ];
    }
    capture_diff_slices(Algorithm::Myers, old, new)
        .into_iter()
        .map(|op| {
            let is_alike = matches!(op, DiffOp::Equal { .. });
            (is_alike, op.old_range(), op.new_range())
        })
        .collect()
}

/// What became of one unit that is known to have become the other.
fn compare(old: &Part<'_>, new: &Part<'_>) -> Change {
    let unit = new.unit.clone();
    if old.unit.cells != new.unit.cells {
        let cells = cells(&old.unit.cells, &new.unit.cells);
        Change::Changed { unit, cells }
    } else if old.unit.kind != new.unit.kind || old.form != new.form {
        Change::Restyled(unit)
    } else {
        Change::Same(unit)
    }
}

/// Compares rows cell by cell; where a column came or went, by which cells stayed.
fn cells(old: &[String], new: &[String]) -> Vec<Vec<Stretch>> {
    if old.len() == new.len() {
        return old.iter().zip(new).map(|(o, n)| stretches(o, n)).collect();
    }
    let mut cells = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (old, new) = (&old[op.old_range()], &new[op.new_range()]);
        let both = old.len().min(new.len());
        cells.extend(old.iter().zip(new).map(|(o, n)| stretches(o, n)));
        cells.extend(old[both..].iter().map(|o| stretches(o, "")));
        cells.extend(new[both..].iter().map(|n| stretches("", n)));
    }
    cells
}

/// Which of `old` became which of `new`: the pairing with the most in common, order kept.
fn pair(old: &[Part<'_>], new: &[Part<'_>], changes: &mut Vec<Change>) {
    let pairs = match old.len().saturating_mul(new.len()) {
        0 => Vec::new(),
        product if product > MOST_PAIRS => side_by_side(old, new),
        _ => best_pairs(old, new),
    };
    let (mut i, mut j) = (0, 0);
    for (next_i, next_j) in pairs.into_iter().chain([(old.len(), new.len())]) {
        changes.extend(
            old[i..next_i]
                .iter()
                .map(|p| Change::Removed(p.unit.clone())),
        );
        changes.extend(new[j..next_j].iter().map(|p| Change::Added(p.unit.clone())));
        if let (Some(old), Some(new)) = (old.get(next_i), new.get(next_j)) {
            changes.push(compare(old, new));
        }
        (i, j) = (next_i + 1, next_j + 1);
    }
}

/// Too many to try all: what stands at the same place.
fn side_by_side(old: &[Part<'_>], new: &[Part<'_>]) -> Vec<(usize, usize)> {
    let profiles = |parts: &[Part<'_>]| parts.iter().map(Profile::of).collect::<Vec<_>>();
    let both = old.len().min(new.len());
    profiles(&old[..both])
        .iter()
        .zip(&profiles(&new[..both]))
        .enumerate()
        .filter(|(_, (old, new))| old.likeness(new).is_some())
        .map(|(index, _)| (index, index))
        .collect()
}

fn best_pairs(old: &[Part<'_>], new: &[Part<'_>]) -> Vec<(usize, usize)> {
    let old: Vec<_> = old.iter().map(Profile::of).collect();
    let new: Vec<_> = new.iter().map(Profile::of).collect();
    let width = new.len() + 1;
    // best[i][j]: the most that old[i..] and new[j..] have in common.
    let mut best = vec![0.0f32; (old.len() + 1) * width];
    let mut likenesses = vec![None; old.len() * new.len()];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let likeness = old[i].likeness(&new[j]);
            likenesses[i * new.len() + j] = likeness;
            let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            let take = likeness.map_or(0.0, |l| l + best[(i + 1) * width + j + 1]);
            best[i * width + j] = skip.max(take);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        let here = best[i * width + j];
        if here <= best[(i + 1) * width + j] {
            i += 1;
        } else if here <= best[i * width + j + 1] {
            j += 1;
        } else {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    pairs
}

/// What makes a unit like another: its pairs of neighbouring characters.
struct Profile {
    is_row: bool,
    pairs: Vec<(char, char)>,
}

impl Profile {
    /// Longer units are told by their beginning.
    const LONGEST: usize = 400;
    /// Less in common is another unit.
    const LEAST: f32 = 0.4;

    fn of(part: &Part<'_>) -> Self {
        let chars: Vec<char> = part
            .unit
            .cells
            .iter()
            .flat_map(|cell| cell.chars().chain(['\t']))
            .take(Self::LONGEST)
            .collect();
        let mut pairs: Vec<_> = chars.windows(2).map(|two| (two[0], two[1])).collect();
        pairs.sort_unstable();
        Self {
            is_row: part.unit.kind == UnitKind::Row,
            pairs,
        }
    }

    /// How much two units have in common, up to 1; `None` where they are not the same thing.
    fn likeness(&self, other: &Self) -> Option<f32> {
        let total = self.pairs.len() + other.pairs.len();
        if self.is_row != other.is_row || total == 0 {
            return None;
        }
        let (mut i, mut j, mut shared) = (0, 0, 0usize);
        while let (Some(one), Some(two)) = (self.pairs.get(i), other.pairs.get(j)) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
        let likeness = (2 * shared) as f32 / total as f32;
        (likeness >= Self::LEAST).then_some(likeness)
    }
}

/// Leaves out what stayed and stands beside no change.
fn collapse(changes: Vec<Change>) -> Vec<Change> {
    let is_same = |change: &Change| matches!(change, Change::Same(_));
    let count = changes.len();
    let mut is_shown = vec![false; count];
    for (index, _) in changes.iter().enumerate().filter(|(_, c)| !is_same(c)) {
        is_shown[index.saturating_sub(CONTEXT)..(index + CONTEXT + 1).min(count)].fill(true);
    }
    let mut kept = Vec::new();
    for (change, is_shown) in changes.into_iter().zip(is_shown) {
        match kept.last_mut() {
            _ if is_shown => kept.push(change),
            Some(Change::Skipped(count)) => *count += 1,
            _ => kept.push(Change::Skipped(1)),
        }
    }
    kept
}
