//! What a site decides about signing in: how long sessions last, when accounts lock, what a password costs.
//!
//! Values only, from the configuration; the rules that use them are in `rules`.

use std::sync::Arc;

use crate::password::Hasher;

/// What a site decides about signing in.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u32,
    /// Failures in a row after which an account locks.
    pub lock_after: u32,
    /// How passwords are hashed.
    pub hasher: Arc<Hasher>,
}

impl Policy {
    /// What a site has that decides nothing.
    pub fn usual() -> Self {
        Self {
            idle_minutes: 30,
            absolute_hours: 12,
            lock_after: 5,
            hasher: Arc::new(Hasher::usual()),
        }
    }

    /// For tests: the same with passwords that cost next to nothing.
    pub fn for_tests() -> Self {
        Self {
            hasher: Arc::new(Hasher::quick()),
            ..Self::usual()
        }
    }

    /// Milliseconds without a request after which a session ends.
    pub fn idle_millis(&self) -> i64 {
        i64::from(self.idle_minutes) * 60_000
    }

    /// Milliseconds after which a session ends in any case.
    pub fn absolute_millis(&self) -> i64 {
        i64::from(self.absolute_hours) * 3_600_000
    }
}
