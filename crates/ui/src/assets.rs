//! The style sheet, the script and the icon: embedded, served at addresses that name their content.
//!
//! An address with a digest may be kept by browsers for ever; a new build has new addresses.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::aids;
use crate::cache::{CachedPage, PageCache};
use crate::hant;
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
    /// Palettes of sites beside the main one.
    pub look_style: Asset,
    /// What only the search's pages have.
    pub search_style: Asset,
    /// Suggestions in the search's form.
    pub search_script: Asset,
    /// What only the pages of answers have.
    pub answers_style: Asset,
    /// The script of every page: small, and before anything is painted.
    pub script: Asset,
    /// Reading aids (阅读辅助), fetched when somebody uses them.
    pub aids: Asset,
    /// The same in 繁體.
    pub aids_hant: Asset,
    /// The same in English.
    pub aids_english: Asset,
    /// How they look, and what they change.
    pub aids_style: Asset,
    /// What a terminal in a service hall does: forgets, counts down, types.
    pub kiosk: Asset,
    /// The same in 繁體.
    pub kiosk_hant: Asset,
    /// How it looks there.
    pub kiosk_style: Asset,
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
    let aids = |pick| aids::speaking(&without_remarks(AIDS), pick);
    let css = "text/css; charset=utf-8";
    let js = "text/javascript; charset=utf-8";
    Assets {
        style: asset(
            "gongkai",
            "css",
            css,
            &without_comments(include_str!("../assets/gongkai.css")),
        ),
        elder_style: asset(
            "elder",
            "css",
            css,
            &without_comments(include_str!("../assets/elder.css")),
        ),
        look_style: asset(
            "looks",
            "css",
            css,
            &without_comments(include_str!("../assets/looks.css")),
        ),
        search_style: asset(
            "search",
            "css",
            css,
            &without_comments(include_str!("../assets/search.css")),
        ),
        search_script: asset("search", "js", js, &without_remarks(SEARCH)),
        answers_style: asset(
            "answers",
            "css",
            css,
            &without_comments(include_str!("../assets/answers.css")),
        ),
        script: asset("gongkai", "js", js, &without_remarks(SCRIPT)),
        aids: asset("aids", "js", js, &aids(|it| it.1)),
        aids_hant: asset("aids-hant", "js", js, &hant::text(&aids(|it| it.1))),
        aids_english: asset("aids-en", "js", js, &aids(|it| it.2)),
        kiosk: asset("kiosk", "js", js, &without_remarks(KIOSK)),
        kiosk_hant: asset("kiosk-hant", "js", js, &hant::text(&without_remarks(KIOSK))),
        kiosk_style: asset(
            "kiosk",
            "css",
            css,
            &without_comments(include_str!("../assets/kiosk.css")),
        ),
        aids_style: asset(
            "aids",
            "css",
            css,
            &without_comments(include_str!("../assets/aids.css")),
        ),
        icon: asset(
            "icon",
            "svg",
            "image/svg+xml",
            include_str!("../assets/icon.svg"),
        ),
    }
});

const SCRIPT: &str = include_str!("../assets/gongkai.js");
const SEARCH: &str = include_str!("../assets/search.js");
const AIDS: &str = include_str!("../assets/aids.js");
const KIOSK: &str = include_str!("../assets/kiosk.js");

/// A script without the lines that are remarks, and without what lines are indented by. No text of ours goes over several lines.
fn without_remarks(script: &str) -> String {
    let lines = script.lines().map(str::trim_start);
    let kept = lines.filter(|it| !it.is_empty() && !it.starts_with("//"));
    kept.collect::<Vec<_>>().join("\n")
}

/// A style sheet without its comments and most of its line ends: they are for us, not for the phones of visitors. Our sheets
/// hold no comment within a string.
fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
        if kept.is_empty() || kept.ends_with('\n') {
            rest = rest.trim_start_matches('\n');
        }
    }
    kept.push_str(rest);
    // A line's end says nothing behind a sign that ends what stands before it.
    let mut joined = String::with_capacity(kept.len());
    for line in kept.lines() {
        joined.push_str(line);
        if !line.ends_with(['{', '}', ';', ',']) {
            joined.push('\n');
        }
    }
    joined
}

/// The files of all screens.
pub fn assets() -> &'static Assets {
    &ASSETS
}

/// Serves `/assets/{file}`.
pub async fn serve(Path(file): Path<String>, wish: Wish) -> Response {
    let all = assets();
    let known = [
        &all.style,
        &all.elder_style,
        &all.look_style,
        &all.search_style,
        &all.search_script,
        &all.answers_style,
        &all.script,
        &all.aids,
        &all.aids_hant,
        &all.aids_english,
        &all.aids_style,
        &all.kiosk,
        &all.kiosk_hant,
        &all.kiosk_style,
        &all.icon,
    ];
    let found = known.into_iter().find(|it| it.file == file);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_its_remarks_and_speaks_both_scripts() {
        let script = "// a\n\"use strict\";\n  f(\"http://x\"); // said\n\n  // b\n}";
        assert_eq!(
            without_remarks(script),
            "\"use strict\";\nf(\"http://x\"); // said\n}"
        );
        let hant = String::from_utf8(assets().aids_hant.page.plain.to_vec()).unwrap();
        assert!(hant.contains("開始朗讀") && !hant.contains("开始"));
        assert!(hant.contains("speechSynthesis"));
        let english = String::from_utf8(assets().aids_english.page.plain.to_vec()).unwrap();
        assert!(english.contains("Start reading") && !english.contains("朗读"));
    }

    #[test]
    fn a_sheet_loses_its_comments_and_nothing_else() {
        let sheet = "/* a */\np{color:red}\n/* b\nc */\nq{content:\"x\"} /* d */\nr{}\n";
        assert_eq!(
            without_comments(sheet),
            "p{color:red}q{content:\"x\"} \nr{}"
        );
        let served = without_comments(include_str!("../assets/gongkai.css"));
        assert!(!served.contains("/*") && served.matches('{').count() > 100);
    }
}
