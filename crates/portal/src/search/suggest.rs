//! `/search/suggest`: what the form offers while somebody types. An array of texts; nothing of what was typed is kept.

use std::sync::Arc;

use ::search::{Begun, Opened};
use axum::extract::State;
use axum::response::Response;
use kernel::Fault;
use ui::Frame;

use super::Question;
use crate::ask::Ask;
use crate::error::Snag;
use crate::serve::Fresh;
use crate::site::Site;

/// Texts that are offered.
const OFFERED: usize = 8;

/// Answers `q`.
pub(crate) async fn answer(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let made = suggest(&site, &ask).await;
    site.serve_unkept(&ask, made)
}

/// What letters may stand for that found nothing: titles and names whose pinyin begins so, as addresses and texts.
pub(super) async fn meant(
    opened: &Opened,
    question: &Question,
    frame: &Frame,
) -> Result<Vec<(String, String)>, Snag> {
    let typed: String = question.typed.split_whitespace().collect();
    if !typed.bytes().all(|it| it.is_ascii_alphanumeric()) || typed.len() < 2 {
        return Ok(Vec::new());
    }
    let texts = list(opened.clone(), typed, question.site.clone()).await?;
    let of = |text: String| {
        let other = Question {
            typed: text.clone(),
            page: 1,
            ..question.clone()
        };
        (frame.link(&other.here(1)), text)
    };
    Ok(texts.into_iter().map(of).collect())
}

/// Suggests on a thread that may block: the index is read from disk, or an engine is asked. Nothing where that does not answer.
async fn list(opened: Opened, typed: String, site: Option<String>) -> Result<Vec<String>, Snag> {
    let done = tokio::task::spawn_blocking(move || {
        let begun = Begun {
            typed: &typed,
            synonyms: &opened.synonyms,
            site: site.as_deref(),
        };
        opened.index.suggest(begun, OFFERED)
    });
    let texts = done
        .await
        .map_err(|cause| Fault::caused("suggesting", cause))?;
    match texts {
        Err(cause) if cause.is_outside() => Ok(Vec::new()),
        texts => Ok(texts.map_err(|cause| Fault::caused("suggesting", cause))?),
    }
}

async fn suggest(site: &Site, ask: &Ask) -> Result<Fresh, Snag> {
    let typed = ask.params.text("q").unwrap_or_default().to_owned();
    let texts = match site.finder.opened() {
        Some(opened) => {
            let code = site.subsite.as_ref().map(|it| it.code.clone());
            list(opened, typed, code).await?
        }
        None => Vec::new(),
    };
    let texts: Vec<String> = match ask.variant.script {
        ui::Script::Hant => texts.iter().map(|it| ui::hant::text(it)).collect(),
        ui::Script::Hans => texts,
    };
    Ok(Fresh {
        content_type: "application/json",
        body: serde_json::to_string(&texts).expect("texts are JSON"),
        tags: Vec::new(),
    })
}
