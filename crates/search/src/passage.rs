//! Passages: where in a text the words of a query stand, and how long a part of the query stands there as it was typed.

use crate::fold::{Sign, fold, sign_of};
use crate::item::Shown;
use crate::query::Query;

/// A part of a text, with the words of the query marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The heading under which it stands; empty for none.
    pub heading: String,
    /// The place on the page, without `#`; empty for its top.
    pub anchor: String,
    /// The text, in pieces; those that are `true` are words of the query.
    pub pieces: Vec<(String, bool)>,
    /// Whether something stands before it in its section.
    pub is_cut_before: bool,
    /// Whether something stands behind it.
    pub is_cut_behind: bool,
}

/// The length of a passage, in characters.
const LONG: usize = 120;

/// What is compared: folded, without what parts words.
fn bare(text: &str) -> Vec<char> {
    text.chars()
        .map(fold)
        .filter(|it| sign_of(*it) != Sign::Break)
        .collect()
}

/// The longest run of the query, as typed, that stands in the title or the text: its part of the query, from 0 to 1.
pub(crate) fn run_of(shown: &Shown, query: &Query) -> f32 {
    let mut wanted = bare(&query.folded);
    for phrase in &query.phrases {
        wanted.extend(bare(phrase));
    }
    if wanted.len() < 2 {
        return 0.0;
    }
    let mut best = longest(&wanted, &bare(&shown.title));
    for section in &shown.sections {
        if best == wanted.len() {
            break;
        }
        best = best.max(longest(&wanted, &bare(&section.heading)));
        best = best.max(longest(&wanted, &bare(&section.text)));
    }
    #[allow(clippy::cast_precision_loss)]
    let part = best as f32 / wanted.len() as f32;
    part
}

/// Whether a folded phrase stands in an item as typed.
pub(crate) fn has_phrase(shown: &Shown, phrase: &str) -> bool {
    let wanted = bare(phrase);
    let texts = std::iter::once(&shown.title)
        .chain(shown.sections.iter().flat_map(|it| [&it.heading, &it.text]))
        .chain([&shown.summary, &shown.number]);
    texts
        .into_iter()
        .any(|text| longest(&wanted, &bare(text)) == wanted.len())
}

/// The length of the longest run of one that stands in the other.
fn longest(wanted: &[char], text: &[char]) -> usize {
    let mut best = 0;
    let mut begin = 0;
    // Only a longer run is worth looking for: each try begins with one more than the best.
    while begin + best < wanted.len() {
        let tried = &wanted[begin..=begin + best];
        let mut from = 0;
        let mut is_found = false;
        while let Some(at) = position(&text[from..], tried) {
            is_found = true;
            let at = from + at;
            let more = wanted[begin..].iter().zip(&text[at..]);
            best = best.max(more.take_while(|(one, other)| one == other).count());
            if begin + best >= wanted.len() {
                return best;
            }
            from = at + 1;
            if wanted[begin..].len() <= best {
                break;
            }
        }
        let _ = is_found;
        begin += 1;
    }
    best
}

fn position(text: &[char], wanted: &[char]) -> Option<usize> {
    let first = wanted.first()?;
    let last = text.len().checked_sub(wanted.len())?;
    (0..=last).find(|at| text[*at] == *first && text[*at..].starts_with(wanted))
}

/// The passage of an item that has most of the query's words close together.
pub fn passage_of(shown: &Shown, query: &Query) -> Passage {
    let words: Vec<Vec<char>> = query.words.iter().map(|it| it.chars().collect()).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, section) in shown.sections.iter().enumerate() {
        let text: Vec<char> = section.text.chars().map(fold).collect();
        let marks = marks_of(&text, &words);
        let (count, begin) = densest(&marks, words.len());
        if best.is_none_or(|(most, ..)| count > most) {
            best = Some((count, at, begin));
        }
    }
    let Some((_, at, begin)) = best else {
        return Passage::default();
    };
    let section = &shown.sections[at];
    cut(
        section.heading.clone(),
        section.anchor.clone(),
        &section.text,
        begin,
        &words,
    )
}

/// A text with the query's words marked: a title.
pub fn marked(text: &str, query: &Query) -> Vec<(String, bool)> {
    let words: Vec<Vec<char>> = query.words.iter().map(|it| it.chars().collect()).collect();
    let folded: Vec<char> = text.chars().map(fold).collect();
    let plain: Vec<char> = text.chars().collect();
    pieces_of(&plain, &marks_of(&folded, &words), &words)
}

/// Where words stand, as (place, number of the word); longer words first at a place, none within another.
fn marks_of(text: &[char], words: &[Vec<char>]) -> Vec<(usize, usize)> {
    const MOST: usize = 2_000;
    let mut marks = Vec::new();
    let mut at = 0;
    while at < text.len() && marks.len() < MOST {
        let found = words
            .iter()
            .position(|word| !word.is_empty() && text[at..].starts_with(word));
        match found {
            Some(word) => {
                marks.push((at, word));
                at += words[word].len();
            }
            None => at += 1,
        }
    }
    marks
}

/// The stretch of a passage's length with the most different words: how many, and where it begins.
fn densest(marks: &[(usize, usize)], words: usize) -> (usize, usize) {
    let mut best = (0, 0);
    for (n, (begin, _)) in marks.iter().enumerate() {
        let mut seen = vec![false; words];
        for (at, word) in &marks[n..] {
            if *at > begin + LONG {
                break;
            }
            seen[*word] = true;
        }
        let count = seen.iter().filter(|it| **it).count();
        if count > best.0 {
            best = (count, *begin);
        }
        if count == words {
            break;
        }
    }
    best
}

fn cut(heading: String, anchor: String, text: &str, found: usize, words: &[Vec<char>]) -> Passage {
    let plain: Vec<char> = text.chars().collect();
    let is_end = |sign: char| matches!(sign, '。' | '；' | '！' | '？' | '\n');
    // A passage begins with a sentence where one begins near.
    let earliest = found.saturating_sub(LONG / 3);
    let begin = (earliest..found).rev().find(|at| is_end(plain[*at]));
    let begin = begin.map_or(earliest, |it| it + 1);
    let end = (begin + LONG).min(plain.len());
    let part = &plain[begin..end];
    let folded: Vec<char> = part.iter().copied().map(fold).collect();
    Passage {
        heading,
        anchor,
        pieces: pieces_of(part, &marks_of(&folded, words), words),
        is_cut_before: begin > 0,
        is_cut_behind: end < plain.len(),
    }
}

fn pieces_of(plain: &[char], marks: &[(usize, usize)], words: &[Vec<char>]) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut push = |part: &[char], is_word: bool| {
        if part.is_empty() {
            return;
        }
        let part: String = part
            .iter()
            .map(|it| if *it == '\n' { ' ' } else { *it })
            .collect();
        match pieces.last_mut() {
            Some((text, known)) if *known == is_word => text.push_str(&part),
            _ => pieces.push((part, is_word)),
        }
    };
    let mut done = 0;
    for (at, word) in marks {
        push(&plain[done..*at], false);
        done = at + words[*word].len();
        push(&plain[*at..done], true);
    }
    push(&plain[done..], false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::{Choice, Section};
    use crate::words::Synonyms;

    fn shown(title: &str, text: &str) -> Shown {
        Shown {
            key: "document/1".to_owned(),
            address: "/documents/1".to_owned(),
            title: title.to_owned(),
            number: String::new(),
            codes: Vec::new(),
            summary: String::new(),
            day: kernel::Date::constant(2026, 1, 1),
            standing: String::new(),
            kind: Choice::new("normative", "规范性文件"),
            units: Vec::new(),
            matter: String::new(),
            sections: vec![Section {
                heading: String::new(),
                anchor: String::new(),
                text: text.to_owned(),
            }],
        }
    }

    #[test]
    fn a_run_is_the_longest_part_that_stands_together() {
        let text: Vec<char> = "职工可以提取住房公积金账户".chars().collect();
        let of = |wanted: &str| longest(&wanted.chars().collect::<Vec<_>>(), &text);
        assert_eq!(of("提取住房公积金"), 7);
        assert_eq!(of("住房贷款公积金账户"), 5);
        assert_eq!(of("财政"), 0);
        assert_eq!(of(""), 0);
    }

    #[test]
    fn signs_between_words_do_not_part_a_run() {
        let query = Query::read("提取住房，公积金", &Synonyms::default());
        let part = run_of(&shown("", "提取“住房公积金”的"), &query);
        assert!((part - 1.0).abs() < 0.001);
    }

    #[test]
    fn a_passage_marks_words_in_both_scripts_and_begins_with_a_sentence() {
        let query = Query::read("公積金 提取", &Synonyms::default());
        let text = format!(
            "{}。职工有下列情形的，可以提取公积金：购买住房。{}",
            "前文".repeat(60),
            "后文".repeat(80)
        );
        let passage = passage_of(&shown("办法", &text), &query);
        assert!(passage.is_cut_before && passage.is_cut_behind);
        assert_eq!(
            passage.pieces[0],
            ("职工有下列情形的，可以".to_owned(), false)
        );
        assert_eq!(passage.pieces[1], ("提取公积金".to_owned(), true));
    }

    #[test]
    fn a_text_without_the_words_gives_its_beginning() {
        let query = Query::read("养老", &Synonyms::default());
        let passage = passage_of(&shown("", "第一条 为了规范管理。"), &query);
        assert_eq!(
            passage.pieces,
            [("第一条 为了规范管理。".to_owned(), false)]
        );
    }

    #[test]
    fn a_phrase_is_there_as_typed_or_not() {
        let item = shown("关于提取的办法", "公积金的提取条件");
        assert!(has_phrase(&item, "公积金的提取"));
        assert!(!has_phrase(&item, "公积金提取"));
    }
}
