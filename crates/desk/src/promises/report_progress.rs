//! 报送进展: how far a unit is, in per cent and in words.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use promises::actions::{ReportProgress, report_progress};
use promises::queries::PromiseDetail;
use promises::rules::Progress;
use serde::Deserialize;

use super::act::{self, Act, Field, Kind};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/promises/{id}/progress", get(show).post(hand_in))
}

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    percent: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    stated_on: String,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    officer.actor.unit_officer(detail.line.unit_id)?;
    let form = Form {
        stated_on: desk.today().to_string(),
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
        verb: "报送进展",
        path: "progress",
        rules: vec![
            "进展向社会公开，但不等于兑现：信息公开后仍须登记兑现。比例可以回落，请在说明中写明原因。".to_owned(),
        ],
        fields: vec![
            Field::new("percent", "完成比例（%）", Kind::Number(100))
                .hint("0到100之间的整数。")
                .value(&form.percent),
            Field::new("note", "进展说明", Kind::Area)
                .hint("一两句话，最多1000字。")
                .value(&form.note),
            Field::new("stated_on", "截至日期", Kind::Day).value(&form.stated_on),
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
    let progress = match progress(&form) {
        Ok(progress) => progress,
        Err(errors) => return page(&desk, &officer, detail, (&form, errors)),
    };
    let command = ReportProgress {
        promise: detail.line.id,
        progress,
    };
    match report_progress(&desk.store, &command, &by, desk.now()).await {
        Ok(_) => {
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, "已报送进展"))
        }
        Err(stop) => page(&desk, &officer, detail, (&form, Errors::of(stop)?)),
    }
}

fn progress(form: &Form) -> Result<Progress, Errors> {
    let percent = form.percent.trim().trim_end_matches(['%', '％']);
    Ok(Progress {
        percent: percent
            .parse()
            .map_err(|_| Errors::none().with("percent", "完成比例应为0到100之间的整数"))?,
        note: form.note.clone(),
        stated_on: act::day_of("stated_on", &form.stated_on)?,
    })
}
