//! 管理订阅: what an address follows, by the link that each of its letters has: another pace, one thing less, nothing any more.
//!
//! The last is also what a mail program does by itself (RFC 8058): it posts to the link without asking further.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Fault, Refusal as _, Stop, SubscriptionId};
use serde::Deserialize;
use subscriptions::actions;
use subscriptions::queries::find_reader;
use subscriptions::{Followed, Pace, SubscriptionRefusal};
use ui::{Frame, Markup, dates};

use super::naming::{self, Named};
use super::page::{WordsPage, closed, frame, key_of, refused, reply, with_key};
use crate::ask::Ask;
use crate::site::Site;

const PATH: &str = "/subscriptions";

#[derive(Template)]
#[template(path = "subscribe/manage.html")]
struct ManagePage {
    frame: Frame,
    pace_action: String,
    drop_action: String,
    leave: String,
    is_suspended: bool,
    rows: Vec<Row>,
}

/// One thing that is followed.
struct Row {
    id: SubscriptionId,
    name: String,
    href: Option<String>,
    told_of: &'static str,
    pace: Pace,
    since: Option<Markup>,
}

#[derive(Template)]
#[template(path = "subscribe/leave.html")]
struct LeavePage {
    frame: Frame,
    action: String,
    back: String,
    count: usize,
}

/// What is handed in about one subscription.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    id: String,
    pace: String,
}

type Handed = Result<Form<Fields>, FormRejection>;

/// Shows what is followed.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.subscribing.is_none() {
        return closed(&site, &ask);
    }
    let (key, library) = (key_of(&ask), site.library.as_ref());
    let found = store::read!(site.store, |tx| {
        let Some(reader) = find_reader(tx, key).await? else {
            return Ok(None);
        };
        let mut named = Vec::with_capacity(reader.lines.len());
        for line in &reader.lines {
            named.push(naming::find(tx, library, &line.followed).await?);
        }
        Ok::<_, Fault>(Some((reader, named)))
    });
    let (reader, named) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return refused(&site, &ask, SubscriptionRefusal::LinkUnknown.message()),
        Err(fault) => return site.trouble(&ask, fault.into()),
    };
    let at = |path: &str| with_key(ask.variant, path, key);
    let frame = frame(&site, &ask, ("管理订阅", PATH), key);
    let rows = reader.lines.iter().zip(named).map(|(line, named)| Row {
        id: line.id,
        name: name_of(&line.followed, named.as_ref()),
        href: named.map(|it| frame.link(&it.path)),
        told_of: naming::told_of(&line.followed),
        pace: line.pace,
        since: line.since.map(|it| dates::day(it.date())),
    });
    let page = ManagePage {
        rows: rows.collect(),
        pace_action: at("/subscriptions/pace"),
        drop_action: at("/subscriptions/drop"),
        leave: at("/subscriptions/leave"),
        is_suspended: reader.is_suspended,
        frame,
    };
    reply(&site, &ask, (StatusCode::OK, &page))
}

/// What became of something has no name here: it was taken off the site, or ended.
fn name_of(followed: &Followed, named: Option<&Named>) -> String {
    match named {
        Some(named) => named.name.clone(),
        None => format!("{}（已不在本站公开）", followed.kind_label()),
    }
}

/// Changes how often one thing is told of.
pub(super) async fn change_pace(
    State(site): State<Arc<Site>>,
    ask: Ask,
    handed: Handed,
) -> Response {
    let fields = handed.map(|Form(fields)| fields).unwrap_or_default();
    let (Ok(id), Some(pace)) = (fields.id.parse(), Pace::from_code(&fields.pace)) else {
        return refused(&site, &ask, SubscriptionRefusal::Unknown.message());
    };
    let (key, now) = (key_of(&ask), (site.clock)());
    let done = actions::change_pace(&site.store, key, (id, pace), now).await;
    back(&site, &ask, done.map(|()| false))
}

/// Ends one subscription.
pub(super) async fn drop_one(State(site): State<Arc<Site>>, ask: Ask, handed: Handed) -> Response {
    let fields = handed.map(|Form(fields)| fields).unwrap_or_default();
    let Ok(id) = fields.id.parse() else {
        return refused(&site, &ask, SubscriptionRefusal::Unknown.message());
    };
    let done = actions::leave(&site.store, key_of(&ask), id, (site.clock)()).await;
    back(&site, &ask, done)
}

/// Back to what is followed, or, after the last, a farewell.
fn back(site: &Site, ask: &Ask, done: Result<bool, Stop<SubscriptionRefusal>>) -> Response {
    if site.subscribing.is_none() {
        return closed(site, ask);
    }
    match done {
        Ok(false) => Redirect::to(&with_key(ask.variant, PATH, key_of(ask))).into_response(),
        Ok(true) => farewell(site, ask),
        Err(Stop::Refused(refusal)) => refused(site, ask, refusal.message()),
        Err(Stop::Failed(fault)) => site.trouble(ask, fault.into()),
    }
}

/// Shows the button that ends all.
pub(super) async fn ask_to_leave(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.subscribing.is_none() {
        return closed(&site, &ask);
    }
    let key = key_of(&ask);
    let path = "/subscriptions/leave";
    match store::read!(site.store, |tx| find_reader(tx, key).await) {
        Err(fault) => site.trouble(&ask, fault.into()),
        Ok(None) => refused(&site, &ask, SubscriptionRefusal::LinkUnknown.message()),
        Ok(Some(reader)) => {
            let page = LeavePage {
                frame: frame(&site, &ask, ("退订全部", path), key),
                action: with_key(ask.variant, path, key),
                back: with_key(ask.variant, PATH, key),
                count: reader.lines.len(),
            };
            reply(&site, &ask, (StatusCode::OK, &page))
        }
    }
}

/// Ends all and deletes the address, whatever the form holds: a mail program posts `List-Unsubscribe=One-Click`. One who has left already is
/// told the same.
pub(super) async fn leave(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.subscribing.is_none() {
        return closed(&site, &ask);
    }
    match actions::leave_all(&site.store, key_of(&ask), (site.clock)()).await {
        Ok(()) => {
            metrics::counter!("subscriptions_left_total").increment(1);
            farewell(&site, &ask)
        }
        Err(Stop::Refused(refusal)) => refused(&site, &ask, refusal.message()),
        Err(Stop::Failed(fault)) => site.trouble(&ask, fault.into()),
    }
}

fn farewell(site: &Site, ask: &Ask) -> Response {
    let page = WordsPage {
        frame: frame(site, ask, ("已退订", "/subscriptions/leave"), ""),
        says: vec![
            "您已退订全部内容，邮件地址已从本站删除，不会再收到通知。".to_owned(),
            "正在发送途中的邮件可能还会到达一次。".to_owned(),
        ],
        on: Some((ask.variant.address("/library"), "浏览公开信息")),
    };
    reply(site, ask, (StatusCode::OK, &page))
}
