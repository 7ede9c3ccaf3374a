//! The desk's style sheet and scripts: embedded, compressed once, served at addresses that name their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use ui::reply::reply;
use ui::{CachedPage, PageCache, Wish};

/// A file that pages refer to.
#[derive(Debug)]
pub struct DeskAsset {
    /// Its address, with its digest in the name.
    pub address: String,
    file: String,
    page: CachedPage,
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
    /// The editor of a document's text, bundled by `script/editor` from `crates/desk/editor`; only on the page that edits.
    pub editor: DeskAsset,
    /// How the editor looks.
    pub editor_style: DeskAsset,
}

static ASSETS: LazyLock<DeskAssets> = LazyLock::new(|| {
    let cache = PageCache::new(0);
    let asset = |name: &str, ending: &str, kind, text: &str| {
        let digest = hex::encode(&Sha256::digest(text)[..6]);
        let file = format!("{name}.{digest}.{ending}");
        DeskAsset {
            address: format!("/desk/assets/{file}"),
            file,
            page: CachedPage::new(kind, text.to_owned(), (cache.ticket(), Vec::new())),
        }
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
        editor: asset(
            "editor",
            "js",
            "text/javascript; charset=utf-8",
            include_str!("../assets/editor.js"),
        ),
        editor_style: asset(
            "editor",
            "css",
            "text/css; charset=utf-8",
            include_str!("../assets/editor.css"),
        ),
    }
});

/// The desk's own files.
pub fn desk_assets() -> &'static DeskAssets {
    &ASSETS
}

/// Serves `/desk/assets/{file}`.
pub(crate) async fn serve(Path(file): Path<String>, wish: Wish) -> Response {
    let all = desk_assets();
    let scripts = [&all.script, &all.upload, &all.editor];
    let found = [&all.style, &all.editor_style]
        .into_iter()
        .chain(scripts)
        .find(|it| it.file == file);
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = reply(&asset.page, &wish);
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    response
}
