//! 依申请公开: how to ask a unit for information, the form, and what became of a request. Nobody signs in and no cookie is set: whoever acts shows the number and the secret of the receipt, each time.
//!
//! The form and a request's page are made anew each time, never kept, never indexed, and give their address to nobody.

mod form;
mod guide;
mod letter;
pub(crate) mod statistics;
mod status;

use std::sync::Arc;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Vault;
use ui::{TooOften, Variant};

use crate::ask::Ask;
use crate::error::Snag;
use crate::gate::Gate;
use crate::site::Site;

/// What taking requests needs. Cheap to clone.
#[derive(Clone)]
pub struct Requesting {
    vault: Arc<dyn Vault>,
    /// How often one visitor may hand a request in.
    handed: Gate,
    /// How often one visitor may look with number and secret: a guess costs as much as a look.
    looked: Gate,
}

impl std::fmt::Debug for Requesting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Requesting").finish_non_exhaustive()
    }
}

impl Requesting {
    /// Lets visitors through two gates: with forms, and with looks at a request.
    pub fn new(vault: Arc<dyn Vault>, (handed, looked): (Gate, Gate)) -> Self {
        Self {
            vault,
            handed,
            looked,
        }
    }
}

/// The figures as data.
pub(crate) fn files() -> Router<Arc<Site>> {
    Router::new()
        .route("/requests/statistics.csv", get(statistics::data::csv))
        .route("/requests/statistics.json", get(statistics::data::json))
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
        .route(&at("/requests/letter"), post(letter::open))
        .route(&at(statistics::STATISTICS), get(statistics::show))
        .route(&at("/requests/statistics/units"), get(statistics::units))
        .route(&at("/requests/supply"), post(status::supply))
        .route(&at("/requests/withdraw"), post(status::withdraw))
}

/// The site takes no requests.
fn closed(site: &Site, ask: &Ask) -> Response {
    site.trouble(ask, Snag::Missing("页面"))
}

/// Too often.
fn too_often(site: &Site, ask: &Ask, refused: TooOften) -> Response {
    metrics::counter!("requests_refused_total").increment(1);
    site.trouble(ask, Snag::TooOften(refused))
}
