//! 分站: a site beside the main one on the same platform (集约化). It shows its unit, the columns that it chose, and what stands on it; what
//! belongs to the platform as a whole (plans, promises of all, the public log, the API) is on the platform, and its addresses lead there.
//!
//! A site has no data of its own: its pages ask the same queries with its code ([`Site::own`]).

mod home;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kernel::{DocumentId, Fault, UnitId};
use publishing::public::Scope;
use publishing::subsites::queries::{find_place, is_within};
use store::Tx;
use tower::ServiceBuilder;
use ui::Variant;

use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;
use crate::{documents, export, feed, gate, library, sitemap, units};

/// Which site beside the main one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subsite {
    /// Its code.
    pub code: String,
    /// The unit whose site it is.
    pub unit: UnitId,
}

/// First words of addresses that the platform answers for all its sites.
const OF_PLATFORM: [&str; 15] = [
    "about",
    "api",
    "desk",
    "duties",
    "evidence",
    "feed.atom",
    "log",
    "plans",
    "plans.csv",
    "plans.json",
    "promises",
    "promises.csv",
    "promises.json",
    "units.csv",
    "units.json",
];

/// Such a site as a router.
pub(crate) fn router(site: Site) -> Router {
    let mut router = Router::new()
        .route("/assets/{file}", get(ui::assets::serve))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/documents.csv", get(export::documents_csv))
        .route("/documents.json", get(export::documents_json))
        .route("/documents/feed.atom", get(documents::feed::of_all))
        .route("/units/{id}/feed.atom", get(feed::of_unit))
        .route("/units/{id}/calendar.ics", get(units::ical::show))
        .route(
            "/library/{column}/feed.atom",
            get(documents::feed::of_column),
        )
        .route(
            "/documents/{id}/files/{edition}/{blob}",
            get(documents::file::attached),
        )
        .route("/files/{blob}", get(documents::file::picture));
    let site = Arc::new(site);
    for variant in Variant::ALL {
        router = router.merge(pages(variant));
    }
    router
        .fallback(elsewhere)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(ui::headers::security_headers))
                .layer(middleware::from_fn_with_state(
                    Arc::clone(&site),
                    gate::pass,
                )),
        )
        .with_state(site)
}

/// The pages of one variant.
fn pages(variant: Variant) -> Router<Arc<Site>> {
    let at = |path: &str| variant.address(path);
    let router = Router::new()
        .route(&at("/"), get(home::show))
        .route(&at("/library"), get(library::platform::show))
        .route(&at("/library/{column}"), get(library::column::show))
        .route(&at("/library/{column}/issues"), get(library::issues::show))
        .merge(documents::pages(variant))
        .route(&at("/units"), get(own_unit))
        .route(&at("/units/{id}"), get(units::show::show))
        .route(&at("/sitemap"), get(sitemap::page));
    match variant.prefix() {
        "" => router,
        bare => router.route(
            bare,
            get(move || async move { Redirect::permanent(&variant.address("/")) }),
        ),
    }
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

/// What is not this site's: an address of its old site goes where its document is; what is the platform's goes there; the rest is nothing.
async fn elsewhere(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    match documents::moved::find(&site, request.method(), request.uri()).await {
        Ok(Some(moved)) => return moved,
        Ok(None) => {}
        Err(fault) => return site.trouble(&ask, fault.into()),
    }
    let first = ask.path.trim_start_matches('/').split('/').next();
    let is_of_platform = first.is_some_and(|word| OF_PLATFORM.contains(&word));
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let there = site.on_platform(request.uri());
    match there.filter(|_| is_of_platform && is_reading) {
        Some(there) => there,
        None => site.trouble(&ask, Snag::Missing("页面")),
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
