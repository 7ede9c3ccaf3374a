//! Sets of words looked for at every character of a line: a character with which no word begins costs one bit.

/// A set of characters of the basic plane.
pub(crate) struct CharSet(Vec<u64>);

impl CharSet {
    /// The set of these characters.
    pub(crate) fn new(chars: impl Iterator<Item = char>) -> Self {
        let mut bits = vec![0; 0x1_0000 / 64];
        for c in chars {
            if let Some(word) = bits.get_mut(c as usize / 64) {
                *word |= 1u64 << (c as usize % 64);
            }
        }
        CharSet(bits)
    }

    /// Whether the character is in the set.
    pub(crate) fn has(&self, c: char) -> bool {
        self.0
            .get(c as usize / 64)
            .is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
    }
}

/// Words, each with a value, found by their first character.
pub(crate) struct WordSet<T: 'static> {
    first: CharSet,
    words: Vec<(&'static str, T)>,
}

impl<T: Copy> WordSet<T> {
    /// The set of these words.
    pub(crate) fn new(words: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut words: Vec<_> = words.collect();
        words.sort_by_key(|(word, _)| *word);
        let first = CharSet::new(words.iter().filter_map(|(word, _)| word.chars().next()));
        WordSet { first, words }
    }

    /// The words that begin with a character.
    pub(crate) fn beginning(&self, first: char) -> &[(&'static str, T)] {
        if !self.first.has(first) {
            return &[];
        }
        let begin = self
            .words
            .partition_point(|(word, _)| word.chars().next() < Some(first));
        let end = self
            .words
            .partition_point(|(word, _)| word.chars().next() <= Some(first));
        self.words.get(begin..end).unwrap_or(&[])
    }

    /// Whether any of the words stands in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        text.char_indices().any(|(at, c)| {
            self.first.has(c)
                && self
                    .beginning(c)
                    .iter()
                    .any(|(word, _)| text.get(at..).is_some_and(|rest| rest.starts_with(word)))
        })
    }
}
