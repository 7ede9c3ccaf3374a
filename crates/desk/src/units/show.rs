//! 一个单位: its names, its place, how it is reached, what became of it, and what happened to it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::Fault;
use kernel::unit::{AliasKind, Members, Unit};
use promises::actions::find_holding;
use store::directory;
use ui::dates;

use super::told::{Told, list_history};
use super::{LIST, LIST_NAME, office, unit_id};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/units/{id}", get(show))
}

/// A unit to go to.
#[derive(Debug)]
struct Link {
    id: String,
    name: String,
}

impl From<&Unit> for Link {
    fn from(unit: &Unit) -> Self {
        Self {
            id: unit.id.to_string(),
            name: unit.name.clone(),
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "units/show.html")]
struct UnitPage {
    frame: DeskFrame,
    unit: Unit,
    has_ended: bool,
    /// From which day until which.
    validity: String,
    aliases: String,
    former: String,
    parent: Option<Link>,
    successors: Vec<Link>,
    predecessors: Vec<Link>,
    children: Vec<Link>,
    classes: Vec<String>,
    /// Open promises, late ones among them, and what recurs.
    owes: (usize, u64, usize),
    history: Vec<Told>,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    office(&officer)?;
    let (id, today) = (unit_id(&id)?, desk.today());
    let found = store::read!(desk.store, |tx| {
        let Some(unit) = directory::find_unit(tx, id).await? else {
            return Ok(None);
        };
        let parent = match unit.parent {
            None => None,
            Some(id) => directory::find_unit(tx, id).await?,
        };
        let register = directory::load(tx).await?;
        let lists = |members: &Members| match members {
            Members::Listed(ids) => ids.contains(&unit.id),
            Members::OfKinds(kinds) => kinds.contains(&unit.kind),
            Members::All => true,
            Members::Unknown => false,
        };
        let classes = register.classes().iter().filter(|it| lists(&it.members));
        let classes = classes.map(|it| it.name.clone()).collect();
        let holding = find_holding(tx, id).await?;
        Ok::<_, Fault>(Some(UnitPage {
            frame: desk
                .frame(&officer, unit.short_name.clone())
                .under(LIST_NAME, LIST),
            has_ended: unit.has_ended(today),
            validity: validity(&unit),
            aliases: joined(&unit, AliasKind::Alias),
            former: joined(&unit, AliasKind::Former),
            parent: parent.as_ref().map(Link::from),
            successors: links(&directory::list_successors(tx, id).await?),
            predecessors: links(&directory::list_predecessors(tx, id).await?),
            children: links(&directory::list_children(tx, id).await?),
            classes,
            owes: (
                holding.promises.len(),
                holding.late(today),
                holding.recurrences.len(),
            ),
            history: list_history(tx, id).await?,
            unit,
        }))
    })?;
    html(&found.ok_or(Snag::Missing("单位"))?)
}

fn validity(unit: &Unit) -> String {
    let day =
        |day: Option<kernel::Date>, open: &str| day.map_or_else(|| open.to_owned(), dates::long);
    format!(
        "{} 至 {}",
        day(unit.valid_from, "不详"),
        day(unit.valid_to, "今")
    )
}

fn links(units: &[Unit]) -> Vec<Link> {
    units.iter().map(Link::from).collect()
}

fn joined(unit: &Unit, kind: AliasKind) -> String {
    let names: Vec<&str> = unit.names(kind).collect();
    names.join("、")
}
