//! What can be found: a document, a plan, a promise, a unit, as the index takes it.
//!
//! Whoever owns the thing makes the item; nothing here knows where it comes from. Only what is public may become an item.

use kernel::Date;
use serde::{Deserialize, Serialize};

/// A part of an item's text, under its heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; empty for what stands before the first.
    pub heading: String,
    /// Where it begins on the page: the fragment of an address, without `#`; empty for the page's top.
    pub anchor: String,
    /// The text, paragraphs parted by line ends.
    pub text: String,
}

/// Whether what an item says holds today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Standing {
    /// It holds, or validity does not concern it.
    Holds = 0,
    /// It will hold from a later day.
    Coming = 1,
    /// Parts of it no longer hold.
    InPart = 2,
    /// Its time is over.
    Expired = 3,
    /// It was repealed.
    Repealed = 4,
}

impl Standing {
    /// The standing of a number as the index keeps it.
    pub fn from_number(number: u64) -> Self {
        match number {
            1 => Self::Coming,
            2 => Self::InPart,
            3 => Self::Expired,
            4 => Self::Repealed,
            _ => Self::Holds,
        }
    }

    /// Whether it may answer a question: what is over may not.
    pub fn may_answer(self) -> bool {
        matches!(self, Self::Holds | Self::InPart)
    }
}

/// One choice of a facet: what its code is and how it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The code, as addresses have it.
    pub code: String,
    /// The name that people read.
    pub name: String,
}

impl Choice {
    /// A choice of two texts.
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
        }
    }
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is, for ever: `document/ID`.
    pub key: String,
    /// Its address on the site, beginning with `/`.
    pub address: String,
    /// Its title.
    pub title: String,
    /// 发文字号; empty where it has none.
    pub number: String,
    /// Other codes that people type: 索引号.
    pub codes: Vec<String>,
    /// A short account of it; empty where there is none.
    pub summary: String,
    /// Words that its makers gave it.
    pub keywords: Vec<String>,
    /// Its text.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The day that counts for «new»: for a document the day on which it became public.
    pub day: Date,
    /// Whether it holds.
    pub standing: Standing,
    /// How it stands in words, where that is worth a mark: 已废止.
    pub standing_name: String,
    /// Its kind.
    pub kind: Choice,
    /// How much its kind is sought, from 0 to 15: a policy before news.
    pub weight: u8,
    /// The units that issue it, the first one first.
    pub units: Vec<Choice>,
    /// Other names of these units that people may type: short and former ones.
    pub unit_names: Vec<String>,
    /// Its theme (主题分类); none for what has none.
    pub theme: Option<Choice>,
    /// The columns in which it stands, those above them too, by code.
    pub columns: Vec<String>,
    /// The sites beside the main one on which it stands, by code.
    pub sites: Vec<String>,
    /// What belongs to one matter shares this: the key of the policy for its interpretations; its own key for what stands alone.
    pub matter: String,
}

/// What a list of results shows of an item without looking anywhere else; kept in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What it is: `document/ID`.
    pub key: String,
    /// Its address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// 发文字号.
    pub number: String,
    /// 索引号 and the like.
    pub codes: Vec<String>,
    /// A short account of it.
    pub summary: String,
    /// The day that counts for «new».
    pub day: Date,
    /// How it stands, in words; empty where it simply holds.
    pub standing: String,
    /// Its kind.
    pub kind: Choice,
    /// The units that issue it.
    pub units: Vec<Choice>,
    /// The matter to which it belongs.
    pub matter: String,
    /// Its text.
    pub sections: Vec<Section>,
}

impl From<&Item> for Shown {
    fn from(item: &Item) -> Self {
        Self {
            key: item.key.clone(),
            address: item.address.clone(),
            title: item.title.clone(),
            number: item.number.clone(),
            codes: item.codes.clone(),
            summary: item.summary.clone(),
            day: item.day,
            standing: item.standing_name.clone(),
            kind: item.kind.clone(),
            units: item.units.clone(),
            matter: item.matter.clone(),
            sections: item.sections.clone(),
        }
    }
}

/// The most characters of an item's text that are indexed: longer ones are found by their beginning.
pub const MOST_TEXT: usize = 400_000;
