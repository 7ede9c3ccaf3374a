//! 提出延期: the open-government office asks an approver for a longer clock; the due day is derived, never typed in.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use calendar::Span;
use promises::actions::{ProposeMove, propose_move};
use promises::queries::PromiseDetail;
use serde::Deserialize;

use super::act::{self, Act, Field, Kind};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/promises/{id}/move", get(show).post(hand_in))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default, rename = "span")]
    amount: String,
    #[serde(default)]
    unit: String,
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
    let form = Form {
        unit: "workdays".to_owned(),
        ..Form::default()
    };
    page(&desk, &officer, detail, (&form, Errors::none()))
}

fn page(
    desk: &Desk,
    officer: &Officer,
    detail: PromiseDetail,
    (form, errors): (&Form, Errors),
) -> Result<Response, Snag> {
    let act = Act {
        verb: "提出延期",
        path: "move",
        rules: vec![
            "须由公开办所在单位的分管领导审批，提出人不能自己审批。延长的期限写入计时，逐日可查，并连同理由、依据向社会公开。已逾期的不能延期。".to_owned(),
        ],
        fields: vec![
            Field::new("span", "延长", Kind::Number(366)).value(&form.amount),
            Field::new("unit", "单位", Kind::Choice(UNITS)).value(&form.unit),
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
    let Some(by_span) = span(&form) else {
        let errors = Errors::none().with("span", "请填写延长多少个工作日或日，应在1到366之间");
        return page(&desk, &officer, detail, (&form, errors));
    };
    let command = ProposeMove {
        promise: detail.line.id,
        by: by_span,
        reason: form.reason.clone(),
        basis: form.basis.clone(),
    };
    match propose_move(&desk.store, &command, &by, (&desk.calendar(), desk.now())).await {
        Ok(_) => {
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, "已提出延期，等待审批"))
        }
        Err(stop) => page(&desk, &officer, detail, (&form, Errors::of(stop)?)),
    }
}

const UNITS: &[(&str, &str)] = &[("workdays", "个工作日"), ("days", "日（自然日）")];

fn span(form: &Form) -> Option<Span> {
    let amount: u32 = form.amount.trim().parse().ok()?;
    match form.unit.as_str() {
        "workdays" => Some(Span::Workdays(amount)),
        "days" => Some(Span::Days(amount)),
        _ => None,
    }
}
