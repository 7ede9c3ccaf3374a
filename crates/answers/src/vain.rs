//! Searches that found nothing, gathered in memory: a page that only reads writes nothing, and who searched is never kept.
//!
//! Each visitor counts once a day for the same words. Visitors are told apart by a keyed hash whose key dies with the process. What is gathered is written
//! by whoever ticks ([`crate::actions::note_sought`]); a process that is killed loses the minutes since, which is what a count of wishes may cost.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::Date;

use crate::model::Wording;

/// Different words that wait to be written: beyond that new ones are not noted until then.
const MOST_WAITING: usize = 2_000;
/// Visitors and words that are remembered for a day: beyond that nothing more is noted on that day.
const MOST_SEEN: usize = 50_000;

/// Words and how many new visitors sought them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// By which they are known.
    pub folded: String,
    /// As somebody typed them first.
    pub words: String,
    /// How many.
    pub times: u64,
}

#[derive(Debug, Default)]
struct Inner {
    day: Option<Date>,
    seen: HashSet<u64>,
    waiting: HashMap<String, (String, u64)>,
}

/// What was sought in vain since it was last written. Cheap to clone; clones gather together.
#[derive(Debug, Clone, Default)]
pub struct Vain {
    inner: Arc<Mutex<Inner>>,
    hasher: RandomState,
}

impl Vain {
    /// Notes a search that found nothing. The caller has looked it through for personal data. Visitors who cannot be told apart count as one.
    pub fn note(&self, sought: &Wording, visitor: Option<IpAddr>, today: Date) {
        if sought.folded.is_empty() {
            return;
        }
        let key = self.hasher.hash_one((visitor, &sought.folded));
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.day != Some(today) {
            inner.day = Some(today);
            inner.seen.clear();
        }
        if inner.seen.len() >= MOST_SEEN || inner.seen.contains(&key) {
            return;
        }
        let is_full = inner.waiting.len() >= MOST_WAITING;
        if is_full && !inner.waiting.contains_key(&sought.folded) {
            return;
        }
        inner.seen.insert(key);
        let fresh = || (sought.words.clone(), 0);
        inner
            .waiting
            .entry(sought.folded.clone())
            .or_insert_with(fresh)
            .1 += 1;
    }

    /// What waits, and nothing waits any more.
    pub fn take(&self) -> Vec<Waiting> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut inner.waiting);
        let taken = taken.into_iter().map(|(folded, (words, times))| Waiting {
            folded,
            words,
            times,
        });
        taken.collect()
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, taken: Vec<Waiting>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        for it in taken {
            inner.waiting.entry(it.folded).or_insert((it.words, 0)).1 += it.times;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(words: &str) -> Wording {
        Wording {
            words: words.to_owned(),
            folded: words.to_owned(),
            grams: Vec::new(),
        }
    }

    const TODAY: Date = Date::constant(2026, 11, 21);

    #[test]
    fn a_visitor_counts_once_a_day_for_the_same_words() {
        let vain = Vain::default();
        let visitor = |last| Some(IpAddr::from([192, 0, 2, last]));
        for _ in 0..5 {
            vain.note(&wording("公厕分布"), visitor(1), TODAY);
        }
        vain.note(&wording("公厕分布"), visitor(2), TODAY);
        vain.note(&wording("公厕分布"), None, TODAY);
        vain.note(&wording("公厕分布"), None, TODAY);
        let taken = vain.take();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].times, 3);
        vain.note(&wording("公厕分布"), visitor(1), TODAY);
        assert!(vain.take().is_empty(), "still the same day");
        vain.note(&wording("公厕分布"), visitor(1), TODAY.tomorrow().unwrap());
        assert_eq!(vain.take()[0].times, 1);
    }

    #[test]
    fn what_was_put_back_is_added_to_what_came_since_and_nothing_grows_without_end() {
        let vain = Vain::default();
        vain.note(&wording("公厕"), None, TODAY);
        let taken = vain.take();
        vain.note(&wording("公厕"), Some(IpAddr::from([192, 0, 2, 1])), TODAY);
        vain.put_back(taken);
        assert_eq!(vain.take()[0].times, 2);
        for n in 0..MOST_WAITING + 10 {
            vain.note(&wording(&n.to_string()), None, TODAY);
        }
        assert_eq!(vain.take().len(), MOST_WAITING);
    }
}
