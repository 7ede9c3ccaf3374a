//! All documents, newest first, narrowed by column and unit, or by kind; paged by key.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::unit::Unit;
use kernel::{Date, Fault, Page, PageAsk, UnitId};
use publishing::Library;
use publishing::public::{PublicLine, Scope, list_public};
use store::directory;
use ui::Frame;

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

/// Documents of one page.
const SHOWN: u32 = 30;
/// Units that a filter offers; a site with more is filtered from a unit's own page.
const UNITS_OFFERED: u32 = 80;

/// One choice of a filter.
#[derive(Debug)]
pub(crate) struct Choice {
    /// What the address says.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

#[derive(Template)]
#[template(path = "documents/list.html")]
struct DocumentListPage {
    frame: Frame,
    columns: Vec<Choice>,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    scope: Scope,
    query: String,
    rows: Vec<DocumentRow>,
    pager: Pager,
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
    let (lines, units): (Page<PublicLine>, _) = store::read!(site.store, |tx| {
        let lines = list_public(tx, &view.scope, &view.part).await?;
        Ok::<_, Fault>((lines, read_units(tx, today).await?))
    })?;
    let title = match &view.scope.kind {
        Some(kind) => format!("全部公开信息：{}", library.kind_name(kind)),
        None => "全部公开信息".to_owned(),
    };
    let head = Head::new(title, &columns::LIBRARY, &view.path)
        .under(columns::LIBRARY.name, columns::LIBRARY.path)
        .feed("最新公开的信息", "/documents/feed.atom");
    let frame = site.frame(ask.variant, head, today);
    let is_first = view.part.after.is_none();
    let page = DocumentListPage {
        columns: column_choices(library, view.scope.column.as_deref()),
        units: unit_choices(&units, view.scope.unit),
        kinds: kind_choices(library, view.scope.kind.as_deref()),
        rows: DocumentRow::all(&lines.items, library, &frame),
        pager: Pager::of(&lines, is_first, (&frame, "/documents", &view.query)),
        scope: view.scope,
        query: view.query,
        frame,
    };
    Fresh::page(&page, vec![tags::documents(), tags::directory()])
}

/// The units that a filter offers; none where there are too many.
pub(crate) async fn read_units(tx: &mut store::Tx, today: Date) -> Result<Vec<Unit>, Fault> {
    let all = directory::UnitFilter::default();
    let ask = PageAsk::first(UNITS_OFFERED);
    let page = directory::list_units(tx, &all, &ask, today).await?;
    Ok(match page.next {
        None => page.items,
        Some(_) => Vec::new(),
    })
}

/// Units as choices.
pub(crate) fn unit_choices(units: &[Unit], chosen: Option<UnitId>) -> Vec<Choice> {
    let choice = |unit: &Unit| Choice {
        value: unit.id.to_string(),
        label: unit.short_name.clone(),
        is_chosen: chosen == Some(unit.id),
    };
    units.iter().map(choice).collect()
}

/// The columns that may hold documents.
fn column_choices(library: &Library, chosen: Option<&str>) -> Vec<Choice> {
    library
        .columns()
        .iter()
        .filter(|it| library.list_under(Some(&it.code)).next().is_none())
        .map(|it| Choice {
            value: it.code.clone(),
            label: it.name.clone(),
            is_chosen: chosen == Some(it.code.as_str()),
        })
        .collect()
}

fn kind_choices(library: &Library, chosen: Option<&str>) -> Vec<Choice> {
    let kinds = library.kinds().iter();
    kinds
        .map(|it| Choice {
            value: it.code.clone(),
            label: it.name.clone(),
            is_chosen: chosen == Some(it.code.as_str()),
        })
        .collect()
}
