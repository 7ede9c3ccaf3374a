//! 一项任务: what a published duty still waits for: whom its names mean, the event that starts its span, the basis of its periods.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::unit::Directory;
use kernel::{Date, DutyId, Fault, Stop, UnitId};
use plans::PlanRefusal;
use plans::actions::{
    AssignTarget, AssignUnit, RecordEvent, SetCadenceBasis, assign_unit, record_event,
    set_cadence_basis,
};
use plans::queries::{DutyDetail, UnitMention, find_duty};
use promises::Origin;
use serde::Deserialize;
use store::directory;

use super::edit_form::names;
use super::{Office, cut, late_reason, term_words, told};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/plans/duties/{id}", get(show))
        .route("/desk/plans/duties/{id}/assign", post(assign))
        .route("/desk/plans/duties/{id}/event", post(event))
        .route("/desk/plans/duties/{id}/basis", post(basis))
}

/// Whatever one of the forms sent; each fills its part.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    /// A name of the plan; empty: who answers besides whom it names.
    written: String,
    unit: Vec<String>,
    unit_name: String,
    ordinal: String,
    happened_on: String,
    label: String,
    grace: String,
    basis: String,
    /// Why late promises may go.
    reason: String,
}

/// What was tried and refused; nothing, where the page is only looked at.
#[derive(Debug, Default)]
struct Tried {
    act: &'static str,
    form: Form,
    errors: Errors,
}

/// An act that would let late promises go, to be handed in once more with the reason.
#[derive(Debug)]
struct AskedWhy {
    act: &'static str,
    fields: Vec<(&'static str, String)>,
}

impl AskedWhy {
    fn of(tried: &Tried) -> Option<Self> {
        tried.errors.find("reason")?;
        let form = &tried.form;
        let typed = [
            ("written", &form.written),
            ("unit_name", &form.unit_name),
            ("grace", &form.grace),
            ("basis", &form.basis),
        ];
        let typed = typed.map(|(name, value)| (name, value.clone()));
        let chosen = form.unit.iter().map(|id| ("unit", id.clone()));
        Some(Self {
            act: tried.act,
            fields: typed.into_iter().chain(chosen).collect(),
        })
    }
}

#[derive(Debug, Template)]
#[template(path = "plans/duty.html")]
struct DutyPage {
    frame: DeskFrame,
    duty: DutyDetail,
    times: Vec<String>,
    names: Vec<Name>,
    register: Vec<String>,
    asked_why: Option<AskedWhy>,
    form: Form,
    errors: Errors,
}

/// A name as the duty writes it.
#[derive(Debug)]
struct Name {
    written: String,
    role: &'static str,
    matched: &'static str,
    means: String,
    candidates: Vec<(UnitId, String)>,
}

impl Name {
    fn of(it: &UnitMention, role: &'static str, directory: &Directory) -> Self {
        let named = |id: &UnitId| {
            let unit = directory.find(*id)?;
            Some((*id, unit.short_name.clone()))
        };
        let means = it.unit.iter().chain(&it.members);
        let means: Vec<&str> = means.map(|(_, name)| name.as_str()).collect();
        Self {
            written: it.written.clone(),
            role,
            matched: it.matched.label(),
            means: means.join("、"),
            candidates: match &it.matched {
                plans::Match::Suggested { candidates, .. } => {
                    candidates.iter().filter_map(named).collect()
                }
                plans::Match::Exact
                | plans::Match::Alias
                | plans::Match::Former { .. }
                | plans::Match::Abbreviation
                | plans::Match::Class
                | plans::Match::Confirmed
                | plans::Match::Unknown => Vec::new(),
            },
        }
    }
}

async fn find(desk: &Desk, id: &str) -> Result<(DutyDetail, Directory), Snag> {
    let missing = || Snag::Missing("任务");
    let id: DutyId = id.parse().map_err(|_| missing())?;
    let today = desk.today();
    let (duty, register) = store::read!(desk.store, |tx| {
        Ok::<_, Fault>((find_duty(tx, id, today).await?, directory::load(tx).await?))
    })?;
    Ok((duty.ok_or_else(missing)?, register))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    Office::of(&desk, &officer)?;
    page(&desk, &officer, (&id, Tried::default())).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (id, tried): (&str, Tried),
) -> Result<Response, Snag> {
    let (duty, directory) = find(desk, id).await?;
    let status = tried.errors.status();
    let today = desk.today();
    let lead = duty
        .lead
        .iter()
        .map(|it| Name::of(it, "责任单位", &directory));
    let support = duty.support.iter();
    let support = support.map(|it| Name::of(it, "配合单位", &directory));
    let title = if duty.heading.is_empty() {
        cut(&duty.text, 20)
    } else {
        duty.heading.clone()
    };
    let page = DutyPage {
        frame: desk
            .frame(officer, title)
            .under("工作要点", "/desk/plans")
            .under("本要点", format!("/desk/plans/{}", duty.plan_id)),
        times: duty.terms.iter().map(term_words).collect(),
        names: lead.chain(support).collect(),
        register: directory
            .units()
            .iter()
            .filter(|unit| unit.exists_on(today))
            .map(|unit| unit.short_name.clone())
            .collect(),
        duty,
        asked_why: AskedWhy::of(&tried),
        form: tried.form,
        errors: tried.errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn assign(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let (duty, directory) = find(&desk, &id).await?;
    let Some(units) = units_of(&form, &directory) else {
        let tried = Tried {
            act: "assign",
            form,
            errors: Errors::none().with("units", "没有这个单位，请从单位名录中选择"),
        };
        return page(&desk, &officer, (&id, tried)).await;
    };
    let command = AssignUnit {
        target: if form.written.is_empty() {
            AssignTarget::Duty(duty.id)
        } else {
            AssignTarget::Name {
                plan: duty.plan_id,
                written: form.written.clone(),
            }
        },
        units,
        late_reason: late_reason(&form.reason),
    };
    let done = assign_unit(&desk.store, &command, &office.authority()).await;
    let says = done.map(|effect| told("已认定", &effect));
    end(&desk, (&officer, &id), ("assign", form), says).await
}

/// The units that were chosen or typed; `None` where one is unknown.
fn units_of(form: &Form, directory: &Directory) -> Option<Vec<UnitId>> {
    let mut units = Vec::new();
    for id in &form.unit {
        units.push(directory.find(id.parse().ok()?)?.id);
    }
    for name in names(&form.unit_name) {
        let bears = |unit: &&kernel::unit::Unit| unit.name == name || unit.short_name == name;
        units.push(directory.units().iter().find(bears)?.id);
    }
    Some(units)
}

async fn event(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let (duty, _) = find(&desk, &id).await?;
    let Ok(on) = form.happened_on.trim().parse::<Date>() else {
        let tried = Tried {
            act: "event",
            form,
            errors: Errors::none().with("happened_at", "日期写法有误，请写作 2026-03-06"),
        };
        return page(&desk, &officer, (&id, tried)).await;
    };
    let command = RecordEvent {
        origin: Origin::Duty(duty.id),
        ordinal: form.ordinal.parse().ok(),
        happened_at: on.at(0, 0, 0, 0),
        label: form.label.clone(),
    };
    let done = record_event(&desk.store, &command, &office.authority()).await;
    let says = done.map(|opened| format!("已登记，立项{opened}项承诺"));
    end(&desk, (&officer, &id), ("event", form), says).await
}

async fn basis(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let (duty, _) = find(&desk, &id).await?;
    let command = SetCadenceBasis {
        duty: duty.id,
        grace: form.grace.clone(),
        basis: form.basis.clone(),
        late_reason: late_reason(&form.reason),
    };
    let done = set_cadence_basis(&desk.store, &command, &office.authority()).await;
    let says = done.map(|effect| told("已设定", &effect));
    end(&desk, (&officer, &id), ("basis", form), says).await
}

/// How an act ends: with what was done, or with the page and what was typed.
async fn end(
    desk: &Desk,
    (officer, id): (&Officer, &str),
    (act, form): (&'static str, Form),
    says: Result<String, Stop<PlanRefusal>>,
) -> Result<Response, Snag> {
    match says {
        Ok(says) => Ok(flash::go(desk, &format!("/desk/plans/duties/{id}"), &says)),
        Err(stop) => {
            let errors = Errors::of(stop)?;
            page(desk, officer, (id, Tried { act, form, errors })).await
        }
    }
}
