//! 零报告: a unit says that there was nothing to publish in the period; a leader signs it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use promises::actions::{ProposeNilReturn, propose_nil_return};
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
    Router::new().route("/desk/promises/{id}/nil-return", get(show).post(hand_in))
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
    officer.actor.unit_officer(detail.line.unit_id)?;
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
        verb: "提出零报告",
        path: "nil-return",
        rules: vec![
            "本期确无应公开的信息时使用。须由本单位科室负责人或分管领导签署，提出人不能自己签署；签署后计为兑现，以提出之日为准，并向社会公开“零报告”。".to_owned(),
        ],
        fields: vec![
            act::reason(&form.reason),
        ],
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
    let by = officer.actor.unit_officer(detail.line.unit_id)?;
    let command = ProposeNilReturn {
        promise: detail.line.id,
        reason: form.reason.clone(),
    };
    match propose_nil_return(&desk.store, &command, &by, desk.now()).await {
        Ok(_) => {
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, "已提出零报告，等待签署"))
        }
        Err(stop) => page(&desk, &officer, detail, (&form, Errors::of(stop)?)),
    }
}
