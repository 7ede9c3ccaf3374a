//! What to write into the mapping: the words that nobody knew, gathered while rows are refused, as a piece of TOML to fill in.
//!
//! Pure. What resembles one of ours stands beside it as a remark; it is never taken for it.

use std::collections::BTreeMap;

use kernel::unit::Directory;

use super::refusal::ImportRefusal;
use crate::library::Library;

/// Words of one sort at most; what is beyond comes to light the next time.
const MOST: usize = 200;

/// Words that wait for the operator, and how many rows each of them stopped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    words: BTreeMap<(&'static str, String), u64>,
}

impl Proposal {
    /// Notes why a row was refused, where a line of the mapping would cure it.
    pub fn note(&mut self, refusal: &ImportRefusal) {
        let (table, word) = match refusal {
            ImportRefusal::HeadingUnknown(it) => ("headings", it),
            ImportRefusal::ColumnUnknown(it) => ("columns", it),
            ImportRefusal::KindUnknown(it) => ("kinds", it),
            ImportRefusal::UnitUnknown(it)
            | ImportRefusal::UnitAmbiguous(it)
            | ImportRefusal::UnitEnded(it) => ("units", it),
            _ => return,
        };
        let is_full = self.words.len() >= MOST * 4;
        let key = (table, word.clone());
        match self.words.get_mut(&key) {
            Some(count) => *count += 1,
            None if is_full => {}
            None => {
                self.words.insert(key, 1);
            }
        }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The tables to fill in.
    pub fn to_toml(&self, library: &Library, directory: &Directory) -> String {
        let mut text = String::new();
        let mut last = "";
        for ((table, word), count) in &self.words {
            if *table != last {
                text.push_str(&format!("[{table}]\n"));
                last = table;
            }
            let near = match *table {
                "columns" => {
                    let all = library.columns().iter();
                    near(word, all.map(|it| (it.code.as_str(), it.name.as_str())))
                }
                "kinds" => {
                    let all = library.kinds().iter();
                    near(word, all.map(|it| (it.code.as_str(), it.name.as_str())))
                }
                "units" => {
                    let all = directory.units().iter();
                    near(word, all.map(|it| (it.code.as_str(), it.name.as_str())))
                }
                _ => String::new(),
            };
            let quoted = toml::Value::String(word.clone());
            text.push_str(&format!("{quoted} = \"\"  # {count} 行{near}\n"));
        }
        text
    }
}

/// Those of ours whose names share much with a word.
fn near<'a>(word: &str, all: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let letters = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<Vec<_>>()
    };
    let given = letters(word);
    let mut known: Vec<(usize, String)> = all
        .filter_map(|(code, name)| {
            let name_letters = letters(name);
            let shared = given.iter().filter(|c| name_letters.contains(c)).count();
            let is_near = shared >= 2 && shared * 2 >= given.len();
            is_near.then(|| (shared, format!("{code}（{name}）")))
        })
        .collect();
    known.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let words: Vec<String> = known.into_iter().take(3).map(|(_, it)| it).collect();
    match words.is_empty() {
        true => String::new(),
        false => format!("；相近的有 {}", words.join("、")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proposal_is_a_mapping_to_fill_in_and_decides_nothing() {
        let mut proposal = Proposal::default();
        for _ in 0..3 {
            proposal.note(&ImportRefusal::ColumnUnknown("规范性文件".to_owned()));
        }
        proposal.note(&ImportRefusal::UnitUnknown("a\"b".to_owned()));
        proposal.note(&ImportRefusal::NoKey);
        let library = Library::built_in();
        let text = proposal.to_toml(&library, &Directory::default());
        assert!(
            text.contains("[columns]") && text.contains("3 行"),
            "{text}"
        );
        assert!(text.contains("policies（"), "{text}");
        let table: toml::Table = toml::from_str(&text).unwrap();
        assert_eq!(table["columns"]["规范性文件"].as_str(), Some(""));
        assert_eq!(table["units"]["a\"b"].as_str(), Some(""));
    }
}
