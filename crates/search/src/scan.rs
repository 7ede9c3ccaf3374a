//! Going through all that meets every need: each is counted, the best are kept. Where that would be too many, a part stands for all.

use tantivy::{DocId, SegmentReader};

use crate::facets::Counter;
use crate::find::{Order, Place, Search};
use crate::gather::{Meeting, Narrow};
use crate::index::IndexError;
use crate::schema::Signals;
use crate::weigh::Weigher;

/// Documents that are looked at before a part stands for all.
const MOST_SCANNED: u64 = 60_000;

/// A part that holds fewer results than these says too little: all are looked at then.
const LEAST_OF_PART: u64 = 400;

/// The best so far.
struct Top {
    most: usize,
    kept: Vec<(f32, usize, DocId)>,
    least: f32,
}

impl Top {
    fn new(most: usize) -> Self {
        Self {
            most,
            kept: Vec::with_capacity(most * 2),
            least: f32::MIN,
        }
    }

    #[inline]
    fn offer(&mut self, score: f32, leaf: usize, doc: DocId) {
        if score <= self.least {
            return;
        }
        self.kept.push((score, leaf, doc));
        if self.kept.len() >= self.most * 2 {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        if self.kept.len() > self.most {
            let order = |one: &(f32, usize, DocId), other: &(f32, usize, DocId)| {
                other
                    .0
                    .total_cmp(&one.0)
                    .then((one.1, one.2).cmp(&(other.1, other.2)))
            };
            self.kept.select_nth_unstable_by(self.most - 1, order);
            self.kept.truncate(self.most);
            self.least = self.kept.iter().map(|it| it.0).fold(f32::MAX, f32::min);
        }
    }
}

impl Search<'_> {
    /// Goes through everything that meets all needs, counts it, and gives the `most` best.
    pub fn scan(&mut self, order: Order, most: usize) -> Result<Vec<Place>, IndexError> {
        self.every = match order {
            // A part has not the newest of all.
            Order::Newest => 1,
            Order::Fitting => self.part()?,
        };
        let mut top = self.scan_part(order, most)?;
        if self.every > 1 && self.met < LEAST_OF_PART * u64::from(self.every) {
            (self.every, self.met, self.counter) = (1, 0, Counter::default());
            top = self.scan_part(order, most)?;
        }
        top.shrink();
        Ok(top.kept.into_iter().map(|it| (it.1, it.2)).collect())
    }

    /// Of how many documents one is to be looked at.
    fn part(&self) -> Result<u32, IndexError> {
        let mut cost = 0;
        for leaf in self.searcher.segment_readers() {
            cost += Meeting::open(leaf, self.index.fields, self.plan)?.cost();
        }
        Ok(u32::try_from(cost.div_ceil(MOST_SCANNED)).unwrap_or(u32::MAX))
    }

    fn scan_part(&mut self, order: Order, most: usize) -> Result<Top, IndexError> {
        let mut top = Top::new(most);
        for (at, leaf) in self.searcher.segment_readers().iter().enumerate() {
            self.scan_leaf((at, leaf), order, &mut top)?;
        }
        Ok(top)
    }

    fn scan_leaf(
        &mut self,
        (at, leaf): (usize, &SegmentReader),
        order: Order,
        top: &mut Top,
    ) -> Result<(), IndexError> {
        let (fields, plan) = (self.index.fields, self.plan);
        let mut meeting = Meeting::open(leaf, fields, plan)?.sample(self.every);
        let mut narrow = Narrow::open(leaf, fields, plan)?;
        let mut weigher = Weigher::open(leaf, fields, plan)?;
        let signals = self.signals(leaf)?;
        let mut counting = Counter::leaf(&self.index.names, leaf)?;
        let alive = leaf.alive_bitset();
        while let Some(doc) = meeting.advance() {
            if alive.is_some_and(|it| !it.is_alive(doc)) || !narrow.takes(doc) {
                continue;
            }
            let signals = Signals::unpack(signals.first(doc).unwrap_or_default());
            if !(plan.days.0..=plan.days.1).contains(&signals.day) {
                continue;
            }
            self.met += u64::from(self.every);
            counting.count(doc);
            #[allow(clippy::cast_precision_loss)]
            let score = match order {
                Order::Newest => signals.day as f32,
                Order::Fitting => weigher.quickly(doc, signals, &mut meeting.grams),
            };
            top.offer(score, at, doc);
        }
        self.counter.take(counting, self.every);
        Ok(())
    }
}
