//! Logins that do not exist, and how often somebody tried them: they lock like those that do.
//!
//! Kept in memory, so many at most: whoever invents logins fills neither the database nor the log.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use kernel::Moment;

use crate::policy::Policy;
use crate::rules;

/// Logins remembered at most; the oldest are forgotten first.
const MOST: usize = 10_000;

/// Failures of logins that do not exist.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    failures: HashMap<String, (u32, Option<Moment>)>,
    order: VecDeque<String>,
}

impl Strangers {
    /// Until when a login is locked.
    pub(crate) fn locked_until(&self, login: &str) -> Option<Moment> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.failures.get(login).and_then(|(_, until)| *until)
    }

    /// Counts a failure; returns until when the login locks.
    pub(crate) fn count(&self, login: &str, policy: &Policy, now: Moment) -> Option<Moment> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.failures.contains_key(login) {
            if known.order.len() >= MOST
                && let Some(oldest) = known.order.pop_front()
            {
                known.failures.remove(&oldest);
            }
            known.order.push_back(login.to_owned());
        }
        let entry = known.failures.entry(login.to_owned()).or_default();
        entry.0 = entry.0.saturating_add(1);
        entry.1 = rules::locked_until(entry.0, policy, now);
        entry.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_logins_fill_no_memory() {
        let (strangers, policy) = (Strangers::default(), Policy::for_tests());
        let now = Moment::parse("2026-11-21T02:00:00.000Z").unwrap();
        for n in 0..MOST * 2 {
            strangers.count(&format!("nobody{n}"), &policy, now);
        }
        let known = strangers.0.lock().unwrap();
        assert_eq!((known.failures.len(), known.order.len()), (MOST, MOST));
    }
}
