//! `write!` and `read!`: work in a transaction.
//!
//! ```text
//! store::write!(store, |tx| {
//!     let promise = sql::find(tx, id).await?.ok_or(Stop::Refused(Refusal::NoSuchPromise))?;
//!     …
//!     Ok(receipt)
//! })                                   // -> Result<T, Stop<R>>; `|tx| -> Result<T, Stop<R>> { … }` names the type
//! store::read!(store, |tx| find_promise(tx, id, today).await)    // -> Result<T, Fault>
//! ```
//!
//! Writes retry what the engine calls a conflict, so their body may run more than once and must touch rows only.
//! They are macros because a closure that borrows the transaction makes futures that the compiler of today cannot
//! prove to be `Send` (docs/decisions/0002-write-is-a-macro.md); the body becomes an `async` block in place.

use std::time::Duration;

use kernel::{Fault, Refusal, Stop};

use crate::database::Store;
use crate::transaction::Tx;

/// Tries before a conflict is given up: about five seconds of waiting in all.
const TRIES: u32 = 12;
const LONGEST_WAIT: Duration = Duration::from_millis(800);

/// The attempts of one write.
#[derive(Debug)]
pub struct Attempts<'s> {
    store: &'s Store,
    made: u32,
    wait: Duration,
}

/// What became of an attempt.
#[derive(Debug)]
pub enum Settled<T, R> {
    /// It is over, one way or the other.
    Ended(Result<T, Stop<R>>),
    /// A conflict: once more.
    Again,
}

impl<'s> Attempts<'s> {
    /// No attempt yet.
    pub fn of(store: &'s Store) -> Self {
        Self {
            store,
            made: 0,
            wait: Duration::from_millis(4),
        }
    }

    /// Begins an attempt.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn begin(&mut self) -> Result<Tx, Fault> {
        self.made += 1;
        self.store.begin_writing().await
    }

    /// Ends an attempt: keeps all of it, or none.
    pub async fn settle<T, R: Refusal>(
        &mut self,
        tx: Tx,
        outcome: Result<T, Stop<R>>,
    ) -> Settled<T, R> {
        let stop = match outcome {
            Ok(done) => match tx.commit().await {
                Ok(()) => return Settled::Ended(Ok(done)),
                Err(fault) => Stop::Failed(fault),
            },
            Err(stop) => {
                // The transaction ends with its connection at the latest; what counts is the stop.
                let _ = tx.roll_back().await;
                stop
            }
        };
        self.after(stop).await
    }

    /// What follows on a stop: the end, or another attempt after a while.
    pub async fn after<T, R: Refusal>(&mut self, stop: Stop<R>) -> Settled<T, R> {
        let may_retry = matches!(&stop, Stop::Failed(fault) if fault.is_transient());
        if !may_retry || self.made >= TRIES {
            return Settled::Ended(Err(stop));
        }
        tracing::debug!(attempt = self.made, "write conflict, trying again");
        tokio::time::sleep(self.wait + jitter(self.wait)).await;
        self.wait = (self.wait * 2).min(LONGEST_WAIT);
        Settled::Again
    }
}

/// Ends a read. Nothing was written: rolling back is the cheaper end, and its failure changes nothing.
pub async fn end_reading<T>(tx: Tx, outcome: Result<T, Fault>) -> Result<T, Fault> {
    let _ = tx.roll_back().await;
    outcome
}

/// Up to `most` more, so that two who collided do not collide again.
fn jitter(most: Duration) -> Duration {
    let random = uuid::Uuid::new_v4().as_u128() % 1000;
    let share = u32::try_from(random).unwrap_or(0);
    most * share / 1000
}

/// Runs a state change in a transaction: all of it is kept, or none. See [`crate::attempt`].
#[macro_export]
macro_rules! write {
    ($store:expr, |$tx:ident| $body:expr) => {
        $crate::write!(
            $store,
            |$tx| -> ::core::result::Result<_, ::kernel::Stop<_>> { $body }
        )
    };
    ($store:expr, |$tx:ident| -> $type:ty $body:block) => {{
        let mut attempts = $crate::attempt::Attempts::of(&$store);
        loop {
            let settled = match attempts.begin().await {
                Ok(mut begun) => {
                    let outcome: $type = async {
                        let $tx: &mut $crate::Tx = &mut begun;
                        $body
                    }
                    .await;
                    attempts.settle(begun, outcome).await
                }
                Err(fault) => attempts.after(::kernel::Stop::Failed(fault)).await,
            };
            if let $crate::attempt::Settled::Ended(result) = settled {
                break result;
            }
        }
    }};
}

/// Runs a read in one snapshot of the database. See [`crate::attempt`].
#[macro_export]
macro_rules! read {
    ($store:expr, |$tx:ident| $body:expr) => {{
        match $store.begin_reading().await {
            Ok(mut begun) => {
                let outcome: ::core::result::Result<_, ::kernel::Fault> = async {
                    let $tx: &mut $crate::Tx = &mut begun;
                    $body
                }
                .await;
                $crate::attempt::end_reading(begun, outcome).await
            }
            Err(fault) => Err(fault),
        }
    }};
}
