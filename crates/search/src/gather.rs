//! Candidates, one segment at a time: whatever meets all needs, and what comes near within a budget of postings.
//!
//! Near ones are found by the rarest grams of the query only: a damaged title still has most of its rare pairs, and how many
//! postings are read does not grow with how common its other words are.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::index::IndexError;
use crate::plan::Plan;
use crate::schema::Fields;

/// Postings that a look for near texts may read, over all segments.
pub(crate) const MOST_TEXTS: u64 = 40_000;

/// Postings that a look for near titles may read: a damaged title has little but its usual words left.
pub(crate) const MOST_TITLES: u64 = 250_000;

/// Documents that may be looked at to see whether the query stands in them as typed.
pub(crate) const MOST_TOGETHER: u64 = 250_000;

/// The postings of one term, moving forward.
pub(crate) struct Cursor(Option<SegmentPostings>);

impl Cursor {
    pub fn open(
        leaf: &SegmentReader,
        field: Field,
        text: &str,
        record: IndexRecordOption,
    ) -> Result<Self, IndexError> {
        let term = Term::from_field_text(field, text);
        let inverted = leaf.inverted_index(field)?;
        Ok(Self(inverted.read_postings(&term, record)?))
    }

    /// Whether a document has the term. Documents must be asked in rising order.
    #[inline]
    pub fn has(&mut self, doc: DocId) -> bool {
        let Some(postings) = &mut self.0 else {
            return false;
        };
        let at = postings.doc();
        if at < doc {
            postings.seek(doc) == doc
        } else {
            at == doc
        }
    }

    /// How often the term is in the document that was found last.
    #[inline]
    pub fn frequency(&self) -> u32 {
        self.0.as_ref().map_or(0, Postings::term_freq)
    }

    pub fn count(&self) -> u32 {
        self.0.as_ref().map_or(0, SegmentPostings::doc_freq)
    }

    /// Where it stands: at the document that was asked for last or behind it.
    #[inline]
    pub fn at(&self) -> DocId {
        self.0.as_ref().map_or(TERMINATED, DocSet::doc)
    }

    fn advance(&mut self) -> DocId {
        self.0.as_mut().map_or(TERMINATED, DocSet::advance)
    }

    fn seek(&mut self, doc: DocId) {
        if let Some(postings) = &mut self.0
            && postings.doc() < doc
        {
            postings.seek(doc);
        }
    }
}

/// What narrows a search, in one segment.
pub(crate) struct Narrow {
    wanted: Vec<Cursor>,
    unwanted: Vec<Vec<Cursor>>,
}

impl Narrow {
    pub fn open(leaf: &SegmentReader, fields: Fields, plan: &Plan) -> Result<Self, IndexError> {
        let basic = IndexRecordOption::Basic;
        let wanted = plan.filters.iter();
        let words = plan.query.without.iter().map(|grams| {
            let cursors = grams.iter();
            cursors
                .map(|it| Cursor::open(leaf, fields.all, it, basic))
                .collect()
        });
        let kinds = plan.without_kinds.iter();
        let kinds = kinds.map(|it| Ok(vec![Cursor::open(leaf, fields.kind, it, basic)?]));
        Ok(Self {
            wanted: wanted
                .map(|(field, text)| Cursor::open(leaf, *field, text, basic))
                .collect::<Result<_, _>>()?,
            unwanted: words.chain(kinds).collect::<Result<_, _>>()?,
        })
    }

    /// Whether a document is within; documents must be asked in rising order.
    #[inline]
    pub fn takes(&mut self, doc: DocId) -> bool {
        self.wanted.iter_mut().all(|it| it.has(doc))
            && !self
                .unwanted
                .iter_mut()
                .any(|grams| grams.iter_mut().all(|it| it.has(doc)))
    }
}

/// The documents of a segment that meet all needs, in order.
pub(crate) struct Meeting {
    /// Cursors of all grams over everything.
    pub grams: Vec<Cursor>,
    /// The forms of each need, the rarest need first; it drives.
    needs: Vec<Vec<Vec<usize>>>,
    drivers: Vec<Cursor>,
    /// Of so many stripes of documents one is looked at.
    every: u32,
}

/// Documents that are looked at in a row where not all are.
const STRIPE: DocId = 512;

impl Meeting {
    pub fn open(leaf: &SegmentReader, fields: Fields, plan: &Plan) -> Result<Self, IndexError> {
        let frequent = IndexRecordOption::WithFreqs;
        let grams = plan.query.grams.iter();
        let grams: Vec<Cursor> = grams
            .map(|it| Cursor::open(leaf, fields.all, &it.text, frequent))
            .collect::<Result<_, _>>()?;
        let rarest = |form: &Vec<usize>| {
            let least = form.iter().min_by_key(|it| grams[**it].count());
            least.copied().unwrap_or_default()
        };
        let mut needs: Vec<(u64, Vec<Vec<usize>>)> = Vec::new();
        for need in &plan.query.needs {
            let mut forms = need.forms.clone();
            for form in &mut forms {
                form.sort_by_key(|it| grams[*it].count());
            }
            let cost = forms
                .iter()
                .map(|it| u64::from(grams[rarest(it)].count()))
                .sum();
            needs.push((cost, forms));
        }
        needs.sort_by_key(|it| it.0);
        let least = needs.first().map_or(0, |it| it.0);
        let needs: Vec<_> = needs.into_iter().map(|it| it.1).collect();
        let basic = IndexRecordOption::Basic;
        let mut drivers = Vec::new();
        for (field, text) in &plan.filters {
            let filter = Cursor::open(leaf, *field, text, basic)?;
            let is_less = drivers
                .first()
                .is_none_or(|it: &Cursor| filter.count() < it.count());
            if u64::from(filter.count()) < least && is_less {
                drivers = vec![filter];
            }
        }
        if drivers.is_empty() {
            for form in needs.first().into_iter().flatten() {
                let text = &plan.query.grams[rarest(form)].text;
                drivers.push(Cursor::open(leaf, fields.all, text, basic)?);
            }
        }
        Ok(Self {
            grams,
            needs,
            drivers,
            every: 1,
        })
    }

    /// Looks at one stripe of documents in so many.
    pub fn sample(mut self, every: u32) -> Self {
        self.every = every.max(1);
        self
    }

    /// Documents that would be looked at, were all.
    pub fn cost(&self) -> u64 {
        self.drivers.iter().map(|it| u64::from(it.count())).sum()
    }

    /// Whether a document meets all needs; documents must be asked in rising order.
    #[inline]
    pub fn is_met(&mut self, doc: DocId) -> bool {
        let grams = &mut self.grams;
        self.needs.iter().all(|forms| {
            forms
                .iter()
                .any(|form| form.iter().all(|it| grams[*it].has(doc)))
        })
    }

    /// The first document of the stripe that is looked at next, for a document that is in none.
    #[inline]
    fn stripe_behind(&self, doc: DocId) -> Option<DocId> {
        let stripe = doc / STRIPE;
        (self.every > 1 && !stripe.is_multiple_of(self.every))
            .then(|| stripe.next_multiple_of(self.every).saturating_mul(STRIPE))
    }

    /// The next document that meets all needs.
    pub fn advance(&mut self) -> Option<DocId> {
        loop {
            let doc = self
                .drivers
                .iter()
                .map(Cursor::at)
                .min()
                .unwrap_or(TERMINATED);
            if doc == TERMINATED {
                return None;
            }
            if let Some(behind) = self.stripe_behind(doc) {
                for driver in &mut self.drivers {
                    driver.seek(behind);
                }
                continue;
            }
            for driver in &mut self.drivers {
                if driver.at() == doc {
                    driver.advance();
                }
            }
            if self.is_met(doc) {
                return Some(doc);
            }
        }
    }
}

/// The documents of a segment in which the query's longest stretch stands as it was typed.
pub(crate) struct Together {
    /// The grams with their places in the stretch, the rarest first.
    grams: Vec<(u32, SegmentPostings)>,
    places: Vec<u32>,
    begins: Vec<u32>,
}

impl Together {
    /// None where a gram of it is nowhere in the segment, or where it is too short to say anything.
    pub fn open(
        leaf: &SegmentReader,
        field: Field,
        plan: &Plan<'_>,
    ) -> Result<Option<Self>, IndexError> {
        const LEAST: usize = 2;
        let stretch = &plan.query.together;
        if stretch.len() < LEAST {
            return Ok(None);
        }
        let inverted = leaf.inverted_index(field)?;
        let mut grams = Vec::with_capacity(stretch.len());
        for (place, gram) in (0..).zip(stretch) {
            let term = Term::from_field_text(field, &plan.query.grams[*gram].text);
            let places = IndexRecordOption::WithFreqsAndPositions;
            let Some(postings) = inverted.read_postings(&term, places)? else {
                return Ok(None);
            };
            grams.push((place, postings));
        }
        grams.sort_by_key(|it| it.1.doc_freq());
        Ok(Some(Self {
            grams,
            places: Vec::new(),
            begins: Vec::new(),
        }))
    }

    /// The next document, as long as the budget of documents to look at lasts.
    pub fn advance(&mut self, budget: &mut u64) -> Option<DocId> {
        'documents: loop {
            let (rarest, others) = self.grams.split_first_mut()?;
            let doc = rarest.1.doc();
            if doc == TERMINATED || *budget == 0 {
                return None;
            }
            *budget -= 1;
            for (_, postings) in others.iter_mut() {
                let at = postings.doc();
                let at = if at < doc { postings.seek(doc) } else { at };
                if at != doc {
                    rarest.1.seek(at.max(doc + 1));
                    continue 'documents;
                }
            }
            let stands = self.stands();
            self.grams[0].1.advance();
            if stands {
                return Some(doc);
            }
        }
    }

    /// Whether the grams stand one behind the other in the document at which all of them are.
    fn stands(&mut self) -> bool {
        let (places, begins) = (&mut self.places, &mut self.begins);
        for (at, (offset, postings)) in self.grams.iter_mut().enumerate() {
            postings.positions(places);
            let offset = *offset;
            if at == 0 {
                begins.clear();
                begins.extend(places.iter().filter_map(|it| it.checked_sub(offset)));
            } else {
                begins.retain(|it| places.binary_search(&(it + offset)).is_ok());
            }
            if begins.is_empty() {
                return false;
            }
        }
        true
    }
}

/// Room to add up weights by document, used again and again.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    weights: Vec<f32>,
    touched: Vec<DocId>,
}

/// Adds up the weights of some grams of a field over a segment's documents; the `most` heaviest, in order of their number.
pub(crate) fn heaviest(
    leaf: &SegmentReader,
    field: Field,
    grams: &[(&str, f32)],
    most: usize,
    scratch: &mut Scratch,
) -> Result<Vec<DocId>, IndexError> {
    scratch.touched.clear();
    scratch
        .weights
        .resize(scratch.weights.len().max(leaf.max_doc() as usize), 0.0);
    for (text, weight) in grams {
        let mut cursor = Cursor::open(leaf, field, text, IndexRecordOption::Basic)?;
        let mut doc = cursor.at();
        while doc != TERMINATED {
            let sum = &mut scratch.weights[doc as usize];
            if *sum == 0.0 {
                scratch.touched.push(doc);
            }
            *sum += weight;
            doc = cursor.advance();
        }
    }
    let mut found = scratch.touched.clone();
    if found.len() > most {
        let weights = &scratch.weights;
        found.select_nth_unstable_by(most - 1, |one, other| {
            let of = |it: &DocId| weights[*it as usize];
            of(other).total_cmp(&of(one)).then(one.cmp(other))
        });
        found.truncate(most);
    }
    for doc in &scratch.touched {
        scratch.weights[*doc as usize] = 0.0;
    }
    found.sort_unstable();
    Ok(found)
}
