//! Which own duty says what a superior's duty says: by the pairs of neighbouring characters that their headings and words share.
//!
//! Pure. An index of pairs finds the few duties worth comparing, rare pairs first, so that 500 × 500 duties cost no 250,000
//! comparisons. It only proposes.

use std::collections::HashMap;

use crate::grams::{Gram, count_common, dice_permille, sorted_grams};

/// A proposal: the places of both, and how alike they are in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likely {
    /// Place among the superior's.
    pub superior: usize,
    /// Place among the own.
    pub own: usize,
    /// 0..=1000.
    pub permille: u32,
}

/// Less alike than this is not worth an officer's time.
const LEAST: u32 = 250;
/// A pair that stands in more of the own duties than this says nothing about any of them.
const COMMON: usize = 40;
/// Duties that are compared at most for one of the superior's.
const MOST_COMPARED: usize = 30;
/// How many are proposed for one.
const MOST_PROPOSED: usize = 3;

/// What a duty says, for comparing: heading and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'t> {
    /// The heading.
    pub heading: &'t str,
    /// The words.
    pub text: &'t str,
}

/// Proposes for each of the superior's duties the own ones that say the like, the likest first.
pub fn liken(superior: &[Said<'_>], own: &[Said<'_>]) -> Vec<Likely> {
    let own_grams: Vec<Vec<Gram>> = own.iter().map(grams).collect();
    let mut index: HashMap<Gram, Vec<usize>> = HashMap::new();
    for (n, grams) in own_grams.iter().enumerate() {
        let mut last = None;
        for gram in grams {
            if last != Some(gram) {
                index.entry(*gram).or_default().push(n);
            }
            last = Some(gram);
        }
    }
    let mut likely = Vec::new();
    for (n, said) in superior.iter().enumerate() {
        let wanted = grams(said);
        let mut found: Vec<Likely> = worth_comparing(&wanted, &index)
            .into_iter()
            .map(|own| Likely {
                superior: n,
                own,
                permille: likeness(&wanted, &own_grams[own]),
            })
            .filter(|it| it.permille >= LEAST)
            .collect();
        found.sort_by(|a, b| b.permille.cmp(&a.permille).then(a.own.cmp(&b.own)));
        found.truncate(MOST_PROPOSED);
        likely.extend(found);
    }
    likely
}

/// The own duties that share the most telling pairs, the most first.
fn worth_comparing(wanted: &[Gram], index: &HashMap<Gram, Vec<usize>>) -> Vec<usize> {
    let mut shared: HashMap<usize, u32> = HashMap::new();
    for gram in wanted {
        let Some(bearers) = index.get(gram) else {
            continue;
        };
        // In a short plan every pair tells something.
        if bearers.len() <= COMMON {
            for bearer in bearers {
                *shared.entry(*bearer).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<(u32, usize)> = shared.into_iter().map(|(own, n)| (n, own)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(MOST_COMPARED);
    ranked.into_iter().map(|(_, own)| own).collect()
}

/// The pairs of heading and words; the heading counts twice, for it names the matter.
fn grams(said: &Said<'_>) -> Vec<Gram> {
    let texts = [said.heading, said.heading, said.text];
    sorted_grams(&texts, char::is_alphanumeric)
}

/// Twice the common pairs over all pairs, in thousandths; where one is much the shorter, the share of its own pairs that the
/// other has counts too, for a county's plan says in one line what the province says in five.
fn likeness(a: &[Gram], b: &[Gram]) -> u32 {
    let common = count_common(a, b);
    let dice = dice_permille(common, a, b);
    let shorter = a.len().min(b.len());
    let contained = if shorter >= 12 {
        700 * common / shorter
    } else {
        0
    };
    u32::try_from(dice.max(contained)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
