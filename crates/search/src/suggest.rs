//! Suggestions while somebody types: titles and names that go on as they began, by their characters or by the initials of their pinyin.

use std::collections::HashMap;

use pinyin::ToPinyin;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED};

use crate::fold::{Sign, folded, sign_of};
use crate::index::{IndexError, SearchIndex};
use crate::item::Item;
use crate::words::cut;

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

/// What people may begin to type who mean an item, as terms: `h:` and the characters, `p:` and the initials with the characters behind.
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
        let by_pinyin = (initials.len() > 1).then(|| format!("p:{initials}\t{text}"));
        std::iter::once(format!("h:{text}")).chain(by_pinyin)
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

/// The initials of the first characters' pinyin: `gjj` for 公积金. Letters and digits stand for themselves.
fn initials_of(text: &str) -> String {
    const MOST: usize = 12;
    let signs = text.chars().filter(|it| sign_of(*it) != Sign::Break);
    let initials = signs.take(MOST).filter_map(|it| match it.to_pinyin() {
        Some(pinyin) => pinyin.first_letter().chars().next(),
        None => it.is_ascii_alphanumeric().then_some(it),
    });
    initials.collect()
}

/// What the terms begin with that go on as what was typed; none where nothing was.
pub(crate) fn prefixes_of(typed: &str) -> Vec<String> {
    let typed: String = folded(typed.trim()).chars().take(TYPED).collect();
    if typed.is_empty() {
        return Vec::new();
    }
    let mut prefixes = vec![format!("h:{typed}")];
    if typed.len() > 1 && typed.bytes().all(|it| it.is_ascii_alphanumeric()) {
        prefixes.push(format!("p:{typed}"));
    }
    prefixes
}

/// What a term offers.
pub(crate) fn text_of(term: &str) -> &str {
    match term.split_once('\t') {
        Some((_, text)) => text,
        None => term.get(2..).unwrap_or_default(),
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

impl SearchIndex {
    /// Titles and names that go on as what was typed begins, the usual ones first. Folded: in 简.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn suggest(&self, typed: &str, most: usize) -> Result<Vec<String>, IndexError> {
        let prefixes = prefixes_of(typed);
        let mut found: HashMap<String, u32> = HashMap::new();
        for leaf in self.reader.searcher().segment_readers() {
            for prefix in &prefixes {
                self.gather_starts(leaf, prefix, &mut found)?;
            }
        }
        Ok(best_of(found, most))
    }

    /// Terms of what was taken out stay in a segment until it is merged: each must still have a document.
    fn gather_starts(
        &self,
        leaf: &SegmentReader,
        prefix: &str,
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
            while postings.doc() != TERMINATED && alive < LOOKED_AT as u32 {
                alive += u32::from(!leaf.is_deleted(postings.doc()));
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
    fn initials_are_those_that_people_type() {
        assert_eq!(initials_of("公积金提取"), "gjjtq");
        assert_eq!(initials_of("《2026年》预算"), "2026nys");
    }
}
