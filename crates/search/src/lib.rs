//! Finding things by what people type: the index, queries, results with their passages.
//!
//! The source of truth is the database; this is a copy made for finding, that may be thrown away and built anew. The crate knows
//! nothing of documents or promises: whoever owns what is found hands in [`Item`]s, and only what is public may become one.
//!
//! What is indexed is every pair of neighbouring ideographs ([`grams`]), so that no word is lost to a wrong cut; dictionary words
//! decide what of a query must be there ([`query`]). Results are gathered within a budget ([`find`]) and ordered by how much of the
//! query is in the title, the headings and the text ([`Why`]). Where an engine [`outside`] keeps the index, only the gathering is its. 《政府网站发展指引》 and the plans (一网可查) ask for it.

pub mod answer;
pub mod facets;
pub mod find;
pub mod finder;
pub mod fold;
mod gather;
pub mod grams;
pub mod index;
pub mod item;
pub mod number;
pub mod outside;
pub mod passage;
mod plan;
pub mod query;
mod scan;
mod schema;
pub mod single;
mod source;
mod spelling;
pub mod suggest;
mod weigh;
pub mod words;

pub use answer::{
    Answer, Answered, Asking, Asks, Compared, Named, Promised, Question, Quoted, Unsupported,
    WhyQuoted, supported,
};
pub use facets::{Counted, Facets};
pub use find::{Ask, DEEPEST, Found, Hit, Narrowing, Order};
pub use finder::{Engine, Finder, Opened};
pub use index::{IndexError, Progress, SearchIndex, Writer};
pub use item::{Choice, Item, Section, Shown, Standing};
pub use outside::{Outside, OutsideError, OutsideSettings, OutsideWriter, Turn};
pub use passage::{Passage, marked, passage_of};
pub use query::Query;
pub use single::Single;
pub use suggest::Begun;
pub use weigh::Why;
pub use words::Synonyms;
