//! Pairs of neighbouring characters, by which texts are compared without knowing their words.
//!
//! Pure. What likeness a shared pair amounts to is the question of whoever compares.

use std::cmp::Ordering;

/// Two neighbouring characters.
pub(crate) type Gram = (char, char);

/// The pairs of neighbouring characters of each text, without the characters that do not count, sorted.
pub(crate) fn sorted_grams(texts: &[&str], counts: fn(char) -> bool) -> Vec<Gram> {
    let mut grams = Vec::new();
    for text in texts {
        let letters: Vec<char> = text.chars().filter(|c| counts(*c)).collect();
        grams.extend(letters.windows(2).map(|pair| (pair[0], pair[1])));
    }
    grams.sort_unstable();
    grams
}

/// How many pairs two sorted lists share, each as often as it stands in both.
pub(crate) fn count_common(a: &[Gram], b: &[Gram]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    common
}

/// Twice the common pairs over all pairs, in thousandths.
pub(crate) fn dice_permille(common: usize, a: &[Gram], b: &[Gram]) -> usize {
    2000 * common / (a.len() + b.len()).max(1)
}
