//! 公开账: the public log as anyone verifies it: heads, tiles and entries in the formats of C2SP, proofs as files, a page in words.
//!
//! Nothing here signs: a public zone without the key serves all of it. What is answered to programs is not kept as pages are.

mod files;
mod receipt;
mod show;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use kernel::{EventId, Fault, PromiseId};
use store::Tx;
use ui::Variant;

use crate::site::Site;

/// The log's files: one address each, whatever the variant.
pub(crate) fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/log/checkpoint", get(files::checkpoint))
        .route("/log/tile/{*path}", get(files::tile))
        .route("/log/proof/{event}", get(files::proof))
}

/// The log's pages in one variant.
pub(crate) fn pages(variant: Variant) -> Router<Arc<Site>> {
    Router::new()
        .route(&variant.address("/log"), get(show::show))
        .route(&variant.address("/log/receipt"), get(receipt::show))
}

/// Events of one promise that are looked through for proofs.
const EVENTS: u32 = 1000;

/// Which lines of a promise's history have a proof: the event's id by its hash.
pub(crate) async fn list_proofs(
    tx: &mut Tx,
    promise: PromiseId,
) -> Result<BTreeMap<String, EventId>, Fault> {
    let subject = format!("promise/{promise}");
    let events = store::event::list_of_subject(tx, &subject, EVENTS).await?;
    Ok(events
        .into_iter()
        .filter(|event| store::ledger::entry_of(event).is_some())
        .map(|event| (event.hash, event.id))
        .collect())
}
