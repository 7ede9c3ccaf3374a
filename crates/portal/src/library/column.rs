//! `/library/{column}`: one column, the columns under it, its documents, newest first, perhaps of one unit.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Date, Fault, Page, PageAsk};
use publishing::library::Column;
use publishing::public::{PublicLine, Scope, list_public};
use ui::Frame;

use super::platform::{Part, read_parts};
use super::{PLATFORM, Side, path_of, platform};
use crate::ask::Ask;
use crate::columns;
use crate::documents::list::{Choice, read_units, unit_choices};
use crate::documents::rows::DocumentRow;
use crate::documents::scope;
use crate::error::Snag;
use crate::listing::Listing;
use crate::params::{Limit, and, with_query};
use crate::parts::Pager;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Documents of one page.
const SHOWN: u32 = 30;

#[derive(Template)]
#[template(path = "library/column.html")]
struct ColumnPage {
    frame: Frame,
    side: Side,
    column: Column,
    path: String,
    parts: Vec<Part>,
    units: Vec<Choice>,
    scope: Scope,
    query: String,
    rows: Vec<DocumentRow>,
    pager: Pager,
}

/// Shows it. `unit` narrows it, `after` is the key of its list.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    ask: Ask,
) -> Response {
    let Some(column) = site.library.find_column(&code) else {
        return site.trouble(&ask, Snag::Missing("栏目"));
    };
    if code == PLATFORM {
        return Redirect::permanent(&ask.variant.address("/library")).into_response();
    }
    let view = match View::of(&ask, column) {
        Ok(view) => view,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let path = view.path.clone();
    site.serve(&ask, &path, |today| {
        page(&site, &ask, (column, view), today)
    })
    .await
}

/// What part of the column's list is shown, and at which canonical address.
struct View {
    scope: Scope,
    part: PageAsk,
    path: String,
}

impl View {
    fn of(ask: &Ask, column: &Column) -> Result<Self, Snag> {
        let scope = Scope {
            column: Some(column.code.clone()),
            unit: ask.params.parse("unit", scope::ID)?,
            kind: None,
        };
        let part = ask.params.page(Limit::Fixed(SHOWN))?;
        let part = Listing::Documents(Box::default()).check_key(part)?;
        let mut query = narrowing(&scope);
        if let Some(key) = &part.after {
            query = and(&query, "after", key);
        }
        Ok(Self {
            path: with_query(&path_of(&column.code), &query),
            scope,
            part,
        })
    }
}

/// What the address of a column's page holds beside its path.
fn narrowing(scope: &Scope) -> String {
    let unit = scope.unit.map(|unit| and("", "unit", &unit.to_string()));
    unit.unwrap_or_default()
}

async fn page(
    site: &Site,
    ask: &Ask,
    (column, view): (&Column, View),
    today: Date,
) -> Result<Fresh, Snag> {
    let library = site.library.as_ref();
    let path = path_of(&column.code);
    let frame = site.frame(ask.variant, head(site, column, &view.path), today);
    let under: Vec<&Column> = library.list_under(Some(&column.code)).collect();
    let (lines, parts, units): (Page<PublicLine>, _, _) = store::read!(site.store, |tx| {
        let lines = list_public(tx, &view.scope, &view.part).await?;
        let parts = read_parts(tx, (&under, platform::SHOWN), (library, &frame)).await?;
        Ok::<_, Fault>((lines, parts, read_units(tx, today).await?))
    })?;
    let is_first = view.part.after.is_none();
    let page = ColumnPage {
        side: Side::of(library, &column.code, &frame),
        column: column.clone(),
        parts,
        units: unit_choices(&units, view.scope.unit),
        query: scope::query_of(&view.scope),
        rows: DocumentRow::all(&lines.items, library, &frame),
        pager: Pager::of(&lines, is_first, (&frame, &path, &narrowing(&view.scope))),
        scope: view.scope,
        path,
        frame,
    };
    Fresh::page(&page, vec![tags::documents(), tags::directory()])
}

fn head(site: &Site, column: &Column, path: &str) -> Head {
    let mut head = Head::new(column.name.clone(), &columns::of_library(column), path)
        .feed(
            format!("{}：最新公开的信息", column.name),
            format!("{}/feed.atom", path_of(&column.code)),
        )
        .under(columns::LIBRARY.name, columns::LIBRARY.path);
    for above in site.library.list_above(&column.code) {
        if above.code != PLATFORM && above.code != column.code {
            head = head.under(above.name.clone(), path_of(&above.code));
        }
    }
    head
}
