//! Setting pages of paper beside the pages of the site.

use kernel::Fault;
use tokio::sync::Semaphore;

/// Sheets set at once: setting a long one takes a processor for a moment, and pages go before paper.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

/// Sets a file when it is its turn, on a thread of its own.
///
/// # Errors
/// A fault where it cannot be set.
pub(crate) async fn set<E: std::error::Error + Send + Sync + 'static>(
    set: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Result<Vec<u8>, Fault> {
    let _turn = AT_ONCE
        .acquire()
        .await
        .map_err(|cause| Fault::caused("waiting to set a PDF", cause))?;
    tokio::task::spawn_blocking(set)
        .await
        .map_err(|cause| Fault::caused("setting a PDF", cause))?
        .map_err(|cause| Fault::caused("setting a PDF", cause))
}
