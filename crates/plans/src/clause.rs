//! The part of a duty's words that one of its terms belongs to.
//!
//! Pure. A duty may say several things by several days; each promise is named after what is owed by its own. It
//! understands no grammar: sentences end at 。；and line feeds, long ones part at ，.

use std::ops::Range;

use gongwen::reading::Term;

/// Characters beyond which a sentence is long.
pub(crate) const LONG: usize = 36;

/// A clause with fewer characters than this besides the term's words says nothing yet.
const SAYS_NOTHING: usize = 5;

/// Whether a sentence ends here.
pub(crate) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | ';' | '；' | '\n')
}

/// The sentence that the n-th term stands in, or its clause where the sentence is long; `None` where the words are not in the text.
pub(crate) fn clause_of<'t>(text: &'t str, terms: &[Term], n: usize) -> Option<&'t str> {
    let place = place_of(text, terms, n)?;
    let sentence = around(text, &place, ends_sentence);
    if text[sentence.clone()].chars().count() <= LONG {
        return Some(text[sentence].trim());
    }
    let is_end = |c| c == '，' || ends_sentence(c);
    let mut clause = around(text, &place, is_end);
    let words = text[place].chars().count();
    while clause.end < sentence.end && text[clause.clone()].chars().count() < words + SAYS_NOTHING {
        clause = around(text, &(clause.start..clause.end + '，'.len_utf8()), is_end);
    }
    Some(text[clause].trim())
}

/// Where the n-th term's words stand: the terms are in the order of the text, so each is looked for after the one before.
fn place_of(text: &str, terms: &[Term], n: usize) -> Option<Range<usize>> {
    let mut from = 0;
    let mut place = None;
    for term in terms.get(..=n)? {
        let words = term.words.trim();
        let first = words.chars().next()?;
        let at = text[from..]
            .find(words)
            .map(|it| from + it)
            .or_else(|| text.find(words));
        place = at.map(|at| at..at + words.len());
        // Terms may share words (每年1月31日前), so the next may begin within this one.
        from = at.map_or(from, |at| from.max(at + first.len_utf8()));
    }
    place
}

/// The stretch between the ends before and after a place.
fn around(text: &str, place: &Range<usize>, is_end: impl Fn(char) -> bool + Copy) -> Range<usize> {
    let start = text[..place.start]
        .rfind(is_end)
        .and_then(|at| Some(at + text[at..].chars().next()?.len_utf8()))
        .unwrap_or(0);
    let end = text[place.end..]
        .find(is_end)
        .map_or(text.len(), |at| place.end + at);
    start..end
}

#[cfg(test)]
mod tests;
