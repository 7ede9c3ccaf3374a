//! 补充证据: more evidence for a promise that was kept. The judgement does not move.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use promises::actions::{Submit, add_submission};
use promises::queries::PromiseDetail;
use promises::rules::EvidenceFile;

use super::act::{self, Act};
use super::files;
use super::keep::{Form, fields, submission};
use crate::flash;
use crate::form::Errors;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::Uploaded;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/promises/{id}/evidence", get(show).post(hand_in))
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
    page(&desk, &officer, detail, (&form, &[], Errors::none()))
}

fn page(
    desk: &Desk,
    officer: &Officer,
    detail: PromiseDetail,
    (form, files, errors): (&Form, &[EvidenceFile], Errors),
) -> Result<Response, Snag> {
    let act = Act {
        verb: "补充证据",
        path: "evidence",
        rules: vec!["补充的证据不改变按期或逾期的认定，登记后立即向社会公开。".to_owned()],
        fields: fields(form, files),
        errors,
    };
    act::page(desk, officer, detail, act)
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
        Err(errors) => return page(&desk, &officer, detail, (&form, &taken.files, errors)),
    };
    let command = Submit {
        promise: detail.line.id,
        submission,
    };
    match add_submission(&desk.store, &command, &unit_officer, desk.now()).await {
        Ok(_) => {
            let to = format!("/desk/promises/{}", command.promise);
            Ok(flash::go(&desk, &to, "已补充证据"))
        }
        Err(stop) => {
            let errors = Errors::of(stop)?;
            page(&desk, &officer, detail, (&form, &taken.files, errors))
        }
    }
}
