//! 确认订阅: the link of the letter shows a button, the button confirms. Programs that open the links of letters confirm nothing by it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Fault, Refusal as _, Stop};
use subscriptions::actions::confirm;
use subscriptions::queries::find_asked;
use subscriptions::{Pace, SubscriptionRefusal};
use ui::Frame;

use super::naming::{self, Named, told_of};
use super::page::{WordsPage, closed, frame, key_of, refused, reply, with_key};
use crate::ask::Ask;
use crate::site::Site;

#[derive(Template)]
#[template(path = "subscribe/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    action: String,
    named: Option<Named>,
    told_of: &'static str,
    pace: Pace,
}

/// Asks.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.subscribing.is_none() {
        return closed(&site, &ask);
    }
    let (key, now) = (key_of(&ask), (site.clock)());
    let library = site.library.as_ref();
    let found = store::read!(site.store, |tx| {
        let Some(asked) = find_asked(tx, key, now).await? else {
            return Ok(None);
        };
        let named = naming::find(tx, library, &asked.followed).await?;
        Ok::<_, Fault>(Some((asked, named)))
    });
    match found {
        Err(fault) => site.trouble(&ask, fault.into()),
        Ok(None) => refused(
            &site,
            &ask,
            SubscriptionRefusal::ConfirmLinkUnknown.message(),
        ),
        Ok(Some((asked, named))) => {
            let path = "/subscribe/confirm";
            let page = ConfirmPage {
                frame: frame(&site, &ask, ("确认订阅", path), key),
                action: with_key(ask.variant, path, key),
                named,
                told_of: told_of(&asked.followed),
                pace: asked.pace,
            };
            reply(&site, &ask, (StatusCode::OK, &page))
        }
    }
}

/// Confirms.
pub(super) async fn submit(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let Some(subscribing) = site.subscribing.clone() else {
        return closed(&site, &ask);
    };
    let (key, now) = (key_of(&ask), (site.clock)());
    let done = match confirm(&site.store, subscribing.vault.as_ref(), key, now).await {
        Ok(done) => done,
        Err(Stop::Refused(refusal)) => return refused(&site, &ask, refusal.message()),
        Err(Stop::Failed(fault)) => return site.trouble(&ask, fault.into()),
    };
    metrics::counter!("subscriptions_confirmed_total", "kind" => done.followed.kind()).increment(1);
    let page = WordsPage {
        frame: frame(&site, &ask, ("订阅已生效", "/subscribe/confirm"), ""),
        says: vec![
            format!("{}（{}）。", told_of(&done.followed), done.pace.label()),
            "每封邮件中都有管理和退订的链接；退订全部后，您的地址立即从本站删除。".to_owned(),
        ],
        on: done.key.map(|key| {
            let there = with_key(ask.variant, "/subscriptions", &key);
            (there, "管理我的订阅")
        }),
    };
    reply(&site, &ask, (StatusCode::OK, &page))
}
