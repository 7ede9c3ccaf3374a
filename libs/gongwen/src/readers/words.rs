//! Cleaning of words as files hold them: invisible characters, blanks at the ends, runs of white space. Does not change
//! any visible character.

use std::borrow::Cow;

/// Characters that show nothing and mean nothing in Chinese text.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_control() && !c.is_whitespace())
}

/// Ordinary, ideographic, non-breaking and zero-width blanks.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// `text` without blanks at its ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// `text` without invisible characters, trimmed.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.chars().any(is_invisible) {
        Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether `c` is a Han character (a measure of how much a page says).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{2FA1F}' | '\u{F900}'..='\u{FAFF}')
}

/// Number of Han characters in `text`.
pub(crate) fn han(text: &str) -> usize {
    text.chars().filter(|c| is_han(*c)).count()
}

/// Columns that `text` takes in a fixed-width font: two for a wide character.
pub(crate) fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if (c as u32) < 0x1100 { 1 } else { 2 })
        .sum()
}

/// Appends a wrapped line to the words before it: no blank between Han characters, one between Latin words.
pub(crate) fn join_wrapped(words: &mut String, next: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if latin(words.chars().next_back()) && latin(next.chars().next()) {
        words.push(' ');
    }
    words.push_str(next);
}
