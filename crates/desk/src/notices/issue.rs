//! 发出督办单: the supervisor's form. Promises come along in the address: `?promise=ID&promise=ID`.

use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use calendar::{Clock, LastDay, Span};
use kernel::{Date, Fault, PromiseId, UnitId};
use oversight::actions::{Issue, issue};
use oversight::rules::{MOST_WORKDAYS, Wording};
use promises::queries::{PromiseLine, find_promise};
use serde::Deserialize;
use store::Tx;
use store::directory;
use ui::dates;

use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/notices/new", get(ask).post(act))
}

/// Working days that the form proposes.
const USUAL_WORKDAYS: u32 = 5;

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    promise: Vec<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    workdays: String,
}

/// A unit to choose.
#[derive(Debug)]
struct UnitChoice {
    id: UnitId,
    name: String,
    is_chosen: bool,
}

#[derive(Debug, Template)]
#[template(path = "notices/issue.html")]
struct IssuePage {
    frame: DeskFrame,
    errors: Errors,
    typed: Typed,
    units: Vec<UnitChoice>,
    promises: Vec<PromiseLine>,
    /// By when the answer would be owed, as the form stands.
    due_on: Option<Date>,
}

async fn ask(
    State(desk): State<Desk>,
    officer: Officer,
    RawQuery(query): RawQuery,
) -> Result<Response, Snag> {
    officer.actor.supervisor()?;
    let mut typed: Typed = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|cause| Snag::BadForm(format!("网址读不懂（{cause}）")))?;
    if typed.workdays.is_empty() {
        typed.workdays = USUAL_WORKDAYS.to_string();
    }
    page(&desk, &officer, (typed, Errors::none())).await
}

async fn act(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let supervisor = officer.actor.supervisor()?;
    let errors = check(&form);
    let command = match (errors.is_empty(), form.unit.parse()) {
        (true, Ok(unit)) => Issue {
            unit,
            promises: ids(&form),
            wording: Wording {
                title: form.title.clone(),
                body: form.body.clone(),
                workdays: form.workdays.trim().parse().unwrap_or(0),
            },
        },
        _ => return page(&desk, &officer, (form, errors)).await,
    };
    let calendar = desk.calendar();
    match issue(&desk.store, &command, &supervisor, (&calendar, desk.now())).await {
        Ok(issued) => Ok(flash::go(
            &desk,
            &format!("/desk/notices/{}", issued.notice),
            &format!(
                "已发出{}，{}前答复",
                issued.number,
                dates::long(issued.due_on)
            ),
        )),
        Err(stop) => page(&desk, &officer, (form, Errors::of(stop)?)).await,
    }
}

/// What the form itself can tell.
fn check(typed: &Typed) -> Errors {
    let errors = Errors::none();
    if typed.unit.parse::<UnitId>().is_err() {
        errors.with("unit", "请选择被督办单位")
    } else {
        errors
    }
}

fn ids(typed: &Typed) -> Vec<PromiseId> {
    typed
        .promise
        .iter()
        .filter_map(|it| it.parse().ok())
        .collect()
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (mut typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let today = desk.today();
    let ids = ids(&typed);
    let (promises, units) = store::read!(desk.store, |tx| {
        let mut promises = Vec::new();
        for id in ids.iter().take(200) {
            promises.extend(find_promise(tx, *id, today).await?.map(|it| it.line));
        }
        Ok::<_, Fault>((promises, list_units(tx, today).await?))
    })?;
    if typed.unit.is_empty()
        && let Some(first) = promises.first()
    {
        typed.unit = first.unit_id.to_string();
    }
    let units = units
        .into_iter()
        .map(|(id, name)| UnitChoice {
            is_chosen: id.to_string() == typed.unit,
            id,
            name,
        })
        .collect();
    let status = errors.status();
    let mut response = html(&IssuePage {
        frame: desk
            .frame(officer, "发出督办单")
            .under("督办单", "/desk/notices"),
        due_on: due_on(desk, &typed),
        errors,
        typed,
        units,
        promises,
    })?;
    *response.status_mut() = status;
    Ok(response)
}

/// The units that may be asked today.
async fn list_units(tx: &mut Tx, today: Date) -> Result<Vec<(UnitId, String)>, Fault> {
    let directory = directory::load(tx).await?;
    let stands = |end: Option<Date>| end.is_none_or(|end| end >= today);
    let units = directory.units().iter().filter(|it| stands(it.valid_to));
    Ok(units.map(|it| (it.id, it.name.clone())).collect())
}

fn due_on(desk: &Desk, typed: &Typed) -> Option<Date> {
    let workdays: u32 = typed.workdays.trim().parse().ok()?;
    if !(1..=MOST_WORKDAYS).contains(&workdays) {
        return None;
    }
    let clock = Clock::start(desk.today(), Span::Workdays(workdays), LastDay::AsIs, "");
    clock.due(&desk.calendar()).ok().map(|due| due.on)
}
