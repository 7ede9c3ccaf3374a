//! What programs fetch: the newest head, tiles, bundles of entries, proofs.
//!
//! Formats: C2SP tlog-checkpoint, tlog-tiles, tlog-proof. Other sites' pages may read them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use kernel::EventId;
use ledger::Resource;

use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";
/// Heads change every second: nobody keeps them.
const FRESH: &str = "no-store";
/// A tile at one width never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The newest head.
pub(super) async fn checkpoint(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let found = store::read!(site.store, |tx| store::ledger::find_checkpoint(tx).await);
    match found {
        Ok(Some(head)) => file(head.note.into_bytes(), (TEXT, FRESH)),
        Ok(None) => site.trouble(&ask, Snag::Missing("检查点")),
        Err(fault) => site.trouble(&ask, fault.into()),
    }
}

/// A tile of hashes or a bundle of entries.
pub(super) async fn tile(
    State(site): State<Arc<Site>>,
    Path(path): Path<String>,
    ask: Ask,
) -> Response {
    let Some(resource) = Resource::parse(&format!("tile/{path}")) else {
        return site.trouble(&ask, Snag::Missing("账页"));
    };
    let found = store::read!(site.store, |tx| store::ledger::find_resource(tx, resource)
        .await);
    match found {
        Ok(Some(bytes)) => file(bytes, (BYTES, FOR_EVER)),
        Ok(None) => site.trouble(&ask, Snag::Missing("账页")),
        Err(fault) => site.trouble(&ask, fault.into()),
    }
}

/// The proof of a public act, to be kept as a file.
pub(super) async fn proof(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(event) = event.parse::<EventId>() else {
        return site.trouble(&ask, Snag::Missing("入账证明"));
    };
    match store::read!(site.store, |tx| store::ledger::prove(tx, event).await) {
        Ok(Some(proof)) => {
            let mut response = file(proof.text().into_bytes(), (TEXT, FRESH));
            let name = format!("attachment; filename=\"{event}.tlog-proof\"");
            if let Ok(name) = HeaderValue::from_str(&name) {
                response
                    .headers_mut()
                    .insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Ok(None) => site.trouble(
            &ask,
            Snag::Missing("入账证明，公开行为一般几秒内入账，请稍后再试"),
        ),
        Err(fault) => site.trouble(&ask, fault.into()),
    }
}

fn file(bytes: Vec<u8>, (kind, keeping): (&'static str, &'static str)) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, keeping),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
