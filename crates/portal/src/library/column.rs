//! `/library/{column}`: one column, the columns under it, its documents, newest first, narrowed by what readers choose.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Date, Fault, PageAsk};
use publishing::Library;
use publishing::choices::UNITS_OFFERED;
use publishing::library::Column;
use publishing::public::Scope;
use subscriptions::Followed;
use ui::Frame;

use super::platform::{Part, read_parts};
use super::{PLATFORM, Side, path_of, platform};
use crate::ask::Ask;
use crate::calendars;
use crate::columns;
use crate::documents::filter::{Filter, Narrowed};
use crate::documents::list::read;
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
    /// Where its documents stand by year and number, where they have any.
    issues: Option<String>,
    filter: Filter,
    feed: String,
    /// The calendar of days on which its documents begin and cease to be in force, where there are any.
    calendar: Option<String>,
    query: String,
    rows: Vec<DocumentRow>,
    pager: Pager,
    /// The form by which it is followed by mail.
    follow: Option<String>,
}

/// Shows it. Choices narrow it, `after` is the key of its list.
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
    let view = match View::of(&ask, (column, &site.library)) {
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
    fn of(ask: &Ask, (column, library): (&Column, &Library)) -> Result<Self, Snag> {
        let scope = Scope {
            column: Some(column.code.clone()),
            ..scope::read_choices(&ask.params, library)?
        };
        let part = ask.params.page(Limit::Fixed(SHOWN))?;
        let part = Listing::Documents(Box::default()).check_key(part)?;
        let mut query = scope::choices_of(&scope);
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

async fn page(
    site: &Site,
    ask: &Ask,
    (column, view): (&Column, View),
    today: Date,
) -> Result<Fresh, Snag> {
    let library = site.library.as_ref();
    let path = path_of(&column.code);
    let under: Vec<&Column> = library.list_under(Some(&column.code)).collect();
    let query = scope::choices_of(&view.scope);
    let feed = with_query(&format!("{path}/feed.atom"), &query);
    let (read, parts, calendar) = store::read!(site.store, |tx| {
        let read = read(tx, &site.own(view.scope.clone()), &view.part).await?;
        let plain = site.frame(ask.variant, head(site, column, &path), today);
        let parts = read_parts(tx, (&under, platform::SHOWN), (site, &plain)).await?;
        let calendar = calendars::path_of_column(tx, site, (&column.code, today)).await?;
        Ok::<_, Fault>((read, parts, calendar))
    })?;
    let title = Filter::heading(&column.name, &view.scope, (library, read.unit.as_deref()));
    let mut head = head(site, column, &view.path)
        .titled(title)
        .feed(format!("{}：最新公开的信息", column.name), feed.clone());
    if let Some(path) = &calendar {
        head = head.calendar(format!("{}：施行和失效日期", column.name), path);
    }
    let frame = site.frame(ask.variant, head, today);
    let is_first = view.part.after.is_none();
    let narrowed = Narrowed {
        path: &path,
        scope: &view.scope,
        choices: read.choices,
        unit: read.unit,
    };
    let page = ColumnPage {
        side: Side::of(library, &column.code, &frame),
        column: column.clone(),
        parts,
        filter: Filter::of(narrowed, (library, &frame)),
        issues: library
            .has_issues(&column.code)
            .then(|| frame.link(&format!("{path}/issues"))),
        feed,
        calendar,
        rows: DocumentRow::all(&read.lines.items, library, &frame),
        pager: Pager::of(&read.lines, is_first, (&frame, &path, &query)),
        query: scope::query_of(&view.scope),
        follow: site
            .follow_path(&Followed::Column(column.code.clone()))
            .map(|it| frame.link(&it)),
        path,
        frame,
    };
    Fresh::page(&page, vec![tags::documents(), tags::directory()])
}

fn head(site: &Site, column: &Column, path: &str) -> Head {
    let mut head = Head::new(column.name.clone(), &columns::of_library(column), path)
        .under(columns::LIBRARY.name, columns::LIBRARY.path);
    for above in site.library.list_above(&column.code) {
        if above.code != PLATFORM && above.code != column.code {
            head = head.under(above.name.clone(), path_of(&above.code));
        }
    }
    head
}
