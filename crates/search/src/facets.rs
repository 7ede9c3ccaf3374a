//! Counts of what narrows a search, over all its results.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tantivy::columnar::{Cardinality, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

use crate::index::IndexError;

/// A choice and how many results it leaves.
pub type Counted = (String, u64);

/// What narrows a search further, each with the number of results that it leaves, the most first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Kinds, by code.
    pub kinds: Vec<Counted>,
    /// Units, by code; what several issue counts for each.
    pub units: Vec<Counted>,
    /// Years, the newest first.
    pub years: Vec<Counted>,
    /// Themes, by code.
    pub themes: Vec<Counted>,
    /// Standings, by number.
    pub standings: Vec<Counted>,
}

pub(crate) const NAMES: [&str; 5] = ["kind", "unit", "year", "theme", "standing"];

/// The names of each facet's choices in each segment, by their numbers. Segments never change, so they are read once.
#[derive(Debug, Default)]
pub(crate) struct Names(Mutex<HashMap<SegmentId, SegmentNames>>);

type SegmentNames = Arc<[Vec<String>; 5]>;

impl Names {
    /// Segments whose names are kept; merged ones go with the rest.
    const MOST: usize = 100;

    fn of(&self, leaf: &SegmentReader) -> Result<SegmentNames, IndexError> {
        let mut kept = self.0.lock().unwrap_or_else(|it| it.into_inner());
        if let Some(names) = kept.get(&leaf.segment_id()) {
            return Ok(Arc::clone(names));
        }
        let mut all: [Vec<String>; 5] = Default::default();
        for (name, names) in NAMES.iter().zip(&mut all) {
            let Some(column) = leaf.fast_fields().str(name)? else {
                continue;
            };
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                names.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        if kept.len() >= Self::MOST {
            kept.clear();
        }
        let all = Arc::new(all);
        kept.insert(leaf.segment_id(), Arc::clone(&all));
        Ok(all)
    }
}

/// Counts over all segments.
#[derive(Debug, Default)]
pub(crate) struct Counter(Tally);

/// How many results have each choice, by the facets of [`NAMES`].
#[derive(Debug, Default)]
pub(crate) struct Tally([HashMap<String, u64>; 5]);

/// Documents that are counted at once.
const BLOCK: usize = 128;

/// Counts over one segment. Values of many documents are read at once: one by one, counting would cost more than finding.
pub(crate) struct LeafCounter {
    facets: Vec<LeafFacet>,
    names: SegmentNames,
    waiting: Vec<DocId>,
    docs: Vec<DocId>,
    rows: Vec<u32>,
    ords: Vec<u64>,
}

struct LeafFacet {
    facet: usize,
    column: StrColumn,
    counts: Vec<u32>,
}

impl Counter {
    pub fn leaf(names: &Names, leaf: &SegmentReader) -> Result<LeafCounter, IndexError> {
        let mut facets = Vec::with_capacity(NAMES.len());
        for (facet, name) in NAMES.iter().enumerate() {
            if let Some(column) = leaf.fast_fields().str(name)? {
                facets.push(LeafFacet {
                    facet,
                    counts: vec![0; column.num_terms()],
                    column,
                });
            }
        }
        Ok(LeafCounter {
            facets,
            names: names.of(leaf)?,
            waiting: Vec::with_capacity(BLOCK),
            docs: Vec::new(),
            rows: Vec::new(),
            ords: Vec::new(),
        })
    }

    /// Adds a segment's counts, of which each stands for `every`.
    pub fn take(&mut self, mut leaf: LeafCounter, every: u32) {
        leaf.count_waiting();
        for facet in leaf.facets {
            let counts = &mut self.0.0[facet.facet];
            let named = leaf.names[facet.facet].iter().zip(&facet.counts);
            for (name, count) in named.filter(|it| *it.1 > 0) {
                let count = u64::from(*count) * u64::from(every);
                match counts.get_mut(name) {
                    Some(sum) => *sum += count,
                    None => drop(counts.insert(name.clone(), count)),
                }
            }
        }
    }

    pub fn facets(self) -> Facets {
        Facets::from(self.0)
    }
}

impl Tally {
    /// Adds to a choice of a facet; what is no facet is left.
    pub fn add(&mut self, name: &str, code: &str, count: u64) {
        if let Some(at) = NAMES.iter().position(|it| *it == name) {
            *self.0[at].entry(code.to_owned()).or_default() += count;
        }
    }
}

impl From<Tally> for Facets {
    fn from(tally: Tally) -> Self {
        let [kinds, units, years, themes, standings] = tally.0.map(|counts| {
            let mut counted: Vec<Counted> = counts.into_iter().collect();
            counted.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
            counted
        });
        let mut years = years;
        years.sort_by(|one, other| other.0.cmp(&one.0));
        Self {
            kinds,
            units,
            years,
            themes,
            standings,
        }
    }
}

impl LeafCounter {
    /// Counts a document; documents come in rising order.
    #[inline]
    pub fn count(&mut self, doc: DocId) {
        self.waiting.push(doc);
        if self.waiting.len() == BLOCK {
            self.count_waiting();
        }
    }

    fn count_waiting(&mut self) {
        for facet in &mut self.facets {
            let ords = facet.column.ords();
            let rows = if ords.get_cardinality() == Cardinality::Full {
                &self.waiting
            } else {
                self.rows.clear();
                self.docs.clear();
                ords.row_ids_for_docs(&self.waiting, &mut self.docs, &mut self.rows);
                &self.rows
            };
            self.ords.clear();
            self.ords.resize(rows.len(), 0);
            ords.values.get_vals(rows, &mut self.ords);
            for ord in &self.ords {
                let count = usize::try_from(*ord)
                    .ok()
                    .and_then(|it| facet.counts.get_mut(it));
                if let Some(count) = count {
                    *count += 1;
                }
            }
        }
        self.waiting.clear();
    }
}
