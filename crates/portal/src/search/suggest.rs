//! `/search/suggest`: what the form offers while somebody types. An array of texts; nothing of what was typed is kept.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use kernel::Fault;

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

async fn suggest(site: &Site, ask: &Ask) -> Result<Fresh, Snag> {
    let typed = ask.params.text("q").unwrap_or_default().to_owned();
    let texts = match site.finder.opened() {
        Some(opened) => {
            let done = tokio::task::spawn_blocking(move || opened.index.suggest(&typed, OFFERED));
            let texts = done
                .await
                .map_err(|cause| Fault::caused("suggesting", cause))?;
            texts.map_err(|cause| Fault::caused("suggesting", cause))?
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
