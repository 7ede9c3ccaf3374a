//! The log in words: what it is, its newest head and key, how to verify.
//!
//! Not kept like other pages, for the head changes with every act.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ledger::{Checkpoint, Suite, parse_verifier};
use store::ledger::StoredCheckpoint;
use ui::{Frame, Markup, dates};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::serve::{Fresh, Head};
use crate::site::Site;

#[derive(Template)]
#[template(path = "log/show.html")]
struct LogPage {
    frame: Frame,
    head: Option<Newest>,
    /// Acts that wait.
    pending: u64,
    base_url: String,
}

/// The newest head, as people read it.
struct Newest {
    size: u64,
    signed_at: Markup,
    root: String,
    origin: String,
    note: String,
    key: String,
    algorithms: &'static str,
}

/// Shows it.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let read = store::read!(site.store, |tx| {
        Ok((
            store::ledger::find_checkpoint(tx).await?,
            store::ledger::find_key(tx).await?,
            store::ledger::count_pending(tx).await?,
        ))
    });
    let page = match read {
        Ok((head, key, pending)) => {
            let title = Head::new("公开账", &columns::LOG, "/log");
            let page = LogPage {
                frame: site.frame(ask.variant, title, site.today()),
                head: head.zip(key).and_then(|(head, key)| newest(head, key)),
                pending,
                base_url: site.identity.base_url.clone(),
            };
            Fresh::page(&page, Vec::new())
        }
        Err(fault) => Err(Snag::from(fault)),
    };
    site.serve_unkept(&ask, page)
}

/// `None` where key or head cannot be read: then `check` has something to say, and this page nothing.
fn newest(head: StoredCheckpoint, key: String) -> Option<Newest> {
    let verifier = parse_verifier(&key).ok()?;
    let opened = Checkpoint::open(&head.note, &*verifier).ok()?;
    Some(Newest {
        size: opened.size,
        signed_at: dates::moment(head.signed_at),
        root: opened.root.to_string(),
        origin: opened.origin,
        note: head.note,
        key,
        algorithms: match verifier.suite() {
            Suite::Ed25519 => "SHA-256 与 Ed25519",
            Suite::Sm2 => "国密 SM3 与 SM2",
        },
    })
}
