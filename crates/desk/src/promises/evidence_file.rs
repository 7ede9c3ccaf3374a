//! A file of evidence for those who work with it: saved by the browser, never shown in it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::EvidenceId;
use promises::work::find_any_evidence_file;

use super::files::bytes_of;
use super::scope::Scope;
use crate::page::percent_encoded;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/evidence/{id}", get(show))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    Scope::of(&officer.actor)?;
    let id: EvidenceId = id.parse().map_err(|_| Snag::Missing("文件"))?;
    let found = store::read!(desk.store, |tx| find_any_evidence_file(tx, id).await)?;
    let (_, file) = found.ok_or(Snag::Missing("文件"))?;
    let disposition = format!(
        "attachment; filename*=UTF-8''{}",
        percent_encoded(&file.file_name).replace('/', "%2F")
    );
    let mut response = bytes_of(&desk, &file).await?.into_response();
    let headers = response.headers_mut();
    // Whatever it is, the browser saves it: nothing handed in runs under the desk's address.
    let kind = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, kind);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
