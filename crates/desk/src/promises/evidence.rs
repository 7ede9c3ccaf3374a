//! 登记兑现 and 补充证据: one or several pieces of evidence, of one day; for a promise that is owed, or more for one that was kept.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::UnitOfficer;
use promises::actions::{Submit, add_submission, submit};
use promises::queries::PromiseDetail;
use promises::rules::{EvidenceFile, Submission};
use serde::Deserialize;

use super::act::{self, Act, Field, Kind};
use super::files::{self, Taken};
use super::verb::Amiss;
use crate::flash;
use crate::form::Errors;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::Uploaded;

/// The addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route(
            "/desk/promises/{id}/keep",
            get(show_keep).post(hand_in_keep),
        )
        .route(
            "/desk/promises/{id}/evidence",
            get(show_more).post(hand_in_more),
        )
}

/// What evidence is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// A promise that is owed: it is kept.
    Keeping,
    /// One that was kept: the judgement does not move.
    More,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    published_on: String,
    #[serde(default)]
    link: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    sent: Vec<String>,
}

async fn show_keep(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    show(&desk, &officer, &id, For::Keeping).await
}

async fn show_more(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    show(&desk, &officer, &id, For::More).await
}

async fn show(desk: &Desk, officer: &Officer, id: &str, why: For) -> Result<Response, Snag> {
    let detail = act::load(desk, id).await?;
    officer.actor.unit_officer(detail.line.unit_id)?;
    let form = Form {
        published_on: desk.today().to_string(),
        ..Form::default()
    };
    let typed = Typed {
        why,
        form: &form,
        files: &[],
        errors: Errors::none(),
    };
    page(desk, officer, detail, typed).await
}

/// A form as it stands on the page.
struct Typed<'t> {
    why: For,
    form: &'t Form,
    files: &'t [EvidenceFile],
    errors: Errors,
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    detail: PromiseDetail,
    typed: Typed<'_>,
) -> Result<Response, Snag> {
    let (verb, path, rules) = match typed.why {
        For::Keeping => {
            let rule = act::evidence_rule(desk, &detail).await?;
            let rules = vec![
                act::means(&detail, desk.today()),
                format!("证据要求：{rule}。登记后立即向社会公开。"),
            ];
            ("登记兑现", "keep", rules)
        }
        For::More => {
            let rule = "补充的证据不改变按期或逾期的认定，登记后立即向社会公开。";
            ("补充证据", "evidence", vec![rule.to_owned()])
        }
    };
    let act = Act {
        verb,
        path,
        rules,
        fields: fields(typed.form, typed.files),
        errors: typed.errors,
    };
    act::page(desk, officer, detail, act)
}

/// The fields of evidence.
fn fields(form: &Form, files: &[EvidenceFile]) -> Vec<Field> {
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
fn submission(form: &Form, taken: &Taken) -> Result<Submission, Errors> {
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

async fn hand_in_keep(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Uploaded<Form>,
) -> Result<Response, Snag> {
    hand_in(&desk, &id, posted, For::Keeping).await
}

async fn hand_in_more(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Uploaded<Form>,
) -> Result<Response, Snag> {
    hand_in(&desk, &id, posted, For::More).await
}

async fn hand_in(
    desk: &Desk,
    id: &str,
    posted: Uploaded<Form>,
    why: For,
) -> Result<Response, Snag> {
    let Uploaded {
        officer,
        form,
        files: uploaded,
    } = posted;
    let detail = act::load(desk, id).await?;
    let right = officer.actor.unit_officer(detail.line.unit_id)?;
    let taken = files::take(desk, uploaded, &form.sent).await?;
    let done = match submission(&form, &taken) {
        Ok(submission) => {
            let command = Submit {
                promise: detail.line.id,
                submission,
            };
            record(desk, &command, &right, why).await
        }
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(says) => Ok(flash::go(desk, &act::address(detail.line.id), &says)),
        Err(Amiss::Beyond(snag)) => Err(snag),
        Err(Amiss::Fields(errors)) => {
            let typed = Typed {
                why,
                form: &form,
                files: &taken.files,
                errors,
            };
            page(desk, &officer, detail, typed).await
        }
    }
}

/// Records it; what is said when it is done.
async fn record(
    desk: &Desk,
    command: &Submit,
    right: &UnitOfficer,
    why: For,
) -> Result<String, Amiss> {
    match why {
        For::Keeping => {
            let outcome = submit(&desk.store, command, right, desk.now()).await?;
            Ok(format!(
                "已登记兑现：{}。回执见“证据”一栏",
                outcome.standing.label()
            ))
        }
        For::More => {
            add_submission(&desk.store, command, right, desk.now()).await?;
            Ok("已补充证据。回执见“证据”一栏".to_owned())
        }
    }
}
