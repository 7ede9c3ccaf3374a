//! 移交岗位: the security administrator moves the posts of a unit that ended to one that took its work over.

use accounts::actions::{MovePosts, move_posts};
use accounts::queries::{UnitPost, list_posts_in};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::unit::Unit;
use kernel::{Fault, UnitId};
use serde::Deserialize;
use store::directory;

use super::unit_id;
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/units/{id}/posts", get(show).post(act))
}

/// What is chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    unit: String,
    account: Vec<String>,
}

#[derive(Debug, Template)]
#[template(path = "units/posts.html")]
struct PostsPage {
    frame: DeskFrame,
    unit: Unit,
    successors: Vec<Unit>,
    posts: Vec<UnitPost>,
    typed: Typed,
    errors: Errors,
}

impl PostsPage {
    /// Whether a person's posts are ticked: at first everybody's.
    fn is_ticked(&self, post: &UnitPost) -> bool {
        self.errors.is_empty() || self.typed.account.contains(&post.account.to_string())
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    officer.actor.security_administrator()?;
    let filled = (Typed::default(), Errors::none());
    page(&desk, &officer, unit_id(&id)?, filled).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    id: UnitId,
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let today = desk.today();
    let found = store::read!(desk.store, |tx| {
        let unit = directory::find_unit(tx, id).await?;
        let successors = directory::list_successors(tx, id).await?;
        let posts = list_posts_in(tx, id, today).await?;
        Ok::<_, Fault>((unit, successors, posts))
    })?;
    let (unit, successors, posts) = found;
    let unit = unit.ok_or(Snag::Missing("单位"))?;
    let status = errors.status();
    let page = PostsPage {
        frame: desk
            .frame(officer, format!("移交{}的岗位", unit.short_name))
            .under("人员与权限", "/desk/people"),
        unit,
        successors,
        posts,
        typed,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let (officer, typed) = (posted.officer, posted.form);
    let by = officer.actor.security_administrator()?;
    let from = unit_id(&id)?;
    let accounts: Vec<_> = typed
        .account
        .iter()
        .filter_map(|it| it.parse().ok())
        .collect();
    let errors = match (typed.unit.parse(), accounts.is_empty()) {
        (Err(_), _) => Errors::none().with("unit", "请选择承接单位"),
        (Ok(_), true) => Errors::none().with("", "请至少勾选一人"),
        (Ok(to), false) => {
            let command = MovePosts { from, to, accounts };
            match move_posts(&desk.store, &command, &by, desk.now()).await {
                Ok(moved) => {
                    let says = format!("已移交{moved}个岗位");
                    return Ok(flash::go(&desk, "/desk/people", &says));
                }
                Err(stop) => Errors::of(stop)?,
            }
        }
    };
    page(&desk, &officer, from, (typed, errors)).await
}
