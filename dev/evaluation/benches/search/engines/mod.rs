//! The engines that are measured, each behind the same three questions.
//!
//! Peers are built as somebody would who knows them: titles weigh more than texts, indexes are made after loading where that is the
//! faster way and made compact before anybody asks, bulk loading does not wait for the disk. They get what our index gets: names of units,
//! kind, theme, year and number beside title and text. Other names (同义词) and facets are
//! part of our search and of no other.

mod bigrams;
mod own;
mod plain;
mod postgres;
mod sqlite;
mod trigrams;

use std::path::Path;

use search::Item;

/// An engine with its index.
pub trait Engine {
    /// Takes documents in.
    fn add(&mut self, items: &[Item]);
    /// Makes what was taken in ready to be asked.
    fn finish(&mut self);
    /// The keys of what is found, best first.
    fn find(&mut self, typed: &str, limit: usize) -> Vec<String>;
    /// The size of everything on disk, in bytes.
    fn size(&mut self) -> u64;
    /// The process that holds its memory.
    fn process(&mut self) -> u32 {
        std::process::id()
    }
}

/// The names of all engines, as the command line and the tables have them.
pub const NAMES: [(&str, &str); 5] = [
    ("ours", "Gongkai"),
    ("fts5-trigram", "SQLite FTS5, trigram"),
    ("fts5-bigram", "SQLite FTS5, bigrams"),
    ("postgres", "PostgreSQL pg_trgm"),
    ("tantivy", "tantivy, bigrams"),
];

/// Opens an engine with an empty index in a folder.
///
/// # Errors
/// In words, where it is not there.
pub fn open(name: &str, folder: &Path) -> Result<Box<dyn Engine>, String> {
    Ok(match name {
        "ours" => Box::new(own::Own::open(folder)),
        "fts5-trigram" => Box::new(trigrams::Trigrams::open(folder)),
        "fts5-bigram" => Box::new(bigrams::Bigrams::open(folder)),
        "postgres" => Box::new(postgres::Postgres::open()?),
        "tantivy" => Box::new(plain::Plain::open(folder)),
        other => return Err(format!("there is no engine «{other}»")),
    })
}

/// What peers index beside title and text, as one text.
fn head_of(item: &Item) -> String {
    let mut parts = vec![item.number.clone()];
    parts.extend(item.codes.iter().cloned());
    parts.extend(item.unit_names.iter().cloned());
    parts.extend(item.units.iter().map(|it| it.name.clone()));
    parts.push(item.kind.name.clone());
    parts.extend(item.theme.iter().map(|it| it.name.clone()));
    parts.extend(item.keywords.iter().cloned());
    parts.push(item.day.year().to_string());
    parts.join(" ")
}

/// Headings and text of an item.
fn body_of(item: &Item) -> String {
    let mut body = String::new();
    for section in &item.sections {
        body.push_str(&section.heading);
        body.push('\n');
        body.push_str(&section.text);
        body.push('\n');
    }
    body
}

/// The bytes of a document that count as its text.
pub fn text_size(item: &Item) -> usize {
    item.title.len() + item.number.len() + body_of(item).len()
}

/// The bytes of the files in a folder.
fn folder_size(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).expect("the folder is there");
    files
        .filter_map(|it| it.ok()?.metadata().ok())
        .map(|it| it.len())
        .sum()
}
