//! 单位名录: the register of units on screen: the tree, one unit, classes, files in and out, reorganisations.
//!
//! The open-government office keeps it. What a reorganisation does with posts is the security administrator's alone.

mod classes;
mod edit;
mod files;
mod list;
mod posts;
mod reorganise;
mod show;
mod take_in;
mod told;

use axum::Router;
use kernel::unit::{Directory, Unit};
use kernel::{Date, OpenGovernmentOffice, UnitId};
use plans::actions::{Authority, settle_units};

use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Where the list is.
const LIST: &str = "/desk/units";
/// What the list is called.
const LIST_NAME: &str = "单位名录";

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(edit::router())
        .merge(classes::router())
        .merge(files::router())
        .merge(take_in::router())
        .merge(reorganise::router())
        .merge(posts::router())
        .merge(show::router())
}

/// The proof that an officer keeps the register.
fn office(officer: &Officer) -> Result<OpenGovernmentOffice, Snag> {
    Ok(officer.actor.open_government_office()?)
}

/// The unit that an address names.
fn unit_id(text: &str) -> Result<UnitId, Snag> {
    text.parse().map_err(|_| Snag::Missing("单位"))
}

/// The page of a unit.
fn address(id: UnitId) -> String {
    format!("{LIST}/{id}")
}

/// A unit to choose: what is handed in, and what is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub value: String,
    pub name: String,
    pub is_chosen: bool,
}

/// The units that live, to choose from, in the register's order. `value` says what is handed in for one.
fn choices(
    directory: &Directory,
    today: Date,
    value: impl Fn(&Unit) -> String,
    chosen: &[String],
) -> Vec<Choice> {
    let living = directory.units().iter().filter(|it| !it.has_ended(today));
    living
        .map(|unit| {
            let value = value(unit);
            Choice {
                is_chosen: chosen.contains(&value),
                name: unit.name.clone(),
                value,
            }
        })
        .collect()
}

/// Asks again whom the unsettled names of plans mean, after names became known; what to say of it.
async fn settle(desk: &Desk, office: &OpenGovernmentOffice) -> Result<String, Snag> {
    let calendar = desk.calendar();
    let authority = Authority {
        office,
        calendar: &calendar,
        now: desk.now(),
    };
    let effect = settle_units(&desk.store, &authority).await?;
    Ok(match effect.opened {
        0 => String::new(),
        some => format!("，已导入的工作要点因此新立承诺{some}项"),
    })
}
