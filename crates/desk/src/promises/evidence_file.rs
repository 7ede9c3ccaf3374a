//! A file of evidence for those who work with it: saved by the browser, never shown in it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::EvidenceId;
use promises::work::find_any_evidence_file;

use super::files::bytes_of;
use super::scope::Scope;
use crate::page::saved;
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
    Ok(saved(bytes_of(&desk, &file).await?, &file.file_name))
}
