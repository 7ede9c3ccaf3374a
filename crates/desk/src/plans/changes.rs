//! 确认修订: what the next version of a plan changes, piece by piece; what would make late promises vanish stands in red and
//! needs a reason.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use gongwen::reading::Duty;
use kernel::{DutyId, PlanId};
use plans::actions::{AcceptChanges, accept_pieces};
use plans::draft::Piece;
use plans::queries::{Proposal, find_proposal};
use plans::reconcile::Effect;
use serde::Deserialize;

use super::{Office, late_reason, term_words, told};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/plans/{id}/changes", get(show).post(act))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    reading: String,
    /// The pieces that take effect: `added-3`, `dropped-ID`, `changed-ID`.
    take: Vec<String>,
    reason: String,
}

#[derive(Debug, Template)]
#[template(path = "plans/changes.html")]
struct ChangesPage {
    frame: DeskFrame,
    plan: PlanId,
    reading: String,
    proposed_by: String,
    pieces: Pieces,
    kept: usize,
    late: u64,
    reason: String,
    errors: Errors,
}

/// A piece of the difference.
#[derive(Debug)]
struct Item {
    name: String,
    is_taken: bool,
    was: Option<Told>,
    now: Option<Told>,
    aspects: String,
    /// What it would do to promises.
    effect: Effect,
}

/// A duty as one version says it.
#[derive(Debug)]
struct Told {
    heading: String,
    text: String,
    lead: String,
    support: String,
    times: String,
}

impl Told {
    fn of(it: &Duty) -> Self {
        let times: Vec<String> = it.terms.iter().map(term_words).collect();
        Self {
            heading: it.heading.clone(),
            text: it.text.clone(),
            lead: it.lead.join("、"),
            support: it.support.join("、"),
            times: times.join("；"),
        }
    }
}

async fn find(desk: &Desk, office: &Office, id: &str) -> Result<(PlanId, Option<Proposal>), Snag> {
    let id: PlanId = id.parse().map_err(|_| Snag::Missing("工作要点"))?;
    let today = office.now.date();
    let found = find_proposal(&desk.store, id, &office.calendar, today).await?;
    Ok((id, found))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let office = Office::of(&desk, &officer)?;
    let (plan, proposal) = find(&desk, &office, &id).await?;
    match proposal {
        Some(proposal) => page(&desk, &officer, proposal, (None, Errors::none())),
        None => Ok(flash::go(
            &desk,
            &format!("/desk/plans/{plan}"),
            "没有待确认的变化",
        )),
    }
}

fn page(
    desk: &Desk,
    officer: &Officer,
    proposal: Proposal,
    (form, errors): (Option<Form>, Errors),
) -> Result<Response, Snag> {
    let status = errors.status();
    let plan = proposal.plan_id;
    let pieces = Pieces::of(&proposal, form.as_ref());
    let frame = desk.frame(officer, "确认修订");
    let page = ChangesPage {
        frame: frame
            .under("工作要点", "/desk/plans")
            .under("本要点", format!("/desk/plans/{plan}")),
        plan,
        reading: proposal.reading.to_string(),
        proposed_by: proposal.proposed_by.clone(),
        kept: proposal.diff.kept.len(),
        late: pieces.count_late(),
        pieces,
        reason: form.map_or_else(String::new, |form| form.reason),
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

/// The difference, piece by piece.
#[derive(Debug)]
struct Pieces {
    added: Vec<Item>,
    dropped: Vec<Item>,
    changed: Vec<Item>,
    /// Duties that say what they said while their promises change: the plan's own dates are others.
    touched: Vec<Item>,
}

impl Pieces {
    /// All ticked at first; then as the form says.
    fn of(proposal: &Proposal, form: Option<&Form>) -> Self {
        let known = |id: &DutyId| {
            let found = proposal.known.iter().find(|(known, _)| known == id);
            found.map(|(_, duty)| Told::of(duty))
        };
        let new = |n: usize| proposal.duties.get(n).map(Told::of);
        let item = |name: String, (was, now): (Option<Told>, Option<Told>), id: Option<&DutyId>| {
            let effect = id.and_then(|id| proposal.foreseen.get(id));
            Item {
                is_taken: form.is_none_or(|form| form.take.contains(&name)),
                name,
                was,
                now,
                aspects: String::new(),
                effect: effect.copied().unwrap_or_default(),
            }
        };
        let diff = &proposal.diff;
        let added = diff.added.iter();
        let dropped = diff.dropped.iter();
        let kept = diff.kept.iter();
        let touched = kept.filter(|(id, _)| proposal.foreseen.contains_key(id));
        let changed = diff.changed.iter().map(|it| {
            let aspects: Vec<_> = it.aspects.iter().map(|aspect| aspect.label()).collect();
            let (name, said) = (format!("changed-{}", it.id), (known(&it.id), new(it.new)));
            Item {
                aspects: aspects.join("、"),
                ..item(name, said, Some(&it.id))
            }
        });
        Self {
            added: added
                .map(|&n| item(format!("added-{n}"), (None, new(n)), None))
                .collect(),
            dropped: dropped
                .map(|id| item(format!("dropped-{id}"), (known(id), None), Some(id)))
                .collect(),
            changed: changed.collect(),
            touched: touched
                .map(|(id, n)| item(format!("kept-{id}"), (None, new(*n)), Some(id)))
                .collect(),
        }
    }

    fn count_late(&self) -> u64 {
        let all = self.dropped.iter().chain(&self.changed);
        all.chain(&self.touched).map(|it| it.effect.late()).sum()
    }
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let (plan, proposal) = find(&desk, &office, &id).await?;
    let to = format!("/desk/plans/{plan}");
    let Some(proposal) = proposal else {
        return Ok(flash::go(&desk, &to, "没有待确认的变化"));
    };
    let reading = form.reading.parse();
    let command = AcceptChanges {
        plan,
        reading: reading.map_err(|_| Snag::BadForm("表单里没有写明是哪个版本".to_owned()))?,
        late_reason: late_reason(&form.reason),
    };
    let keep = kept(&proposal, &form.take);
    match accept_pieces(&desk.store, (&command, &keep), &office.authority()).await {
        Ok(accepted) => Ok(flash::go(&desk, &to, &told("已确认", &accepted.effect))),
        Err(stop) => {
            let errors = Errors::of(stop)?;
            page(&desk, &officer, proposal, (Some(form), errors))
        }
    }
}

/// The pieces that were not ticked: they stay as they were.
fn kept(proposal: &Proposal, take: &[String]) -> Vec<Piece> {
    let is_taken = |name: String| take.contains(&name);
    let diff = &proposal.diff;
    let added = diff.added.iter();
    let mut keep: Vec<Piece> = added
        .filter(|n| !is_taken(format!("added-{n}")))
        .map(|n| Piece::Added(*n))
        .collect();
    let dropped = diff.dropped.iter();
    keep.extend(
        dropped
            .filter(|id| !is_taken(format!("dropped-{id}")))
            .map(|id| Piece::Dropped(*id)),
    );
    let changed = diff.changed.iter();
    keep.extend(
        changed
            .filter(|it| !is_taken(format!("changed-{}", it.id)))
            .map(|it| Piece::Changed(it.id)),
    );
    keep
}
