//! The filings of other sites by state, and the form by which a package is taken in.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, NotAllowed, PageAsk, Stop, UnitId};
use publishing::filing::exchange::{PackageRefusal, Sealed, find_receiver};
use publishing::filing::received::queries::{count_received, list_received};
use publishing::filing::received::{Received, take_package};
use publishing::filing::{FilingRefusal, FilingState};
use serde::Deserialize;
use ui::dates;

use crate::filings::{own_units, sees_all};
use crate::flash;
use crate::form::{Errors, NoFields};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::Uploaded;

/// Its address.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/filings/received", get(show).post(take))
}

const PAGE: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    unit: String,
    state: String,
    after: String,
}

/// A link of the rows above the list.
#[derive(Debug)]
struct Link {
    label: String,
    query: String,
    count: Option<u64>,
    is_here: bool,
}

#[derive(Debug, Template)]
#[template(path = "filings/received/list.html")]
struct ListPage {
    frame: DeskFrame,
    units: Vec<Link>,
    states: Vec<Link>,
    lines: Vec<Received>,
    more: Option<String>,
    errors: Errors,
}

impl ListPage {
    fn tag(&self, it: &Received) -> &'static str {
        crate::filings::tag(it.state)
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    page(&desk, &officer, &asked, Errors::none()).await
}

/// The units to choose from, and which of them was; without a name all, for the office.
async fn units_of(
    desk: &Desk,
    officer: &Officer,
    asked: &Asked,
) -> Result<(Vec<Link>, Option<UnitId>), Snag> {
    let mut own = Vec::new();
    for unit in own_units(&officer.actor) {
        let found = store::read!(desk.store, |tx| store::directory::find_unit(tx, unit).await)?;
        own.push((unit, found.map_or_else(String::new, |it| it.short_name)));
    }
    let is_all = sees_all(&officer.actor);
    if own.is_empty() && !is_all {
        return Err(NotAllowed::ResponsibleUnitOnly.into());
    }
    let asked = own.iter().find(|(it, _)| it.to_string() == asked.unit);
    let first = own.first().filter(|_| !is_all);
    let here = asked.or(first).map(|(unit, _)| *unit);
    let links = own.iter().map(|(unit, name)| Link {
        label: format!("{name}受理的"),
        query: format!("unit={unit}"),
        count: None,
        is_here: here == Some(*unit),
    });
    let all = is_all.then(|| Link {
        label: "全部单位".to_owned(),
        query: "unit=all".to_owned(),
        count: None,
        is_here: here.is_none(),
    });
    Ok((all.into_iter().chain(links).collect(), here))
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    asked: &Asked,
    errors: Errors,
) -> Result<Response, Snag> {
    let (units, unit) = units_of(desk, officer, asked).await?;
    let ask = match asked.after.is_empty() {
        true => PageAsk::first(PAGE),
        false => PageAsk::after(asked.after.clone(), PAGE),
    };
    let (counts, state, found) = store::read!(desk.store, |tx| {
        let counts = count_received(tx, unit).await?;
        let state = FilingState::from_code(&asked.state);
        let waits = counts
            .iter()
            .any(|(state, n)| *state == FilingState::Sent && *n > 0);
        let first = if waits {
            FilingState::Sent
        } else {
            FilingState::Registered
        };
        let state = state.unwrap_or(first);
        let found = list_received(tx, (unit, state), &ask).await?;
        Ok::<_, Fault>((counts, state, found))
    })?;
    let whose = unit.map_or_else(|| "unit=all".to_owned(), |it| format!("unit={it}"));
    let states = FilingState::ALL.iter().map(|it| Link {
        label: it.label().to_owned(),
        query: format!("{whose}&state={}", it.code()),
        count: counts
            .iter()
            .find(|(known, _)| known == it)
            .map(|(_, n)| *n),
        is_here: *it == state,
    });
    let more = found.next.map(|key| {
        let key = percent_encoded(&key);
        format!("{whose}&state={}&after={key}", state.code())
    });
    let status = errors.status();
    let mut response = html(&ListPage {
        frame: desk
            .frame(officer, "其他网站报送的备案")
            .under("备案", "/desk/filings"),
        units,
        states: states.collect(),
        lines: found.items,
        more,
        errors,
    })?;
    *response.status_mut() = status;
    Ok(response)
}

async fn take(State(desk): State<Desk>, posted: Uploaded<NoFields>) -> Result<Response, Snag> {
    let Uploaded {
        officer, mut files, ..
    } = posted;
    let outcome = match files.pop() {
        Some(file) => take_bytes(&desk, &officer, file.bytes).await,
        None => Err(refused(PackageRefusal::FileMissing)),
    };
    match outcome {
        Ok(to) => Ok(flash::go(&desk, &to, "签名核对无误，已接收备案包")),
        Err(stop) => page(&desk, &officer, &Asked::default(), Errors::of(stop)?).await,
    }
}

fn refused(why: PackageRefusal) -> Stop<FilingRefusal> {
    Stop::Refused(why.into())
}

/// Takes a package in for the unit that it is meant for, where the officer acts for that; the address of the filing.
async fn take_bytes(
    desk: &Desk,
    officer: &Officer,
    bytes: Vec<u8>,
) -> Result<String, Stop<FilingRefusal>> {
    // Whom it is meant for is read before it is believed: it only says which right is asked for.
    let named = Sealed::read(&bytes).map_err(refused)?.package.receiver;
    let directory = store::read!(desk.store, |tx| store::directory::load(tx).await)?;
    let meant = (named.as_str(), desk.filing_desks.as_ref());
    let unit = find_receiver(&directory, meant, desk.today()).map(|it| it.id);
    let right = unit.and_then(|it| officer.actor.unit_officer(it).ok());
    let right = right.ok_or_else(|| refused(PackageRefusal::ForOthers(named)))?;
    let who = (&right, desk.partners.as_ref(), desk.filing_desks.as_ref());
    let taken = take_package(&desk.store, bytes, who, desk.now()).await?;
    Ok(format!("/desk/filings/received/{taken}"))
}
