//! 人员与权限: accounts, their roles, their access.
//!
//! The system administrator opens and switches off accounts; the security administrator grants roles and lets people in again. Each
//! sees only their own buttons, and the actions ask for the right once more.

mod create;
mod identity;
mod list;
mod reset;
mod roles;
mod show;
mod sign_in_rules;
mod switch;

use axum::Router;
use kernel::{AccountId, Date, Fault, NotAllowed, PageAsk, Right};
use store::Tx;
use store::directory::UnitFilter;

use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(create::router())
        .merge(sign_in_rules::router())
        .merge(show::router())
        .merge(switch::router())
        .merge(roles::router())
        .merge(reset::router())
        .merge(identity::router())
}

/// Either of the two administrators who work here.
fn check_administrator(officer: &Officer) -> Result<(), Snag> {
    let rights = [Right::SystemAdministrator, Right::SecurityAdministrator];
    if rights
        .iter()
        .any(|right| officer.actor.holds_somewhere(*right))
    {
        Ok(())
    } else {
        Err(NotAllowed::SystemAdministratorOnly.into())
    }
}

/// The account that an address names.
fn account_of(text: &str) -> Result<AccountId, Snag> {
    text.parse().map_err(|_| Snag::Missing("账号"))
}

/// A unit to choose: id and name.
#[derive(Debug, Clone)]
pub(crate) struct UnitChoice {
    pub id: String,
    pub name: String,
}

/// Units offered at most: more than any city has.
const MOST_UNITS: usize = 2_000;

/// The units to choose from, in the register's order.
pub(crate) async fn list_unit_choices(tx: &mut Tx, today: Date) -> Result<Vec<UnitChoice>, Fault> {
    let (mut choices, filter) = (Vec::new(), UnitFilter::default());
    let mut ask = PageAsk::first(PageAsk::MOST);
    loop {
        let page = store::directory::list_units(tx, &filter, &ask, today).await?;
        choices.extend(page.items.into_iter().map(|unit| UnitChoice {
            id: unit.id.to_string(),
            name: unit.short_name,
        }));
        match page.next {
            Some(key) if choices.len() < MOST_UNITS => ask = PageAsk::after(key, PageAsk::MOST),
            _ => return Ok(choices),
        }
    }
}
