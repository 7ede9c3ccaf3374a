//! 登记兑现: one or several pieces of evidence, of one day.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::Stop;
use promises::actions::{Submit, submit};
use promises::queries::PromiseDetail;
use promises::rules::{EvidenceFile, Submission};
use serde::Deserialize;

use super::act::{self, Act, Field, Kind};
use super::files::{self, Taken};
use crate::flash;
use crate::form::Errors;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::Uploaded;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/promises/{id}/keep", get(show).post(hand_in))
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    pub published_on: String,
    #[serde(default)]
    pub link: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub sent: Vec<String>,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    officer.actor.unit_officer(detail.line.unit_id)?;
    let form = Form {
        published_on: desk.today().to_string(),
        ..Form::default()
    };
    page(&desk, &officer, detail, (&form, &[], Errors::none())).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    detail: PromiseDetail,
    (form, files, errors): (&Form, &[EvidenceFile], Errors),
) -> Result<Response, Snag> {
    let rule = act::evidence_rule(desk, &detail).await?;
    let act = Act {
        verb: "登记兑现",
        path: "keep",
        rules: vec![
            act::means(&detail, desk.today()),
            format!("证据要求：{rule}。登记后立即向社会公开。"),
        ],
        fields: fields(form, files),
        errors,
    };
    act::page(desk, officer, detail, act)
}

/// The fields of evidence.
pub(super) fn fields(form: &Form, files: &[EvidenceFile]) -> Vec<Field> {
    vec![
        Field::new("link", "公开链接", Kind::Area)
            .hint("信息页面的完整网址，每行一个。")
            .value(&form.link),
        Field::new("published_on", "公开日期", Kind::Day)
            .hint("信息实际公开的日期，不得晚于今天。")
            .value(&form.published_on),
        Field::new("file", "文件（可选）", Kind::Files(files::marks(files)))
            .hint("PDF、OFD、Word、Excel、图片、TXT或CSV，每个不超过20MB。文件将作为附件向社会公开，请先核对有无个人信息。"),
        Field::new("note", "说明（可选）", Kind::Area)
            .hint("最多1000字，将向社会公开。")
            .value(&form.note),
    ]
}

/// What was typed, as evidence.
pub(super) fn submission(form: &Form, taken: &Taken) -> Result<Submission, Errors> {
    if !taken.errors.is_empty() {
        return Err(taken.errors.clone());
    }
    Ok(Submission {
        published_on: act::day_of("published_on", &form.published_on)?,
        note: form.note.clone(),
        links: form.link.lines().map(str::to_owned).collect(),
        files: taken.files.clone(),
    })
}

async fn hand_in(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Uploaded<Form>,
) -> Result<Response, Snag> {
    let Uploaded {
        officer,
        form,
        files: uploaded,
    } = posted;
    let detail = act::load(&desk, &id).await?;
    let unit_officer = officer.actor.unit_officer(detail.line.unit_id)?;
    let taken = files::take(&desk, uploaded, &form.sent).await?;
    let submission = match submission(&form, &taken) {
        Ok(submission) => submission,
        Err(errors) => {
            return page(&desk, &officer, detail, (&form, &taken.files, errors)).await;
        }
    };
    let command = Submit {
        promise: detail.line.id,
        submission,
    };
    match submit(&desk.store, &command, &unit_officer, desk.now()).await {
        Ok(outcome) => {
            let says = format!("已登记兑现：{}", outcome.standing.label());
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, &says))
        }
        Err(Stop::Failed(fault)) => Err(fault.into()),
        Err(stop) => {
            let errors = Errors::of(stop)?;
            page(&desk, &officer, detail, (&form, &taken.files, errors)).await
        }
    }
}
