//! 列为承诺: what the public sought or asked in vain becomes a promise of a unit, by a form that says what, who and within how long.

use ::answers::actions::{TakeUp, take_up};
use ::answers::queries::{find_asked, find_sought};
use ::answers::{AnswerRefusal, Channel};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Date, Fault, Stop};
use serde::Deserialize;
use store::{Tx, directory};
use ui::dates;

use super::{LIST, UnitChoice, unit_choices};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const HERE: &str = "/desk/answers/promise";
/// Working days that the form proposes: those of 《条例》第二十六条.
const USUAL_DAYS: &str = "20";

pub(super) fn router() -> Router<Desk> {
    Router::new().route(HERE, get(show).post(take))
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
struct Typed {
    channel: String,
    folded: String,
    title: String,
    unit: String,
    days: String,
}

/// What the public said.
struct Heard {
    words: String,
    times: u64,
    since: Date,
}

#[derive(Template)]
#[template(path = "answers/take_up.html")]
struct TakeUpPage {
    frame: DeskFrame,
    heard: Heard,
    channel: Channel,
    typed: Typed,
    units: Vec<UnitChoice>,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(typed): Query<Typed>,
) -> Result<Response, Snag> {
    officer.actor.open_government_office()?;
    let typed = Typed {
        days: USUAL_DAYS.to_owned(),
        ..typed
    };
    page(&desk, &officer, (typed, Errors::none())).await
}

async fn hear(tx: &mut Tx, channel: Channel, folded: &str) -> Result<Option<Heard>, Fault> {
    Ok(match channel {
        Channel::Search => find_sought(tx, folded).await?.map(|it| Heard {
            words: it.words,
            times: it.times,
            since: it.first_on,
        }),
        Channel::Question => find_asked(tx, folded).await?.map(|it| Heard {
            words: it.words,
            times: it.unanswered + it.unhelpful,
            since: it.first_on,
        }),
    })
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (mut typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let unknown = || Snag::from(Stop::Refused(AnswerRefusal::AskedUnknown));
    let channel = Channel::from_code(&typed.channel).ok_or_else(unknown)?;
    let (heard, directory) = store::read!(desk.store, |tx| {
        let heard = hear(tx, channel, &typed.folded).await?;
        Ok::<_, Fault>((heard, directory::load(tx).await?))
    })?;
    let heard = heard.ok_or_else(unknown)?;
    if typed.title.is_empty() && errors.all().is_empty() {
        typed.title.clone_from(&heard.words);
    }
    let status = errors.status();
    let page = TakeUpPage {
        frame: desk.frame(officer, "列为承诺").under("问答", LIST),
        units: unit_choices(&directory, &typed.unit, desk.today()),
        heard,
        channel,
        typed,
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn take(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = officer.actor.open_government_office()?;
    let Some(channel) = Channel::from_code(&form.channel) else {
        return Err(Stop::Refused(AnswerRefusal::AskedUnknown).into());
    };
    let command = TakeUp {
        channel,
        folded: form.folded.clone(),
        title: form.title.clone(),
        unit: form.unit.parse().ok(),
        days: form.days.trim().parse().ok(),
    };
    let calendar = desk.calendar();
    match take_up(&desk.store, &command, &calendar, (&office, desk.now())).await {
        Ok(promise) => {
            let there = format!("/desk/promises/{promise}");
            Ok(flash::go(
                &desk,
                &there,
                "已列为承诺，责任单位和公众都能看到",
            ))
        }
        Err(stop) => page(&desk, &officer, (form, Errors::of(stop)?)).await,
    }
}
