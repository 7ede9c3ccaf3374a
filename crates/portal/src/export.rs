//! Every list as a file: CSV for office programs, JSON for others.
//!
//! CSV begins with a byte order mark, so that Excel reads UTF-8, and defuses cells that a spreadsheet would run as a
//! formula. Parameters are read as strictly as the API reads them. A file holds at most two thousand rows;
//! `Link: rel="next"` leads on. Files are made on demand and not kept: they are large and seldom asked for twice.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use kernel::{Fault, PageAsk};
use serde::Serialize;
use ui::CachedPage;
use ui::csv::{BYTE_ORDER_MARK, push_row};

use crate::ask::Ask;
use crate::error::Snag;
use crate::listing::{Item, Items, Listing};
use crate::params::{BadParameter, Limit, and, with_query};
use crate::site::Site;

/// Rows of one file, at most and unless `limit` says fewer.
const MOST: u32 = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Json,
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Csv => ".csv",
            Self::Json => ".json",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// `/promises.csv`.
pub(crate) async fn promises_csv(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, Listing::promises(&ask.params), Form::Csv).await
}

/// `/promises.json`.
pub(crate) async fn promises_json(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, Listing::promises(&ask.params), Form::Json).await
}

/// `/plans.csv`.
pub(crate) async fn plans_csv(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, Listing::plans(&ask.params), Form::Csv).await
}

/// `/plans.json`.
pub(crate) async fn plans_json(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, Listing::plans(&ask.params), Form::Json).await
}

/// `/units.csv`.
pub(crate) async fn units_csv(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, Listing::units(&ask.params), Form::Csv).await
}

/// `/units.json`.
pub(crate) async fn units_json(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, Listing::units(&ask.params), Form::Json).await
}

/// `/documents.csv`.
pub(crate) async fn documents_csv(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let listing = Listing::documents(&ask.params, &site);
    answer(&site, &ask, listing, Form::Csv).await
}

/// `/documents.json`.
pub(crate) async fn documents_json(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let listing = Listing::documents(&ask.params, &site);
    answer(&site, &ask, listing, Form::Json).await
}

async fn answer(
    site: &Site,
    ask: &Ask,
    listing: Result<Listing, BadParameter>,
    form: Form,
) -> Response {
    let made = async { file(site, ask, &listing?, form).await };
    match made.await {
        Ok(response) => response,
        Err(snag) => site.trouble(ask, snag),
    }
}

async fn file(site: &Site, ask: &Ask, listing: &Listing, form: Form) -> Result<Response, Snag> {
    let chosen = ask.params.limit(MOST)?;
    let limit = chosen.unwrap_or(MOST);
    let part = listing.check_key(ask.params.page(Limit::Fixed(PageAsk::MOST))?)?;
    let cut = store::read!(site.store, |tx| read(
        tx,
        site,
        (listing, &part.after, limit)
    )
    .await)?;
    let path = format!("{}{}", listing.path(), form.ending());
    let next = cut.next.as_ref().map(|key| {
        let query = match chosen {
            Some(limit) => and(&listing.query(), "limit", &limit.to_string()),
            None => listing.query(),
        };
        let query = and(&query, "after", key);
        format!("{}{}", site.identity.base_url, with_query(&path, &query))
    });
    let body = match form {
        Form::Csv => csv(listing, &cut.items),
        Form::Json => json(&cut.items, next.as_deref())?,
    };
    let page = CachedPage::new(form.content_type(), body, (site.cache.ticket(), Vec::new()));
    let mut response = ui::reply::reply(&page, &ask.wish);
    let mut set = |name, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    };
    if let Some(next) = next {
        set(header::LINK, format!("<{next}>; rel=\"next\""));
    }
    if form == Form::Csv {
        let name = path.trim_start_matches('/');
        set(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        );
    }
    Ok(response)
}

async fn read(
    tx: &mut store::Tx,
    site: &Site,
    (listing, after, limit): (&Listing, &Option<String>, u32),
) -> Result<Items, Fault> {
    let lens = site.lens(site.today());
    let mut all = Items::default();
    let mut wanted = limit;
    let mut after = after.clone();
    loop {
        let limit = wanted.min(PageAsk::MOST);
        let ask = PageAsk { after, limit };
        let page = listing.page(tx, &ask, lens).await?;
        all.items.extend(page.items);
        all.next = page.next;
        wanted -= limit;
        if wanted == 0 || all.next.is_none() {
            return Ok(all);
        }
        after = all.next.clone();
    }
}

/// A JSON file.
#[derive(Serialize)]
struct JsonFile<'a> {
    items: &'a [Item],
    next: Option<&'a str>,
}

fn json(items: &[Item], next: Option<&str>) -> Result<String, Snag> {
    serde_json::to_string(&JsonFile { items, next })
        .map_err(|cause| kernel::Fault::caused("writing a list as JSON", cause).into())
}

fn csv(listing: &Listing, items: &[Item]) -> String {
    let mut out = String::from(BYTE_ORDER_MARK);
    let heads = listing.columns().iter().map(|it| (*it).to_owned());
    push_row(&mut out, heads);
    for item in items {
        push_row(&mut out, item.cells());
    }
    out
}
