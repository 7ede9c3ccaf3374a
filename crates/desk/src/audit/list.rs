//! The search: a form that stays in the address, and what was found, newest first.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{AuditAdministrator, Date, EventId, Fault, Moment};
use store::audit::kinds::{KINDS, Kind, label_of};
use store::audit::{AuditAsk, AuditPage, Group, find_noted_search, list_audited, note_search};
use store::{RecordedEvent, Tx, directory};
use ui::dates;

use super::asked::Asked;
use super::export::{MOST_ROWS_CSV, MOST_ROWS_XLSX};
use super::facts;
use super::names::Names;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/audit", get(show))
}

/// Events of a page.
const PAGE: u32 = 50;

/// One event in a list.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub event: RecordedEvent,
    /// What happened, in words.
    pub kind: String,
    /// The account's name and login today.
    pub account: Option<String>,
    /// What it happened to, in words.
    pub subject: String,
    /// The unit, in words.
    pub unit: String,
    /// The facts, in a line.
    pub summary: String,
}

impl Line {
    /// Who did it: today's name and login of the account, and as what they acted.
    pub fn who(&self) -> String {
        let recorded = &self.event.actor;
        match &self.account {
            Some(account) if account.starts_with(recorded.as_str()) => account.clone(),
            Some(account) => format!("{account}，{recorded}"),
            None => recorded.clone(),
        }
    }
}

/// The events with their names.
pub(super) async fn lines(
    tx: &mut Tx,
    names: &mut Names,
    events: Vec<RecordedEvent>,
) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::with_capacity(events.len());
    for event in events {
        lines.push(Line {
            kind: label_of(&event.kind).to_owned(),
            account: match event.account {
                Some(account) => names.person(tx, account).await?,
                None => None,
            },
            subject: names.subject(tx, &event.subject).await?,
            unit: match event.unit {
                Some(unit) => names.unit(tx, unit).await?,
                None => String::new(),
            },
            summary: facts::summary(tx, names, &event).await?,
            event,
        });
    }
    Ok(lines)
}

/// A unit to choose.
#[derive(Debug)]
struct UnitChoice {
    id: String,
    name: String,
    is_chosen: bool,
}

#[derive(Debug, Template)]
#[template(path = "audit/list.html")]
struct ListPage {
    frame: DeskFrame,
    asked: Asked,
    errors: Errors,
    groups: Vec<(Group, Vec<&'static Kind>)>,
    units: Vec<UnitChoice>,
    quick: Vec<(&'static str, String)>,
    found: Option<Found>,
    most_csv: usize,
    most_xlsx: usize,
}

/// What a search found.
#[derive(Debug)]
struct Found {
    lines: Vec<Line>,
    /// What every address of this search carries.
    query: String,
    next: Option<String>,
    is_first: bool,
    looked_back_to: Option<Moment>,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let reader = officer.actor.audit_administrator()?;
    let today = desk.today();
    let (ask, mut errors, units) = store::read!(desk.store, |tx| {
        let (ask, errors) = asked.read(tx).await?;
        Ok::<_, Fault>((ask, errors, units(tx, &asked.unit).await?))
    })?;
    let found = match asked.is_search() && errors.is_empty() {
        true => Some(find(&desk, (&asked, &ask), &reader).await?),
        false => None,
    };
    if !asked.is_search() {
        errors = Errors::none();
    }
    let status = errors.status();
    let page = ListPage {
        frame: desk.frame(&officer, "审计日志"),
        groups: groups(),
        units,
        quick: quick(today),
        asked,
        errors,
        found,
        most_csv: MOST_ROWS_CSV,
        most_xlsx: MOST_ROWS_XLSX,
    };
    Ok((status, html(&page)?).into_response())
}

async fn find(
    desk: &Desk,
    (asked, ask): (&Asked, &AuditAsk),
    reader: &AuditAdministrator,
) -> Result<Found, Snag> {
    let search = match going_on(desk, (asked, ask), reader).await? {
        Some(search) => search,
        None => note_search(&desk.store, ask, reader, desk.now()).await?,
    };
    let before: Option<EventId> = asked.before.parse().ok();
    let today = desk.today();
    let (page, lines) = store::read!(desk.store, |tx| {
        let AuditPage {
            events,
            next,
            looked_back_to,
        } = list_audited(tx, reader, ask, (before, PAGE)).await?;
        let lines = lines(tx, &mut Names::new(today), events).await?;
        Ok::<_, Fault>(((next, looked_back_to), lines))
    })?;
    let (next, looked_back_to) = page;
    let query = format!("{}&search={search}", asked.query());
    Ok(Found {
        lines,
        next: next.map(|id| format!("{query}&go=1&before={id}")),
        query,
        is_first: before.is_none(),
        looked_back_to,
    })
}

/// The search whose page is turned: noted already, by this person, with the same question.
pub(super) async fn going_on(
    desk: &Desk,
    (asked, ask): (&Asked, &AuditAsk),
    reader: &AuditAdministrator,
) -> Result<Option<EventId>, Fault> {
    let Some(search) = asked.noted() else {
        return Ok(None);
    };
    store::read!(desk.store, |tx| {
        find_noted_search(tx, search, (ask, reader)).await
    })
}

/// The kinds to choose, group by group.
fn groups() -> Vec<(Group, Vec<&'static Kind>)> {
    let of = |group: Group| KINDS.iter().filter(move |kind| kind.group == group);
    let groups = Group::ALL.iter();
    groups.map(|group| (*group, of(*group).collect())).collect()
}

/// Every unit, former ones too: their events are there still.
async fn units(tx: &mut Tx, chosen: &str) -> Result<Vec<UnitChoice>, Fault> {
    let directory = directory::load(tx).await?;
    let units = directory.units().iter().map(|unit| {
        let id = unit.id.to_string();
        UnitChoice {
            is_chosen: id == chosen,
            id,
            name: unit.name.clone(),
        }
    });
    Ok(units.collect())
}

/// What is looked for most.
fn quick(today: Date) -> Vec<(&'static str, String)> {
    let week = today
        .checked_sub(jiff::Span::new().days(6))
        .unwrap_or(today);
    vec![
        ("今天的全部记录", format!("from={today}&through={today}")),
        (
            "近七天的登录失败",
            format!("kind=account.sign_in_failed&from={week}"),
        ),
        ("人员与权限的变动", "kind=people".to_owned()),
        ("系统设置的变动", "kind=settings".to_owned()),
        ("豁免", "kind=promise.waived".to_owned()),
        ("作废", "kind=promise.made_void".to_owned()),
        ("调整期限", "kind=promise.due_moved".to_owned()),
        ("审计日志的查阅与导出", "kind=audit".to_owned()),
    ]
}
