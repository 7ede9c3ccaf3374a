//! 提醒方式与个人日历: whether mail comes too, and a secret address from which a calendar program reads one's promises.
//!
//! The address is shown once, when it is made: only its digest is kept.

use accounts::Token;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Fault, Moment, Never, Stop};
use promises::remind::feed::{end_feed, find_feed, open_feed};
use serde::Deserialize;
use store::outbox::{keep_wants_mail, wants_mail};
use ui::dates;

use super::own;
use crate::flash;
use crate::form::{NoFields, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const PATH: &str = "/desk/messages/preferences";

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(PATH, get(show).post(keep))
        .route("/desk/messages/calendar", post(open_calendar))
        .route("/desk/messages/calendar/end", post(end_calendar))
}

#[derive(Debug, Template)]
#[template(path = "messages/preferences.html")]
struct PreferencesPage {
    frame: DeskFrame,
    mail: String,
    wants_mail: bool,
    /// Since when there is an address.
    calendar_since: Option<Moment>,
    /// The address just made.
    address: Option<String>,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    page(&desk, &officer, None).await
}

async fn page(desk: &Desk, officer: &Officer, address: Option<String>) -> Result<Response, Snag> {
    let account = own(officer);
    let (wants_mail, feed) = store::read!(desk.store, |tx| {
        let wants_mail = wants_mail(tx, account).await?;
        Ok::<_, Fault>((wants_mail, find_feed(tx, account).await?))
    })?;
    html(&PreferencesPage {
        frame: desk
            .frame(officer, "提醒方式与个人日历")
            .under("消息", "/desk/messages"),
        mail: officer.entered.account.mail.clone(),
        wants_mail,
        calendar_since: feed.map(|it| it.created_at),
        address,
    })
}

#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    mail: String,
}

async fn keep(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let (account, now) = (own(&officer), desk.now());
    let wants_mail = form.mail == "yes";
    store::write!(desk.store, |tx| -> Result<(), Stop<Never>> {
        Ok(keep_wants_mail(tx, account, wants_mail, now).await?)
    })?;
    let says = if wants_mail {
        "提醒将同时发送邮件"
    } else {
        "提醒将只在工作台内显示"
    };
    Ok(flash::go(&desk, PATH, says))
}

/// The address is on this page only; it is not put into a redirect.
async fn open_calendar(
    State(desk): State<Desk>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let officer = posted.officer;
    let token = Token::random()?;
    let (account, now, digest) = (own(&officer), desk.now(), token.digest());
    store::write!(desk.store, |tx| -> Result<(), Stop<Never>> {
        Ok(open_feed(tx, (account, &digest), &officer.actor, now).await?)
    })?;
    let address = format!(
        "{}/desk/calendar/{}.ics",
        desk.identity.base_url,
        token.reveal()
    );
    page(&desk, &officer, Some(address)).await
}

async fn end_calendar(
    State(desk): State<Desk>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let officer = posted.officer;
    let (account, now) = (own(&officer), desk.now());
    store::write!(desk.store, |tx| -> Result<bool, Stop<Never>> {
        Ok(end_feed(tx, account, &officer.actor, now).await?)
    })?;
    Ok(flash::go(&desk, PATH, "个人日历地址已停用"))
}
