//! 作废: a promise that never was owed, or is owed no more, leaves the count; its record stays.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use promises::actions::{MakeVoid, make_void};
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
    Router::new().route("/desk/promises/{id}/void", get(show).post(hand_in))
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
        verb: "作废",
        path: "void",
        rules: vec![
            "只用于立项有误（重复、单位有误、任务取消）的承诺；确有义务而免除的，请提出豁免。作废的承诺仍可查，理由向社会公开，不能恢复。".to_owned(),
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
    let by = officer.actor.open_government_office()?;
    let command = MakeVoid {
        promise: detail.line.id,
        reason: form.reason.clone(),
    };
    match make_void(&desk.store, &command, &by, desk.now()).await {
        Ok(_) => {
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, "已作废"))
        }
        Err(stop) => page(&desk, &officer, detail, (&form, Errors::of(stop)?)),
    }
}
