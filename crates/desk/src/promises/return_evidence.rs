//! 退回证据: the open-government office sends back what a promise was kept with.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use promises::actions::{ReturnEvidence, return_evidence};
use promises::queries::PromiseDetail;
use serde::Deserialize;

use super::act::{self, Act};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/promises/{id}/return", get(show).post(hand_in))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    reason: String,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    officer.actor.open_government_office()?;
    let form = Form::default();
    page(&desk, &officer, detail, (&form, Errors::none()))
}

fn page(
    desk: &Desk,
    officer: &Officer,
    detail: PromiseDetail,
    (form, errors): (&Form, Errors),
) -> Result<Response, Snag> {
    let act = Act {
        verb: "退回证据",
        path: "return",
        rules: vec![returned_means(&detail, desk.today())],
        fields: vec![act::reason(&form.reason)],
        errors,
    };
    act::page(desk, officer, detail, act)
}

async fn hand_in(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Posted { officer, form }: Posted<Form>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    let by = officer.actor.open_government_office()?;
    let command = ReturnEvidence {
        promise: detail.line.id,
        reason: form.reason.clone(),
    };
    match return_evidence(&desk.store, &command, &by, desk.now()).await {
        Ok(_) => {
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, "已退回证据，承诺重新计为未结"))
        }
        Err(stop) => page(&desk, &officer, detail, (&form, Errors::of(stop)?)),
    }
}

/// What the clock does when evidence is returned.
fn returned_means(detail: &PromiseDetail, today: kernel::Date) -> String {
    let due = ui::dates::long(detail.line.due_on);
    let then = if today > detail.line.due_on {
        "该日已过，退回后立即计为逾期"
    } else {
        "在此之前重新登记仍可按期"
    };
    format!(
        "退回后承诺重新计为未结，最迟公开日{due}不变，{then}。已交的证据和退回的理由都留在记录中，向社会公开。"
    )
}
