//! Looking words up by their last character, so that a stretch is tested against many endings at once. Knows no words.

/// Words sorted by their last character.
#[derive(Debug)]
pub(crate) struct Suffixes {
    /// The last character, the word, its place in the list it came from; longer words first.
    words: Vec<(char, Vec<char>, usize)>,
}

impl Suffixes {
    /// Sorts the words of a list.
    pub fn new<'w>(list: impl IntoIterator<Item = &'w str>) -> Suffixes {
        let mut words: Vec<(char, Vec<char>, usize)> = list
            .into_iter()
            .enumerate()
            .filter_map(|(i, w)| {
                let chars: Vec<char> = w.chars().collect();
                chars.last().copied().map(|last| (last, chars, i))
            })
            .collect();
        words.sort_by_key(|(last, word, i)| (*last, std::cmp::Reverse(word.len()), *i));
        Suffixes { words }
    }

    /// The longest word that ends `text`: its place in the list and its length.
    pub fn longest(&self, text: &[char]) -> Option<(usize, usize)> {
        let last = *text.last()?;
        let start = self.words.partition_point(|(c, _, _)| *c < last);
        self.words[start..]
            .iter()
            .take_while(|(c, _, _)| *c == last)
            .find(|(_, word, _)| text.ends_with(word))
            .map(|(_, word, i)| (*i, word.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_ending_is_found() {
        let words = Suffixes::new(["局", "分局", "办"]);
        let find = |t: &str| words.longest(&t.chars().collect::<Vec<_>>());
        assert_eq!(find("税务分局"), Some((1, 2)));
        assert_eq!(find("财政局"), Some((0, 1)));
        assert_eq!(find("财政"), None);
        assert_eq!(find(""), None);
    }
}
