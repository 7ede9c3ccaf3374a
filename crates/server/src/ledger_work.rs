//! Putting public acts into the log while the site runs: looked for every second.
//!
//! No node holds the work: the database decides whose batch counts (see `store::ledger`), so a node that died leaves nothing to wait
//! for, and what was not appended when it died is appended by the next that looks.

use std::sync::Arc;
use std::time::Duration;

use kernel::Fault;
use ledger::Signer;
use store::Store;
use tokio::sync::watch;

use crate::serving::Clock;

/// The longest that a public act waits for its place in the log, while a node runs.
const LOOK: Duration = Duration::from_secs(1);

/// What the work needs.
#[derive(Clone)]
pub struct Keeping {
    /// The store.
    pub store: Store,
    /// The site's key.
    pub signer: Arc<dyn Signer>,
    /// The clock.
    pub clock: Clock,
}

/// Appends what waits, until told to stop.
pub async fn keep_ledger(work: Keeping, mut stopped: watch::Receiver<bool>) {
    let mut interval = tokio::time::interval(LOOK);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = interval.tick() => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        match append_all(&work, &stopped).await {
            Ok(0) => {}
            Ok(leaves) => {
                metrics::counter!("ledger_leaves_total").increment(leaves);
                tracing::debug!(leaves, "appended to the public log");
            }
            Err(fault) => {
                metrics::counter!("ledger_failures_total").increment(1);
                tracing::error!(%fault, "the public log cannot go on; its acts wait");
            }
        }
    }
}

/// Appends all that waits, a batch at a time; how many leaves.
async fn append_all(work: &Keeping, stopped: &watch::Receiver<bool>) -> Result<u64, Fault> {
    let mut leaves = 0;
    while !*stopped.borrow() {
        let done = work
            .store
            .append_to_ledger(&*work.signer, (work.clock)())
            .await?;
        if done.leaves == 0 {
            break;
        }
        leaves += done.leaves;
    }
    Ok(leaves)
}
