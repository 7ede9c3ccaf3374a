//! 审定发布: what approving a draft would open, and the approval itself.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use plans::actions::{ApproveDraft, ImportOutcome, Unled, approve_draft};
use plans::draft::preview::{DraftName, UnitShare};
use plans::draft::{DraftLine, DraftState};
use serde::Deserialize;

use super::draft::{Loaded, load};
use super::{Office, cut};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/plans/drafts/{id}/approve", get(show).post(act))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    seen: String,
    /// Ticked where duties without a unit may wait.
    unled: String,
}

#[derive(Debug, Template)]
#[template(path = "plans/approve.html")]
struct ApprovePage {
    frame: DeskFrame,
    line: DraftLine,
    seen: u64,
    duties: usize,
    doubts: usize,
    promises: usize,
    late: usize,
    units: Vec<UnitShare>,
    names: Vec<DraftName>,
    unled: Vec<Brief>,
    awaiting: Vec<Brief>,
    unreckonable: Vec<Brief>,
    is_next_version: bool,
    is_unled_ticked: bool,
    errors: Errors,
}

/// A duty in a line, leading to where it is mended.
#[derive(Debug)]
struct Brief {
    key: u32,
    title: String,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let office = Office::of(&desk, &officer)?;
    let loaded = load(&desk, &office, &id).await?;
    page(&desk, &officer, loaded, (Form::default(), Errors::none()))
}

fn page(
    desk: &Desk,
    officer: &Officer,
    loaded: Loaded,
    (form, errors): (Form, Errors),
) -> Result<Response, Snag> {
    let Loaded { draft, preview, .. } = loaded;
    if draft.line.state != DraftState::Editing {
        return Ok(flash::go(
            desk,
            "/desk/plans",
            &format!("这份草稿已{}", draft.line.state.label()),
        ));
    }
    let content = &draft.drafted.content;
    let briefs = |keys: &[u32]| {
        let found = keys.iter().filter_map(|key| content.find(*key));
        found
            .map(|it| Brief {
                key: it.key,
                title: format!("{}　{}", it.duty.heading, cut(&it.duty.text, 40)),
            })
            .collect()
    };
    let status = errors.status();
    let path = format!("/desk/plans/drafts/{}", draft.line.id);
    let frame = desk.frame(officer, "审定发布");
    let page = ApprovePage {
        frame: frame
            .under("工作要点", "/desk/plans")
            .under("核对草稿", path),
        seen: draft.drafted.revision,
        duties: content.standing().count(),
        doubts: content.count_doubts(),
        promises: preview.count_promises(),
        late: preview.units.iter().map(|it| it.late).sum(),
        unled: briefs(&preview.unled),
        awaiting: briefs(&preview.awaiting),
        unreckonable: briefs(&preview.unreckonable),
        names: preview.open_names().cloned().collect(),
        units: preview.units,
        is_next_version: draft.line.plan.is_some(),
        is_unled_ticked: !form.unled.is_empty(),
        line: draft.line,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = Office::of(&desk, &officer)?;
    let loaded = load(&desk, &office, &id).await?;
    let command = ApproveDraft {
        draft: loaded.draft.line.id,
        seen: form.seen.parse().unwrap_or(u64::MAX),
        unled: if form.unled.is_empty() {
            Unled::Refused
        } else {
            Unled::Awaited
        },
    };
    match approve_draft(&desk.store, &command, &office.authority()).await {
        Ok(outcome) => {
            let plan = outcome.plan();
            let (to, says) = match outcome {
                ImportOutcome::Imported { duties, opened, .. } => (
                    format!("/desk/plans/{plan}"),
                    format!("已发布：{duties}项任务，立项{opened}项承诺"),
                ),
                ImportOutcome::Unchanged { .. } => (
                    format!("/desk/plans/{plan}"),
                    "与已发布的文本一致，没有变化".to_owned(),
                ),
                ImportOutcome::Changed { .. } => (
                    format!("/desk/plans/{plan}/changes"),
                    "这是已发布要点的新版本，请逐项确认变化".to_owned(),
                ),
            };
            Ok(flash::go(&desk, &to, &says))
        }
        Err(stop) => {
            let errors = Errors::of(stop)?;
            let loaded = load(&desk, &office, &id).await?;
            page(&desk, &officer, loaded, (form, errors))
        }
    }
}
