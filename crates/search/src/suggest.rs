//! Suggestions while somebody types: titles and names that go on as they began, by their characters, by their pinyin or its initials, or by another
//! name of what they begin with (社保 for 社会保险).

use std::collections::HashMap;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::fold::{Sign, folded, sign_of};
use crate::index::{IndexError, SearchIndex};
use crate::item::Item;
use crate::spelling::{initials_of, letters_of, pinyin_of};
use crate::words::{Synonyms, cut};

/// Behind these words a title says what it is about.
const OPENINGS: [&str; 6] = ["关于", "印发", "转发", "修订", "公布", "《"];
/// The longest suggestion, in characters.
const LONGEST: usize = 30;
/// The most places of one item at which people begin.
const MOST_STARTS: usize = 6;
/// Terms of a segment that are looked at.
const LOOKED_AT: usize = 400;
/// Characters of what was typed that count.
const TYPED: usize = 20;
/// And letters, of which a character has several.
const LETTERS: usize = 48;
/// Beginnings that one thing typed may stand for.
const MOST_PREFIXES: usize = 10;

/// What people may begin to type who mean an item, as terms: `h:` and the characters, `p:` and the initials with the characters behind, `f:` the same with
/// the whole pinyin.
pub(crate) fn starts_of(item: &Item) -> Vec<String> {
    let mut starts: Vec<String> = Vec::new();
    let title = folded(&item.title);
    let openings = OPENINGS.iter().flat_map(|opening| {
        let found = title.match_indices(opening);
        found.map(|(at, it)| at + it.len()).collect::<Vec<_>>()
    });
    let places = std::iter::once(0).chain(openings).chain(words_of(&title));
    // A title within a title ends where it is closed.
    let titles = places.map(|at| {
        let rest = &title[at..];
        match (rest.find('《'), rest.find('》')) {
            (None, Some(end)) => &rest[..end],
            (Some(begin), Some(end)) if end < begin => &rest[..end],
            _ => rest,
        }
    });
    let is_unit = item.kind.code == "unit";
    let names: Vec<String> = item.unit_names.iter().map(|it| folded(it)).collect();
    let names = names.iter().filter(|_| is_unit).map(String::as_str);
    for text in titles.chain(names) {
        let text: String = text
            .trim_start_matches(|it| sign_of(it) == Sign::Break)
            .chars()
            .take(LONGEST)
            .collect();
        let text = text
            .trim_end_matches(|it: char| sign_of(it) == Sign::Break && !matches!(it, '》' | ')'))
            .to_owned();
        if text.chars().count() > 1 && !starts.contains(&text) && starts.len() < MOST_STARTS {
            starts.push(text);
        }
    }
    let terms = starts.into_iter().flat_map(|text| {
        let initials = initials_of(&text);
        let by_pinyin = (initials.len() > 1).then(|| {
            let whole = pinyin_of(&text);
            [
                format!("p:{initials}\t{text}"),
                format!("f:{whole}\t{text}"),
            ]
        });
        std::iter::once(format!("h:{text}")).chain(by_pinyin.into_iter().flatten())
    });
    terms.collect()
}

/// Where the words of a title begin, behind its first one; the last ones say little and are left out.
fn words_of(title: &str) -> Vec<usize> {
    const LEAST: usize = 4;
    let mut places = Vec::new();
    let mut at = 0;
    for word in cut(title) {
        let is_word = word.chars().count() > 1 && word.chars().all(|it| sign_of(it) == Sign::Han);
        if at > 0 && is_word && title[at..].chars().count() >= LEAST {
            places.push(at);
        }
        at += word.len();
    }
    places
}

/// What terms begin with that go on as somebody began to type; none where nothing was typed. Folded.
pub(crate) fn prefixes_of(begun: Begun<'_>) -> Vec<String> {
    let typed: String = folded(begun.typed.trim()).chars().take(LETTERS).collect();
    match typed.is_empty() {
        true => Vec::new(),
        false => beginnings_of(&typed, begun.synonyms),
    }
}

/// What a term offers.
pub(crate) fn text_of(term: &str) -> &str {
    match term.split_once('\t') {
        Some((_, text)) => text,
        None => term.get(2..).unwrap_or_default(),
    }
}

/// Adds what one beginning found: what two beginnings find is one text with as many items as the more of them.
pub(crate) fn add_up(found: &mut HashMap<String, u32>, of_one: HashMap<String, u32>) {
    for (text, count) in of_one {
        let known = found.entry(text).or_default();
        *known = count.max(*known);
    }
}

/// The usual ones first, of those the short ones.
pub(crate) fn best_of(found: HashMap<String, u32>, most: usize) -> Vec<String> {
    let mut found: Vec<(String, u32)> = found.into_iter().collect();
    found.sort_by(|one, other| {
        let length = |it: &str| it.chars().count();
        other
            .1
            .cmp(&one.1)
            .then_with(|| length(&one.0).cmp(&length(&other.0)))
            .then_with(|| one.0.cmp(&other.0))
    });
    found.into_iter().take(most).map(|it| it.0).collect()
}

/// The beginnings of terms that something typed and folded may stand for.
fn beginnings_of(typed: &str, synonyms: &Synonyms) -> Vec<String> {
    let mut prefixes = vec![format!(
        "h:{}",
        typed.chars().take(TYPED).collect::<String>()
    )];
    if let Some(end) = synonyms.begins(typed) {
        let (name, rest) = typed.split_at(end);
        let others = synonyms.others(name).into_iter();
        prefixes.extend(others.map(|it| format!("h:{it}{rest}")));
    }
    if let Some(letters) = letters_of(typed) {
        let letters: String = letters.chars().take(LETTERS).collect();
        prefixes.push(format!("p:{letters}"));
        prefixes.push(format!("f:{letters}"));
        for (name, rest) in synonyms.spelled(&letters) {
            let others = synonyms.others(name).into_iter();
            prefixes.extend(others.map(|it| match rest {
                "" => format!("h:{it}"),
                rest => format!("f:{}{rest}", pinyin_of(it)),
            }));
        }
    }
    prefixes.truncate(MOST_PREFIXES);
    prefixes
}

/// What somebody has begun to type.
#[derive(Debug, Clone, Copy)]
pub struct Begun<'a> {
    /// As typed.
    pub typed: &'a str,
    /// Other names of the same things.
    pub synonyms: &'a Synonyms,
    /// The site beside the main one on which everything that is offered must stand.
    pub site: Option<&'a str>,
}

impl SearchIndex {
    /// Titles and names that go on as what was typed begins, the usual ones first: by characters in either script, by pinyin or its initials, or by another name.
    /// Folded: in 简.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn suggest(&self, begun: Begun<'_>, most: usize) -> Result<Vec<String>, IndexError> {
        let mut found: HashMap<String, u32> = HashMap::new();
        for prefix in prefixes_of(begun) {
            let mut of_one = HashMap::new();
            for leaf in self.reader.searcher().segment_readers() {
                self.gather_starts(leaf, (&prefix, begun.site), &mut of_one)?;
            }
            add_up(&mut found, of_one);
        }
        Ok(best_of(found, most))
    }

    /// Terms of what was taken out stay in a segment until it is merged: each must still have a document.
    fn gather_starts(
        &self,
        leaf: &SegmentReader,
        (prefix, site): (&str, Option<&str>),
        found: &mut HashMap<String, u32>,
    ) -> Result<(), IndexError> {
        let inverted = leaf.inverted_index(self.fields.starts)?;
        let mut terms = inverted.terms().range().ge(prefix).into_stream()?;
        let mut seen = 0;
        while seen < LOOKED_AT && terms.advance() {
            seen += 1;
            let term = String::from_utf8_lossy(terms.key());
            if !term.starts_with(prefix) {
                break;
            }
            let basic = IndexRecordOption::Basic;
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), basic)?;
            let mut alive = 0;
            let mut on_site = match site {
                None => None,
                Some(code) => {
                    let term = Term::from_field_text(self.fields.site, code);
                    let sites = leaf.inverted_index(self.fields.site)?;
                    match sites.read_postings(&term, basic)? {
                        Some(postings) => Some(postings),
                        // Nothing of this segment stands on it.
                        None => return Ok(()),
                    }
                }
            };
            while postings.doc() != TERMINATED && alive < LOOKED_AT as u32 {
                let doc = postings.doc();
                let is_there = match &mut on_site {
                    None => true,
                    Some(site) if site.doc() < doc => site.seek(doc) == doc,
                    Some(site) => site.doc() == doc,
                };
                alive += u32::from(is_there && !leaf.is_deleted(doc));
                postings.advance();
            }
            if alive > 0 {
                *found.entry(text_of(&term).to_owned()).or_default() += alive;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stands_for_its_other_names_too() {
        let synonyms = Synonyms::read("社保 = 社会保险\n社保卡 = 社会保障卡").unwrap();
        let of = |typed: &str| beginnings_of(typed, &synonyms);
        assert_eq!(of("社保"), ["h:社保", "h:社会保险"]);
        assert_eq!(of("社保费"), ["h:社保费", "h:社会保险费"]);
        assert_eq!(of("社保卡"), ["h:社保卡", "h:社会保障卡"]);
        assert_eq!(of("shebaofei")[3..], ["f:shehuibaoxianfei"]);
        assert_eq!(
            of("shebao")[1..],
            ["p:shebao", "f:shebao", "h:社会保险", "h:社会保障卡"]
        );
        assert_eq!(of("yusuan"), ["h:yusuan", "p:yusuan", "f:yusuan"]);
        // Two letters are the beginning of half the dictionary.
        assert_eq!(of("sh").len(), 3);
    }
}
