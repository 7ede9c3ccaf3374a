//! A query before an index: how rare each gram is, and so how much it says and which of them find what is near.

use kernel::Date;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::find::Narrowing;
use crate::index::IndexError;
use crate::query::{Gram, Query};
use crate::schema::{Fields, day_number};

/// How rare a gram is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rarity {
    /// Documents that have it anywhere.
    pub all: u64,
    /// Documents that have it in the title.
    pub title: u64,
    /// How much it says: the rarer, the more; with the weight of its place in the query.
    pub says: f32,
}

/// What is nowhere at all is rather mistyped than rare: it must not outweigh all the rest of a title.
const UNKNOWN: f32 = 0.35;

/// A query, ready for an index.
pub(crate) struct Plan<'a> {
    pub query: &'a Query,
    pub rarities: Vec<Rarity>,
    /// What all typed grams say together.
    pub says: f32,
    /// Terms that must be there, from what narrows.
    pub filters: Vec<(Field, String)>,
    /// Kinds that are left out.
    pub without_kinds: Vec<String>,
    /// The first and the last day, as [`crate::schema::Signals`] count.
    pub days: (u32, u32),
    pub today: u32,
}

impl<'a> Plan<'a> {
    pub fn of(
        query: &'a Query,
        narrowing: &Narrowing,
        today: Date,
        (searcher, fields): (&Searcher, Fields),
    ) -> Result<Self, IndexError> {
        let mut counts = Vec::with_capacity(query.grams.len());
        for gram in &query.grams {
            let count = |field| searcher.doc_freq(&Term::from_field_text(field, &gram.text));
            counts.push((count(fields.all)?, count(fields.title)?));
        }
        Ok(Self {
            filters: narrowing.terms(fields),
            ..Self::counted(query, narrowing, today, (searcher.num_docs(), &counts))
        })
    }

    /// A query before an index that holds so many documents, where each gram is in so many of them anywhere and in the title. Without filters.
    pub fn counted(
        query: &'a Query,
        narrowing: &Narrowing,
        today: Date,
        (total, counts): (u64, &[(u64, u64)]),
    ) -> Self {
        let rarity = |(gram, (all, title)): (&Gram, &(u64, u64))| Rarity {
            all: *all,
            title: *title,
            says: gram.weight * idf(*all, total.max(1)) * if *all == 0 { UNKNOWN } else { 1.0 },
        };
        let rarities: Vec<Rarity> = query.grams.iter().zip(counts).map(rarity).collect();
        let says = rarities
            .iter()
            .take(query.typed_grams)
            .map(|it| it.says)
            .sum();
        let day = |day: Option<Date>, otherwise| day.map_or(otherwise, day_number);
        Self {
            query,
            says,
            filters: Vec::new(),
            without_kinds: narrowing.without_kinds.clone(),
            days: (day(narrowing.from, 0), day(narrowing.until, u32::MAX)),
            today: day_number(today),
            rarities,
        }
    }

    /// The typed grams of words that say the most.
    pub fn telling(&self, most: usize) -> Vec<usize> {
        let grams = self.query.grams.iter().enumerate();
        let mut telling: Vec<usize> = grams
            .take(self.query.typed_grams)
            .filter(|(_, it)| it.weight >= 1.0)
            .map(|it| it.0)
            .collect();
        let says = |at: &usize| self.rarities[*at].says;
        telling.sort_by(|one, other| says(other).total_cmp(&says(one)));
        telling.truncate(most);
        telling
    }

    /// The rarest typed grams whose postings fit the budget, with what they say; at least two, for one alone means little.
    pub fn rarest(&self, budget: u64, count: impl Fn(&Rarity) -> u64) -> Vec<(&str, f32)> {
        const LEAST: usize = 2;
        let typed = self.rarities.iter().take(self.query.typed_grams);
        let mut order: Vec<usize> = typed
            .enumerate()
            .filter(|(_, it)| count(it) > 0 && it.says > 0.0)
            .map(|it| it.0)
            .collect();
        order.sort_by_key(|it| count(&self.rarities[*it]));
        let mut read = 0;
        let mut chosen = Vec::new();
        for at in order {
            let cost = count(&self.rarities[at]);
            let is_within = read + cost <= budget;
            if !is_within && (chosen.len() >= LEAST || read + cost > 4 * budget) {
                break;
            }
            read += cost;
            chosen.push((self.query.grams[at].text.as_str(), self.rarities[at].says));
        }
        chosen
    }
}

/// How much a term says that so many of all documents have.
#[allow(clippy::cast_precision_loss)]
fn idf(having: u64, total: u64) -> f32 {
    let (having, total) = (having.min(total) as f32, total as f32);
    (1.0 + (total - having + 0.5) / (having + 0.5)).ln()
}
