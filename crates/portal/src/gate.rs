//! How often one visitor may ask: beyond that, 429 with the time to wait and a better way to much data.
//!
//! Who asks and how often is counted by `ui`; this says it. Health and metrics are not pages of the site and are not
//! counted. A refusal is a number in the metrics, never an address in the log.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use ui::{Limits, Quota, TooOften, Visitors};

use crate::api;
use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;

/// Counts visitors. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Gate {
    visitors: Visitors,
    limits: Limits<IpAddr>,
}

impl Gate {
    /// Gives every visitor this quota.
    pub fn new(visitors: Visitors, quota: Quota) -> Self {
        Self {
            visitors,
            limits: Limits::new(quota),
        }
    }

    /// By what the visitor of a request is counted; `None` where that cannot be told.
    pub(crate) fn visitor(&self, request: &Request) -> Option<IpAddr> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        peer.and_then(|peer| self.visitors.key(peer.ip(), request.headers()))
    }

    /// Counts a request. One whose visitor cannot be told passes.
    pub(crate) fn count(&self, request: &Request) -> Result<(), TooOften> {
        let key = self.visitor(request);
        key.map_or(Ok(()), |key| self.limits.count(key))
    }
}

/// Middleware: lets a request through, or says how long to wait.
pub(crate) async fn pass(
    State(site): State<Arc<Site>>,
    ask: Ask,
    request: Request,
    next: Next,
) -> Response {
    let counted = site
        .gate
        .as_ref()
        .map_or(Ok(()), |gate| gate.count(&request));
    let Err(too_often) = counted else {
        return next.run(request).await;
    };
    metrics::counter!("portal_refused_total").increment(1);
    let mut response = site.trouble(&ask, Snag::TooOften(too_often));
    if ask.path.starts_with("/api/") {
        api::open_to_all(&mut response);
    }
    response
}
