//! What the engine keeps of an item, and the index that it keeps it in.
//!
//! Texts are cut here, not there: the engine parts grams by the white space between them, so that it needs no plugin and both engines index the same.

use serde_json::{Value, json};

use crate::grams::grams_of;
use crate::item::Item;
use crate::schema::{self, MOST_EXACT, Signals, Texts};
use crate::suggest::starts_of;

/// Changes whenever an index of before would be read wrongly, beside [`schema::FORMAT`]: the new one then has another name.
const FORMAT: u32 = 1;

/// What names the format in an index's own description.
pub(super) fn format() -> String {
    format!("{}-{FORMAT}", schema::FORMAT)
}

/// The document that says how far the index is.
pub(super) const PROGRESS: &str = "progress";

/// What is searched alone and never given back.
const NOT_KEPT: [&str; 5] = ["title", "heads", "all", "exact", "starts"];

/// The longest term of a field of whole texts, in characters: Lucene takes 32,766 bytes.
const LONGEST_TERM: usize = 8_000;

/// What an index is made of. Shards and copies are for the engine's own templates to say.
pub(super) fn index_body(alias: &str) -> Value {
    let grams = |record: &str| json!({ "type": "text", "analyzer": "whitespace", "norms": false, "index_options": record });
    let term = json!({ "type": "keyword", "ignore_above": LONGEST_TERM });
    let kept = json!({ "type": "object", "enabled": false });
    json!({
        "aliases": { alias: {} },
        "mappings": {
            "dynamic": "strict",
            "_meta": { "gongkai_format": format() },
            "_source": { "excludes": NOT_KEPT },
            "properties": {
                "key": term,
                "title": grams("docs"),
                "heads": grams("docs"),
                "all": grams("positions"),
                "exact": term,
                "starts": term,
                "day": { "type": "date", "format": "strict_date" },
                "weight": { "type": "byte" },
                "kind": term,
                "unit": term,
                "year": term,
                "theme": term,
                "standing": term,
                "column": term,
                "site": term,
                "signals": kept,
                "item": kept,
                "about": kept,
            },
        },
    })
}

/// An item as the engine takes it.
pub(super) fn document_of(item: &Item) -> Value {
    let Texts { shown, heads, text } = Texts::of(item);
    let signals = Signals::of(item, &text);
    let kept = Item {
        sections: shown.sections,
        ..item.clone()
    };
    let joined = |text: &str| grams_of(text).join(" ");
    let exact: Vec<String> = schema::exact_of(item)
        .into_iter()
        .take(MOST_EXACT)
        .collect();
    let units: Vec<&str> = item.units.iter().map(|it| it.code.as_str()).collect();
    let themes: Vec<&str> = item.theme.iter().map(|it| it.code.as_str()).collect();
    json!({
        "key": item.key,
        "title": joined(&item.title),
        "heads": joined(&heads),
        "all": joined(&text),
        "exact": exact,
        "starts": starts_of(item),
        "day": item.day.to_string(),
        "weight": item.weight.min(15),
        "kind": item.kind.code,
        "unit": units,
        "year": item.day.year().to_string(),
        "theme": themes,
        "standing": (item.standing as u8).to_string(),
        "column": item.columns,
        "site": item.sites,
        "signals": signals,
        "item": kept,
    })
}
