//! The mapping: what the words of an old site are here, as the operator decides it in a TOML file.
//!
//! Pure. Each value is looked up when the file is read, so that a slip is told once and not a hundred thousand times.

use std::collections::HashMap;

use serde::Deserialize;

use super::heading::{Heading, folded};
use super::refusal::ImportRefusal;
use crate::library::Library;

/// What an operator says of an old site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// What the old site is called; the folder's name where it is empty. Rows are known again by it.
    pub source: String,
    /// The id or class of the element of its pages that holds the text (`zoom`, `TRS_Editor`); the whole page where it is empty.
    pub content: String,
    headings: HashMap<String, String>,
    columns: HashMap<String, String>,
    kinds: HashMap<String, String>,
    units: HashMap<String, String>,
    /// What holds where a row says nothing.
    pub defaults: Defaults,
}

/// What holds where a row says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// A unit's code.
    pub unit: String,
    /// A kind's code.
    pub kind: String,
    /// A column's code.
    pub column: String,
    /// 主题分类.
    pub theme: String,
}

/// What a heading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// One of ours.
    Known(Heading),
    /// The operator does not want it.
    Unwanted,
}

impl Mapping {
    /// Reads the file.
    ///
    /// # Errors
    /// [`ImportRefusal::BadMapping`] with the place.
    pub fn read(text: &str, library: &Library) -> Result<Self, ImportRefusal> {
        let bad = ImportRefusal::BadMapping;
        let mapping: Self = toml::from_str(text).map_err(|cause| bad(cause.to_string()))?;
        let headings = mapping.headings.values().filter(|it| !it.is_empty());
        for code in headings {
            if Heading::from_code(code).is_none() {
                return Err(bad(format!("[headings] 的“{code}”不是列的代码")));
            }
        }
        let default = |code: &String| [code.clone()].into_iter().filter(|it| !it.is_empty());
        let columns = mapping.columns.values().cloned();
        for code in columns.chain(default(&mapping.defaults.column)) {
            if library.find_column(&code).is_none() {
                return Err(bad(format!("“{code}”不是栏目的代码")));
            }
        }
        let kinds = mapping.kinds.values().cloned();
        for code in kinds.chain(default(&mapping.defaults.kind)) {
            if library.find_kind(&code).is_none() {
                return Err(bad(format!("“{code}”不是种类的代码")));
            }
        }
        Ok(mapping)
    }

    /// What a heading is; `None` where nobody says.
    pub fn heading(&self, word: &str) -> Option<Meant> {
        let said = self.headings.get(word.trim()).or_else(|| {
            let mut all = self.headings.iter();
            all.find(|(known, _)| folded(known) == folded(word))
                .map(|(_, code)| code)
        });
        match said {
            Some(code) if code.is_empty() => Some(Meant::Unwanted),
            Some(code) => Heading::from_code(code).map(Meant::Known),
            None => Heading::find(word).map(Meant::Known),
        }
    }

    /// What a column of the old site is here.
    pub fn column(&self, word: &str) -> Option<&str> {
        self.columns.get(word).map(String::as_str)
    }

    /// What a kind of the old site is here.
    pub fn kind(&self, word: &str) -> Option<&str> {
        self.kinds.get(word).map(String::as_str)
    }

    /// Which unit answers for one of the old site.
    pub fn unit(&self, word: &str) -> Option<&str> {
        self.units.get(word).map(String::as_str)
    }

    /// Every code of a unit that it names.
    pub fn list_units(&self) -> impl Iterator<Item = &str> {
        let own = Some(self.defaults.unit.as_str()).filter(|it| !it.is_empty());
        self.units.values().map(String::as_str).chain(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_says_what_foreign_words_are_and_wins_over_our_own() {
        let text = "[headings]\n\"老系统栏目名\" = \"column\"\n\"点击量\" = \"\"\n\"文件\" = \"attachments\"\n\
                    [columns]\n\"规范性文件\" = \"policies\"\n";
        let mapping = Mapping::read(text, &Library::built_in()).unwrap();
        assert_eq!(
            mapping.heading("老系统栏目名"),
            Some(Meant::Known(Heading::Column))
        );
        assert_eq!(mapping.heading("点击量"), Some(Meant::Unwanted));
        assert_eq!(
            mapping.heading("文件"),
            Some(Meant::Known(Heading::Attachments))
        );
        assert_eq!(mapping.heading("标题"), Some(Meant::Known(Heading::Title)));
        assert_eq!(mapping.heading("评论"), None);
        assert_eq!(mapping.column("规范性文件"), Some("policies"));
    }

    #[test]
    fn a_mapping_to_what_is_not_there_is_refused_with_the_word() {
        let library = Library::built_in();
        for (text, wanted) in [
            ("[columns]\na = \"nowhere\"", "nowhere"),
            ("[kinds]\na = \"nothing\"", "nothing"),
            ("[headings]\na = \"nowhat\"", "nowhat"),
            ("[defaults]\ncolumn = \"x1\"", "x1"),
            ("[colums]\na = \"b\"", "colums"),
        ] {
            let told = Mapping::read(text, &library).unwrap_err().to_string();
            assert!(told.contains(wanted), "{told}");
        }
    }
}
