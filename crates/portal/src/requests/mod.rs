//! 依申请公开: how to ask a unit for information, the form, and what became of a request. Nobody signs in and no cookie is set: whoever acts shows the number and the secret of the receipt, each time.
//!
//! The form and a request's page are made anew each time, never kept, never indexed, and give their address to nobody.

mod form;
mod guide;
mod status;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Vault;
use ui::{Limits, Quota, TooOften, Variant, Visitors};

use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;

/// What taking requests needs. Cheap to clone.
#[derive(Clone)]
pub struct Requesting {
    vault: Arc<dyn Vault>,
    visitors: Visitors,
    /// How often one visitor may hand a request in.
    handed: Limits<IpAddr>,
    /// How often one visitor may look with number and secret: a guess costs as much as a look.
    looked: Limits<IpAddr>,
}

impl std::fmt::Debug for Requesting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Requesting").finish_non_exhaustive()
    }
}

impl Requesting {
    /// Gives every visitor these quotas: of forms, and of looks at a request.
    pub fn new(
        vault: Arc<dyn Vault>,
        visitors: Visitors,
        (handed, looked): (Quota, Quota),
    ) -> Self {
        Self {
            vault,
            visitors,
            handed: Limits::new(handed),
            looked: Limits::new(looked),
        }
    }

    /// Counts what a visitor did. One who cannot be told passes.
    fn count(&self, limits: &Limits<IpAddr>, request: &Request) -> Result<(), TooOften> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let key = peer.and_then(|peer| self.visitors.key(peer.ip(), request.headers()));
        key.map_or(Ok(()), |key| limits.count(key))
    }
}

/// The pages in one variant.
pub(crate) fn pages(variant: Variant) -> Router<Arc<Site>> {
    let at = |path: &str| variant.address(path);
    Router::new()
        .route(&at("/requests"), get(guide::show))
        .route(&at("/requests/new"), get(form::show).post(form::submit))
        .route(
            &at("/requests/status"),
            get(status::show).post(status::look),
        )
        .route(&at("/requests/supply"), post(status::supply))
        .route(&at("/requests/withdraw"), post(status::withdraw))
}

/// The site takes no requests.
fn closed(site: &Site, ask: &Ask) -> Response {
    site.trouble(ask, Snag::Missing("页面"))
}

/// Too often, with how long to wait.
fn too_often(site: &Site, ask: &Ask, refused: TooOften) -> Response {
    metrics::counter!("requests_refused_total").increment(1);
    let mut response = site.trouble(ask, Snag::TooOften(refused));
    let wait = HeaderValue::from(refused.seconds());
    response.headers_mut().insert(header::RETRY_AFTER, wait);
    response
}

/// Whether a form comes from another site, as far as the browser says.
fn is_foreign(request: &Request) -> bool {
    let from = request.headers().get("sec-fetch-site");
    from.is_some_and(|it| it == "cross-site")
}
