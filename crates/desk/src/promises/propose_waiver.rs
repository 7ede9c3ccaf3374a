//! 提出豁免: the open-government office asks an approver to release a unit.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use promises::actions::{ProposeWaiver, propose_waiver};
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
    Router::new().route("/desk/promises/{id}/waiver", get(show).post(hand_in))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    basis: String,
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
        verb: "提出豁免",
        path: "waiver",
        rules: vec![
            "须由公开办所在单位的分管领导审批，提出人不能自己审批。批准或不批准都连同理由、依据向社会公开；批准前承诺照常计时。".to_owned(),
        ],
        fields: vec![
            act::reason(&form.reason),
            act::basis(&form.basis),
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
    let by = officer.actor.open_government_office()?;
    let command = ProposeWaiver {
        promise: detail.line.id,
        reason: form.reason.clone(),
        basis: form.basis.clone(),
    };
    match propose_waiver(&desk.store, &command, &by, desk.now()).await {
        Ok(_) => {
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, "已提出豁免，等待审批"))
        }
        Err(stop) => page(&desk, &officer, detail, (&form, Errors::of(stop)?)),
    }
}
