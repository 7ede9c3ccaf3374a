//! 任务分解表: a plan's duties as a file to print and sign, the whole or one unit's.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use gongwen::blocks::Format;
use kernel::{PlanId, UnitId};
use plans::sheet::{DutySheet, find_sheet};
use serde::Deserialize;

use super::Office;
use crate::page::percent_encoded;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/plans/{id}/sheet.docx", get(docx))
        .route("/desk/plans/{id}/sheet.xlsx", get(xlsx))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    unit: String,
}

async fn docx(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let sheet = find(&desk, &officer, (&id, &asked)).await?;
    let kind = Format::Docx.media_type();
    Ok(answer(sheet.docx()?, (&sheet.title, "docx"), kind))
}

async fn xlsx(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let sheet = find(&desk, &officer, (&id, &asked)).await?;
    let kind = Format::Xlsx.media_type();
    Ok(answer(sheet.xlsx()?, (&sheet.title, "xlsx"), kind))
}

async fn find(
    desk: &Desk,
    officer: &Officer,
    (id, asked): (&str, &Asked),
) -> Result<DutySheet, Snag> {
    Office::of(desk, officer)?;
    let missing = || Snag::Missing("工作要点");
    let plan: PlanId = id.parse().map_err(|_| missing())?;
    let unit = match asked.unit.as_str() {
        "" => None,
        id => Some(id.parse::<UnitId>().map_err(|_| Snag::Missing("单位"))?),
    };
    let today = desk.today();
    let found = store::read!(desk.store, |tx| find_sheet(tx, (plan, unit), today).await)?;
    found.ok_or_else(missing)
}

fn answer(bytes: Vec<u8>, (name, ending): (&str, &str), kind: &'static str) -> Response {
    let disposition = format!(
        "attachment; filename=\"sheet.{ending}\"; filename*=UTF-8''{}.{ending}",
        percent_encoded(name).replace('/', "%2F")
    );
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
