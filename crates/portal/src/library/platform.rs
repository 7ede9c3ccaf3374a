//! `/library`: the fixed columns with their newest documents, 法定主动公开内容 unfolded by article, and the other columns.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, PageAsk};
use publishing::Library;
use publishing::library::Column;
use publishing::public::{PublicLine, Scope, list_public};
use ui::{Frame, Markup};

use super::{CONTENT, PLATFORM, Side, path_of};
use crate::ask::Ask;
use crate::columns;
use crate::documents::rows::DocumentRow;
use crate::error::Snag;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;
use crate::words::PageWords;

/// Documents shown of each column.
pub(crate) const SHOWN: u32 = 3;
/// And of each item of 《条例》第二十条: they are many, and the page has a budget.
const SHOWN_OF_ITEMS: u32 = 2;

#[derive(Template)]
#[template(path = "library/platform.html")]
struct PlatformPage {
    frame: Frame,
    side: Side,
    fixed: Vec<Part>,
    /// The columns under [`CONTENT`].
    items: Vec<Part>,
    others: Vec<Part>,
}

/// A column with its newest documents.
#[derive(Debug)]
pub(crate) struct Part {
    /// The word of its address.
    pub code: String,
    /// Where its page is.
    pub href: String,
    /// Its name, as headings say it.
    pub name: Markup,
    /// What it is for.
    pub description: String,
    /// What demands it.
    pub article: String,
    /// The newest.
    pub rows: Vec<DocumentRow>,
}

/// Shows it.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.serve(&ask, "/library", |today| page(&site, &ask, today))
        .await
}

async fn page(site: &Site, ask: &Ask, today: Date) -> Result<Fresh, Snag> {
    let library = site.library.as_ref();
    let fixed: Vec<&Column> = library.list_under(Some(PLATFORM)).collect();
    let items: Vec<&Column> = library.list_under(Some(CONTENT)).collect();
    let mut others: Vec<&Column> = library.list_under(None).collect();
    others.retain(|it| it.code != PLATFORM);
    let head = Head::new(columns::LIBRARY.name, &columns::LIBRARY, "/library")
        .in_english(PageWords::ENGLISH.library)
        .feed("最新公开的信息", "/documents/feed.atom");
    let frame = site.frame(ask.variant, head, today);
    let page = store::read!(site.store, |tx| {
        let view = (site, &frame);
        Ok::<_, Fault>(PlatformPage {
            side: Side::of(library, PLATFORM, &frame),
            fixed: read_parts(tx, (&fixed, SHOWN), view).await?,
            items: read_parts(tx, (&items, SHOWN_OF_ITEMS), view).await?,
            others: read_parts(tx, (&others, SHOWN), view).await?,
            frame: frame.clone(),
        })
    })?;
    Fresh::page(&page, vec![tags::documents(), tags::directory()])
}

/// Columns with their newest documents.
pub(crate) async fn read_parts(
    tx: &mut store::Tx,
    (columns, shown): (&[&Column], u32),
    (site, frame): (&Site, &Frame),
) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::with_capacity(columns.len());
    for column in columns {
        let scope = site.own(Scope {
            column: Some(column.code.clone()),
            ..Scope::default()
        });
        let newest = list_public(tx, &scope, &PageAsk::first(shown)).await?;
        parts.push(Part::of(column, &newest.items, (&site.library, frame)));
    }
    Ok(parts)
}

impl Part {
    fn of(column: &Column, lines: &[PublicLine], (library, frame): (&Library, &Frame)) -> Self {
        Self {
            code: column.code.clone(),
            href: frame.link(&path_of(&column.code)),
            name: frame.in_content(&column.name, column.english.as_deref()),
            description: column.description.clone(),
            article: column.article.clone(),
            rows: DocumentRow::all(lines, library, frame),
        }
    }
}
