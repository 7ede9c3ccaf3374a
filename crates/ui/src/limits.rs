//! How often a key may do something: a quota for each address, account or whatever else is counted.
//!
//! Keys are forgotten when they have been still so long that remembering changes nothing, and at the latest when there
//! are too many, the longest unused first: whoever invents keys fills no memory. What a key is and how a refusal is
//! told are the caller's business; nothing is shared between processes.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota as Cells, RateLimiter};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

/// Keys remembered at once, at most: about twenty megabytes.
const MOST_KEYS: u64 = 100_000;

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    every: Duration,
    at_once: NonZeroU32,
}

impl Quota {
    /// So many times within the span, evenly, and `at_once` times in a row after a rest. `None` where a number is
    /// nought or the span is empty: nothing would ever be allowed.
    pub fn of(times: u32, within: Duration, at_once: u32) -> Option<Self> {
        let every = within.checked_div(times)?;
        Some(Self {
            every: Some(every).filter(|every| !every.is_zero())?,
            at_once: NonZeroU32::new(at_once)?,
        })
    }

    /// After how long a rest a key has its whole quota again.
    fn rest(self) -> Duration {
        self.every.saturating_mul(self.at_once.get())
    }
}

/// Too often; it may be done again after this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    /// How long to wait.
    pub wait: Duration,
}

impl TooOften {
    /// The wait in whole seconds, at least one: what `Retry-After` says.
    pub fn seconds(self) -> u64 {
        let begun = u64::from(self.wait.subsec_nanos() > 0);
        (self.wait.as_secs() + begun).max(1)
    }
}

type Limiter<C> = RateLimiter<NotKeyed, InMemoryState, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The quotas of many keys. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct Limits<K, C: Clock = DefaultClock> {
    quota: Quota,
    clock: C,
    keys: Cache<K, Arc<Limiter<C>>>,
}

impl<K, C: Clock> std::fmt::Debug for Limits<K, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits")
            .field("quota", &self.quota)
            .finish_non_exhaustive()
    }
}

impl<K: Hash + Eq + Send + Sync + 'static> Limits<K> {
    /// Gives every key this quota.
    pub fn new(quota: Quota) -> Self {
        Self::remembering(MOST_KEYS, quota, DefaultClock::default())
    }
}

impl<K, C> Limits<K, C>
where
    K: Hash + Eq + Send + Sync + 'static,
    C: Clock + Clone + Send + Sync + 'static,
    C::Instant: Send + Sync,
{
    fn remembering(most_keys: u64, quota: Quota, clock: C) -> Self {
        let keys = Cache::builder()
            .max_capacity(most_keys)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(quota.rest() + Duration::from_secs(1))
            .build();
        Self { quota, clock, keys }
    }

    /// Counts one more time for a key.
    ///
    /// # Errors
    /// Where that is too often.
    pub fn count(&self, key: K) -> Result<(), TooOften> {
        let limiter = self.keys.get_with(key, || Arc::new(self.limiter()));
        limiter.check().map_err(|until| TooOften {
            wait: until.wait_time_from(self.clock.now()),
        })
    }

    fn limiter(&self) -> Limiter<C> {
        let cells = Cells::with_period(self.quota.every)
            .expect("a quota's span is never empty")
            .allow_burst(self.quota.at_once);
        RateLimiter::direct_with_clock(cells, self.clock.clone())
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn limits(quota: Quota) -> (Limits<u32, FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Limits::remembering(100, quota, clock.clone()), clock)
    }

    #[test]
    fn a_key_has_its_burst_then_its_rate_and_another_key_its_own() {
        let (limits, clock) = limits(Quota::of(2, SECOND, 5).unwrap());
        for n in 0..5 {
            assert_eq!(limits.count(1), Ok(()), "{n}");
        }
        let refused = limits.count(1).unwrap_err();
        assert_eq!(refused.wait, SECOND / 2);
        assert_eq!(refused.seconds(), 1);
        assert_eq!(limits.count(2), Ok(()));
        clock.advance(SECOND / 2);
        assert_eq!(limits.count(1), Ok(()));
        assert!(limits.count(1).is_err());
        clock.advance(SECOND * 3);
        assert!((0..5).all(|_| limits.count(1).is_ok()), "rested");
        assert!(limits.count(1).is_err());
    }

    #[test]
    fn invented_keys_fill_no_memory() {
        let (limits, _) = limits(Quota::of(1, SECOND, 1).unwrap());
        for key in 0..1000 {
            assert_eq!(limits.count(key), Ok(()));
        }
        limits.keys.run_pending_tasks();
        assert!(limits.keys.entry_count() <= 100);
        assert!(limits.count(999).is_err(), "the latest are known");
    }

    #[test]
    fn a_quota_of_nothing_is_none() {
        assert_eq!(Quota::of(0, SECOND, 5), None);
        assert_eq!(Quota::of(5, SECOND, 0), None);
        assert_eq!(Quota::of(5, Duration::ZERO, 5), None);
    }

    #[test]
    fn a_wait_is_told_in_whole_seconds_and_never_as_nought() {
        for (millis, seconds) in [(0, 1), (1, 1), (999, 1), (1000, 1), (1001, 2), (2500, 3)] {
            let wait = Duration::from_millis(millis);
            assert_eq!(TooOften { wait }.seconds(), seconds, "{millis}");
        }
    }
}
