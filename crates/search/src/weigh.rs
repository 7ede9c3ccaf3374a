//! How much speaks for a document: what of the query is in its title, in its headings, anywhere; how it stands, how new it is.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use crate::gather::Cursor;
use crate::index::IndexError;
use crate::plan::Plan;
use crate::query::MOST_GRAMS;
use crate::schema::{Fields, Signals};

/// What speaks for a result, each from 0 to about 1, for whoever asks why it stands where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Why {
    /// How much of what the query says is in it anywhere.
    pub all: f32,
    /// How much is in its title.
    pub title: f32,
    /// How much of its title is in the query, where the title has something of it.
    pub of_title: f32,
    /// How much is in its headings, keywords and account.
    pub heads: f32,
    /// How often the words are in it, for its length.
    pub often: f32,
    /// Whether it was named by its number, its code or its whole title.
    pub exact: f32,
    /// The longest part of the query that stands in it as typed.
    pub run: f32,
    /// How new it is.
    pub fresh: f32,
    /// How much its kind is sought.
    pub kind: f32,
    /// What is taken off because it no longer holds.
    pub over: f32,
}

impl Why {
    /// The sum by which results are ordered.
    pub fn score(&self) -> f32 {
        // Whatever has all of it comes before what lacks a word, new or old.
        const WHOLE: f32 = 0.999;
        let whole = if self.all >= WHOLE { 0.6 } else { 0.0 };
        // Nearly all of it in a row is that passage, whatever titles have its words.
        let in_row = ((self.run - 0.6) / 0.4).max(0.0);
        4.0 * self.all
            + whole
            + 3.0 * self.title
            + 2.0 * self.title * self.of_title
            + 0.8 * self.heads
            + 1.2 * self.often
            + 3.0 * self.run
            + 2.5 * in_row
            + self.exact
            + 0.35 * self.fresh
            + 0.5 * self.kind
            - self.over
    }
}

/// Weighs the documents of one segment, in rising order.
pub(crate) struct Weigher<'a> {
    plan: &'a Plan<'a>,
    titles: Vec<Cursor>,
    heads: Vec<Cursor>,
    /// No document before this one has a gram of the query in its title.
    next_title: DocId,
    /// The grams whose frequency is looked at when weighing quickly.
    telling: Vec<usize>,
}

/// How many of a query's grams [`Weigher::quickly`] counts.
const TELLING: usize = 3;

impl<'a> Weigher<'a> {
    pub fn open(
        leaf: &SegmentReader,
        fields: Fields,
        plan: &'a Plan<'a>,
    ) -> Result<Self, IndexError> {
        let open = |field| {
            let grams = plan.query.grams.iter();
            let cursors =
                grams.map(|it| Cursor::open(leaf, field, &it.text, IndexRecordOption::Basic));
            cursors.collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            plan,
            titles: open(fields.title)?,
            heads: open(fields.heads)?,
            next_title: 0,
            telling: plan.telling(TELLING),
        })
    }

    /// How much of the query is in the title.
    #[inline]
    fn title(&mut self, doc: DocId) -> f32 {
        if doc < self.next_title {
            return 0.0;
        }
        let mut title = 0.0;
        self.next_title = DocId::MAX;
        for (cursor, rarity) in self.titles.iter_mut().zip(&self.plan.rarities) {
            if cursor.has(doc) {
                title += rarity.says;
                self.next_title = doc;
            }
            self.next_title = self.next_title.min(cursor.at());
        }
        title
    }

    /// Weighs a document that meets all needs, without looking at every gram: good enough to choose the best hundred.
    #[inline]
    pub fn quickly(&mut self, doc: DocId, signals: Signals, grams: &mut [Cursor]) -> f32 {
        let title = self.title(doc);
        let mut often = 0.0;
        for at in &self.telling {
            if grams[*at].has(doc) {
                often +=
                    self.plan.rarities[*at].says * saturate(grams[*at].frequency(), signals.length);
            }
        }
        let says = self.plan.says.max(0.01);
        let title = title / says;
        let standing = Standings::of(signals, self.plan.today);
        3.0 * title
            + 2.0 * title * title / f32::from(signals.title.max(1)).sqrt()
            + 1.2 * often / says
            + 0.35 * standing.fresh
            + 0.5 * standing.kind
            - standing.over
    }

    /// Weighs a document in full, but for what its text must be read for.
    pub fn weigh(&mut self, doc: DocId, signals: Signals, grams: &mut [Cursor]) -> Why {
        let mut has = Has::default();
        for (at, cursor) in grams.iter_mut().enumerate() {
            if cursor.has(doc) {
                has.all.put(at);
                has.often[at] = cursor.frequency();
            }
        }
        for (at, cursor) in self.titles.iter_mut().enumerate() {
            if cursor.has(doc) {
                has.title.put(at);
            }
        }
        for (at, cursor) in self.heads.iter_mut().enumerate() {
            if cursor.has(doc) {
                has.heads.put(at);
            }
        }
        weigh(self.plan, &has, signals)
    }
}

/// Some of a query's grams, by their places: one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Places(u64);

impl Places {
    pub fn put(&mut self, at: usize) {
        self.0 |= 1 << at;
    }

    pub fn has(self, at: usize) -> bool {
        self.0 >> at & 1 == 1
    }

    /// Whether all of a form are among them.
    pub fn has_all(self, form: &[usize]) -> bool {
        form.iter().all(|it| self.has(*it))
    }
}

/// Which grams of a query a document has, whoever found it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Has {
    /// Anywhere.
    pub all: Places,
    /// In its title.
    pub title: Places,
    /// In its headings, keywords and account.
    pub heads: Places,
    /// How often it has each, anywhere.
    pub often: [u32; MOST_GRAMS],
}

impl Default for Has {
    fn default() -> Self {
        Self {
            all: Places::default(),
            title: Places::default(),
            heads: Places::default(),
            often: [0; MOST_GRAMS],
        }
    }
}

/// Weighs a document by the grams that it has, but for what its text must be read for.
pub(crate) fn weigh(plan: &Plan<'_>, has: &Has, signals: Signals) -> Why {
    let mut why = Why::default();
    let mut titles = 0u8;
    for (at, rarity) in plan
        .rarities
        .iter()
        .enumerate()
        .take(plan.query.typed_grams)
    {
        if has.all.has(at) {
            why.all += rarity.says;
            why.often += rarity.says * saturate(has.often[at], signals.length);
        }
        if has.title.has(at) {
            why.title += rarity.says;
            titles = titles.saturating_add(1);
        }
        if has.heads.has(at) {
            why.heads += rarity.says;
        }
    }
    add_other_names(plan, has, &mut why);
    let says = plan.says.max(0.01);
    for sum in [&mut why.all, &mut why.title, &mut why.heads, &mut why.often] {
        *sum = (*sum / says).min(1.0);
    }
    why.of_title = f32::from(titles) / f32::from(signals.title.max(1));
    let standing = Standings::of(signals, plan.today);
    why.fresh = standing.fresh;
    why.kind = standing.kind;
    why.over = standing.over;
    why
}

/// A need met by another name counts as if that word had been there.
fn add_other_names(plan: &Plan<'_>, has: &Has, why: &mut Why) {
    for need in plan.query.needs.iter().filter(|it| it.forms.len() > 1) {
        let Some((typed, others)) = need.forms.split_first() else {
            continue;
        };
        let says: f32 = typed.iter().map(|it| plan.rarities[*it].says).sum();
        if has.all.has_all(typed) {
            continue;
        }
        if others.iter().any(|form| has.all.has_all(form)) {
            why.all += says;
        }
        if others.iter().any(|form| has.title.has_all(form)) {
            why.title += says;
        }
    }
}

/// How often a word is there, from 0 to 1, for a text of that length (as a power of two of bytes).
fn saturate(frequency: u32, length: u8) -> f32 {
    // 2 KiB is usual: shorter texts say a thing less often.
    let length = 0.6 + 0.4 * f32::from(length.clamp(8, 16)) / 11.0;
    #[allow(clippy::cast_precision_loss)]
    let frequency = frequency as f32;
    frequency / (frequency + 1.6 * length)
}

struct Standings {
    fresh: f32,
    kind: f32,
    over: f32,
}

impl Standings {
    fn of(signals: Signals, today: u32) -> Self {
        const YEAR: f32 = 365.0;
        #[allow(clippy::cast_precision_loss)]
        let age = today.saturating_sub(signals.day) as f32;
        Self {
            fresh: 1.0 / (1.0 + age / (2.0 * YEAR)),
            kind: f32::from(signals.weight) / 15.0,
            over: match signals.standing {
                4 => 0.7,
                3 => 0.5,
                _ => 0.0,
            },
        }
    }
}
