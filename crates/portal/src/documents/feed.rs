//! Feeds of documents, as Atom (RFC 4287) and as JSON Feed 1.1: all of them, or those of a column, narrowed as the lists are; the newest first.
//!
//! An entry is a document: a new edition makes it newer, not another.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, Moment, PageAsk};
use publishing::public::{PublicLine, Scope, list_public};
use serde_json::{Value, json};

use super::filter::Filter;
use super::scope;
use crate::ask::Ask;
use crate::error::Snag;
use crate::feed::{element, link};
use crate::library::{PLATFORM, path_of};
use crate::params::with_query;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Entries of a feed.
const SHOWN: u32 = 50;

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Atom,
    Json,
}

impl Form {
    fn file(self) -> &'static str {
        match self {
            Self::Atom => "feed.atom",
            Self::Json => "feed.json",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// What a feed is about.
struct Source {
    form: Form,
    title: String,
    /// The path of the page that shows the same.
    page: String,
    /// Its own path.
    path: String,
    scope: Scope,
}

/// The feed of all documents.
pub(crate) async fn of_all(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    all(&site, ask, Form::Atom).await
}

/// The same as JSON.
pub(crate) async fn of_all_json(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    all(&site, ask, Form::Json).await
}

async fn all(site: &Site, ask: Ask, form: Form) -> Response {
    let scope = match scope::read(&ask.params, &site.library) {
        Ok(scope) => scope,
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let query = scope::query_of(&scope);
    let source = Source {
        title: Filter::heading("最新公开的信息", &scope, (&site.library, None)),
        page: with_query("/documents", &query),
        path: with_query(&format!("/documents/{}", form.file()), &query),
        scope,
        form,
    };
    answer(site, &ask, source).await
}

/// The feed of a column.
pub(crate) async fn of_column(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    ask: Ask,
) -> Response {
    column(&site, code, ask, Form::Atom).await
}

/// The same as JSON.
pub(crate) async fn of_column_json(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    ask: Ask,
) -> Response {
    column(&site, code, ask, Form::Json).await
}

async fn column(site: &Site, code: String, ask: Ask, form: Form) -> Response {
    let column = site.library.find_column(&code).filter(|_| code != PLATFORM);
    let Some(column) = column else {
        return site.trouble(&ask, Snag::Missing("栏目"));
    };
    let choices = match scope::read_choices(&ask.params, &site.library) {
        Ok(choices) => choices,
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let query = scope::choices_of(&choices);
    let newest = format!("{}：最新公开的信息", column.name);
    let source = Source {
        title: Filter::heading(&newest, &choices, (&site.library, None)),
        page: with_query(&path_of(&code), &query),
        path: with_query(&format!("{}/{}", path_of(&code), form.file()), &query),
        scope: Scope {
            column: Some(code),
            ..choices
        },
        form,
    };
    answer(site, &ask, source).await
}

async fn answer(site: &Site, ask: &Ask, source: Source) -> Response {
    let key = source.path.clone();
    site.serve(ask, &key, |today| page(site, source, today))
        .await
}

async fn page(site: &Site, source: Source, today: Date) -> Result<Fresh, Snag> {
    let newest = PageAsk::first(SHOWN);
    let own = site.own(source.scope.clone());
    let lines = store::read!(site.store, |tx| list_public(tx, &own, &newest).await)?;
    Ok(Fresh {
        content_type: source.form.content_type(),
        body: match source.form {
            Form::Atom => atom(site, &source, &lines.items, today),
            Form::Json => json_of(site, &source, &lines.items).to_string(),
        },
        tags: vec![tags::documents(), tags::directory()],
    })
}

fn atom(site: &Site, source: &Source, lines: &[PublicLine], today: Date) -> String {
    let (base, domain) = (&site.identity.base_url, &site.identity.domain);
    let newest = lines
        .first()
        .map_or_else(|| Moment::noon_of(today), |it| it.published_at);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-Hans\">\n");
    let title = format!("{} - {}", source.title, site.identity.name);
    element(&mut out, "title", &title);
    element(
        &mut out,
        "id",
        &format!("tag:{domain},2026:{}", source.page),
    );
    element(&mut out, "updated", &newest.to_string());
    link(&mut out, "self", &format!("{base}{}", source.path));
    link(&mut out, "alternate", &format!("{base}{}", source.page));
    out.push_str("<author>");
    element(&mut out, "name", &site.identity.sponsor);
    out.push_str("</author>\n");
    for line in lines {
        out.push_str("<entry>");
        element(&mut out, "title", &line.title);
        let id = format!("tag:{domain},2026:document:{}", line.id);
        element(&mut out, "id", &id);
        element(&mut out, "updated", &line.published_at.to_string());
        link(
            &mut out,
            "alternate",
            &format!("{base}/documents/{}", line.id),
        );
        out.push_str("<author>");
        element(&mut out, "name", &line.unit_name);
        out.push_str("</author>");
        element(&mut out, "summary", &summary_of(line));
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn json_of(site: &Site, source: &Source, lines: &[PublicLine]) -> Value {
    let (base, domain) = (&site.identity.base_url, &site.identity.domain);
    let items: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({ "id": format!("tag:{domain},2026:document:{}", line.id),
                "url": format!("{base}/documents/{}", line.id), "title": line.title,
                "content_text": summary_of(line), "date_published": line.published_at.to_string(),
                "authors": [{ "name": line.unit_name }] })
        })
        .collect();
    json!({ "version": "https://jsonfeed.org/version/1.1",
        "title": format!("{} - {}", source.title, site.identity.name),
        "home_page_url": format!("{base}{}", source.page), "feed_url": format!("{base}{}", source.path),
        "language": "zh-Hans", "authors": [{ "name": site.identity.sponsor }], "items": items })
}

/// A feed's reader sees the number before the account.
fn summary_of(line: &PublicLine) -> String {
    match line.number.as_str() {
        "" => line.summary.clone(),
        number => format!("{number} {}", line.summary),
    }
}
