//! 上传工作要点: a file is read in a child process and becomes a draft. What cannot be read says why, and what to do.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use plans::actions::{ImportPlan, create_draft};
use serde::Deserialize;

use super::Office;
use crate::flash;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::{Uploaded, UploadedFile};

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/plans/upload", get(show).post(act))
}

/// The largest file, bytes; the reader's own limit.
const LARGEST: usize = 20 << 20;

#[derive(Debug, Default, Deserialize)]
struct Form {
    #[serde(default)]
    published_on: String,
}

#[derive(Debug, Template)]
#[template(path = "plans/upload.html")]
struct UploadPage {
    frame: DeskFrame,
    published_on: String,
    errors: Errors,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    Office::of(&desk, &officer)?;
    again(&desk, &officer, (String::new(), Errors::none()))
}

fn again(
    desk: &Desk,
    officer: &Officer,
    (published_on, errors): (String, Errors),
) -> Result<Response, Snag> {
    let status = errors.status();
    let frame = desk.frame(officer, "上传工作要点");
    let page = UploadPage {
        frame: frame.under("工作要点", "/desk/plans"),
        published_on,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn act(State(desk): State<Desk>, posted: Uploaded<Form>) -> Result<Response, Snag> {
    let Uploaded {
        officer,
        form,
        files,
    } = posted;
    let office = Office::of(&desk, &officer)?;
    let day = form.published_on.trim().to_owned();
    match read(&desk, files, &day).await {
        Err(errors) => again(&desk, &officer, (form.published_on, errors)),
        Ok(import) => {
            let count = import.reading.duties.len();
            let id = create_draft(&desk.store, import, &office.authority()).await?;
            let says = format!("已上传，读出{count}项任务，请核对");
            Ok(flash::go(&desk, &format!("/desk/plans/drafts/{id}"), &says))
        }
    }
}

async fn read(desk: &Desk, files: Vec<UploadedFile>, day: &str) -> Result<ImportPlan, Errors> {
    let wrong = |message: &str| Errors::none().with("file", message);
    let Some(file) = files.into_iter().next() else {
        return Err(wrong("请选择工作要点文件"));
    };
    if file.bytes.len() > LARGEST {
        return Err(wrong(
            "文件超过 20 MB，没有读取；请去掉其中的图片，或另存为 .docx、纯文本后再上传",
        ));
    }
    if !day.is_empty() && day.parse::<kernel::Date>().is_err() {
        return Err(Errors::none().with("published_on", "日期写法有误，请写作 2026-03-06"));
    }
    let bytes = file.bytes.clone();
    let read = desk.read_file.read(bytes).await;
    let mut read = read.map_err(|refused| wrong(&refused.message))?;
    let document = &mut read.reading.document;
    if !day.is_empty() && document.published_on.is_none() {
        document.published_on = Some(day.to_owned());
    }
    Ok(ImportPlan {
        media_type: read.source.format.media_type().to_owned(),
        reading: read.reading,
        source: read.source,
        file: file.bytes,
        file_name: file.name,
    })
}
