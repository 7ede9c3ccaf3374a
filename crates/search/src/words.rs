//! Words of the dictionary, and other names of the same thing.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use jieba_rs::Jieba;
use thiserror::Error;

use crate::fold::folded;
use crate::spelling::pinyin_of;

/// Words of open government that the general dictionary would cut in pieces.
const TERMS: &str = include_str!("../data/terms.txt");

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for term in TERMS
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
    {
        jieba.add_word(term, None, None);
    }
    jieba
});

/// Cuts a run of folded ideographs into words.
pub(crate) fn cut(run: &str) -> Vec<&str> {
    JIEBA
        .cut(run, false)
        .into_iter()
        .map(|it| it.word)
        .collect()
}

/// The words of a run of folded ideographs, each with what the dictionary says that it is (`n` a noun, `v` a verb, `d` an adverb …).
pub(crate) fn tagged(run: &str) -> Vec<(&str, &str)> {
    let tags = JIEBA.tag(run, false);
    tags.into_iter().map(|it| (it.word, it.tag)).collect()
}

/// Reads the dictionary now, so that the first query need not wait for it.
pub fn warm_up() {
    LazyLock::force(&JIEBA);
}

/// Names that mean the same: one group a line, parted by `=`. Lines that begin with `#` are remarks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    by_name: HashMap<String, Vec<usize>>,
    /// The names by their pinyin.
    by_pinyin: BTreeMap<String, Vec<String>>,
    /// The length of the longest name, in characters.
    longest: usize,
}

/// Short and everyday names that are the same everywhere.
const BUILT_IN: &str = include_str!("../data/synonyms.txt");

/// A list of synonyms that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("同义词表第 {line} 行：{reason}")]
pub struct SynonymsError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, and what to do.
    pub reason: &'static str,
}

/// The most names of one group, and the most groups that one name may stand in.
const MOST_NAMES: usize = 12;

impl Synonyms {
    /// The built-in list.
    pub fn built_in() -> Self {
        Self::read(BUILT_IN).expect("a test reads the built-in list")
    }

    /// Reads a list.
    ///
    /// # Errors
    /// Where a line names less than two things or too many.
    pub fn read(text: &str) -> Result<Self, SynonymsError> {
        let mut synonyms = Self::default();
        synonyms.extend(text)?;
        Ok(synonyms)
    }

    /// Adds a list.
    ///
    /// # Errors
    /// Where a line names less than two things or too many; the lines before it are taken.
    pub fn extend(&mut self, text: &str) -> Result<(), SynonymsError> {
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refuse = |reason| SynonymsError {
                line: at + 1,
                reason,
            };
            let names: Vec<String> = line
                .split(['=', '＝'])
                .map(|it| folded(it.trim()))
                .collect();
            if names.len() < 2 || names.iter().any(String::is_empty) {
                return Err(refuse(
                    "请用“＝”隔开两个以上的名称，如“发改局 = 发展和改革局”",
                ));
            }
            if names.len() > MOST_NAMES {
                return Err(refuse("一行最多 12 个名称，请分成几行"));
            }
            self.add(names);
        }
        Ok(())
    }

    /// Adds names that mean the same.
    pub fn add(&mut self, names: Vec<String>) {
        let group = self.groups.len();
        let names: Vec<String> = names.iter().map(|it| folded(it)).collect();
        for name in &names {
            self.longest = self.longest.max(name.chars().count());
            self.by_name.entry(name.clone()).or_default().push(group);
            let spelled = self.by_pinyin.entry(pinyin_of(name)).or_default();
            if !spelled.contains(name) {
                spelled.push(name.clone());
            }
        }
        self.groups.push(names);
    }

    /// The longest name with which a text begins, in bytes.
    pub(crate) fn begins(&self, text: &str) -> Option<usize> {
        const LEAST: usize = 2;
        let ends: Vec<usize> = text
            .char_indices()
            .take(self.longest)
            .map(|(at, sign)| at + sign.len_utf8())
            .collect();
        let ends = ends.into_iter().skip(LEAST - 1).rev();
        ends.into_iter()
            .find(|end| self.by_name.contains_key(&text[..*end]))
    }

    /// Names that letters may stand for, with the letters that go on behind them: the longest that they begin with, and those that they begin.
    pub(crate) fn spelled<'a, 'b>(&'a self, letters: &'b str) -> Vec<(&'a str, &'b str)> {
        /// Fewer letters begin half of all names.
        const LEAST: usize = 4;
        const MOST: usize = 6;
        if letters.len() < LEAST {
            return Vec::new();
        }
        let ends = (LEAST..letters.len()).rev();
        let mut whole =
            ends.filter_map(|end| Some((self.by_pinyin.get(letters.get(..end)?)?, end)));
        let whole = whole.next();
        let whole = whole
            .into_iter()
            .flat_map(|(names, end)| names.iter().map(move |it| (it.as_str(), &letters[end..])));
        let begun = self.by_pinyin.range(letters.to_owned()..);
        let begun = begun.take_while(|(spelled, _)| spelled.starts_with(letters));
        let begun = begun
            .flat_map(|(_, names)| names)
            .map(|it| (it.as_str(), ""));
        begun.chain(whole).take(MOST).collect()
    }

    /// The other names of a word, without repeats.
    pub(crate) fn others<'a>(&'a self, word: &'a str) -> Vec<&'a str> {
        let groups = self
            .by_name
            .get(word)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut others: Vec<&str> = Vec::new();
        for name in groups
            .iter()
            .take(MOST_NAMES)
            .flat_map(|it| &self.groups[*it])
        {
            if name != word && !others.contains(&name.as_str()) && others.len() < MOST_NAMES {
                others.push(name);
            }
        }
        others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_the_field_are_words() {
        for term in ["依申请公开", "双随机一公开", "政务公开"] {
            assert_eq!(cut(term), [term]);
        }
    }

    #[test]
    fn the_built_in_list_can_be_read_and_says_nothing_twice() {
        let synonyms = Synonyms::built_in();
        assert!(synonyms.others("公租房").contains(&"公共租赁住房"));
        for (name, groups) in &synonyms.by_name {
            assert_eq!(groups.len(), 1, "{name} stands in two lines");
        }
    }

    #[test]
    fn a_name_is_seen_where_a_text_begins_with_it() {
        let synonyms =
            Synonyms::read("公积金 = 住房公积金\n公积金中心 = 住房公积金管理中心").unwrap();
        assert_eq!(synonyms.begins("公积金中心电话"), Some("公积金中心".len()));
        assert_eq!(synonyms.begins("公积金怎么提"), Some("公积金".len()));
        assert_eq!(synonyms.begins("提取公积金"), None);
    }

    #[test]
    fn a_list_of_other_names_is_read_and_faults_are_told_at_their_line() {
        let synonyms = Synonyms::read("# 简称\n发改局 ＝ 發展和改革局= 发改委\n\n").unwrap();
        assert_eq!(synonyms.others("发改局"), ["发展和改革局", "发改委"]);
        assert!(synonyms.others("财政局").is_empty());
        assert_eq!(Synonyms::read("a = b\n发改局").unwrap_err().line, 2);
        assert_eq!(Synonyms::read("a ==").unwrap_err().line, 1);
    }
}
