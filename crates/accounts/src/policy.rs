//! What a site decides about signing in: how long sessions last, when accounts lock, what a password costs.
//!
//! Values only, from the configuration; the rules that use them are in `rules`.

use std::sync::Arc;

use crate::password::Hasher;
use crate::seal::SiteKey;
use crate::strangers::Strangers;

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
    /// The key of second factors; without it nobody can enrol one.
    pub key: Option<Arc<SiteKey>>,
    /// Failures of logins that do not exist.
    pub strangers: Arc<Strangers>,
    /// Whether passwords open sessions.
    pub passwords: Passwords,
    /// What becomes of an identity that opens no account yet.
    pub first_use: FirstUse,
}

/// Whether passwords open sessions. Closed ones are for sites where everybody comes through the outside provider; a link from the
/// console still lets an administrator in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passwords {
    /// They do.
    Open,
    /// They do not.
    Closed,
}

/// What becomes of an identity at the outside provider that opens no account yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstUse {
    /// Somebody must link it.
    Refuse,
    /// It is linked to the account with the login that the provider tells; never to an administrator's.
    LinkByLogin,
}

impl Policy {
    /// What a site has that decides nothing.
    pub fn usual() -> Self {
        Self {
            idle_minutes: 30,
            absolute_hours: 12,
            lock_after: 5,
            hasher: Arc::new(Hasher::usual()),
            key: None,
            strangers: Arc::default(),
            passwords: Passwords::Open,
            first_use: FirstUse::Refuse,
        }
    }

    /// For tests: the same with passwords that cost next to nothing.
    pub fn for_tests() -> Self {
        Self {
            hasher: Arc::new(Hasher::quick()),
            key: SiteKey::from_hex(&"5a".repeat(32)).map(Arc::new),
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
