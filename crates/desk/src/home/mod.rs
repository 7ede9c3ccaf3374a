//! The desk's first page: who one is here, and where the work lies.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use kernel::Fault;

use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk", get(show))
}

#[derive(Debug, Template)]
#[template(path = "home/show.html")]
struct HomePage {
    frame: DeskFrame,
    name: String,
    posts: Vec<PostLine>,
}

/// A post, as the page shows it.
#[derive(Debug)]
struct PostLine {
    unit: String,
    role: &'static str,
    for_whom: Option<String>,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let posts = store::read!(desk.store, |tx| {
        let mut lines = Vec::new();
        for post in officer.actor.posts() {
            let unit = store::directory::find_unit(tx, post.unit).await?;
            lines.push(PostLine {
                unit: unit.map_or_else(String::new, |unit| unit.short_name),
                role: post.role.label(),
                for_whom: post.for_whom.clone(),
            });
        }
        Ok::<_, Fault>(lines)
    })?;
    html(&HomePage {
        frame: desk.frame(&officer, "首页"),
        name: officer.entered.account.name.clone(),
        posts,
    })
}
