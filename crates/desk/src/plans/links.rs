//! 对照上级工作要点: which superior's plan this one carries out, and what became of each of its duties.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::{DutyId, PageAsk, PlanId};
use plans::actions::{DecideTaken, Verdict, decide_taken, link_plans, unlink_plans};
use plans::link::{Comparison, DutyBrief, find_comparison, list_superiors};
use plans::queries::{PlanLine, find_plan_line, list_plans};
use serde::Deserialize;

use super::{Office, cut};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/plans/{id}/links", get(choose).post(link))
        .route("/desk/plans/{id}/links/{superior}", get(show).post(decide))
        .route("/desk/plans/{id}/links/{superior}/remove", post(remove))
}

#[derive(Debug, Template)]
#[template(path = "plans/links.html")]
struct ChoosePage {
    frame: DeskFrame,
    plan: PlanLine,
    linked: Vec<plans::link::LinkedPlan>,
    candidates: Vec<PlanLine>,
    errors: Errors,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LinkForm {
    superior: String,
}

async fn choose(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    Office::of(&desk, &officer)?;
    choose_page(&desk, &officer, (&id, Errors::none())).await
}

async fn choose_page(
    desk: &Desk,
    officer: &Officer,
    (id, errors): (&str, Errors),
) -> Result<Response, Snag> {
    let missing = || Snag::Missing("工作要点");
    let id: PlanId = id.parse().map_err(|_| missing())?;
    let today = desk.today();
    let (plan, linked, plans) = store::read!(desk.store, |tx| {
        Ok((
            find_plan_line(tx, id, today).await?,
            list_superiors(tx, id).await?,
            list_plans(tx, None, &PageAsk::first(PageAsk::MOST), today).await?,
        ))
    })?;
    let plan = plan.ok_or_else(missing)?;
    let is_linked = |other: &PlanId| linked.iter().any(|it| it.id == *other);
    let candidates = plans.items.into_iter();
    let status = errors.status();
    let page = ChoosePage {
        frame: desk
            .frame(officer, "对照上级工作要点")
            .under("工作要点", "/desk/plans")
            .under(cut(&plan.title, 20), format!("/desk/plans/{id}")),
        candidates: candidates
            .filter(|it| it.id != id && !is_linked(&it.id))
            .collect(),
        linked,
        plan,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn link(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<LinkForm>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let own: PlanId = id.parse().map_err(|_| Snag::Missing("工作要点"))?;
    let Ok(superior) = form.superior.parse::<PlanId>() else {
        let errors = Errors::none().with("superior", "请选择一份上级工作要点");
        return choose_page(&desk, &officer, (&id, errors)).await;
    };
    match link_plans(&desk.store, (own, superior), &office.authority()).await {
        Ok(()) => Ok(flash::go(
            &desk,
            &format!("/desk/plans/{own}/links/{superior}"),
            "已建立对照，请逐项确认承接情况",
        )),
        Err(stop) => choose_page(&desk, &officer, (&id, Errors::of(stop)?)).await,
    }
}

#[derive(Debug, Default, Deserialize)]
struct NoForm {}

async fn remove(
    State(desk): State<Desk>,
    Path((id, superior)): Path<(String, String)>,
    posted: Posted<NoForm>,
) -> Result<Response, Snag> {
    let office = Office::of(&desk, &posted.officer)?;
    let (own, superior) = both(&id, &superior)?;
    unlink_plans(&desk.store, (own, superior), &office.authority()).await?;
    Ok(flash::go(
        &desk,
        &format!("/desk/plans/{own}/links"),
        "已取消对照",
    ))
}

fn both(own: &str, superior: &str) -> Result<(PlanId, PlanId), Snag> {
    let plan = |id: &str| id.parse().map_err(|_| Snag::Missing("工作要点"));
    Ok((plan(own)?, plan(superior)?))
}

#[derive(Debug, Template)]
#[template(path = "plans/compare.html")]
struct ComparePage {
    frame: DeskFrame,
    own: PlanLine,
    superior: PlanLine,
    comparison: Comparison,
    rows: Vec<Row>,
    added: Vec<String>,
    errors: Errors,
}

/// One of the superior's duties, as the page shows it.
#[derive(Debug)]
struct Row {
    id: DutyId,
    duty: DutyBrief,
    state: &'static str,
    by: Vec<DutyBrief>,
    why_not: String,
    decided: Option<String>,
    choices: Vec<Choice>,
    error: Option<String>,
}

/// An own duty that may be chosen.
#[derive(Debug)]
struct Choice {
    duty: DutyBrief,
    words: String,
    permille: Option<u32>,
    is_ticked: bool,
}

/// One of the superior's duties at a time, or all proposals of the page at once.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DecideForm {
    duty: String,
    /// `taken`, `not_taken`, `open`; `all` for every proposal above [`SURE`].
    verdict: String,
    by: Vec<String>,
    /// Places of own duties in their plan, typed.
    numbers: String,
    reason: String,
}

/// A proposal this alike may be confirmed with the others at once, in thousandths.
const SURE: u32 = 500;

async fn load(
    desk: &Desk,
    (own, superior): (PlanId, PlanId),
) -> Result<(PlanLine, PlanLine, Comparison), Snag> {
    let today = desk.today();
    let found = store::read!(desk.store, |tx| {
        Ok((
            find_plan_line(tx, own, today).await?,
            find_plan_line(tx, superior, today).await?,
            find_comparison(tx, own, superior).await?,
        ))
    })?;
    match found {
        (Some(own), Some(superior), Some(comparison)) => {
            Ok((own, superior, comparison.with_proposals()))
        }
        _ => Err(Snag::Missing("对照")),
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path((id, superior)): Path<(String, String)>,
) -> Result<Response, Snag> {
    Office::of(&desk, &officer)?;
    let both = both(&id, &superior)?;
    compare(&desk, &officer, (both, None)).await
}

async fn compare(
    desk: &Desk,
    officer: &Officer,
    (both, refused): ((PlanId, PlanId), Option<(DecideForm, Errors)>),
) -> Result<Response, Snag> {
    let (own, superior, comparison) = load(desk, both).await?;
    let (form, errors) = refused.unwrap_or_default();
    let status = errors.status();
    let rows = comparison
        .taken
        .iter()
        .map(|it| row_of(it, &comparison, (&form, &errors)))
        .collect();
    let page = ComparePage {
        frame: desk
            .frame(officer, "承接情况")
            .under("工作要点", "/desk/plans")
            .under(cut(&own.title, 20), format!("/desk/plans/{}", own.id))
            .under("对照上级", format!("/desk/plans/{}/links", own.id)),
        added: comparison
            .added()
            .map(|it| format!("{}. {}　{}", it.ordinal, it.heading, cut(&it.text, 60)))
            .collect(),
        own,
        superior,
        comparison,
        rows,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

fn row_of(
    it: &plans::link::Taken,
    comparison: &Comparison,
    (form, errors): (&DecideForm, &Errors),
) -> Row {
    let id = it.superior.id;
    let is_refused = form.duty == id.to_string();
    let found = |id: &DutyId| comparison.find_own(id).cloned();
    let chosen = it.by.iter().map(|id| (id, None));
    let likely = it.likely.iter().map(|(id, permille)| (id, Some(*permille)));
    Row {
        id,
        duty: it.superior.clone(),
        state: match (&it.decided, it.by.is_empty()) {
            (None, _) => "待确认",
            (Some(_), false) => "已承接",
            (Some(_), true) => "未承接",
        },
        by: it.by.iter().filter_map(found).collect(),
        why_not: if is_refused {
            form.reason.clone()
        } else {
            it.why_not.clone().unwrap_or_default()
        },
        decided: it
            .decided
            .as_ref()
            .map(|(who, when)| format!("{who}，{}", when.date())),
        choices: chosen
            .chain(likely)
            .filter_map(|(id, permille)| {
                let duty = found(id)?;
                Some(Choice {
                    words: cut(&duty.text, 60),
                    duty,
                    permille,
                    is_ticked: permille.is_none_or(|it| it >= SURE),
                })
            })
            .collect(),
        error: is_refused
            .then(|| errors.all().first().map(|(_, message)| message.clone()))
            .flatten(),
    }
}

async fn decide(
    State(desk): State<Desk>,
    Path((id, superior)): Path<(String, String)>,
    posted: Posted<DecideForm>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let both = both(&id, &superior)?;
    let (_, _, comparison) = load(&desk, both).await?;
    let path = format!("/desk/plans/{}/links/{}", both.0, both.1);
    let commands = if form.verdict == "all" {
        sure(both.0, &comparison)
    } else {
        match command_of(both.0, &comparison, &form) {
            Ok(command) => vec![command],
            Err(errors) => return compare(&desk, &officer, (both, Some((form, errors)))).await,
        }
    };
    let count = commands.len();
    match decide_taken(&desk.store, &commands, &office.authority()).await {
        Ok(()) => {
            let to = format!("{path}#duty-{}", form.duty);
            Ok(flash::go(&desk, &to, &format!("已登记{count}项承接情况")))
        }
        Err(stop) => {
            let errors = Errors::of(stop)?;
            compare(&desk, &officer, (both, Some((form, errors)))).await
        }
    }
}

/// What the proposals that are beyond much doubt amount to.
fn sure(own: PlanId, comparison: &Comparison) -> Vec<DecideTaken> {
    let taken = comparison.taken.iter();
    taken
        .filter_map(|it| {
            let (best, _) = it.likely.iter().find(|(_, permille)| *permille >= SURE)?;
            Some(DecideTaken {
                own,
                duty: it.superior.id,
                verdict: Verdict::TakenBy(vec![*best]),
            })
        })
        .collect()
}

fn command_of(
    own: PlanId,
    comparison: &Comparison,
    form: &DecideForm,
) -> Result<DecideTaken, Errors> {
    let wrong = |message: &str| Errors::none().with("", message);
    let duty = form
        .duty
        .parse()
        .map_err(|_| wrong("没有这项上级任务，请刷新页面"))?;
    let verdict = match form.verdict.as_str() {
        "taken" => {
            let mut by: Vec<DutyId> = form.by.iter().filter_map(|id| id.parse().ok()).collect();
            for number in form.numbers.split(|c: char| !c.is_ascii_digit()) {
                let Ok(number) = number.parse::<u32>() else {
                    continue;
                };
                let found = comparison.own.iter().find(|it| it.ordinal == number);
                by.push(
                    found
                        .ok_or_else(|| wrong(&format!("本级工作要点没有第{number}项任务")))?
                        .id,
                );
            }
            if by.is_empty() {
                return Err(wrong("请勾选承接的本级任务，或填写其序号"));
            }
            by.dedup();
            Verdict::TakenBy(by)
        }
        "not_taken" => Verdict::NotTaken(form.reason.clone()),
        _ => Verdict::Open,
    };
    Ok(DecideTaken { own, duty, verdict })
}
