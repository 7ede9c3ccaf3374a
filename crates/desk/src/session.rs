//! From a request to the officer behind it: the cookie, the session, the posts of today.
//!
//! One middleware looks once and hands on what it found; a page that takes an [`Officer`] cannot be had without a session. What
//! went wrong below comes back as a [`Snag`] and becomes a page here. The portal never reads these cookies.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use accounts::model::Entered;
use accounts::{Token, queries};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use kernel::{AccountId, Actor, Fault, SignedIn};
use ui::visitor::{Network, Visitors};
use ui::{Limits, Quota};

use crate::flash;
use crate::nav::{self, Counts};
use crate::page::percent_encoded;
use crate::site::Desk;
use crate::trouble::Snag;

/// The desk's own policy: the portal's, scripts may talk to the desk, and the editor shows pictures that are not saved yet (`blob:` is what
/// a script of this page made; no address from elsewhere).
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; media-src 'self'; connect-src 'self'; \
     manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How the desk's cookies are named and sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookies {
    /// Over https only, bound to this very host.
    Secure,
    /// Without https: for a site on the own machine.
    Plain,
}

impl Cookies {
    /// What fits the address that people type.
    pub fn for_base(base_url: &str) -> Self {
        if base_url.starts_with("https://") {
            Self::Secure
        } else {
            Self::Plain
        }
    }

    pub(crate) fn session_name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-gongkai-desk",
            Self::Plain => "gongkai-desk",
        }
    }

    /// The cookie of somebody under way to the outside provider.
    pub(crate) fn away_name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-gongkai-away",
            Self::Plain => "gongkai-away",
        }
    }

    pub(crate) fn flash_name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-gongkai-flash",
            Self::Plain => "gongkai-flash",
        }
    }

    /// A `Set-Cookie` that lasts as long as the browser does; an empty value takes the cookie back.
    pub(crate) fn set(self, name: &str, value: &str) -> Option<HeaderValue> {
        let age = if value.is_empty() { "; Max-Age=0" } else { "" };
        self.set_with(name, value, age)
    }

    /// A `Set-Cookie` that lasts so many seconds.
    pub(crate) fn set_for(self, name: &str, value: &str, seconds: u32) -> Option<HeaderValue> {
        self.set_with(name, value, &format!("; Max-Age={seconds}"))
    }

    fn set_with(self, name: &str, value: &str, age: &str) -> Option<HeaderValue> {
        let secure = match self {
            Self::Secure => "; Secure",
            Self::Plain => "",
        };
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"
        ))
        .ok()
    }
}

/// Who may come near the desk, and how often.
#[derive(Debug, Clone)]
pub struct Door {
    /// The networks that may; empty for all.
    pub allow_from: Vec<Network>,
    /// How visitors behind proxies are told apart.
    pub visitors: Visitors,
    /// Attempts to sign in, by address.
    pub attempts: Limits<String>,
    /// Requests, by account.
    pub requests: Limits<AccountId>,
}

impl Default for Door {
    fn default() -> Self {
        Self::open(Vec::new(), Visitors::behind(Vec::new()))
    }
}

impl Door {
    /// A door for these networks, with the usual limits: thirty attempts to sign in a minute from one address, twenty requests a
    /// second of one account.
    pub fn open(allow_from: Vec<Network>, visitors: Visitors) -> Self {
        let minute = Duration::from_secs(60);
        let attempts = Quota::of(30, minute, 30).expect("the constants are above nought");
        let requests = Quota::of(1200, minute, 200).expect("the constants are above nought");
        Self {
            allow_from,
            visitors,
            attempts: Limits::new(attempts),
            requests: Limits::new(requests),
        }
    }

    fn lets_in(&self, address: Option<IpAddr>) -> bool {
        self.allow_from.is_empty()
            || address.is_some_and(|it| self.allow_from.iter().any(|network| network.contains(it)))
    }
}

/// A request as the middleware found it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The address that it came from, as text.
    pub address: String,
    /// The path with its query.
    pub path: String,
    /// What the act before has to say.
    pub(crate) flash: Option<String>,
    pub(crate) entered: Option<Arc<Entered>>,
    pub(crate) counts: Counts,
}

impl Visit {
    /// Counts one more attempt to sign in from here. Where the address cannot be told, the account's own lock must do.
    pub(crate) fn count_attempt(&self, door: &Door) -> Result<(), Snag> {
        if self.address == "-" {
            return Ok(());
        }
        let counted = door.attempts.count(self.address.clone());
        counted.map_err(|too_often| Snag::TooOften(too_often.seconds()))
    }

    /// Whether somebody has signed in fully.
    pub(crate) fn is_signed_in(&self) -> bool {
        let entered = self.entered.as_ref();
        entered.is_some_and(|it| it.session.stage.is_full())
    }
}

/// Somebody who has signed in: what every page takes.
#[derive(Debug, Clone)]
pub struct Officer {
    /// Who acts: their own posts of today and those handed on to them.
    pub actor: Actor,
    /// What every form of theirs must carry.
    pub csrf: String,
    /// The session and the account.
    pub entered: Arc<Entered>,
    /// How they came here.
    pub visit: Arc<Visit>,
}

/// Middleware: looks who comes, lets them through, and makes pages of what went wrong.
pub(crate) async fn enter(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = match look(&desk, &parts).await {
        Ok(visit) => Arc::new(visit),
        Err(snag) => return finish(snag.page(&desk, None)),
    };
    let shows_flash = visit.flash.is_some() && parts.method == Method::GET;
    parts.extensions.insert(Arc::clone(&visit));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = axum::response::IntoResponse::into_response(Snag::Method);
    }
    if let Some(snag) = response.extensions_mut().remove::<Arc<Snag>>() {
        response = snag.page(&desk, Officer::of(&visit));
    }
    if shows_flash
        && response.status() == StatusCode::OK
        && let Some(cookie) = desk.cookies.set(desk.cookies.flash_name(), "")
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    finish(response)
}

fn finish(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}

async fn look(desk: &Desk, request: &Parts) -> Result<Visit, Snag> {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>();
    let address = peer.and_then(|peer| desk.door.visitors.key(peer.ip(), &request.headers));
    if !desk.door.lets_in(address) {
        return Err(Snag::NotFromHere);
    }
    let path = request
        .uri
        .path_and_query()
        .map_or_else(|| "/desk".to_owned(), |it| it.as_str().to_owned());
    let mut visit = Visit {
        address: address.map_or_else(|| "-".to_owned(), |it| it.to_string()),
        path,
        flash: cookie(&request.headers, desk.cookies.flash_name()).and_then(|it| flash::read(&it)),
        entered: None,
        counts: Counts::default(),
    };
    let is_asset = request.uri.path().starts_with("/desk/assets/");
    let token = cookie(&request.headers, desk.cookies.session_name());
    if let (false, Some(token)) = (is_asset, token.and_then(|it| Token::parse(&it))) {
        let now = desk.now();
        let wants_page = request.method == Method::GET;
        let found = store::read!(desk.store, |tx| {
            let Some(entered) = queries::find_entered(tx, &token, &desk.accounts, now).await?
            else {
                return Ok(None);
            };
            let counts = if wants_page {
                nav::count(tx, &actor(&entered, &visit.address), now.date()).await?
            } else {
                Counts::default()
            };
            Ok::<_, Fault>(Some((entered, counts)))
        })?;
        if let Some((entered, counts)) = found {
            let counted = desk.door.requests.count(entered.account.id);
            counted.map_err(|too_often| Snag::TooOften(too_often.seconds()))?;
            accounts::actions::see(&desk.store, &entered.session, now).await?;
            visit.entered = Some(Arc::new(entered));
            visit.counts = counts;
        }
    }
    Ok(visit)
}

fn actor(entered: &Entered, address: &str) -> Actor {
    Actor::signed_in(SignedIn {
        account: entered.account.id,
        name: entered.account.name.clone(),
        unit: entered.account.unit,
        posts: entered.posts.clone(),
        address: address.to_owned(),
    })
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

impl Officer {
    /// The officer of a visit, where they have signed in fully.
    pub(crate) fn of(visit: &Arc<Visit>) -> Option<Self> {
        let entered = visit.entered.as_ref()?;
        entered.session.stage.is_full().then(|| Self {
            actor: actor(entered, &visit.address),
            csrf: entered.session.csrf.clone(),
            entered: Arc::clone(entered),
            visit: Arc::clone(visit),
        })
    }
}

impl FromRequestParts<Desk> for Visit {
    type Rejection = Snag;
    async fn from_request_parts(parts: &mut Parts, _: &Desk) -> Result<Self, Snag> {
        visit_of(parts).map(|visit| (*visit).clone())
    }
}

fn visit_of(parts: &Parts) -> Result<Arc<Visit>, Snag> {
    let visit = parts.extensions.get::<Arc<Visit>>();
    visit
        .map(Arc::clone)
        .ok_or_else(|| Snag::Failed(Fault::new("a page outside the desk's own middleware")))
}

/// Where those may go who must choose a new password first.
const WITH_OLD_PASSWORD: &[&str] = &["/desk/account/password", "/desk/sign-out"];

/// Where those may go who must enrol a second factor first.
const WITHOUT_SECOND_FACTOR: &[&str] = &["/desk/account/second-factor", "/desk/sign-out"];

impl FromRequestParts<Desk> for Officer {
    type Rejection = Snag;
    async fn from_request_parts(parts: &mut Parts, _: &Desk) -> Result<Self, Snag> {
        let visit = visit_of(parts)?;
        let next = || match parts.method {
            Method::GET => percent_encoded(&visit.path),
            _ => percent_encoded("/desk"),
        };
        let Some(entered) = &visit.entered else {
            return Err(Snag::Elsewhere(format!("/desk/sign-in?next={}", next())));
        };
        let stage = entered.session.stage;
        if !stage.is_full() {
            return Err(Snag::Elsewhere(format!(
                "/desk/sign-in/code?next={}",
                next()
            )));
        }
        let path = parts.uri.path();
        // Whoever came through the provider uses no password and may not even know it.
        if entered.account.must_change_password && !stage.is_by_provider() {
            if !WITH_OLD_PASSWORD.contains(&path) {
                return Err(Snag::Elsewhere("/desk/account/password".to_owned()));
            }
        } else if entered.must_enrol && !WITHOUT_SECOND_FACTOR.contains(&path) {
            return Err(Snag::Elsewhere("/desk/account/second-factor".to_owned()));
        }
        Self::of(&visit).ok_or_else(|| Snag::Elsewhere("/desk/sign-in".to_owned()))
    }
}
