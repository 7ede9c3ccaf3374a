//! The desk's first page: what to do first, where the work lies, and who one is here.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use kernel::Fault;

use crate::page::{DeskFrame, html};
use crate::promises::{Group, list_first};
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
    groups: Vec<Group>,
}

/// A post, as the page shows it.
#[derive(Debug)]
struct PostLine {
    unit: String,
    role: &'static str,
    for_whom: Option<String>,
}

async fn show(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let today = desk.today();
    let (posts, groups) = store::read!(desk.store, |tx| {
        let mut lines = Vec::new();
        for post in officer.actor.posts() {
            let unit = store::directory::find_unit(tx, post.unit).await?;
            lines.push(PostLine {
                unit: unit.map_or_else(String::new, |unit| unit.short_name),
                role: post.role.label(),
                for_whom: post.for_whom.clone(),
            });
        }
        let groups = list_first(tx, &officer.actor, today).await?;
        Ok::<_, Fault>((lines, groups))
    })?;
    html(&HomePage {
        frame: desk.frame(&officer, "首页"),
        name: officer.entered.account.name.clone(),
        posts,
        groups,
    })
}
