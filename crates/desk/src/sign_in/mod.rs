//! 登录与退出.

mod code;
mod password;
pub(crate) mod provider;
mod set_up;
mod sign_out;

use accounts::actions::NewSession;
use accounts::actions::sign_in::From;
use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::flash::see_other;
use crate::page::{DeskFrame, html};
use crate::session::Visit;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(password::router())
        .merge(provider::router())
        .merge(code::router())
        .merge(set_up::router())
        .merge(sign_out::router())
}

/// Where to go after signing in: a page of the desk, never another site.
fn next_of(asked: &str) -> &str {
    let is_ours = (asked == "/desk" || asked.starts_with("/desk/") || asked.starts_with("/desk?"))
        && !asked.contains("//")
        && !asked.contains(['\\', '\r', '\n'])
        && !asked.starts_with("/desk/sign-");
    if is_ours { asked } else { "/desk" }
}

/// Where a sign-in comes from.
fn from(visit: &Visit, headers: &HeaderMap) -> From {
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|it| it.to_str().ok()).unwrap_or_default();
    From {
        address: visit.address.clone(),
        agent: agent.to_owned(),
    }
}

/// A page that leads to the provider by itself, and by its link: after a form a browser goes nowhere else by a redirect, for the
/// policy of our pages keeps forms at home.
pub(crate) fn onward(desk: &Desk, (title, says): (&str, &str), to: &str) -> Result<Response, Snag> {
    let page = OnwardPage {
        frame: desk.guest_frame(title),
        says: says.to_owned(),
        to: to.to_owned(),
    };
    let mut response = html(&page)?;
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={to}")) {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(response)
}

#[derive(Debug, Template)]
#[template(path = "sign_in/onward.html")]
struct OnwardPage {
    frame: DeskFrame,
    says: String,
    to: String,
}

/// Goes to a page with the cookie of a new session.
fn enter(desk: &Desk, made: &NewSession, to: &str) -> Response {
    let mut response = see_other(to);
    let cookies = desk.cookies;
    if let Some(cookie) = cookies.set(cookies.session_name(), made.token.reveal()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_the_desk_only() {
        for (asked, led) in [
            ("/desk/promises?unit=1", "/desk/promises?unit=1"),
            ("/desk", "/desk"),
            ("", "/desk"),
            ("https://evil.example/", "/desk"),
            ("//evil.example/desk/", "/desk"),
            ("/desk//evil.example", "/desk"),
            ("/desk/sign-in?next=/desk/sign-in", "/desk"),
            ("/deskx", "/desk"),
            ("/desk/\r\nSet-Cookie: a=b", "/desk"),
        ] {
            assert_eq!(next_of(asked), led, "{asked}");
        }
    }
}
