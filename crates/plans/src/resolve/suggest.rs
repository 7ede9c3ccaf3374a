//! Which known names a written name is like, and how much: the longest common subsequence, place and all.
//!
//! A suggestion is only ever shown to a person.

use std::collections::HashMap;

use super::Match;

/// Less alike than this is not worth a person's time.
const LEAST_PERMILLE: u16 = 550;

/// The most alike units, best first: `(likeness in thousandths, unit)`; each unit once.
pub(super) fn most_alike<'n>(
    name: &str,
    known: impl Iterator<Item = (&'n str, usize)>,
) -> Vec<(u16, usize)> {
    let wanted: Vec<char> = name.chars().take(60).collect();
    if wanted.len() < 2 {
        return Vec::new();
    }
    let mut best: HashMap<usize, u16> = HashMap::new();
    for (other, unit) in known {
        let likeness = likeness(&wanted, other);
        if likeness >= LEAST_PERMILLE {
            let entry = best.entry(unit).or_default();
            *entry = (*entry).max(likeness);
        }
    }
    let mut ranked: Vec<(u16, usize)> = best.into_iter().map(|(unit, it)| (it, unit)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(Match::MOST_CANDIDATES);
    ranked
}

/// Twice the common subsequence over both lengths, in thousandths; never 1000, which is for equal names.
fn likeness(a: &[char], other: &str) -> u16 {
    let b: Vec<char> = other.chars().take(60).collect();
    let mut row = vec![0_u32; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (n, y) in b.iter().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if x == y {
                diagonal + 1
            } else {
                above.max(row[n])
            };
            diagonal = above;
        }
    }
    let common = row.last().copied().unwrap_or(0) as usize;
    let share = 2000 * common / (a.len() + b.len()).max(1);
    u16::try_from(share.min(999)).unwrap_or(999)
}
