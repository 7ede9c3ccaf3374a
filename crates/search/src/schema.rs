//! The fields of the index, and how an item fills them.

use serde::{Deserialize, Serialize};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, TantivyDocument};

use crate::fold::folded;
use crate::grams::{Grams, each_gram};
use crate::item::{Item, MOST_TEXT, Shown};
use crate::number::{bare_code, find_number};
use crate::suggest::starts_of;

/// Changes whenever an index of before would be read wrongly: it is then built anew.
pub(crate) const FORMAT: u32 = 4;

const GRAMS: &str = "grams";

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// What it is.
    pub key: Field,
    /// The grams of the title.
    pub title: Field,
    /// The grams of headings, keywords and the account.
    pub heads: Field,
    /// The grams of everything with their places, names of units and kinds among them.
    pub all: Field,
    /// Numbers, codes and folded titles, each as one term.
    pub exact: Field,
    /// Day, standing, weight and length of the title in one number.
    pub signals: Field,
    pub kind: Field,
    pub unit: Field,
    pub year: Field,
    pub theme: Field,
    pub standing: Field,
    pub column: Field,
    pub site: Field,
    /// What people may begin to type.
    pub starts: Field,
    /// What lists show, as JSON.
    pub shown: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let grams = |record| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(GRAMS)
            .set_fieldnorms(false)
            .set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let raw = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let term = TextOptions::default().set_indexing_options(raw);
    let facet = term.clone().set_fast("raw");
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        title: builder.add_text_field("title", grams(IndexRecordOption::Basic)),
        heads: builder.add_text_field("heads", grams(IndexRecordOption::Basic)),
        all: builder.add_text_field("all", grams(IndexRecordOption::WithFreqsAndPositions)),
        exact: builder.add_text_field("exact", term.clone()),
        signals: builder.add_u64_field("signals", FAST),
        kind: builder.add_text_field("kind", facet.clone()),
        unit: builder.add_text_field("unit", facet.clone()),
        year: builder.add_text_field("year", facet.clone()),
        theme: builder.add_text_field("theme", facet.clone()),
        standing: builder.add_text_field("standing", facet.clone()),
        column: builder.add_text_field("column", term.clone()),
        site: builder.add_text_field("site", facet),
        starts: builder.add_text_field("starts", term),
        shown: builder.add_text_field("shown", STORED),
    };
    (builder.build(), fields)
}

/// Makes the tokenizer known to an index.
pub(crate) fn register(index: &Index) {
    index
        .tokenizers()
        .register(GRAMS, TextAnalyzer::builder(Grams).build());
}

/// What of an item is one number beside every posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Signals {
    /// Days since 1900-01-01.
    pub day: u32,
    /// How it stands.
    pub standing: u8,
    /// How much its kind is sought, from 0 to 15.
    pub weight: u8,
    /// Grams of the title that are different from each other, at most 255.
    pub title: u8,
    /// Length of the text, as the power of two that it reaches.
    pub length: u8,
}

impl Signals {
    /// Those of an item whose whole text is so and so.
    pub fn of(item: &Item, text: &str) -> Self {
        Self {
            day: day_number(item.day),
            standing: item.standing as u8,
            weight: item.weight.min(15),
            title: count_grams(&item.title),
            length: u8::try_from(text.len().ilog2()).unwrap_or(0),
        }
    }

    pub fn pack(self) -> u64 {
        u64::from(self.day)
            | u64::from(self.standing) << 32
            | u64::from(self.weight) << 40
            | u64::from(self.title) << 48
            | u64::from(self.length) << 56
    }

    pub fn unpack(packed: u64) -> Self {
        let [day @ .., standing, weight, title, length] = packed.to_le_bytes();
        Self {
            day: u32::from_le_bytes(day),
            standing,
            weight,
            title,
            length,
        }
    }
}

/// The number of a day, as [`Signals`] count.
pub(crate) fn day_number(day: kernel::Date) -> u32 {
    let first = kernel::Date::constant(1900, 1, 1);
    let days = first.until(day).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

/// The most codes and titles of one item.
pub(crate) const MOST_EXACT: usize = 20;

/// What of an item is read for grams, and what lists show of it.
pub(crate) struct Texts {
    /// As lists show it, its text no longer than is indexed.
    pub shown: Shown,
    /// Headings, keywords and the account.
    pub heads: String,
    /// Everything.
    pub text: String,
}

impl Texts {
    pub fn of(item: &Item) -> Self {
        let mut heads = item.keywords.join("\n");
        let mut text = format!("{}\n{}\n{}\n", item.title, item.summary, item.number);
        for name in item.units.iter().map(|it| &it.name).chain(&item.unit_names) {
            text.push_str(name);
            text.push('\n');
        }
        for choice in std::iter::once(&item.kind).chain(&item.theme) {
            text.push_str(&choice.name);
            text.push('\n');
        }
        text.push_str(&format!("{}\n", item.day.year()));
        let mut left = MOST_TEXT;
        let mut shown = Shown::from(item);
        for section in &mut shown.sections {
            heads.push('\n');
            heads.push_str(&section.heading);
            let end = section.text.char_indices().nth(left).map(|it| it.0);
            if let Some(end) = end {
                section.text.truncate(end);
            }
            left -= section.text.chars().count().min(left);
            text.push_str(&section.heading);
            text.push('\n');
            text.push_str(&section.text);
            text.push('\n');
        }
        text.push_str(&heads);
        heads.push('\n');
        heads.push_str(&item.summary);
        Self { shown, heads, text }
    }
}

/// An item as the index takes it.
pub(crate) fn document_of(fields: Fields, item: &Item) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.key, &item.key);
    document.add_text(fields.title, &item.title);
    let Texts { shown, heads, text } = Texts::of(item);
    document.add_text(fields.heads, &heads);
    let signals = Signals::of(item, &text);
    document.add_text(fields.all, &text);
    document.add_u64(fields.signals, signals.pack());
    for exact in exact_of(item).into_iter().take(MOST_EXACT) {
        document.add_text(fields.exact, exact);
    }
    document.add_text(fields.kind, &item.kind.code);
    for unit in &item.units {
        document.add_text(fields.unit, &unit.code);
    }
    document.add_text(fields.year, item.day.year().to_string());
    if let Some(theme) = &item.theme {
        document.add_text(fields.theme, &theme.code);
    }
    document.add_text(fields.standing, (item.standing as u8).to_string());
    for column in &item.columns {
        document.add_text(fields.column, column);
    }
    for site in &item.sites {
        document.add_text(fields.site, site);
    }
    for start in starts_of(item) {
        document.add_text(fields.starts, start);
    }
    let json = serde_json::to_string(&shown).expect("what lists show is plain data");
    document.add_text(fields.shown, json);
    document
}

/// How many different grams a title has.
fn count_grams(title: &str) -> u8 {
    let mut seen = std::collections::HashSet::new();
    each_gram(title, |gram, _| {
        seen.insert(gram.to_owned());
    });
    u8::try_from(seen.len()).unwrap_or(u8::MAX)
}

/// A title as one term.
pub(crate) fn title_key(title: &str) -> String {
    let mut key = String::from("t:");
    key.push_str(&bare_code(&folded(title)));
    key
}

pub(crate) fn exact_of(item: &Item) -> Vec<String> {
    let mut exact = vec![title_key(&item.title)];
    if let Some(number) = find_number(&item.number) {
        exact.push(format!("n:{}", number.whole()));
        exact.push(format!("n:{}", number.bare()));
    }
    if item.kind.code == "unit" {
        // Who types 财政局 means the unit, the city's before the county's by what else weighs.
        for name in &item.unit_names {
            exact.push(title_key(name));
            let bare = name.strip_prefix(['省', '市', '县', '区', '镇', '乡']);
            exact.extend(bare.filter(|it| it.chars().count() > 1).map(title_key));
        }
        exact.dedup();
    }
    let codes = item.codes.iter().chain(std::iter::once(&item.number));
    for code in codes.filter(|it| !it.is_empty()) {
        exact.push(format!("c:{}", bare_code(code)));
    }
    exact
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_come_out_as_they_went_in() {
        let signals = Signals {
            day: day_number(kernel::Date::constant(2026, 11, 23)),
            standing: 4,
            weight: 15,
            title: 255,
            length: 18,
        };
        assert_eq!(Signals::unpack(signals.pack()), signals);
        assert_eq!(signals.day, 46_347);
    }
}
