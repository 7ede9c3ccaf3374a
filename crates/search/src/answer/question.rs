//! A question, read: what kind of thing it asks for, and the words that say about what.
//!
//! People say 取出来 where a rule says 提取, and 多少钱 where it says 标准: a list of plain words stands between the two
//! (`data/plain-words.txt`). Words that only ask or are polite weigh nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::promised::Publication;
use super::signs::{AGES, MEANT, PHRASES, SIGNS, asks_of, is_topic, measures_of};
use crate::fold::{Sign, folded, sign_of};
use crate::grams::grams_of;
use crate::query::LONGEST_QUERY;
use crate::words::{Synonyms, tagged};

kernel::coded_enum! {
    /// What a question asks for.
    Asks {
        /// 电话、联系方式.
        Contact = "contact", "联系方式";
        /// 多久、几天、期限.
        HowLong = "how_long", "期限";
        /// 多少钱、标准、罚多少.
        HowMuch = "how_much", "金额";
        /// 几只、几个、多少人.
        HowMany = "how_many", "数量";
        /// 何时、几号、截止.
        When = "when", "时间";
        /// 在哪里、去哪儿.
        Where = "where", "地点";
        /// 要什么材料.
        Materials = "materials", "材料";
        /// 什么条件、哪些人.
        Condition = "condition", "条件";
        /// 谁、哪个部门.
        Who = "who", "单位和人员";
        /// 怎么办、流程.
        HowTo = "how_to", "办法";
        /// 能不能、可不可以.
        MayI = "may_i", "是否允许";
        /// 其他.
        Anything = "anything", "内容";
    }
}

/// A word of a question that says about what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Focus {
    /// As it was typed, folded.
    pub word: String,
    /// Words that say the same in rules.
    pub others: Vec<String>,
    /// How much such a word may say, from 0 to 1: a noun more than an adverb.
    pub weight: f32,
}

/// A question, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// As it was typed, at most [`LONGEST_QUERY`] characters.
    pub typed: String,
    /// What it asks for.
    pub asks: Asks,
    /// About what.
    pub focus: Vec<Focus>,
    /// Small words that say about nothing, and yet tell one passage from another: 每月.
    pub(crate) hints: Vec<String>,
    /// In what the answer is measured: 年 where 几年 was asked.
    pub(crate) measures: Vec<&'static str>,
    /// Whether it asks when something becomes public or is done.
    pub(super) publication: Publication,
}

/// The most words of a question that are looked at.
const MOST_FOCUS: usize = 14;

static PLAIN: LazyLock<PlainWords> =
    LazyLock::new(|| PlainWords::read(include_str!("../../data/plain-words.txt")));

/// Plain words and what rules say instead.
struct PlainWords {
    by_word: HashMap<&'static str, Vec<&'static str>>,
    longest: usize,
}

impl PlainWords {
    fn read(text: &'static str) -> Self {
        let mut by_word: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            let Some((plain, official)) = line.split_once('=') else {
                continue;
            };
            for word in plain.split_whitespace() {
                by_word
                    .entry(word)
                    .or_default()
                    .extend(official.split_whitespace());
            }
        }
        let longest = by_word
            .keys()
            .map(|it| it.chars().count())
            .max()
            .unwrap_or(0);
        Self { by_word, longest }
    }

    /// The longest plain word with which a text begins.
    fn begins(&self, text: &str) -> Option<(&str, &[&'static str])> {
        // One ideograph is looked up where the dictionary has cut: it may be a part of any word.
        let ends: Vec<usize> = text
            .char_indices()
            .skip(2)
            .map(|it| it.0)
            .chain([text.len()])
            .take(self.longest)
            .collect();
        ends.into_iter().rev().find_map(|end| {
            let (word, others) = self.by_word.get_key_value(&text[..end])?;
            (word.chars().count() > 1).then_some(())?;
            Some((*word, others.as_slice()))
        })
    }
}

impl Question {
    /// Reads what was typed.
    pub fn read(typed: &str, synonyms: &Synonyms) -> Self {
        let typed: String = typed.trim().chars().take(LONGEST_QUERY).collect();
        let mut rest = folded(&typed);
        for phrase in PHRASES {
            rest = rest.replace(phrase, " ");
        }
        rest = rest.replace("哪些", "什么");
        let mut asks = asks_of(&rest);
        let measures = measures_of(&rest);
        let publication = Publication::of(asks, &rest);
        // What a fine is asked for must be one.
        rest = rest.replace("罚款", "罚");
        if !rest.contains("处罚") {
            rest = rest.replace('罚', " 罚款 ");
        }
        for age in AGES
            .iter()
            .filter(|it| rest.contains(**it))
            .collect::<Vec<_>>()
        {
            rest = rest.replace(age, " 周岁 ");
            asks = Asks::Condition;
        }
        for (said, meant) in MEANT {
            rest = rest.replace(said, meant);
        }
        for (_, signs) in SIGNS {
            for sign in signs.iter().filter(|it| !is_topic(it)) {
                rest = rest.replace(sign, " ");
            }
        }
        let mut question = Self {
            typed,
            asks,
            focus: Vec::new(),
            hints: Vec::new(),
            measures,
            publication,
        };
        question.add_words(&rest, synonyms);
        question
    }

    /// Whether it says about nothing what it asks.
    pub fn is_empty(&self) -> bool {
        self.focus.is_empty()
    }

    /// The words that are worth seeking.
    pub(crate) fn sought(&self) -> impl Iterator<Item = &Focus> {
        self.focus.iter().filter(|it| it.weight > 0.3)
    }

    fn add_words(&mut self, text: &str, synonyms: &Synonyms) {
        let mut plain = String::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            if let Some((word, others)) = PLAIN.begins(rest) {
                self.add_run(&std::mem::take(&mut plain), synonyms);
                let others = others.iter().map(|it| (*it).to_owned()).collect();
                self.add(word, others, 1.0);
                at += word.len();
                continue;
            }
            let sign = rest.chars().next().unwrap_or(' ');
            if sign_of(sign) == Sign::Break {
                self.add_run(&std::mem::take(&mut plain), synonyms);
            } else {
                plain.push(sign);
            }
            at += sign.len_utf8();
        }
        self.add_run(&plain, synonyms);
    }

    fn add_run(&mut self, run: &str, synonyms: &Synonyms) {
        for (word, tag) in tagged(run) {
            if let Some(others) = PLAIN.by_word.get(word) {
                let others = others.iter().map(|it| (*it).to_owned()).collect();
                self.add(word, others, 0.7);
                continue;
            }
            let weight = weight_of(word, tag);
            if weight > 0.0 {
                let others = synonyms
                    .others(word)
                    .into_iter()
                    .map(str::to_owned)
                    .collect();
                self.add(word, others, weight);
            }
        }
    }

    fn add(&mut self, word: &str, others: Vec<String>, weight: f32) {
        // A plain word that stands for nothing in rules is one that says nothing.
        let says_nothing = others.iter().any(|it| it == "-");
        if says_nothing && word.chars().count() > 1 && self.hints.len() < MOST_FOCUS {
            self.hints.push(word.to_owned());
        }
        // One that many rules have, of people and places, says little.
        let says_little = others.iter().any(|it| it == "~");
        if says_nothing
            || self.focus.len() >= MOST_FOCUS
            || self.focus.iter().any(|it| it.word == word)
        {
            return;
        }
        self.focus.push(Focus {
            word: word.to_owned(),
            others: others.into_iter().filter(|it| it != "~").collect(),
            weight: if says_little { weight * 0.4 } else { weight },
        });
    }
}

/// A question as it is compared with others: without marks and polite words, in one script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// The text.
    pub folded: String,
    /// Its grams, each once, in order.
    pub grams: Vec<String>,
}

impl Compared {
    /// Reads a question, at most [`LONGEST_QUERY`] characters of it.
    pub fn of(typed: &str) -> Self {
        let typed: String = typed.trim().chars().take(LONGEST_QUERY).collect();
        let mut text = folded(&typed);
        for phrase in PHRASES {
            text = text.replace(phrase, "");
        }
        text.retain(|it| sign_of(it) != Sign::Break);
        let text = text
            .trim_end_matches(['吗', '呢', '呀', '啊', '吧', '么'])
            .to_owned();
        let mut grams: Vec<String> = Vec::new();
        for gram in grams_of(&text) {
            if !grams.contains(&gram) {
                grams.push(gram);
            }
        }
        Self {
            folded: text,
            grams,
        }
    }
}

/// How much a word may say by what it is; 0 for words that name nothing.
fn weight_of(word: &str, tag: &str) -> f32 {
    const EMPTY: &str = include_str!("../../data/empty-words.txt");
    let chars = word.chars().count();
    if EMPTY.lines().any(|it| it == word) {
        return 0.0;
    }
    let kind = tag.chars().next().unwrap_or('n');
    let by_kind = match kind {
        'n' | 'l' | 'i' | 'j' | 'e' | 's' | 'b' => 1.0,
        'v' | 'a' | 't' | 'z' => 0.5,
        'm' | 'q' | 'f' => 0.15,
        'd' | 'r' | 'c' | 'u' | 'p' | 'y' | 'o' | 'h' | 'k' => 0.0,
        _ => 0.8,
    };
    match (chars, kind) {
        (1, 'n') => 0.7,
        (1, 'v') => 0.25,
        // One ideograph of another kind is seldom what a question is about.
        (1, _) => by_kind * 0.2,
        _ => by_kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Question {
        Question::read(typed, &Synonyms::default())
    }

    #[test]
    fn the_kind_of_a_question_is_told_by_its_words() {
        for (typed, asks) in [
            ("办营业执照要多久", Asks::HowLong),
            ("违停罚多少钱", Asks::HowMuch),
            ("公租房什么时候可以申请", Asks::When),
            ("婚姻登记处在哪里", Asks::Where),
            ("落户需要什么材料", Asks::Materials),
            ("噪音扰民归谁管", Asks::Who),
            ("哪些人可以申请低保", Asks::Condition),
            ("能不能用公积金付房租", Asks::MayI),
            ("孩子户口怎么迁", Asks::HowTo),
            ("市民政局电话是多少", Asks::Contact),
            ("犬只可以进公园吗？", Asks::MayI),
            ("高龄津贴", Asks::Anything),
        ] {
            assert_eq!(read(typed).asks, asks, "{typed}");
        }
    }

    #[test]
    fn words_that_ask_say_nothing_and_plain_words_have_those_of_rules() {
        let question = read("请问养狗要多少钱？");
        assert_eq!(question.focus.len(), 1);
        assert!(question.focus[0].others.iter().any(|it| it == "养犬"));
        assert!(read("请问，怎么办？").is_empty());
        assert!(read("").is_empty());
    }

    #[test]
    fn marks_and_polite_words_part_no_two_questions() {
        assert_eq!(
            Compared::of("请问，办居住證要多久？"),
            Compared::of("办居住证要多久")
        );
        assert_eq!(Compared::of("？ ，").folded, "");
    }

    #[test]
    fn a_question_without_end_is_read_so_far() {
        let long: String = ('一'..='龥').take(5000).collect();
        assert!(read(&long).focus.len() <= MOST_FOCUS);
    }
}
