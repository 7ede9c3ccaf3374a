//! How far an order is, and what of it was refused and why; the report can be taken along.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{BatchId, Fault, PageAsk};
use promises::work::batch::{Batch, RefusedItem, find_batch, list_refused};
use serde::Deserialize;

use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::sheet::{Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/batches/{id}", get(show))
        .route("/desk/batches/{id}/refused.xlsx", get(report))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    after: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "batch/show.html")]
struct BatchPage {
    frame: DeskFrame,
    batch: Batch,
    refused: Vec<RefusedItem>,
    more: Option<String>,
}

/// The order of an address: for whoever gave it, the office and the supervisors.
async fn load(desk: &Desk, officer: &Officer, id: &str) -> Result<Batch, Snag> {
    let id: BatchId = id.parse().map_err(|_| Snag::Missing("批量办理"))?;
    let found = store::read!(desk.store, |tx| find_batch(tx, id).await)?;
    let batch = found.ok_or(Snag::Missing("批量办理"))?;
    let actor = &officer.actor;
    let may = actor.is_account(batch.account)
        || actor.open_government_office().is_ok()
        || actor.supervisor().is_ok();
    // Whose it is not learns not even that it is there.
    may.then_some(batch).ok_or(Snag::Missing("批量办理"))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let batch = load(&desk, &officer, &id).await?;
    let ask = match asked.after {
        Some(key) => PageAsk::after(key, 100),
        None => PageAsk::first(100),
    };
    let id = batch.id;
    let refused: Result<_, Fault> = store::read!(desk.store, |tx| list_refused(tx, id, &ask).await);
    let refused = refused?;
    html(&BatchPage {
        frame: desk
            .frame(&officer, format!("批量{}", batch.order.label()))
            .under("承诺队列", "/desk/queue")
            .under("批量办理", "/desk/batches"),
        batch,
        refused: refused.items,
        more: refused
            .next
            .map(|next| format!("/desk/batches/{id}?after={}", percent_encoded(&next))),
    })
}

async fn report(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let batch = load(&desk, &officer, &id).await?;
    let (id, mut ask, mut rows) = (batch.id, PageAsk::first(PageAsk::MOST), Vec::new());
    loop {
        let page: Result<_, Fault> =
            store::read!(desk.store, |tx| list_refused(tx, id, &ask).await);
        let page = page?;
        rows.extend(page.items.into_iter().map(|it| {
            vec![
                it.title.into(),
                it.period_label.into(),
                it.unit_name.into(),
                it.due_on.into(),
                it.message.into(),
            ]
        }));
        match page.next {
            Some(next) => ask = PageAsk::after(next, PageAsk::MOST),
            None => break,
        }
    }
    Sheet {
        name: format!("批量{}-未办理", batch.order.label()),
        columns: vec![
            ("承诺", Column::Text),
            ("所属期间", Column::Word),
            ("责任单位", Column::Word),
            ("最迟公开日", Column::Day),
            ("未办理的原因", Column::Text),
        ],
        rows,
    }
    .answer()
}
