//! The style sheet, the script and the icon: embedded, served at addresses that name their content.
//!
//! An address with a digest may be kept by browsers for ever; a new build has new addresses.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::cache::{CachedPage, PageCache};
use crate::reply::{Wish, reply};

/// A file that pages refer to.
#[derive(Debug)]
pub struct Asset {
    /// Its address, with its digest in the name.
    pub address: String,
    file: String,
    page: CachedPage,
}

/// The files of all screens.
#[derive(Debug)]
pub struct Assets {
    /// The style sheet of both layouts.
    pub style: Asset,
    /// What 适老版 adds to it.
    pub elder_style: Asset,
    /// Reading aloud and printing, for browsers that can.
    pub script: Asset,
    /// The icon.
    pub icon: Asset,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let cache = PageCache::new(0);
    let asset = |stem: &str, ending: &str, content_type, text: &str| {
        let digest = hex::encode(&Sha256::digest(text)[..6]);
        let file = format!("{stem}.{digest}.{ending}");
        Asset {
            address: format!("/assets/{file}"),
            file,
            page: CachedPage::new(content_type, text.to_owned(), (cache.ticket(), Vec::new())),
        }
    };
    let css = "text/css; charset=utf-8";
    let js = "text/javascript; charset=utf-8";
    Assets {
        style: asset("gongkai", "css", css, include_str!("../assets/gongkai.css")),
        elder_style: asset("elder", "css", css, include_str!("../assets/elder.css")),
        script: asset("gongkai", "js", js, include_str!("../assets/gongkai.js")),
        icon: asset(
            "icon",
            "svg",
            "image/svg+xml",
            include_str!("../assets/icon.svg"),
        ),
    }
});

/// The files of all screens.
pub fn assets() -> &'static Assets {
    &ASSETS
}

/// Serves `/assets/{file}`.
pub async fn serve(Path(file): Path<String>, wish: Wish) -> Response {
    let all = assets();
    let found = [&all.style, &all.elder_style, &all.script, &all.icon]
        .into_iter()
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
