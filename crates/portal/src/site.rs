//! What the site is made of, and which address leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use calendar::Calendar;
use kernel::Moment;
use publishing::Library;
use store::Store;
use tower::ServiceBuilder;
use ui::{Layout, PageCache, SiteIdentity, Variant};

use crate::answers::reword::Rewording;
use crate::gate::{self, Gate};
use crate::requests::Requesting;
use crate::subscribe::{self, Subscribing};
use crate::subsite::Subsite;
use crate::{
    about, api, ask, board, calendars, documents, english, error, export, feed, kiosk, library,
    log, plans, promises, sitemap, subsite, units, verify,
};

/// Everything that the public site needs. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// Where promises and plans lie.
    pub store: Store,
    /// The calendar in force; it may be replaced while the site runs.
    pub calendar: Arc<dyn Fn() -> Arc<Calendar> + Send + Sync>,
    /// Who runs the site.
    pub identity: Arc<SiteIdentity>,
    /// What time it is.
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// The kept pages. Whoever follows the log drops what an event touches: `cache.drop_tagged(&portal::tags_of(&event))`.
    pub cache: PageCache,
    /// Columns and kinds of documents.
    pub library: Arc<Library>,
    /// What it searches in; empty until the index has been opened.
    pub finder: search::Finder,
    /// What visitors sought in vain, until it is written.
    pub vain: ::answers::Vain,
    /// Which site beside the main one; `None` for the main one.
    pub subsite: Option<Subsite>,
    /// How often one visitor may ask; `None` for as often as they like.
    pub gate: Option<Gate>,
    /// How subscriptions are taken; `None` where there is no mail server.
    pub subscribing: Option<Subscribing>,
    /// How requests for information are taken; none are where there is nothing.
    pub requesting: Option<Requesting>,
    /// Who rewords answers; `None` where the site names nobody.
    pub rewording: Option<Rewording>,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site")
            .field("identity", &self.identity.name)
            .finish_non_exhaustive()
    }
}

/// The public site as a router: the platform's, or that of a site beside it.
pub fn router(site: Site) -> Router {
    // Every layer and handler takes the state along: one count goes up, not a dozen.
    let site = Arc::new(site);
    let is_platform = site.subsite.is_none();
    let mut router = files();
    if is_platform {
        router = router.merge(files_of_platform());
    }
    for variant in Variant::ALL {
        let own = match is_platform {
            true => pages_of_platform(variant),
            false => subsite::pages(variant),
        };
        router = router.merge(pages(variant)).merge(own);
    }
    router
        .fallback(nothing_here)
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

/// What every site has that is no page.
fn files() -> Router<Arc<Site>> {
    Router::new()
        .route("/assets/{file}", get(ui::assets::serve))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/units/{id}/feed.atom", get(feed::of_unit))
        .route(
            "/units/{id}/calendar.ics",
            get(calendars::promises::of_unit),
        )
        .route("/documents.csv", get(export::documents_csv))
        .route("/documents.json", get(export::documents_json))
        .route("/documents/feed.atom", get(documents::feed::of_all))
        .route("/documents/feed.json", get(documents::feed::of_all_json))
        .route("/documents/{id}/feed.atom", get(documents::changes::atom))
        .route("/documents/{id}/feed.json", get(documents::changes::json))
        .route(
            "/library/{column}/feed.atom",
            get(documents::feed::of_column),
        )
        .route(
            "/library/{column}/feed.json",
            get(documents::feed::of_column_json),
        )
        .route(
            "/documents/{id}/files/{edition}/{blob}",
            get(documents::file::attached),
        )
        .route("/documents/{id}/edition.pdf", get(documents::paper::newest))
        .route(
            "/documents/{id}/editions/{edition}/edition.pdf",
            get(documents::paper::edition),
        )
        .route("/files/{blob}", get(documents::file::picture))
}

/// What the platform alone has.
fn files_of_platform() -> Router<Arc<Site>> {
    Router::new()
        .merge(api::router())
        .merge(log::router())
        .merge(crate::requests::files())
        .route("/en", get(english::show))
        .route("/feed.atom", get(feed::of_site))
        .route(
            "/plans/{id}/calendar.ics",
            get(calendars::promises::of_plan),
        )
        .route(
            "/promises/{id}/calendar.ics",
            get(calendars::promises::of_one),
        )
        .route("/promises/calendar.ics", get(calendars::promises::of_all))
        .route(
            "/library/{column}/calendar.ics",
            get(calendars::documents::of_column),
        )
        .route("/evidence/{id}", get(promises::evidence::show))
        .route("/promises.csv", get(export::promises_csv))
        .route("/promises.json", get(export::promises_json))
        .route("/plans.csv", get(export::plans_csv))
        .route("/plans.json", get(export::plans_json))
        .route("/units.csv", get(export::units_csv))
        .route("/units.json", get(export::units_json))
}

/// The pages of one variant that every site has.
fn pages(variant: Variant) -> Router<Arc<Site>> {
    let at = |path: &str| variant.address(path);
    let router = Router::new()
        .route(&at("/library"), get(library::platform::show))
        .route(&at("/library/{column}"), get(library::column::show))
        .route(&at("/library/{column}/issues"), get(library::issues::show))
        .merge(documents::pages(variant))
        .route(&at("/search"), get(crate::search::show))
        .route(&at("/search/suggest"), get(crate::search::suggest::answer))
        .route(&at("/units/{id}"), get(units::show::show))
        .route(&at("/sitemap"), get(sitemap::page));
    match variant.prefix() {
        // Without a prefix there is nothing to mend, and `/en` without its slash is the guide.
        "" | "/en" => router,
        bare => router.route(
            bare,
            get(move || async move { Redirect::permanent(&variant.address("/")) }),
        ),
    }
}

/// Those that the platform alone has.
fn pages_of_platform(variant: Variant) -> Router<Arc<Site>> {
    let at = |path: &str| variant.address(path);
    let first = match variant.layout {
        Layout::Standard | Layout::Elder => get(board::show),
        Layout::Kiosk => get(kiosk::home),
    };
    Router::new()
        .route(&at("/"), first)
        .route(&at("/promises"), get(promises::list::show))
        .route(&at("/promises/{id}"), get(promises::show::show))
        .route(&at("/answers"), get(crate::answers::show))
        .route(&at("/answers/press"), post(crate::answers::press::submit))
        .route(&at("/answers/thanks"), get(crate::answers::press::thanks))
        .route(&at("/plans"), get(plans::list::show))
        .route(&at("/plans/{id}"), get(plans::show::show))
        .route(&at("/plans/{id}/taken/{superior}"), get(plans::taken::show))
        .route(&at("/duties/{id}"), get(plans::duty::show))
        .route(&at("/units"), get(units::list::show))
        .route(&at("/about/clock"), get(about::clock))
        .route(&at("/about/data"), get(about::data))
        .route(&at("/verify"), get(verify::show))
        .merge(log::pages(variant))
        .merge(subscribe::pages(variant))
        .merge(crate::requests::pages(variant))
}

/// Whatever leads nowhere: an address of an old site goes where its document is; what is the platform's goes there; else problem+json under `/api/`, else a page that helps. A
/// closing slash is forgiven.
async fn nothing_here(
    axum::extract::State(site): axum::extract::State<Arc<Site>>,
    ask: ask::Ask,
    request: Request,
) -> Response {
    match documents::moved::find(&site, request.method(), request.uri()).await {
        Ok(Some(moved)) => return moved,
        Ok(None) => {}
        Err(fault) => return site.trouble(&ask, fault.into()),
    }
    if let Some(there) = subsite::lead_on(&site, &ask, &request) {
        return there;
    }
    let path = request.uri().path();
    let trimmed = path.trim_end_matches('/');
    let is_local =
        trimmed.starts_with('/') && !trimmed.starts_with("//") && !trimmed.contains('\\');
    if trimmed.len() + 1 == path.len() && is_local && ask.path.len() > 1 {
        return Redirect::permanent(trimmed).into_response();
    }
    site.trouble(&ask, error::Snag::Missing("页面"))
}
