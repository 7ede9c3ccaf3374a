//! 分站: a site beside the main one on the same platform (集约化). It shows its unit, the columns that it chose, and what stands on it; what
//! belongs to the platform as a whole (plans, promises of all, the public log, the API) is on the platform, and its addresses lead there.
//!
//! A site has no data of its own: its pages ask the same queries with its code ([`Site::own`]).

mod home;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kernel::{DocumentId, Fault, UnitId};
use publishing::public::Scope;
use publishing::subsites::queries::{find_place, is_within};
use store::Tx;
use ui::Variant;

use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;

/// Which site beside the main one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subsite {
    /// Its code.
    pub code: String,
    /// The unit whose site it is.
    pub unit: UnitId,
}

/// First words of addresses that the platform answers for all its sites.
const OF_PLATFORM: [&str; 19] = [
    "about",
    "answers",
    "api",
    "desk",
    "duties",
    "en",
    "evidence",
    "feed.atom",
    "log",
    "plans",
    "plans.csv",
    "plans.json",
    "promises",
    "promises.csv",
    "promises.json",
    "subscribe",
    "subscriptions",
    "units.csv",
    "units.json",
];

/// The pages of one variant that such a site alone has.
pub(crate) fn pages(variant: Variant) -> Router<Arc<Site>> {
    let at = |path: &str| variant.address(path);
    Router::new()
        .route(&at("/"), get(home::show))
        .route(&at("/units"), get(own_unit))
}

/// `/units`: the site is one unit's.
async fn own_unit(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    match &site.subsite {
        Some(subsite) => {
            let path = format!("/units/{}", subsite.unit);
            Redirect::temporary(&ask.variant.address(&path)).into_response()
        }
        None => site.trouble(&ask, Snag::Missing("页面")),
    }
}

/// The way to the platform, for an address that is the platform's.
pub(crate) fn lead_on(site: &Site, ask: &Ask, request: &Request) -> Option<Response> {
    let first = ask.path.trim_start_matches('/').split('/').next()?;
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    match is_reading && OF_PLATFORM.contains(&first) {
        true => site.on_platform(request.uri()),
        false => None,
    }
}

impl Site {
    /// A scope of what stands on this site.
    pub(crate) fn own(&self, scope: Scope) -> Scope {
        let code = self.subsite.as_ref().map(|it| it.code.clone());
        Scope {
            site: code,
            ..scope
        }
    }

    /// Whether a public document stands on this site.
    pub(crate) async fn has_document(&self, tx: &mut Tx, id: DocumentId) -> Result<bool, Fault> {
        match &self.subsite {
            None => Ok(true),
            Some(subsite) => Ok(find_place(tx, id, &subsite.code).await?.is_some()),
        }
    }

    /// Whether a unit is one of this site.
    pub(crate) async fn has_unit(&self, tx: &mut Tx, id: UnitId) -> Result<bool, Fault> {
        match &self.subsite {
            None => Ok(true),
            Some(subsite) => is_within(tx, id, subsite.unit).await,
        }
    }

    /// The way to the same address on the platform; `None` on the platform itself.
    pub(crate) fn on_platform(&self, address: &Uri) -> Option<Response> {
        let platform = self.identity.platform.as_ref()?;
        let rest = address.path_and_query().map_or("/", |it| it.as_str());
        let to = HeaderValue::try_from(format!("{}{rest}", platform.base_url)).ok()?;
        let status = axum::http::StatusCode::TEMPORARY_REDIRECT;
        Some((status, [(header::LOCATION, to)]).into_response())
    }
}
