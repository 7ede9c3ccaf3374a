//! 签署与审批: one proposal with both texts, what was promised and what is asked for, and the two answers.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{Fault, ProposalId};
use promises::Origin;
use promises::actions::{Decide, Ruling, decide_proposal, sign_nil_return};
use promises::queries::{PromiseDetail, find_promise};
use promises::work::{ProposalKind, ProposalState, WaitingLine, find_proposal};
use serde::Deserialize;
use ui::{Markup, dates};

use super::standing;
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/proposals/{id}", get(show).post(hand_in))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    ruling: String,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Template)]
#[template(path = "promises/decide.html")]
struct DecidePage {
    frame: DeskFrame,
    it: WaitingLine,
    detail: PromiseDetail,
    standing: Markup,
    words: Vec<String>,
    /// The due day that a move would give, in words.
    becomes: Option<String>,
    yes: &'static str,
    no: &'static str,
    reason: String,
    errors: Errors,
}

struct Loaded {
    it: WaitingLine,
    detail: PromiseDetail,
    words: Vec<String>,
}

async fn load(desk: &Desk, id: &str) -> Result<Loaded, Snag> {
    let id: ProposalId = id.parse().map_err(|_| Snag::Missing("请示"))?;
    let today = desk.today();
    let found = store::read!(desk.store, |tx| {
        let Some(it) = find_proposal(tx, id).await? else {
            return Ok(None);
        };
        let Some(detail) = find_promise(tx, it.proposal.promise, today).await? else {
            return Ok(None);
        };
        let duty = match detail.line.origin {
            Origin::Duty(duty) => plans::queries::find_duty(tx, duty, today).await?,
            Origin::CatalogueItem(_)
            | Origin::Document(_)
            | Origin::Demand(_)
            | Origin::Request(_) => None,
        };
        let words = duty.map_or_else(Vec::new, |it| it.text.lines().map(str::to_owned).collect());
        Ok::<_, Fault>(Some(Loaded { it, detail, words }))
    })?;
    found.ok_or(Snag::Missing("请示"))
}

/// Whether they may: by right, and not on their own.
fn check(officer: &Officer, it: &WaitingLine) -> Result<(), Snag> {
    let unit = it.proposal.deciding_unit;
    match it.proposal.kind {
        ProposalKind::NilReturn => officer.actor.unit_leader(unit).map(|_| ())?,
        ProposalKind::Waiver | ProposalKind::Move => officer.actor.approver(unit).map(|_| ())?,
    }
    Ok(it.proposal.check_other(&officer.actor)?)
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let loaded = load(&desk, &id).await?;
    check(&officer, &loaded.it)?;
    if loaded.it.proposal.state != ProposalState::Waiting {
        let to = format!("/desk/promises/{}", loaded.it.proposal.promise);
        return Err(Snag::Elsewhere(to));
    }
    page(&desk, &officer, loaded, (String::new(), Errors::none()))
}

fn page(
    desk: &Desk,
    officer: &Officer,
    loaded: Loaded,
    (reason, errors): (String, Errors),
) -> Result<Response, Snag> {
    let Loaded { it, detail, words } = loaded;
    let (title, yes, no, back) = match it.proposal.kind {
        ProposalKind::NilReturn => ("签署零报告", "签署", "退回零报告", "/desk/to-sign"),
        ProposalKind::Waiver => ("审批豁免", "批准豁免", "不批准", "/desk/to-decide"),
        ProposalKind::Move => ("审批延期", "批准延期", "不批准", "/desk/to-decide"),
    };
    let status = errors.status();
    let page = DecidePage {
        frame: desk.frame(officer, title).under("待办", back),
        standing: standing(detail.line.standing),
        becomes: becomes(desk, &it, &detail),
        yes,
        no,
        reason,
        errors,
        words,
        it,
        detail,
    };
    Ok((status, html(&page)?).into_response())
}

/// What the due day becomes, tried on the promise's own clock.
fn becomes(desk: &Desk, it: &WaitingLine, detail: &PromiseDetail) -> Option<String> {
    let span = it.proposal.span?;
    let calendar = desk.calendar();
    let clock = promises::rules::lengthened(
        (&detail.clock, detail.line.due_on),
        promises::rules::Lengthening {
            by: span,
            basis: &it.proposal.basis,
            told_on: desk.today(),
            calendar: &calendar,
        },
    );
    match clock {
        Ok(clock) => clock.due(&calendar).ok().map(|due| {
            format!(
                "延长{}，最迟公开日由{}变为{}",
                span.describe(),
                dates::long(detail.line.due_on),
                dates::long(due.on)
            )
        }),
        Err(refused) => Some(refused.to_string()),
    }
}

async fn hand_in(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Posted { officer, form }: Posted<Form>,
) -> Result<Response, Snag> {
    let loaded = load(&desk, &id).await?;
    let proposal = &loaded.it.proposal;
    let (ruling, says) = match form.ruling.as_str() {
        "approve" => (Ruling::Approve, "已签署或批准"),
        "refuse" => (
            Ruling::Refuse {
                reason: form.reason.clone(),
            },
            "已退回或不予批准",
        ),
        _ => return Err(Snag::BadForm("没有写明是否同意".to_owned())),
    };
    let command = Decide {
        proposal: proposal.id,
        ruling,
    };
    let (actor, now) = (&officer.actor, desk.now());
    let unit = proposal.deciding_unit;
    let (outcome, next) = match proposal.kind {
        ProposalKind::NilReturn => {
            let leader = actor.unit_leader(unit)?;
            let outcome = sign_nil_return(&desk.store, &command, &leader, now).await;
            (outcome, "/desk/to-sign")
        }
        ProposalKind::Waiver | ProposalKind::Move => {
            let approver = actor.approver(unit)?;
            let at = (&*desk.calendar(), now);
            let outcome = decide_proposal(&desk.store, &command, &approver, at).await;
            (outcome, "/desk/to-decide")
        }
    };
    match outcome {
        Ok(()) => Ok(flash::go(&desk, next, says)),
        Err(stop) => page(&desk, &officer, loaded, (form.reason, Errors::of(stop)?)),
    }
}
