//! 统一身份认证登录: to the outside provider and back.
//!
//! The way there leaves a row and a cookie of ten minutes behind; the way back needs both, once. It ends in a session, or, for somebody
//! who left from their own account's page, in a link.

use std::sync::Arc;

use accounts::Token;
use accounts::actions::identity::{self, Errand, Flow};
use accounts::actions::tidy_up;
use accounts::model::Vouched;
use accounts::secret::is_same;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use kernel::Stop;
use serde::Deserialize;

use super::password::{Typed, page};
use super::{enter, from, next_of};
use crate::flash::{self, see_other};
use crate::form::Errors;
use crate::provider::{Arrival, Departure, Prompt, Provider, ProviderTrouble};
use crate::session::{Officer, Visit, cookie};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses. The second is the one that the provider must know.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/sign-in/provider", get(go))
        .route(RETURN, get(come_back))
}

/// Where the provider sends browsers back to.
pub const RETURN: &str = "/desk/sign-in/provider/return";

/// How long the cookie of somebody under way lasts, seconds.
const LASTS_SECONDS: u32 = 600;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

/// Somebody ready to leave: where to, and the cookie that lets them come back.
pub(crate) struct Leaving {
    /// The provider's address.
    pub to: String,
    /// The cookie.
    pub cookie: Option<HeaderValue>,
}

/// Prepares somebody's way to the provider; nothing is remembered where the provider does not answer.
pub(crate) async fn leave(
    desk: &Desk,
    provider: &dyn Provider,
    (errand, prompt): (Errand, Prompt),
) -> Result<Leaving, Stop<ProviderTrouble>> {
    let (token, now) = (Token::random()?, desk.now());
    let flow = Flow {
        nonce: Token::random()?.reveal().to_owned(),
        verifier: Token::random()?.reveal().to_owned(),
        errand,
    };
    let departure = Departure {
        state: token.digest(),
        nonce: flow.nonce.clone(),
        verifier: flow.verifier.clone(),
        prompt,
        now,
    };
    let to = provider.depart(departure).await.map_err(Stop::Refused)?;
    identity::leave(&desk.store, &token, &flow, now).await?;
    let name = desk.cookies.away_name();
    let cookie = desk.cookies.set_for(name, token.reveal(), LASTS_SECONDS);
    Ok(Leaving { to, cookie })
}

async fn go(
    State(desk): State<Desk>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let next = next_of(&asked.next);
    let provider = desk.provider()?;
    if visit.is_signed_in() {
        return Ok(see_other(next));
    }
    visit.count_attempt(&desk.door)?;
    let errand = Errand::SignIn {
        next: next.to_owned(),
    };
    match leave(&desk, &*provider, (errand, Prompt::Usual)).await {
        Ok(leaving) => {
            let mut response = see_other(&leaving.to);
            if let Some(cookie) = leaving.cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(stop) => refused(&desk, next, Errors::of(stop)?),
    }
}

/// What the provider sends a browser back with (OpenID Connect Core 1.0, section 3.1.2.5; RFC 9207 for `iss`).
#[derive(Debug, Default, Deserialize)]
struct Answer {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    iss: String,
}

async fn come_back(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Result<Response, Snag> {
    let provider = desk.provider()?;
    let token = cookie(&headers, desk.cookies.away_name()).and_then(|it| Token::parse(&it));
    let own = token.filter(|token| is_same(&token.digest(), &answer.state));
    let flow = match own {
        Some(token) => identity::come_back(&desk.store, &token, desk.now()).await?,
        None => None,
    };
    if flow.is_none() {
        visit.count_attempt(&desk.door)?;
    }
    let mut response = match flow {
        // Whoever steps back to this address in the browser has arrived already.
        None if visit.is_signed_in() => see_other("/desk"),
        None => refused(&desk, "/desk", errors_of(ProviderTrouble::Lost)?)?,
        Some(flow) => {
            let vouched = ask(&desk, &*provider, (&answer, &flow)).await;
            match flow.errand {
                Errand::SignIn { next } => {
                    sign_in(&desk, (&visit, &headers), (vouched, &next)).await?
                }
                Errand::Link { account } => {
                    let officer = Officer::of(&Arc::new(visit))
                        .filter(|officer| officer.entered.account.id == account)
                        .ok_or(Stop::Refused(ProviderTrouble::Lost))?;
                    link(&desk, &officer, vouched).await?
                }
            }
        }
    };
    if let Some(cookie) = desk.cookies.set(desk.cookies.away_name(), "") {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// For whom the provider vouches, by what the browser brought.
async fn ask(
    desk: &Desk,
    provider: &dyn Provider,
    (answer, flow): (&Answer, &Flow),
) -> Result<Vouched, ProviderTrouble> {
    if !answer.iss.is_empty() && answer.iss != provider.issuer() {
        return Err(ProviderTrouble::Untrue);
    }
    if !answer.error.is_empty() || answer.code.is_empty() {
        return Err(ProviderTrouble::Denied);
    }
    let arrival = Arrival {
        code: answer.code.clone(),
        nonce: flow.nonce.clone(),
        verifier: flow.verifier.clone(),
        now: desk.now(),
    };
    provider.vouch(arrival).await
}

async fn sign_in(
    desk: &Desk,
    (visit, headers): (&Visit, &HeaderMap),
    (vouched, next): (Result<Vouched, ProviderTrouble>, &str),
) -> Result<Response, Snag> {
    let vouched = match vouched {
        Ok(vouched) => vouched,
        Err(trouble) => return refused(desk, next, errors_of(trouble)?),
    };
    let by = (&desk.accounts, &from(visit, headers));
    match identity::sign_in_by(&desk.store, &vouched, by, desk.now()).await {
        Ok(made) => {
            tidy_up(&desk.store, desk.now()).await?;
            Ok(enter(desk, &made, next_of(next)))
        }
        Err(stop) => refused(desk, next, Errors::of(stop)?),
    }
}

async fn link(
    desk: &Desk,
    officer: &Officer,
    vouched: Result<Vouched, ProviderTrouble>,
) -> Result<Response, Snag> {
    let vouched = vouched.map_err(Stop::Refused)?;
    let whose = (&*officer.entered, &officer.actor);
    identity::link_own(&desk.store, &vouched.identity, whose, desk.now()).await?;
    let says = "已绑定统一身份，以后可用统一身份认证登录";
    Ok(flash::go(desk, "/desk/account", says))
}

fn errors_of(trouble: ProviderTrouble) -> Result<Errors, Snag> {
    Errors::of(Stop::Refused(trouble))
}

/// The page of sign-in that says why the provider's way led nowhere; the others stay open. None of its fields is to blame.
fn refused(desk: &Desk, next: &str, errors: Errors) -> Result<Response, Snag> {
    let said = errors.all().iter().map(|(_, message)| message);
    let errors = said.fold(Errors::none(), |errors, said| errors.with("", said));
    let typed = Typed {
        next: next_of(next).to_owned(),
        errors,
        ..Typed::default()
    };
    page(desk, typed)
}

impl Desk {
    /// The outside provider; no page where the site has none.
    pub(crate) fn provider(&self) -> Result<Arc<dyn Provider>, Snag> {
        self.provider.clone().ok_or(Snag::Missing("页面"))
    }
}

impl From<ProviderTrouble> for Snag {
    fn from(trouble: ProviderTrouble) -> Self {
        Stop::Refused(trouble).into()
    }
}
