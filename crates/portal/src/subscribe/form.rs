//! 订阅: what is to be followed, how often, and where to. The answer is the same whether the address is known or not.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Refusal as _, Stop};
use serde::Deserialize;
use subscriptions::actions::{Follow, follow};
use subscriptions::rules::read_address;
use subscriptions::{Followed, Pace, SubscriptionRefusal};
use ui::Frame;

use super::Subscribing;
use super::naming::{self, Named};
use super::page::{WordsPage, closed, frame, reply};
use crate::ask::{Ask, is_foreign};
use crate::error::Snag;
use crate::site::Site;

/// Characters of a wrong address that the form gives back.
const SHOWN: usize = 254;

/// What is handed in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    follow: String,
    address: String,
    pace: String,
    /// Must stay empty: people do not see it.
    remark: String,
}

#[derive(Template)]
#[template(path = "subscribe/form.html")]
struct FormPage {
    frame: Frame,
    action: String,
    place: String,
    named: Named,
    told_of: &'static str,
    address: String,
    pace: Option<Pace>,
    refusal: Option<SubscriptionRefusal>,
}

impl FormPage {
    /// The words for a field that is refused.
    fn flaw(&self, field: &str) -> Option<String> {
        let refusal = self.refusal.as_ref()?;
        (refusal.field() == Some(field)).then(|| refusal.message())
    }

    /// Whether a pace stands in the form.
    fn is_chosen(&self, pace: &Pace) -> bool {
        self.pace == Some(*pace)
    }

    /// The words for what is refused without a field.
    fn general(&self) -> Option<String> {
        let refusal = self.refusal.as_ref()?;
        refusal.field().is_none().then(|| refusal.message())
    }
}

/// Shows the form for what the address names.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.subscribing.is_none() {
        return closed(&site, &ask);
    }
    let fields = Fields {
        follow: ask.params.text("follow").unwrap_or_default().to_owned(),
        pace: Pace::Daily.code().to_owned(),
        ..Fields::default()
    };
    match find(&site, &fields).await {
        Ok(found) => form(&site, &ask, (fields, found), None),
        Err(snag) => site.trouble(&ask, snag),
    }
}

/// Takes it.
pub(super) async fn submit(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    let Some(subscribing) = site.subscribing.clone() else {
        return closed(&site, &ask);
    };
    if let Err(too_often) = subscribing.gate.count(&request) {
        metrics::counter!("subscriptions_refused_total").increment(1);
        return site.trouble(&ask, Snag::TooOften(too_often));
    }
    let is_foreign = is_foreign(request.headers());
    // What cannot be read is a form in which everything is missing.
    let fields = match Form::<Fields>::from_request(request, &()).await {
        Ok(Form(fields)) => fields,
        Err(_) => Fields::default(),
    };
    let found = match find(&site, &fields).await {
        Ok(found) => found,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let refused = match (is_foreign, read(&fields, &found.0)) {
        (true, _) => SubscriptionRefusal::FromElsewhere,
        (false, Err(refusal)) => refusal,
        (false, Ok(asked)) => {
            let handed = (fields, found);
            return take((&site, &ask), (&subscribing, asked), handed).await;
        }
    };
    form(&site, &ask, (fields, found), Some(refused))
}

async fn take(
    (site, ask): (&Site, &Ask),
    (subscribing, asked): (&Subscribing, Follow),
    (fields, found): (Fields, (Followed, Named)),
) -> Response {
    let now = (site.clock)();
    match follow(&site.store, subscribing.vault.as_ref(), &asked, now).await {
        Ok(()) => Redirect::to(&ask.variant.address("/subscribe/sent")).into_response(),
        Err(Stop::Refused(refusal)) => form(site, ask, (fields, found), Some(refusal)),
        Err(Stop::Failed(fault)) => site.trouble(ask, fault.into()),
    }
}

/// Says that a letter is on its way, to everybody alike.
pub(super) async fn sent(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.subscribing.is_none() {
        return closed(&site, &ask);
    }
    let page = WordsPage {
        frame: frame(&site, &ask, ("请查收邮件", "/subscribe/sent"), ""),
        says: vec![
            "我们已向您填写的地址发出一封邮件。请在48小时内打开邮件中的链接确认，确认后订阅才会生效。".to_owned(),
            "几分钟后仍没有收到的，请查看垃圾邮件，并核对地址后重新订阅。为防止打扰他人，同一地址一天内最多发送5封这样的邮件。".to_owned(),
        ],
        on: Some((ask.variant.address("/library"), "继续浏览公开信息")),
    };
    reply(&site, &ask, (StatusCode::OK, &page))
}

/// What the form is about.
async fn find(site: &Site, fields: &Fields) -> Result<(Followed, Named), Snag> {
    let missing = || Snag::Missing("可以订阅的内容");
    let followed = Followed::read(&fields.follow).ok_or_else(missing)?;
    let library = site.library.as_ref();
    let named = store::read!(site.store, |tx| naming::find(tx, library, &followed).await)?;
    Ok((followed, named.ok_or_else(missing)?))
}

fn read(fields: &Fields, followed: &Followed) -> Result<Follow, SubscriptionRefusal> {
    if !fields.remark.is_empty() {
        return Err(SubscriptionRefusal::FieldFilled);
    }
    Ok(Follow {
        followed: followed.clone(),
        address: read_address(&fields.address)?,
        pace: Pace::from_code(&fields.pace).ok_or(SubscriptionRefusal::PaceMissing)?,
    })
}

fn form(
    site: &Site,
    ask: &Ask,
    (fields, (followed, named)): (Fields, (Followed, Named)),
    refusal: Option<SubscriptionRefusal>,
) -> Response {
    let status = match refusal {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let path = site
        .follow_path(&followed)
        .unwrap_or_else(|| "/subscribe".to_owned());
    let page = FormPage {
        frame: frame(site, ask, ("邮件订阅", &path), ""),
        action: ask.variant.address("/subscribe"),
        place: followed.place(),
        told_of: naming::told_of(&followed),
        named,
        address: fields.address.chars().take(SHOWN).collect(),
        pace: Pace::from_code(&fields.pace),
        refusal,
    };
    reply(site, ask, (status, &page))
}
