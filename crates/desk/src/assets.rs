//! The desk's style sheet and scripts: embedded, served at addresses that name their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// A file that pages refer to.
#[derive(Debug)]
pub struct DeskAsset {
    /// Its address, with its digest in the name.
    pub address: String,
    kind: &'static str,
    text: &'static str,
}

/// The desk's own files.
#[derive(Debug)]
pub struct DeskAssets {
    /// What the desk adds to the style that it shares with the portal.
    pub style: DeskAsset,
    /// What scripts add to pages that work without.
    pub script: DeskAsset,
    /// What sends large files; only on pages that take them.
    pub upload: DeskAsset,
}

static ASSETS: LazyLock<DeskAssets> = LazyLock::new(|| {
    let asset = |name: &str, ending: &str, kind, text: &'static str| DeskAsset {
        address: format!(
            "/desk/assets/{name}.{}.{ending}",
            hex::encode(&Sha256::digest(text)[..6])
        ),
        kind,
        text,
    };
    DeskAssets {
        style: asset(
            "desk",
            "css",
            "text/css; charset=utf-8",
            include_str!("../assets/desk.css"),
        ),
        script: asset(
            "desk",
            "js",
            "text/javascript; charset=utf-8",
            include_str!("../assets/desk.js"),
        ),
        upload: asset(
            "upload",
            "js",
            "text/javascript; charset=utf-8",
            include_str!("../assets/upload.js"),
        ),
    }
});

/// The desk's own files.
pub fn desk_assets() -> &'static DeskAssets {
    &ASSETS
}

/// Serves `/desk/assets/{file}`.
pub(crate) async fn serve(Path(file): Path<String>) -> Response {
    let all = desk_assets();
    let found = [&all.style, &all.script, &all.upload]
        .into_iter()
        .find(|it| it.address.ends_with(&format!("/{file}")));
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, asset.text).into_response()
}
