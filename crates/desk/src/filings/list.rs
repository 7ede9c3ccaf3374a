//! The list of filings: those that one's units judge, and those that they sent, by state.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Actor, Date, Fault, NotAllowed, Page, PageAsk, UnitId};
use publishing::filing::FilingState;
use publishing::filing::queries::{FilingLine, Side, count_filings, list_filings};
use serde::Deserialize;
use store::Tx;
use ui::dates;

use super::{own_units, sees_all};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/filings", get(show))
        .route("/desk/filings.xlsx", get(export))
}

const PAGE: u32 = 50;
/// Rows of a file at most.
const MOST_ROWS: usize = 10_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    side: String,
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
#[template(path = "filings/list.html")]
struct ListPage {
    frame: DeskFrame,
    sides: Vec<Link>,
    states: Vec<Link>,
    lines: Vec<FilingLine>,
    /// What stands in the address, for the file.
    query: String,
    more: Option<String>,
    is_receiver: bool,
}

impl ListPage {
    fn tag(&self, line: &FilingLine) -> &'static str {
        super::tag(line.filing.state)
    }
}

/// A side that somebody may look at, as the address names it.
#[derive(Debug, Clone)]
struct Place {
    side: Side,
    label: String,
    query: String,
}

/// The sides to choose from: of each of one's units both, of the office all.
async fn places_of(tx: &mut Tx, actor: &Actor) -> Result<Vec<Place>, Fault> {
    let mut places = Vec::new();
    let units = own_units(actor);
    for unit in &units {
        let name = match units.len() {
            1 => String::new(),
            _ => name_of(tx, *unit).await?,
        };
        places.push(Place {
            side: Side::Receiver(*unit),
            label: format!("{name}受理的"),
            query: format!("side=receiver&unit={unit}"),
        });
        places.push(Place {
            side: Side::Sender(*unit),
            label: format!("{name}报送的"),
            query: format!("side=sender&unit={unit}"),
        });
    }
    if sees_all(actor) {
        places.push(Place {
            side: Side::All,
            label: "全部单位".to_owned(),
            query: "side=all".to_owned(),
        });
    }
    Ok(places)
}

async fn name_of(tx: &mut Tx, unit: UnitId) -> Result<String, Fault> {
    let unit = store::directory::find_unit(tx, unit).await?;
    Ok(unit.map_or_else(String::new, |it| it.short_name))
}

/// The place that is asked for; without one the first where something waits.
async fn choose(tx: &mut Tx, places: &[Place], asked: &Asked) -> Result<Option<Place>, Fault> {
    let wanted = match asked.side.as_str() {
        "all" => "side=all".to_owned(),
        side => format!("side={side}&unit={}", asked.unit),
    };
    if let Some(place) = places.iter().find(|it| it.query == wanted) {
        return Ok(Some(place.clone()));
    }
    for place in places {
        if !count_filings(tx, place.side).await?.is_empty() {
            return Ok(Some(place.clone()));
        }
    }
    Ok(places.first().cloned())
}

/// What the list shows.
struct Shown {
    places: Vec<Place>,
    here: Place,
    state: FilingState,
    counts: Vec<(FilingState, u64)>,
    page: Page<FilingLine>,
}

async fn look(desk: &Desk, officer: &Officer, asked: &Asked) -> Result<Shown, Snag> {
    let ask = match asked.after.is_empty() {
        true => PageAsk::first(PAGE),
        false => PageAsk::after(asked.after.clone(), PAGE),
    };
    let found = store::read!(desk.store, |tx| {
        let places = places_of(tx, &officer.actor).await?;
        let Some(here) = choose(tx, &places, asked).await? else {
            return Ok(None);
        };
        let counts = count_filings(tx, here.side).await?;
        let state = FilingState::from_code(&asked.state);
        let state = state.unwrap_or_else(|| first_of(here.side, &counts));
        let page = list_filings(tx, (here.side, state), &ask).await?;
        Ok::<_, Fault>(Some(Shown {
            places,
            here,
            state,
            counts,
            page,
        }))
    })?;
    found.ok_or(Snag::from(NotAllowed::ResponsibleUnitOnly))
}

/// The state with which a list begins: what waits for whoever looks, else what has ended.
fn first_of(side: Side, counts: &[(FilingState, u64)]) -> FilingState {
    let order = match side {
        Side::Receiver(_) | Side::All => [
            FilingState::Sent,
            FilingState::Returned,
            FilingState::Objected,
        ],
        Side::Sender(_) => [
            FilingState::Objected,
            FilingState::Returned,
            FilingState::Sent,
        ],
    };
    let waits = |state: &FilingState| counts.iter().any(|(it, n)| it == state && *n > 0);
    let first = order.into_iter().find(waits);
    first.unwrap_or(FilingState::Registered)
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let shown = look(&desk, &officer, &asked).await?;
    let (here, state) = (&shown.here, shown.state);
    let query = format!("{}&state={}", here.query, state.code());
    let sides = shown.places.iter().map(|it| Link {
        label: it.label.clone(),
        query: it.query.clone(),
        count: None,
        is_here: it.side == here.side,
    });
    let states = FilingState::ALL.iter().map(|it| Link {
        label: it.label().to_owned(),
        query: format!("{}&state={}", here.query, it.code()),
        count: shown
            .counts
            .iter()
            .find(|(known, _)| known == it)
            .map(|(_, n)| *n),
        is_here: *it == state,
    });
    html(&ListPage {
        frame: desk.frame(&officer, "备案"),
        sides: sides.collect(),
        states: states.collect(),
        more: shown
            .page
            .next
            .map(|key| format!("{query}&after={}", percent_encoded(&key))),
        lines: shown.page.items,
        is_receiver: !matches!(here.side, Side::Sender(_)),
        query,
    })
}

async fn export(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let shown = look(&desk, &officer, &asked).await?;
    let (side, state) = (shown.here.side, shown.state);
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let page = store::read!(desk.store, |tx| list_filings(tx, (side, state), &ask).await)?;
        rows.extend(page.items.into_iter().map(row));
        match page.next {
            Some(next) if rows.len() < MOST_ROWS => ask = PageAsk::after(next, PageAsk::MOST),
            Some(_) | None => break,
        }
    }
    let columns = vec![
        ("标题", Column::Text),
        ("发文字号", Column::Word),
        ("制定单位", Column::Word),
        ("受理单位", Column::Word),
        ("报送日期", Column::Day),
        ("状态", Column::Word),
        ("备案登记号", Column::Word),
        ("登记日期", Column::Day),
    ];
    Sheet {
        name: format!("备案-{}", state.label()),
        columns,
        rows,
    }
    .answer()
}

fn row(line: FilingLine) -> Vec<Cell> {
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
    let it = line.filing;
    vec![
        Cell::from(it.title),
        Cell::from(it.number),
        Cell::from(line.unit_name),
        Cell::from(it.receiver),
        day(Some(it.sent_at.date())),
        Cell::from(it.state.label()),
        Cell::from(it.register_number),
        day(it.registered_on),
    ]
}
