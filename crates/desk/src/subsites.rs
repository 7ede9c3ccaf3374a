//! 分站: what stands on a site beside the main one by reference, and putting it there. What its own units issue stands there by itself.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{DocumentId, Fault, Page, PageAsk, Right, UnitOfficer};
use publishing::subsites::queries::{SharedLine, Subsite, find, find_place, list, list_shared};
use publishing::subsites::{MAIN, ShareDocument, share, unshare};
use publishing::ties::find_meant;
use serde::Deserialize;
use ui::dates;

use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const LIST: &str = "/desk/subsites";
const PAGE: u32 = 50;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route(LIST, get(choose))
        .route("/desk/subsites/{code}", get(show))
        .route("/desk/subsites/{code}/share", post(put))
        .route("/desk/subsites/{code}/unshare", post(take))
}

#[derive(Debug, Template)]
#[template(path = "subsites/list.html")]
struct ListPage {
    frame: DeskFrame,
    sites: Vec<Subsite>,
}

/// The sites for which somebody may act.
async fn choose(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let mut sites = store::read!(desk.store, |tx| list(tx).await)?;
    sites.retain(|it| {
        officer
            .actor
            .holds(Right::UnitOfficer, Some(it.unit))
            .is_ok()
    });
    let page = ListPage {
        frame: desk
            .frame(&officer, "分站")
            .under("信息发布", "/desk/documents"),
        sites,
    };
    html(&page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    /// Address, 索引号 or 发文字号.
    document: String,
    column: String,
}

#[derive(Debug, Template)]
#[template(path = "subsites/show.html")]
struct SitePage {
    frame: DeskFrame,
    site: Subsite,
    lines: Vec<SharedRow>,
    more: Option<String>,
    /// Codes and names.
    columns: Vec<(String, String)>,
    typed: Typed,
    errors: Errors,
}

/// A document that stands there by reference.
#[derive(Debug)]
struct SharedRow {
    line: SharedLine,
    column: String,
}

/// The site of an address, and the proof that somebody may act for it.
async fn open(desk: &Desk, officer: &Officer, code: &str) -> Result<(Subsite, UnitOfficer), Snag> {
    let found = store::read!(desk.store, |tx| find(tx, code).await)?;
    let site = found.ok_or(Snag::Missing("分站"))?;
    let proof = officer.actor.unit_officer(site.unit)?;
    Ok((site, proof))
}

async fn show(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let (site, _) = open(&desk, &officer, &code).await?;
    let tried = (Typed::default(), Errors::none());
    page(&desk, &officer, (site, &asked.after), tried).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (site, after): (Subsite, &str),
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let ask = match after {
        "" => PageAsk::first(PAGE),
        key => PageAsk::after(key.to_owned(), PAGE),
    };
    let Page { items, next } =
        store::read!(desk.store, |tx| list_shared(tx, &site.code, &ask).await)?;
    let library = desk.library.as_ref();
    let lines = items.into_iter().map(|line| {
        let column = library.find_column(&line.column);
        SharedRow {
            column: column.map_or_else(|| line.column.clone(), |it| it.name.clone()),
            line,
        }
    });
    // What stands in 政府信息公开 itself stands in one of the columns under it.
    let columns = library.columns().iter();
    let columns = columns.filter(|it| library.list_under(Some(&it.code)).next().is_none());
    let status = errors.status();
    let page = SitePage {
        frame: desk
            .frame(officer, site.name.clone())
            .under("信息发布", "/desk/documents")
            .under("分站", LIST),
        lines: lines.collect(),
        more: next.map(|key| percent_encoded(&key)),
        columns: columns
            .map(|it| (it.code.clone(), it.name.clone()))
            .collect(),
        site,
        typed,
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn put(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let (site, proof) = open(&desk, &officer, &code).await?;
    let meant = store::read!(desk.store, |tx| {
        let Some(document) = find_meant(tx, (&form.document, site.unit)).await? else {
            return Ok(None);
        };
        let own = find_place(tx, document, MAIN).await?;
        Ok::<_, Fault>(Some((document, own.unwrap_or_default())))
    })?;
    let Some((document, own)) = meant else {
        let cure = "没有找到这件已公开的信息，请填写它在本平台的网址、索引号或发文字号";
        let errors = Errors::none().with("document", cure.to_owned());
        return page(&desk, &officer, (site, ""), (form, errors)).await;
    };
    let command = ShareDocument {
        document,
        site: site.code.clone(),
        column: match form.column.as_str() {
            "" => own,
            chosen => chosen.to_owned(),
        },
    };
    let who = (&proof, desk.library.as_ref());
    match share(&desk.store, &command, who, desk.now()).await {
        Ok(()) => {
            let says = format!("已引用到{}", site.name);
            Ok(flash::go(&desk, &format!("{LIST}/{}", site.code), &says))
        }
        Err(stop) => page(&desk, &officer, (site, ""), (form, Errors::of(stop)?)).await,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Taken {
    document: String,
}

async fn take(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    posted: Posted<Taken>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let (site, proof) = open(&desk, &officer, &code).await?;
    let Ok(document) = form.document.parse::<DocumentId>() else {
        return Err(Snag::Missing("信息"));
    };
    let at = format!("{LIST}/{}", site.code);
    match unshare(&desk.store, (document, &site.code), &proof, desk.now()).await {
        Ok(()) => Ok(flash::go(&desk, &at, "已从分站撤下引用")),
        Err(stop) => {
            let tried = (Typed::default(), Errors::of(stop)?);
            page(&desk, &officer, (site, ""), tried).await
        }
    }
}
