//! Compares two lines by words: Chinese has no blanks, so every character is a word, and numbers and Latin words are one each. What is left
//! alike between two changes must be worth reading, else the change goes through: 「三日」 to 「十个工作日」 is one change, not three.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Words of both lines together beyond which they are not compared by word.
const MOST_WORDS: usize = 8_000;

/// A stretch of a changed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// Stands in both.
    Same(String),
    /// Stood in the old one.
    Removed(String),
    /// Stands in the new one.
    Added(String),
}

impl Stretch {
    /// Its words.
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Removed(text) | Self::Added(text) => text,
        }
    }

    /// What is to be said before it to those who do not see colours and lines; empty for what stayed.
    pub fn spoken(&self) -> &'static str {
        match self {
            Self::Same(_) => "",
            Self::Removed(_) => "删除：",
            Self::Added(_) => "增加：",
        }
    }
}

/// What was the same, then what was removed, then what was added.
#[derive(Debug, Clone, Copy, Default)]
struct Edit<'a> {
    same: &'a str,
    removed: &'a str,
    added: &'a str,
}

/// The stretches that lead from `old` to `new`.
pub(crate) fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let (old_words, new_words) = (words(old), words(new));
    let mut edits = if old_words.len() + new_words.len() > MOST_WORDS {
        vec![Edit {
            same: "",
            removed: old,
            added: new,
        }]
    } else {
        edits((old, &old_words), (new, &new_words))
    };
    tidy((old, new), &mut edits);
    let written = edits.into_iter().flat_map(|edit| {
        [
            Stretch::Same(edit.same.to_owned()),
            Stretch::Removed(edit.removed.to_owned()),
            Stretch::Added(edit.added.to_owned()),
        ]
    });
    written
        .filter(|stretch| !stretch.text().is_empty())
        .collect()
}

fn edits<'a>(old: (&'a str, &[&'a str]), new: (&'a str, &[&'a str])) -> Vec<Edit<'a>> {
    let (old_text, old_words) = old;
    let (new_text, new_words) = new;
    let mut edits = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let mut edit = Edit::default();
    for op in capture_diff_slices(Algorithm::Myers, old_words, new_words) {
        let old_end = old_at + length(&old_words[op.old_range()]);
        let new_end = new_at + length(&new_words[op.new_range()]);
        if matches!(op, DiffOp::Equal { .. }) {
            if !edit.removed.is_empty() || !edit.added.is_empty() {
                edits.push(std::mem::take(&mut edit));
            }
            edit.same = &new_text[new_at..new_end];
        } else {
            edit.removed = join(old_text, edit.removed, old_at..old_end);
            edit.added = join(new_text, edit.added, new_at..new_end);
        }
        (old_at, new_at) = (old_end, new_end);
    }
    edits.push(edit);
    edits
}

/// `before` and the bytes behind it as one.
fn join<'a>(text: &'a str, before: &str, bytes: std::ops::Range<usize>) -> &'a str {
    &text[bytes.start - before.len()..bytes.end]
}

fn length(words: &[&str]) -> usize {
    words.iter().map(|word| word.len()).sum()
}

/// Gives up what stayed between two changes where it says less than either.
fn tidy<'a>(texts: (&'a str, &'a str), edits: &mut Vec<Edit<'a>>) {
    let (old, new) = texts;
    let mut kept: Vec<Edit<'a>> = Vec::with_capacity(edits.len());
    // Where the last kept edit ends in both texts.
    let mut ends = vec![(0usize, 0usize)];
    for edit in edits.drain(..) {
        let mut edit = edit;
        let (old_end, new_end) = ends.last().copied().unwrap_or_default();
        let end = (
            old_end + edit.same.len() + edit.removed.len(),
            new_end + edit.same.len() + edit.added.len(),
        );
        while let Some(last) = kept.last()
            && !is_worth_reading(last, &edit)
        {
            ends.pop();
            let (from_old, from_new) = ends.last().copied().unwrap_or_default();
            edit = Edit {
                same: last.same,
                removed: &old[from_old + last.same.len()..end.0],
                added: &new[from_new + last.same.len()..end.1],
            };
            kept.pop();
        }
        kept.push(edit);
        ends.push(end);
    }
    *edits = kept;
}

/// Whether what stayed between `before` and `after` is worth reading on its own.
fn is_worth_reading(before: &Edit<'_>, after: &Edit<'_>) -> bool {
    let size = |edit: &Edit<'_>| weight(edit.removed).max(weight(edit.added));
    let is_last = after.removed.is_empty() && after.added.is_empty();
    let same = weight(after.same);
    is_last || (same > 1 && (same >= size(before) || same >= size(after)))
}

/// How much there is to read: marks and blanks are nothing.
fn weight(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Latin words and numbers as one, every other character alone with what belongs to it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let goes_on = last.is_some_and(|last| is_one_word(last, c));
        if at > 0 && !goes_on {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(c);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

fn is_one_word(last: char, next: char) -> bool {
    let is_joined = matches!(next, '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
        || last == '\u{200d}';
    is_joined || (last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric())
}
