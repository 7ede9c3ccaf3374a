//! Finding: candidates are gathered, weighed, and the best of them read.

use std::collections::{BTreeMap, HashSet};

use kernel::Date;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Searcher, SegmentReader, TantivyDocument, Term};

use crate::facets::{Counter, Facets};
use crate::gather::{
    Cursor, MOST_TEXTS, MOST_TITLES, MOST_TOGETHER, Meeting, Narrow, Together, heaviest,
};
use crate::index::{IndexError, SearchIndex};
use crate::item::{Shown, Standing};
use crate::passage::{has_phrase, run_of};
use crate::plan::Plan;
use crate::query::Query;
use crate::schema::{Fields, Signals, title_key};
use crate::weigh::{Weigher, Why};

/// What narrows a search; nothing chosen means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// Of a kind, by its code.
    pub kind: Option<String>,
    /// Of none of these kinds, by their codes.
    pub without_kinds: Vec<String>,
    /// Of a unit, alone or with others, by its code.
    pub unit: Option<String>,
    /// Of a year.
    pub year: Option<String>,
    /// Of a theme, by its code.
    pub theme: Option<String>,
    /// As it stands.
    pub standing: Option<Standing>,
    /// Inside a column or those under it.
    pub column: Option<String>,
    /// Of a site beside the main one.
    pub site: Option<String>,
    /// From that day on.
    pub from: Option<Date>,
    /// Until the end of that day.
    pub until: Option<Date>,
    /// What is only near is left out where anything meets all: who narrows a list expects it to become shorter.
    pub is_strict: bool,
}

impl Narrowing {
    pub(crate) fn terms(&self, fields: Fields) -> Vec<(Field, String)> {
        let standing = self.standing.map(|it| (it as u8).to_string());
        let chosen = [
            (fields.kind, &self.kind),
            (fields.unit, &self.unit),
            (fields.year, &self.year),
            (fields.theme, &self.theme),
            (fields.standing, &standing),
            (fields.column, &self.column),
            (fields.site, &self.site),
        ];
        let chosen = chosen.into_iter();
        chosen
            .filter_map(|(field, text)| text.clone().map(|it| (field, it)))
            .collect()
    }
}

/// In which order results stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// What fits best is first.
    #[default]
    Fitting,
    /// What is newest is first.
    Newest,
}

/// A search.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// What is sought.
    pub query: &'a Query,
    /// What narrows it.
    pub narrowing: Narrowing,
    /// The order.
    pub order: Order,
    /// Results to leave out at the front, at most [`DEEPEST`].
    pub skip: usize,
    /// Results wanted.
    pub limit: usize,
    /// The day of today: what is new and what holds.
    pub today: Date,
}

/// The last result that can be reached: who has not found it by then narrows the search.
pub const DEEPEST: usize = 200;

/// What came near is shown where fewer than these met all needs.
pub(crate) const ENOUGH: u64 = 20;

/// Near ones that are weighed, of titles and of texts each.
pub(crate) const MOST_NEAR: usize = 80;

/// How much of what a query says must be in a document that is near.
pub(crate) const NEAR: f32 = 0.45;

/// Results whose text is read to see whether the words stand together.
pub(crate) const MOST_READ: usize = 16;

/// A result.
#[derive(Debug, Clone)]
pub struct Hit {
    /// What is shown of it.
    pub shown: Shown,
    /// How it stands.
    pub standing: Standing,
    /// Whether all that was asked for is in it.
    pub meets_all: bool,
    /// How it came to its place.
    pub why: Why,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The results of this page.
    pub hits: Vec<Hit>,
    /// How many there are, near ones among them.
    pub total: u64,
    /// How many of them are only near.
    pub near: u64,
    /// Whether there are so many that they were counted in a part of the documents: counts are about right then.
    pub is_estimated: bool,
    /// What narrows them further, with counts.
    pub facets: Facets,
}

/// A segment and a document of it.
pub(crate) type Place = (usize, DocId);

/// A document of the index and what speaks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub leaf: usize,
    pub doc: DocId,
    pub signals: Signals,
    pub why: Why,
    pub meets_all: bool,
}

impl SearchIndex {
    /// Searches.
    ///
    /// # Errors
    /// The disk's fault.
    pub fn find(&self, ask: &Ask<'_>) -> Result<Found, IndexError> {
        if ask.query.is_empty() {
            return Ok(Found::default());
        }
        let searcher = self.reader.searcher();
        let plan = Plan::of(
            ask.query,
            &ask.narrowing,
            ask.today,
            (&searcher, self.fields),
        )?;
        let mut search = Search {
            index: self,
            searcher: &searcher,
            plan: &plan,
            counter: Counter::default(),
            met: 0,
            every: 1,
        };
        search.run(ask)
    }
}

pub(crate) struct Search<'a> {
    pub index: &'a SearchIndex,
    pub searcher: &'a Searcher,
    pub plan: &'a Plan<'a>,
    pub counter: Counter,
    /// How many meet all needs.
    pub met: u64,
    /// Of so many documents one was looked at.
    pub every: u32,
}

impl Search<'_> {
    fn run(&mut self, ask: &Ask<'_>) -> Result<Found, IndexError> {
        let wanted = (ask.skip + ask.limit).clamp(1, DEEPEST);
        let mut chosen: BTreeMap<usize, Vec<DocId>> = BTreeMap::new();
        for (leaf, doc) in self.scan(ask.order, wanted.max(MOST_NEAR))? {
            chosen.entry(leaf).or_default().push(doc);
        }
        let enough = if ask.narrowing.is_strict { 1 } else { ENOUGH };
        if self.met < enough || self.every > 1 {
            self.add_near(&mut chosen)?;
        }
        let together = match ask.order {
            Order::Fitting => self.together()?,
            Order::Newest => HashSet::new(),
        };
        for (leaf, doc) in &together {
            chosen.entry(*leaf).or_default().push(*doc);
        }
        let mut candidates = self.weigh(chosen)?;
        for candidate in &mut candidates {
            if together.contains(&(candidate.leaf, candidate.doc)) {
                candidate.why.run = stretch(self.plan.query);
            }
        }
        let near = candidates.iter().filter(|it| !it.meets_all).count();
        let total = self.met + u64::try_from(near).unwrap_or(0);
        self.order(&mut candidates, ask.order);
        let mut read = Vec::new();
        if ask.order == Order::Fitting {
            read = self.read_best(&mut candidates)?;
        }
        let dropped = self.drop_without_phrases(&mut candidates)?;
        let total = total.saturating_sub(dropped);
        let page = candidates
            .into_iter()
            .take(wanted)
            .skip(ask.skip)
            .take(ask.limit);
        let mut hits = Vec::with_capacity(ask.limit);
        for candidate in page {
            let place = (candidate.leaf, candidate.doc);
            let known = read.iter().position(|(at, _)| *at == place);
            let shown = match known {
                Some(at) => read.swap_remove(at).1,
                None => self.shown(candidate.leaf, candidate.doc)?,
            };
            hits.push(Hit {
                shown,
                standing: Standing::from_number(candidate.signals.standing.into()),
                meets_all: candidate.meets_all,
                why: candidate.why,
            });
        }
        Ok(Found {
            hits,
            total,
            near: u64::try_from(near).unwrap_or(0),
            is_estimated: self.every > 1,
            facets: std::mem::take(&mut self.counter).facets(),
        })
    }

    pub fn signals(
        &self,
        leaf: &SegmentReader,
    ) -> Result<tantivy::columnar::Column<u64>, IndexError> {
        Ok(leaf.fast_fields().u64("signals")?)
    }

    /// Adds what has the query's rarest grams, in its title or anywhere, and what has its number, its code or its title as a whole.
    fn add_near(&self, chosen: &mut BTreeMap<usize, Vec<DocId>>) -> Result<(), IndexError> {
        let fields = self.index.fields;
        let titles = self.plan.rarest(MOST_TITLES, |it| it.title);
        let texts = self.plan.rarest(MOST_TEXTS, |it| it.all);
        let mut scratch = {
            let mut free = self
                .index
                .scratch
                .lock()
                .unwrap_or_else(|it| it.into_inner());
            free.pop().unwrap_or_default()
        };
        for (at, leaf) in self.searcher.segment_readers().iter().enumerate() {
            let found = chosen.entry(at).or_default();
            for (field, grams) in [(fields.title, &titles), (fields.all, &texts)] {
                found.extend(heaviest(leaf, field, grams, MOST_NEAR, &mut scratch)?);
            }
        }
        let mut free = self
            .index
            .scratch
            .lock()
            .unwrap_or_else(|it| it.into_inner());
        free.push(scratch);
        Ok(())
    }

    /// Documents in which the longest stretch of the query stands as typed, as many as are worth weighing.
    fn together(&self) -> Result<HashSet<Place>, IndexError> {
        let mut found = HashSet::new();
        let mut budget = MOST_TOGETHER;
        for (at, leaf) in self.searcher.segment_readers().iter().enumerate() {
            let Some(mut together) = Together::open(leaf, self.index.fields.all, self.plan)? else {
                continue;
            };
            while found.len() < DEEPEST
                && let Some(doc) = together.advance(&mut budget)
            {
                found.insert((at, doc));
            }
        }
        Ok(found)
    }

    /// Whatever is named by its number, its code or its whole title.
    fn exact(&self, leaf: &SegmentReader) -> Result<Vec<DocId>, IndexError> {
        let field = self.index.fields.exact;
        let mut found = Vec::new();
        for (_, term) in &exact_terms(self.plan.query) {
            let inverted = leaf.inverted_index(field)?;
            let term = Term::from_field_text(field, term);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            use tantivy::DocSet;
            while postings.doc() != tantivy::TERMINATED && found.len() < MOST_EXACT {
                found.push(postings.doc());
                postings.advance();
            }
        }
        Ok(found)
    }

    /// Weighs each candidate in full; drops what is neither whole nor near, counts what is near.
    fn weigh(
        &mut self,
        mut chosen: BTreeMap<usize, Vec<DocId>>,
    ) -> Result<Vec<Candidate>, IndexError> {
        let (fields, plan) = (self.index.fields, self.plan);
        let mut candidates = Vec::new();
        for (at, leaf) in self.searcher.segment_readers().iter().enumerate() {
            let mut docs = chosen.remove(&at).unwrap_or_default();
            let exact = self.exact(leaf)?;
            docs.extend(&exact);
            docs.sort_unstable();
            docs.dedup();
            let mut weigher = Weigher::open(leaf, fields, plan)?;
            let mut narrow = Narrow::open(leaf, fields, plan)?;
            let mut meeting = Meeting::open(leaf, fields, plan)?;
            let mut exactly = ExactCursors::open(leaf, fields, plan)?;
            let signals = self.signals(leaf)?;
            let mut counting = Counter::leaf(&self.index.names, leaf)?;
            for doc in docs {
                let signals = Signals::unpack(signals.first(doc).unwrap_or_default());
                let is_out = leaf.is_deleted(doc)
                    || !narrow.takes(doc)
                    || !(plan.days.0..=plan.days.1).contains(&signals.day);
                if is_out {
                    continue;
                }
                let meets_all = meeting.is_met(doc);
                let mut why = weigher.weigh(doc, signals, &mut meeting.grams);
                why.exact = exactly.weigh(doc);
                if !meets_all {
                    if why.all.max(why.title) < NEAR && why.exact == 0.0 {
                        continue;
                    }
                    counting.count(doc);
                }
                candidates.push(Candidate {
                    leaf: at,
                    doc,
                    signals,
                    why,
                    meets_all,
                });
            }
            self.counter.take(counting, 1);
        }
        Ok(candidates)
    }

    /// Drops candidates in which what was put into quotation marks does not stand as typed; how many.
    fn drop_without_phrases(&self, candidates: &mut Vec<Candidate>) -> Result<u64, IndexError> {
        let phrases = &self.plan.query.phrases;
        if phrases.is_empty() {
            return Ok(0);
        }
        let before = candidates.len();
        let mut kept = Vec::new();
        for candidate in candidates.drain(..) {
            let shown = self.shown(candidate.leaf, candidate.doc)?;
            if phrases.iter().all(|it| has_phrase(&shown, it)) {
                kept.push(candidate);
            }
        }
        *candidates = kept;
        Ok(u64::try_from(before - candidates.len()).unwrap_or(0))
    }

    fn order(&self, candidates: &mut [Candidate], order: Order) {
        candidates.sort_by(|one, other| {
            let by = match order {
                Order::Fitting => other.why.score().total_cmp(&one.why.score()),
                Order::Newest => other.signals.day.cmp(&one.signals.day),
            };
            by.then((one.leaf, one.doc).cmp(&(other.leaf, other.doc)))
        });
    }

    fn shown(&self, leaf: usize, doc: DocId) -> Result<Shown, IndexError> {
        let address = tantivy::DocAddress::new(u32::try_from(leaf).unwrap_or(u32::MAX), doc);
        let document: TantivyDocument = self.searcher.doc(address)?;
        use tantivy::schema::Value;
        let json = document
            .get_first(self.index.fields.shown)
            .and_then(|it| it.as_str());
        let json =
            json.ok_or_else(|| IndexError::Content("an item without its text".to_owned()))?;
        serde_json::from_str(json).map_err(|it| IndexError::Content(it.to_string()))
    }

    /// Reads the best ones: how much of the query stands together in them moves them up.
    fn read_best(&self, candidates: &mut [Candidate]) -> Result<Vec<(Place, Shown)>, IndexError> {
        let most = candidates.len().min(MOST_READ);
        let mut read = Vec::with_capacity(most);
        for candidate in &mut candidates[..most] {
            let shown = self.shown(candidate.leaf, candidate.doc)?;
            candidate.why.run = candidate.why.run.max(run_of(&shown, self.plan.query));
            read.push(((candidate.leaf, candidate.doc), shown));
        }
        self.order(candidates, Order::Fitting);
        Ok(read)
    }
}

/// How much of a query its longest stretch is.
pub(crate) fn stretch(query: &Query) -> f32 {
    #[allow(clippy::cast_precision_loss)]
    let part = query.together.len() as f32 / query.typed_grams.max(1) as f32;
    part.min(1.0)
}

/// Those that are weighed because they were named as a whole, at most.
pub(crate) const MOST_EXACT: usize = 30;

/// The terms by which a query names a document as a whole, with what each counts.
pub(crate) fn exact_terms(query: &Query) -> Vec<(f32, String)> {
    let mut terms = vec![
        (6.0, title_key(&query.typed)),
        (12.0, format!("c:{}", query.code)),
    ];
    if let Some(number) = &query.number {
        terms.push((12.0, format!("n:{}", number.whole())));
        terms.push((2.5, format!("n:{}", number.bare())));
    }
    terms
}

/// What names a document as a whole.
struct ExactCursors(Vec<(f32, Cursor)>);

impl ExactCursors {
    fn open(leaf: &SegmentReader, fields: Fields, plan: &Plan<'_>) -> Result<Self, IndexError> {
        let terms = exact_terms(plan.query);
        let open = |(weight, text): &(f32, String)| {
            let cursor = Cursor::open(leaf, fields.exact, text, IndexRecordOption::Basic)?;
            Ok::<_, IndexError>((*weight, cursor))
        };
        Ok(Self(terms.iter().map(open).collect::<Result<_, _>>()?))
    }

    fn weigh(&mut self, doc: DocId) -> f32 {
        let terms = self.0.iter_mut();
        terms
            .map(|(weight, it)| if it.has(doc) { *weight } else { 0.0 })
            .fold(0.0, f32::max)
    }
}
