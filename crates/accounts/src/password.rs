//! Passwords: argon2id, a bounded number at a time, off the threads that answer requests.
//!
//! A hash costs 19 MiB and some ten milliseconds by design; so many at once as there are permits, and no more waiting than the
//! queue holds, so that a flood of sign-ins cannot eat the memory. What a password must be like is in `rules`.

use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::Fault;
use tokio::sync::Semaphore;

use crate::secret::Secret;

/// Hashes being made at once.
const AT_ONCE: usize = 4;
/// Sign-ins that may wait for their turn; more are told to come back.
const MOST_WAITING: usize = 200;

/// Makes and checks password hashes.
#[derive(Debug)]
pub struct Hasher {
    params: Params,
    permits: Semaphore,
    waiting: AtomicUsize,
    /// The hash of a password that nobody has: unknown logins cost what known ones cost.
    decoy: String,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// The password is right.
    Right,
    /// It is wrong.
    Wrong,
    /// Too many wait already: nobody looked.
    TooBusy,
}

impl Hasher {
    /// The cost that OWASP names for argon2id: 19 MiB, two passes.
    pub fn usual() -> Self {
        Self::with(Params::new(19 * 1024, 2, 1, None).expect("the constants are within bounds"))
    }

    /// Next to no cost, for tests.
    pub fn quick() -> Self {
        Self::with(Params::new(8, 1, 1, None).expect("the constants are within bounds"))
    }

    fn with(params: Params) -> Self {
        let decoy = argon(&params)
            .hash_password(b"a password that nobody has")
            .expect("a fixed word can be hashed")
            .to_string();
        Self {
            params,
            permits: Semaphore::new(AT_ONCE),
            waiting: AtomicUsize::new(0),
            decoy,
        }
    }

    /// The hash of a password, in PHC form.
    ///
    /// # Errors
    /// Where the machine gives no chance for the salt.
    pub async fn hash(&self, password: &Secret) -> Result<String, Fault> {
        let _turn = self.permits.acquire().await.map_err(closed)?;
        let (params, password) = (self.params.clone(), password.clone());
        tokio::task::spawn_blocking(move || {
            argon(&params)
                .hash_password(password.reveal().as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|cause| Fault::new(format!("hashing a password: {cause}")))
        })
        .await
        .map_err(|cause| Fault::caused("hashing a password", cause))?
    }

    /// Whether a password is the one that was hashed; `None` where there is no account, which takes as long and is wrong.
    ///
    /// # Errors
    /// Where the thread dies.
    pub async fn check(&self, password: &Secret, hash: Option<&str>) -> Result<Checked, Fault> {
        let Some(place) = Place::in_line(&self.waiting) else {
            return Ok(Checked::TooBusy);
        };
        let turn = self.permits.acquire().await;
        drop(place);
        let _turn = turn.map_err(closed)?;
        let known = hash.filter(|hash| !hash.is_empty());
        let is_known = known.is_some();
        let hash = known.unwrap_or(&self.decoy).to_owned();
        let password = password.clone();
        let is_right = tokio::task::spawn_blocking(move || is_right(&password, &hash))
            .await
            .map_err(|cause| Fault::caused("checking a password", cause))?;
        Ok(if is_right && is_known {
            Checked::Right
        } else {
            Checked::Wrong
        })
    }
}

/// A place in the line of those who wait; given back also where the browser went away while waiting.
struct Place<'h>(&'h AtomicUsize);

impl<'h> Place<'h> {
    fn in_line(waiting: &'h AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        // A full line drops the place again.
        (waiting.fetch_add(1, Ordering::Relaxed) < MOST_WAITING).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn argon(params: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

/// The cost is the hash's own, so that older hashes stay good when the site's cost grows.
fn is_right(password: &Secret, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.reveal().as_bytes(), &hash)
            .is_ok()
    })
}

fn closed(cause: tokio::sync::AcquireError) -> Fault {
    Fault::caused("waiting to hash a password", cause)
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;

    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        let hasher = Hasher::quick();
        let hash = hasher.hash(&Secret::new("泉水叮咚2026")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        for (word, expected) in [
            ("泉水叮咚2026", Checked::Right),
            ("泉水叮咚2025", Checked::Wrong),
            ("", Checked::Wrong),
        ] {
            let checked = hasher.check(&Secret::new(word), Some(&hash)).await.unwrap();
            assert_eq!(checked, expected, "{word}");
        }
    }

    #[tokio::test]
    async fn nobody_signs_in_where_there_is_no_password() {
        let hasher = Hasher::quick();
        for hash in [None, Some("")] {
            let word = Secret::new("a password that nobody has");
            assert_eq!(hasher.check(&word, hash).await.unwrap(), Checked::Wrong);
        }
    }

    #[tokio::test]
    async fn who_goes_away_while_waiting_gives_the_place_back() {
        let hasher = Hasher::quick();
        let permits = hasher.permits.acquire_many(4).await.unwrap();
        let word = Secret::new("泉水叮咚2026");
        {
            let mut check = std::pin::pin!(hasher.check(&word, None));
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            assert!(check.as_mut().poll(&mut context).is_pending());
            assert_eq!(hasher.waiting.load(Ordering::Relaxed), 1);
        }
        assert_eq!(hasher.waiting.load(Ordering::Relaxed), 0);
        drop(permits);
        assert_eq!(hasher.check(&word, None).await.unwrap(), Checked::Wrong);
    }

    #[tokio::test]
    async fn who_would_wait_too_long_is_told_so() {
        let hasher = Hasher::quick();
        hasher.waiting.store(MOST_WAITING, Ordering::Relaxed);
        let word = Secret::new("泉水叮咚2026");
        assert_eq!(hasher.check(&word, None).await.unwrap(), Checked::TooBusy);
    }
}
