//! The entries: those that are shown, those to be read again, those retired; and one that goes.

use ::answers::Curated;
use ::answers::actions::retire_curated;
use ::answers::queries::{list_curated, list_due};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{CuratedId, Date, DocumentId, Fault, Page, PageAsk};
use publishing::Validity;
use publishing::public::{Found, find_public};
use serde::Deserialize;
use store::Tx;
use ui::dates;

use super::LIST;
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const PAGE: u32 = 30;
/// Entries to be read again that are shown at once: the most urgent first.
const DUE: u32 = 100;

pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(LIST, get(show).post(super::edit::set))
        .route("/desk/answers/retire", post(retire))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
    /// `due`, `retired`, or empty for what is shown.
    view: String,
}

/// An entry in the list.
struct Line {
    it: Curated,
    source: Source,
    is_due: bool,
}

/// What an entry rests on.
enum Source {
    Statement,
    /// Title and address.
    Holds(String, String),
    /// Why the public does not see the entry, and where the document is.
    Broken(&'static str, String),
}

#[derive(Template)]
#[template(path = "answers/list.html")]
struct ListPage {
    frame: DeskFrame,
    view: String,
    lines: Vec<Line>,
    more: Option<String>,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    officer.actor.open_government_office()?;
    page(&desk, &officer, &asked, Errors::none()).await
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    asked: &Asked,
    errors: Errors,
) -> Result<Response, Snag> {
    let today = desk.today();
    let ask = match asked.after.as_str() {
        "" => PageAsk::first(PAGE),
        key => PageAsk::after(key.to_owned(), PAGE),
    };
    let (lines, next) = store::read!(desk.store, |tx| {
        let Page { items, next } = match asked.view.as_str() {
            "due" => Page {
                items: list_due(tx, today, DUE).await?,
                next: None,
            },
            "retired" => list_curated(tx, "retired", &ask).await?,
            _ => list_curated(tx, "shown", &ask).await?,
        };
        let mut lines = Vec::with_capacity(items.len());
        for it in items {
            lines.push(Line {
                source: source_of(tx, it.document, today).await?,
                is_due: it.is_shown && it.review_by <= today,
                it,
            });
        }
        Ok::<_, Fault>((lines, next))
    })?;
    let status = errors.status();
    let page = ListPage {
        frame: desk.frame(officer, "问答"),
        view: asked.view.clone(),
        lines,
        more: next.map(|key| percent_encoded(&key)),
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// How what an entry rests on stands today.
async fn source_of(
    tx: &mut Tx,
    document: Option<DocumentId>,
    today: Date,
) -> Result<Source, Fault> {
    let Some(id) = document else {
        return Ok(Source::Statement);
    };
    let path = format!("/documents/{id}");
    Ok(match find_public(tx, id, None).await? {
        Some(Found::Document(it)) => match it.line.force.on(today) {
            Validity::InForce | Validity::Amended | Validity::PartlyRepealed => {
                Source::Holds(it.line.title, path)
            }
            Validity::NotYet => Source::Broken("依据的文件尚未施行", path),
            Validity::Expired | Validity::Repealed => {
                Source::Broken("依据的文件已失效或废止", path)
            }
        },
        Some(Found::Withdrawn(_)) | None => Source::Broken("依据的文件已撤下", path),
    })
}

#[derive(Debug, Deserialize)]
struct Which {
    id: CuratedId,
    revision: u32,
}

async fn retire(State(desk): State<Desk>, posted: Posted<Which>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = officer.actor.open_government_office()?;
    let which = (form.id, form.revision);
    match retire_curated(&desk.store, which, &office, desk.now()).await {
        Ok(()) => Ok(flash::go(&desk, LIST, "已停用，公众不再看到")),
        Err(stop) => page(&desk, &officer, &Asked::default(), Errors::of(stop)?).await,
    }
}
