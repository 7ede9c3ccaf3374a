//! What somebody typed, as the index is asked: needs that must be met, grams that weigh, phrases, what is left out, numbers.
//!
//! A need is a word of the dictionary (or a name that no dictionary knows), together with other names of the same thing: any of them
//! meets it. Pairs of ideographs across two words weigh too, for who types words in the order of a title means that title.

use std::collections::HashMap;

use crate::fold::{Sign, folded, sign_of};
use crate::grams::{each_gram, grams_of};
use crate::number::{NumberKey, bare_code, find_number};
use crate::words::{Synonyms, cut};

/// The longest query that is read, in characters: what is longer is read so far.
pub const LONGEST_QUERY: usize = 200;

/// The most grams that weigh: one bit each.
pub(crate) const MOST_GRAMS: usize = 64;

/// A gram and how much it says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gram {
    /// Its text.
    pub text: String,
    /// 1 for what lies within a word, less for what spans two.
    pub weight: f32,
}

/// A word that must be there, in one of its forms; each form is the grams that it has, as places in [`Query::grams`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Need {
    /// The forms.
    pub forms: Vec<Vec<usize>>,
}

/// A query, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// As it was typed, at most [`LONGEST_QUERY`] characters.
    pub typed: String,
    /// Folded.
    pub(crate) folded: String,
    /// All grams, each once.
    pub(crate) grams: Vec<Gram>,
    /// How many of them were typed; those behind belong to other names.
    pub(crate) typed_grams: usize,
    /// What must be there.
    pub(crate) needs: Vec<Need>,
    /// The longest stretch that was typed without a gap, as places in `grams`; who types so many words in a row means them in a row.
    pub(crate) together: Vec<usize>,
    /// Words as they were typed, for marks in passages, longest first.
    pub(crate) words: Vec<String>,
    /// What was put into quotation marks, folded.
    pub(crate) phrases: Vec<String>,
    /// What was left out with a minus sign, as grams.
    pub(crate) without: Vec<Vec<String>>,
    /// The number of a document, where one was typed.
    pub(crate) number: Option<NumberKey>,
    /// The whole as one code.
    pub(crate) code: String,
}

/// Words that ask or are polite and name nothing.
const EMPTY_WORDS: &str = include_str!("../data/empty-words.txt");

impl Query {
    /// Reads what was typed.
    pub fn read(typed: &str, synonyms: &Synonyms) -> Self {
        let typed: String = typed.trim().chars().take(LONGEST_QUERY).collect();
        let folded = folded(&typed);
        let parts = parts_of(&folded);
        let mut query = Self {
            code: bare_code(&folded),
            number: find_number(&folded),
            typed,
            grams: Vec::new(),
            typed_grams: 0,
            needs: Vec::new(),
            together: Vec::new(),
            words: Vec::new(),
            phrases: parts.phrases,
            without: parts.without.iter().map(|it| grams_of(it)).collect(),
            folded: without_asking(&parts.rest),
        };
        query.without.retain(|it| !it.is_empty());
        query.weigh(synonyms);
        query
    }

    /// Whether nothing of it can be sought.
    pub fn is_empty(&self) -> bool {
        self.grams.is_empty()
    }

    /// The words as typed, which passages mark.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    fn weigh(&mut self, synonyms: &Synonyms) {
        let mut places: HashMap<String, usize> = HashMap::new();
        let whole = format!("{}\n{}", self.folded, self.phrases.join("\n"));
        each_gram(&whole, |gram, is_across| {
            if self.grams.len() < MOST_GRAMS && !places.contains_key(gram) {
                places.insert(gram.to_owned(), self.grams.len());
                self.grams.push(Gram {
                    text: gram.to_owned(),
                    weight: weight_of(gram, is_across),
                });
            }
        });
        self.typed_grams = self.grams.len();
        self.together = longest_stretch(&whole, &places);
        let mut words: Vec<String> = Vec::new();
        for word in words_of(&self.folded, synonyms) {
            let year = self.year_meant(&word);
            self.need(&word, year.as_deref(), &mut places, synonyms);
            words.extend(year);
            words.push(word);
        }
        for phrase in self.phrases.clone() {
            let form = self.form_of(&phrase, &mut places);
            if !form.is_empty() {
                self.needs.push(Need { forms: vec![form] });
            }
            words.push(phrase);
        }
        if self.needs.is_empty() {
            // Only words that say nothing, or one ideograph: it is what was asked for all the same.
            let form: Vec<usize> = (0..self.grams.len()).collect();
            if !form.is_empty() {
                self.needs.push(Need { forms: vec![form] });
                words.push(self.folded.trim().to_owned());
            }
        }
        words.sort_by_key(|it| std::cmp::Reverse(it.chars().count()));
        words.dedup();
        self.words = words;
    }

    /// The year that the last digits of one mean: `18年` and what is left of `2018年` where it was cut.
    fn year_meant(&self, word: &str) -> Option<String> {
        let century = match word.len() {
            2 => "20",
            3 => "2",
            _ => return None,
        };
        let is_year = word.bytes().all(|it| it.is_ascii_digit())
            && self.folded.contains(&format!("{word}年"));
        is_year.then(|| format!("{century}{word}"))
    }

    fn need(
        &mut self,
        word: &str,
        year: Option<&str>,
        places: &mut HashMap<String, usize>,
        synonyms: &Synonyms,
    ) {
        let typed = self.form_of(word, places);
        if typed.is_empty() {
            return;
        }
        let mut forms = vec![typed];
        for other in synonyms.others(word).into_iter().chain(year) {
            let form = self.form_of(other, places);
            if !form.is_empty() {
                forms.push(form);
            }
        }
        let need = Need { forms };
        if !self.needs.contains(&need) {
            self.needs.push(need);
        }
    }

    /// The grams of a word, as places; empty where they would be too many.
    fn form_of(&mut self, word: &str, places: &mut HashMap<String, usize>) -> Vec<usize> {
        let mut form = Vec::new();
        for gram in grams_of(word) {
            let at = match places.get(&gram) {
                Some(at) => *at,
                None if self.grams.len() >= MOST_GRAMS => continue,
                None => {
                    let at = self.grams.len();
                    self.grams.push(Gram {
                        text: gram.clone(),
                        weight: 0.0,
                    });
                    places.insert(gram, at);
                    at
                }
            };
            if at < self.typed_grams {
                self.grams[at].weight = 1.0;
            }
            if !form.contains(&at) {
                form.push(at);
            }
        }
        form
    }
}

/// How much a typed gram says that lies within no word. What a mark parts was not meant together, and an ideograph alone is mostly half of
/// what was cut.
fn weight_of(gram: &str, is_across: bool) -> f32 {
    let mut signs = gram.chars();
    let is_alone =
        signs.next().is_some_and(|it| sign_of(it) == Sign::Han) && signs.next().is_none();
    if is_across || is_alone { 0.0 } else { 0.4 }
}

/// The grams of the longest part of a text without white space; marks between words part none. What stands at its ends may be half of
/// something, an ideograph of a pair or the last digits of a year, and is left out.
fn longest_stretch(text: &str, places: &HashMap<String, usize>) -> Vec<usize> {
    let longest = text
        .split_whitespace()
        .max_by_key(|it| it.chars().count())
        .unwrap_or_default();
    let grams = grams_of(longest);
    let is_half = |gram: &String| {
        let is_han = gram.chars().all(|it| sign_of(it) == Sign::Han);
        !is_han || gram.chars().count() == 1
    };
    let begin = usize::from(grams.first().is_some_and(is_half));
    let end = grams.len() - usize::from(grams.len() > begin && grams.last().is_some_and(is_half));
    let known = grams[begin..end]
        .iter()
        .map_while(|it| places.get(it).copied());
    known.collect()
}

struct Parts {
    rest: String,
    phrases: Vec<String>,
    without: Vec<String>,
}

/// Parts a query into phrases in quotation marks, words behind a minus sign, and the rest.
fn parts_of(folded: &str) -> Parts {
    const MARKS: [(char, char); 3] = [('"', '"'), ('“', '”'), ('「', '」')];
    let mut parts = Parts {
        rest: String::new(),
        phrases: Vec::new(),
        without: Vec::new(),
    };
    let mut rest = folded;
    let mut is_at_gap = true;
    while let Some(first) = rest.chars().next() {
        let behind = &rest[first.len_utf8()..];
        let closing = MARKS.iter().find(|it| it.0 == first).map(|it| it.1);
        if let Some((inside, left)) = closing.and_then(|it| behind.split_once(it)) {
            if !grams_of(inside).is_empty() {
                parts.phrases.push(inside.trim().to_owned());
            }
            parts.rest.push(' ');
            rest = left;
            is_at_gap = true;
            continue;
        }
        if first == '-' && is_at_gap {
            let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
            let (word, left) = behind.split_at(end);
            if !word.is_empty() && sign_of(word.chars().next().unwrap_or(' ')) != Sign::Break {
                parts.without.push(word.to_owned());
                rest = left;
                continue;
            }
        }
        is_at_gap = first.is_whitespace();
        parts.rest.push(first);
        rest = behind;
    }
    // A query of nothing but exclusions would be everything: they are taken as what is sought.
    if grams_of(&parts.rest).is_empty() && parts.phrases.is_empty() {
        parts.rest.push_str(&parts.without.join(" "));
        parts.without.clear();
    }
    parts
}

/// Words that only ask, and stand in many titles all the same.
const ASKING: [&str; 16] = [
    "什么时候",
    "啥时候",
    "时候",
    "什么",
    "怎么办",
    "怎么样",
    "怎么",
    "多少",
    "多久",
    "多长时间",
    "哪里",
    "哪儿",
    "哪天",
    "哪一天",
    "请问",
    "几点",
];

/// A folded text without words that only ask, where anything is left.
fn without_asking(text: &str) -> String {
    let mut left = text.to_owned();
    for word in ASKING {
        left = left.replace(word, " ");
    }
    if grams_of(&left).is_empty() {
        return text.to_owned();
    }
    left
}

/// The words of a folded text that name something. Ideographs that the dictionary leaves alone stand together: names are such.
fn words_of(text: &str, synonyms: &Synonyms) -> Vec<String> {
    let mut words = Vec::new();
    let mut run = String::new();
    let flush = |run: &mut String, words: &mut Vec<String>| {
        if !run.is_empty() {
            cut_named(run, words, synonyms);
            run.clear();
        }
    };
    let mut before = Sign::Break;
    for sign in text.chars() {
        let what = sign_of(sign);
        if what == Sign::Break || what != before {
            flush(&mut run, &mut words);
        }
        if what != Sign::Break {
            run.push(sign);
        }
        before = what;
    }
    flush(&mut run, &mut words);
    words
}

/// Names that have other names are words as they stand; the dictionary cuts what is between them.
fn cut_named(run: &str, words: &mut Vec<String>, synonyms: &Synonyms) {
    let (mut begin, mut at) = (0, 0);
    while let Some(sign) = run[at..].chars().next() {
        let Some(length) = synonyms.begins(&run[at..]) else {
            at += sign.len_utf8();
            continue;
        };
        if begin < at {
            cut_run(&run[begin..at], words);
        }
        words.push(run[at..at + length].to_owned());
        at += length;
        begin = at;
    }
    if begin < at {
        cut_run(&run[begin..], words);
    }
}

fn cut_run(run: &str, words: &mut Vec<String>) {
    let is_empty_word = |word: &str| EMPTY_WORDS.lines().any(|it| it == word);
    if !run.chars().all(|it| sign_of(it) == Sign::Han) {
        words.push(run.to_owned());
        return;
    }
    let mut alone = String::new();
    let close = |alone: &mut String, words: &mut Vec<String>| {
        if alone.chars().count() > 1 {
            words.push(alone.clone());
        }
        alone.clear();
    };
    for word in cut(run) {
        if is_empty_word(word) {
            close(&mut alone, words);
        } else if word.chars().count() == 1 {
            alone.push_str(word);
        } else {
            close(&mut alone, words);
            words.push(word.to_owned());
        }
    }
    close(&mut alone, words);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Query {
        Query::read(typed, &Synonyms::default())
    }

    #[test]
    fn words_are_needed_and_pairs_across_them_weigh_less() {
        let query = read("养老补贴标准");
        assert_eq!(query.needs.len(), 3);
        let weights: Vec<_> = query
            .grams
            .iter()
            .map(|it| (it.text.as_str(), it.weight))
            .collect();
        assert_eq!(
            weights,
            [
                ("养老", 1.0),
                ("老补", 0.4),
                ("补贴", 1.0),
                ("贴标", 0.4),
                ("标准", 1.0)
            ]
        );
    }

    #[test]
    fn words_that_only_ask_are_not_needed() {
        assert_eq!(read("请问公积金怎么提取").words(), ["公积金", "提取"]);
        assert_eq!(read("学校什么时候开学").words(), ["学校", "开学"]);
        assert_eq!(read("什么").needs.len(), 1);
    }

    #[test]
    fn phrases_and_exclusions_are_told_apart() {
        let query = read("公积金 “提取条件” -贷款");
        assert_eq!(query.phrases, ["提取条件"]);
        assert_eq!(query.without, [["贷款"]]);
        let only = read("-贷款");
        assert!(only.without.is_empty() && only.words() == ["贷款"]);
        let unclosed = read("\"公积金");
        assert!(unclosed.phrases.is_empty() && unclosed.words() == ["公积金"]);
    }

    #[test]
    fn other_names_meet_a_need() {
        let synonyms = Synonyms::read("发改局 = 发展和改革局\n公积金 = 住房公积金\n").unwrap();
        let query = Query::read("发改局 电话", &synonyms);
        assert_eq!(query.needs[0].forms.len(), 2);
        assert_eq!(query.typed_grams, 3);
    }

    #[test]
    fn a_name_with_other_names_is_one_word() {
        let synonyms = Synonyms::read("人社局 = 人力资源和社会保障局").unwrap();
        let query = Query::read("市人力资源和社会保障局电话", &synonyms);
        assert!(
            query.words().contains(&"人力资源和社会保障局".to_owned()),
            "{:?}",
            query.words()
        );
    }

    #[test]
    fn the_last_digits_of_a_year_mean_it() {
        assert_eq!(read("18年工作总结").needs[0].forms.len(), 2);
        assert_eq!(read("018年工作总结").words(), ["2018", "工作总结", "018"]);
        assert_eq!(read("第18条").needs[0].forms.len(), 1);
    }

    #[test]
    fn nothing_is_no_query_and_too_much_is_cut() {
        assert!(read("  ，。 ").is_empty());
        let long: String = ('一'..='龥').take(5000).collect();
        assert!(read(&long).grams.len() <= 64);
    }
}
