//! All documents, newest first, narrowed by any combination of choices; paged by key.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, Page, PageAsk};
use publishing::choices::{Choices, UNITS_OFFERED, count_choices};
use publishing::public::{PublicLine, Scope, list_public};
use store::directory;
use subscriptions::Followed;
use ui::Frame;

use super::filter::{Filter, Narrowed};
use super::rows::DocumentRow;
use super::scope;
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::listing::Listing;
use crate::params::{Limit, and, with_query};
use crate::parts::Pager;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;
use crate::words::PageWords;

/// Documents of one page.
const SHOWN: u32 = 30;
#[derive(Template)]
#[template(path = "documents/list.html")]
struct DocumentListPage {
    frame: Frame,
    filter: Filter,
    query: String,
    rows: Vec<DocumentRow>,
    pager: Pager,
    /// The form by which its theme is followed by mail, where it is one.
    follow: Option<String>,
}

/// Shows it.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let wanted = scope::read(&ask.params, &site.library).and_then(|scope| {
        let part = ask.params.page(Limit::Fixed(SHOWN))?;
        let part = Listing::Documents(Box::default()).check_key(part)?;
        Ok((scope, part))
    });
    let (scope, part) = match wanted {
        Ok(wanted) => wanted,
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let query = scope::query_of(&scope);
    let full = match &part.after {
        Some(key) => and(&query, "after", key),
        None => query.clone(),
    };
    let path = with_query("/documents", &full);
    site.serve(&ask, &path, |today| {
        let view = View {
            scope,
            part,
            query,
            path: path.clone(),
        };
        page(&site, &ask, view, today)
    })
    .await
}

/// What part of the list is shown, and at which canonical address.
struct View {
    scope: Scope,
    part: PageAsk,
    query: String,
    path: String,
}

async fn page(site: &Site, ask: &Ask, view: View, today: Date) -> Result<Fresh, Snag> {
    let library = site.library.as_ref();
    let own = site.own(view.scope.clone());
    let read = store::read!(site.store, |tx| read(tx, &own, &view.part).await)?;
    let heading = (library, read.unit.as_deref());
    let title = Filter::heading("全部公开信息", &view.scope, heading);
    let feed = with_query("/documents/feed.atom", &view.query);
    let mut head = Head::new(title, &columns::LIBRARY, &view.path)
        .under(columns::LIBRARY.name, columns::LIBRARY.path)
        .feed("最新公开的信息", feed);
    if view.query.is_empty() {
        head = head.in_english(PageWords::ENGLISH.everything);
    }
    let frame = site.frame(ask.variant, head, today);
    let is_first = view.part.after.is_none();
    let lines = read.lines;
    let narrowed = Narrowed {
        path: "/documents",
        scope: &view.scope,
        choices: read.choices,
        unit: read.unit,
    };
    let page = DocumentListPage {
        filter: Filter::of(narrowed, (library, &frame)),
        rows: DocumentRow::all(&lines.items, library, &frame),
        pager: Pager::of(&lines, is_first, (&frame, "/documents", &view.query)),
        query: view.query,
        follow: view
            .scope
            .theme
            .and_then(|theme| site.follow_path(&Followed::Theme(theme)))
            .map(|it| frame.link(&it)),
        frame,
    };
    Fresh::page(&page, vec![tags::documents(), tags::directory()])
}

/// A part of a narrowed list with what there is to choose.
pub(crate) struct Read {
    /// The documents.
    pub lines: Page<PublicLine>,
    /// The choices.
    pub choices: Choices,
    /// The name of the unit that was chosen.
    pub unit: Option<String>,
}

/// Reads it, all in one snapshot: what is counted is what is listed.
pub(crate) async fn read(tx: &mut store::Tx, scope: &Scope, part: &PageAsk) -> Result<Read, Fault> {
    let unit = match scope.unit {
        Some(id) => directory::find_unit(tx, id).await?,
        None => None,
    };
    Ok(Read {
        lines: list_public(tx, scope, part).await?,
        choices: count_choices(tx, scope).await?,
        unit: unit.map(|it| it.short_name),
    })
}
