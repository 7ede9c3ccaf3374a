//! 工作要点: the drafts that are worked on and the plans that are out.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::PageAsk;
use plans::draft::{DraftLine, DraftState, list_drafts};
use plans::queries::{PlanLine, list_plans, list_proposals};
use serde::Deserialize;

use super::Office;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::sheet::{Cell, Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/plans", get(show))
        .route("/desk/plans.xlsx", get(export))
}

/// Plans and drafts on one page.
const PAGE: u32 = 30;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    drafts_after: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "plans/list.html")]
struct ListPage {
    frame: DeskFrame,
    drafts: Vec<DraftLine>,
    more_drafts: Option<String>,
    plans: Vec<Line>,
    more: Option<String>,
}

/// A plan, as the list shows it.
#[derive(Debug)]
struct Line {
    plan: PlanLine,
    has_changes: bool,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    Office::of(&desk, &officer)?;
    let (ask, drafts_ask) = (ask(asked.after), ask(asked.drafts_after));
    let today = desk.today();
    let (drafts, plans, waiting) = store::read!(desk.store, |tx| {
        Ok((
            list_drafts(tx, DraftState::Editing, &drafts_ask).await?,
            list_plans(tx, None, &ask, today).await?,
            list_proposals(tx, PageAsk::MOST).await?,
        ))
    })?;
    html(&ListPage {
        frame: desk.frame(&officer, "工作要点"),
        drafts: drafts.items,
        more_drafts: drafts.next,
        plans: plans
            .items
            .into_iter()
            .map(|plan| Line {
                has_changes: waiting.contains(&plan.id),
                plan,
            })
            .collect(),
        more: plans.next,
    })
}

fn ask(after: Option<String>) -> PageAsk {
    match after {
        Some(key) => PageAsk::after(key, PAGE),
        None => PageAsk::first(PAGE),
    }
}

async fn export(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    Office::of(&desk, &officer)?;
    let today = desk.today();
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let page = store::read!(desk.store, |tx| list_plans(tx, None, &ask, today).await)?;
        rows.extend(page.items.into_iter().map(|it| {
            vec![
                Cell::from(it.title),
                Cell::from(it.issuer.unwrap_or_default()),
                Cell::from(it.doc_number.unwrap_or_default()),
                it.published_on.into(),
                it.duty_count.into(),
                it.counts.open.into(),
                it.counts.late_now.into(),
            ]
        }));
        match page.next {
            Some(next) => ask = PageAsk::after(next, PageAsk::MOST),
            None => break,
        }
    }
    Sheet {
        name: "工作要点".to_owned(),
        columns: vec![
            ("工作要点", Column::Text),
            ("发文机关", Column::Word),
            ("发文字号", Column::Word),
            ("发布日期", Column::Day),
            ("任务", Column::Number),
            ("进行中", Column::Number),
            ("已逾期", Column::Number),
        ],
        rows,
    }
    .answer()
}
