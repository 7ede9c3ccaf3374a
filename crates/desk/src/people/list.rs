//! 账号列表, and the same as a workbook.

use accounts::model::Account;
use accounts::queries;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, PageAsk, Right, UnitId};
use serde::Deserialize;

use super::check_administrator;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::sheet::{Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/people", get(show))
        .route("/desk/people.xlsx", get(take_along))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    after: String,
}

/// A line of the list.
#[derive(Debug)]
struct PersonLine {
    account: Account,
    roles: String,
    is_locked: bool,
}

#[derive(Debug, Template)]
#[template(path = "people/list.html")]
struct ListPage {
    frame: DeskFrame,
    people: Vec<PersonLine>,
    next: Option<String>,
    may_create: bool,
    may_grant: bool,
    /// Units that ended and whose posts wait to be moved: id, name, how many.
    stranded: Vec<(UnitId, String, u64)>,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    check_administrator(&officer)?;
    let ask = match asked.after.as_str() {
        "" => PageAsk::first(50),
        after => PageAsk::after(after, 50),
    };
    let (people, next) = read(&desk, &ask).await?;
    let may_grant = officer.actor.holds_somewhere(Right::SecurityAdministrator);
    let stranded = match may_grant {
        true => store::read!(desk.store, |tx| queries::list_stranded(tx, desk.today())
            .await)?,
        false => Vec::new(),
    };
    html(&ListPage {
        frame: desk.frame(&officer, "人员与权限"),
        people,
        next,
        may_create: officer.actor.holds_somewhere(Right::SystemAdministrator),
        may_grant,
        stranded,
    })
}

async fn read(desk: &Desk, ask: &PageAsk) -> Result<(Vec<PersonLine>, Option<String>), Fault> {
    let now = desk.now();
    store::read!(desk.store, |tx| {
        let page = queries::list_accounts(tx, ask).await?;
        let mut lines = Vec::with_capacity(page.items.len());
        for account in page.items {
            let posts = queries::list_posts_at(tx, account.id, now.date()).await?;
            let roles: Vec<&str> = posts.iter().map(|post| post.role.label()).collect();
            lines.push(PersonLine {
                is_locked: account.is_locked(now),
                account,
                roles: roles.join("、"),
            });
        }
        Ok::<_, Fault>((lines, page.next))
    })
}

/// Rows of the workbook at most.
const MOST_ROWS: usize = 20_000;

async fn take_along(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    check_administrator(&officer)?;
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let (people, next) = read(&desk, &ask).await?;
        rows.extend(people.into_iter().map(|line| {
            vec![
                line.account.login.into(),
                line.account.name.into(),
                line.account.unit_name.into(),
                line.roles.into(),
                line.account.status.label().into(),
                if line.account.has_second_factor {
                    "已启用"
                } else {
                    "未启用"
                }
                .into(),
                line.account.created_at.date().into(),
            ]
        }));
        match next {
            Some(key) if rows.len() < MOST_ROWS => ask = PageAsk::after(key, PageAsk::MOST),
            _ => break,
        }
    }
    Sheet {
        name: "人员与权限".to_owned(),
        columns: vec![
            ("账号", Column::Word),
            ("姓名", Column::Word),
            ("单位", Column::Word),
            ("角色", Column::Text),
            ("状态", Column::Word),
            ("二次验证", Column::Word),
            ("开立日期", Column::Day),
        ],
        rows,
    }
    .answer()
}
