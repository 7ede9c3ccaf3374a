//! What the desk is made of, and which address leads where.

use std::sync::Arc;

use accounts::Policy;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::response::Redirect;
use axum::routing::{any, get};
use calendar::Calendar;
use kernel::{Date, Moment};
use ledger::Signer;
use publishing::files::FileLimits;
use publishing::filing::exchange::Partners;
use publishing::filing::rules::FilingDesks;
use publishing::scan::Scanner;
use store::Store;
use ui::SiteIdentity;

use crate::port::ReadFile;
use crate::provider::Provider;
use crate::session::{Cookies, Door};
use crate::trouble::Snag;
use crate::{
    account, assets, calendar_feed, expressions, filings, home, interpretations, messages, notices,
    people, plans, session, settings, sign_in, subsites, units,
};

/// The largest body of a form with files; the fields and the file together.
pub(crate) const LARGEST_UPLOAD: usize = 24 << 20;

/// Everything that the desk needs. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// Where everything lies.
    pub store: Store,
    /// The calendar in force; it may be replaced while the site runs.
    pub calendar: Arc<dyn Fn() -> Arc<Calendar> + Send + Sync>,
    /// What time it is.
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// Who runs the site.
    pub identity: Arc<SiteIdentity>,
    /// What the site decides about signing in.
    pub accounts: Policy,
    /// Columns and kinds of documents.
    pub library: Arc<publishing::Library>,
    /// Who reads files.
    pub read_file: Arc<dyn ReadFile>,
    /// Who looks files through for viruses, where the site has somebody.
    pub scanner: Scanner,
    /// Who looks through what is put on file with another unit (备案审查机构).
    pub filing_desks: Arc<FilingDesks>,
    /// The sites that filings are exchanged with.
    pub partners: Arc<Partners>,
    /// How large files may be, and how many may be under way.
    pub files: FileLimits,
    /// The site's key: what is handed in gets a receipt.
    pub signer: Arc<dyn Signer>,
    /// Who holds the key by which askers are sealed.
    pub vault: Arc<dyn kernel::Vault>,
    /// How the session's cookie is named and sent.
    pub cookies: Cookies,
    /// The outside provider that vouches for people (统一身份认证), where the site has one.
    pub provider: Option<Arc<dyn Provider>>,
    /// Who may come near, and how often they may try.
    pub door: Door,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("identity", &self.identity.name)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// The moment it is.
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// The day in China.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// The calendar in force.
    pub fn calendar(&self) -> Arc<Calendar> {
        (self.calendar)()
    }
}

/// The desk as a router: everything under `/desk`.
pub fn router(desk: Desk) -> Router {
    Router::new()
        .merge(home::router())
        .merge(sign_in::router())
        .merge(account::router())
        .merge(people::router())
        .merge(plans::router())
        .merge(units::router())
        .merge(crate::promises::router())
        .merge(crate::batch::router())
        .merge(crate::dashboard::router())
        .merge(crate::documents::router())
        .merge(filings::router())
        .merge(expressions::router())
        .merge(crate::answers::router())
        .merge(subsites::router())
        .merge(interpretations::router())
        .merge(crate::requests::router())
        .merge(notices::router())
        .merge(messages::router())
        .merge(settings::router())
        .merge(crate::audit::router())
        .merge(calendar_feed::router())
        .route("/desk/", get(|| async { Redirect::permanent("/desk") }))
        .route("/desk/assets/{file}", get(assets::serve))
        .route("/desk/{*rest}", any(nothing_here))
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD))
        .layer(middleware::from_fn_with_state(desk.clone(), session::enter))
        .layer(middleware::from_fn(ui::headers::security_headers))
        .with_state(desk)
}

/// Whatever leads nowhere: those who have not signed in do not even learn that.
async fn nothing_here(_officer: crate::Officer) -> Snag {
    Snag::Missing("页面")
}
