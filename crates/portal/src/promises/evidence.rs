//! A file of evidence: saved by the browser as an attachment, while its promise is kept and it was not returned.
//!
//! What was handed in is never shown inside a page and never runs under the site's address.

use std::str::FromStr as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{EvidenceId, Fault};
use promises::rules::EvidenceFile;
use promises::work::find_evidence_file;
use ui::saved_as;

use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;

/// Hands it out.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    match find(&site, &id).await {
        Ok(Some((file, bytes))) => answer(&file, bytes),
        Ok(None) => site.trouble(&ask, Snag::Missing("文件")),
        Err(fault) => site.trouble(&ask, fault.into()),
    }
}

async fn find(site: &Site, id: &str) -> Result<Option<(EvidenceFile, Vec<u8>)>, Fault> {
    let Ok(id) = EvidenceId::from_str(id) else {
        return Ok(None);
    };
    let found = store::read!(site.store, |tx| find_evidence_file(tx, id).await)?;
    let Some((_, file)) = found else {
        return Ok(None);
    };
    let bytes = site.store.blobs().find(&file.blob).await?;
    let bytes = bytes.ok_or_else(|| Fault::new(format!("blob {} is not there", file.blob)))?;
    Ok(Some((file, bytes)))
}

fn answer(file: &EvidenceFile, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let set = [
        (header::CONTENT_TYPE, file.media_type.clone()),
        (header::CONTENT_DISPOSITION, saved_as(&file.file_name)),
        // Evidence may be returned at any moment; then it is no longer handed out.
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    for (header, value) in set {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    }
    response
}
