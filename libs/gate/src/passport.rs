//! 护照 and 通行证 numbers: a letter (or E and another) before digits. Letters with digits are everywhere, so only those that the
//! words before them speak of, and the forms that hardly anything else has.

use std::ops::Range;

use crate::fold::{is_alphanumeric, plain};
use crate::scan::before;

/// The number that begins with the letter at a byte.
pub(crate) fn find(text: &str, at: usize) -> Option<Range<usize>> {
    if text[..at].chars().next_back().is_some_and(is_alphanumeric) {
        return None;
    }
    let word: Vec<(usize, char)> = text[at..]
        .char_indices()
        .take_while(|(_, c)| is_alphanumeric(*c))
        .take(12)
        .map(|(place, c)| (place + c.len_utf8(), plain(c)))
        .collect();
    let (end, _) = *word.last()?;
    let letters = word
        .iter()
        .take_while(|(_, c)| c.is_ascii_uppercase())
        .count();
    let digits = word.iter().filter(|(_, c)| c.is_ascii_digit()).count();
    if letters + digits != word.len() {
        return None;
    }
    let first = word[0].1;
    let is_form = match (letters, digits) {
        (1, 8) => matches!(first, 'E' | 'G' | 'D' | 'S' | 'P' | 'H' | 'M' | 'C'),
        (2, 7) => matches!(first, 'E' | 'C'),
        _ => false,
    };
    let words = before(text, at, 24);
    let is_spoken_of = ["护照", "通行证", "证件号", "旅行证"]
        .iter()
        .any(|word| words.contains(word));
    (is_form && is_spoken_of).then_some(at..at + end)
}
