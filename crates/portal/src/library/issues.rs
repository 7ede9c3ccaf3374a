//! `/library/{column}/issues`: what comes out in numbers of a year (政府公报), by year and number.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, PageAsk};
use publishing::issue::{IssueLine, key_of, list_issues};
use publishing::library::Column;
use ui::{Frame, Markup, dates};

use super::{Side, path_of};
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::listing::NO_KEY;
use crate::params::{Limit, bad, with_query};
use crate::parts::Pager;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Issues of one page.
const SHOWN: u32 = 60;

#[derive(Template)]
#[template(path = "library/issues.html")]
struct IssuesPage {
    frame: Frame,
    side: Side,
    column: Column,
    path: String,
    years: Vec<(u16, Vec<Row>)>,
    pager: Pager,
}

/// An issue.
struct Row {
    href: String,
    number: u16,
    title: String,
    published: Markup,
}

/// Shows it. `after` is the key of its list.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    ask: Ask,
) -> Response {
    if site.subsite.is_some() {
        // Issues are listed for the whole platform.
        return site.trouble(&ask, Snag::Elsewhere);
    }
    let column = site.library.find_column(&code);
    let Some(column) = column.filter(|_| site.library.has_issues(&code)) else {
        return site.trouble(&ask, Snag::Missing("栏目"));
    };
    let part = match part_of(&ask) {
        Ok(part) => part,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let mut path = format!("{}/issues", path_of(&code));
    if let Some(key) = &part.after {
        path = with_query(&path, &format!("after={key}"));
    }
    site.serve(&ask, &path, |today| {
        page(&site, &ask, (column, &part, &path), today)
    })
    .await
}

fn part_of(ask: &Ask) -> Result<PageAsk, Snag> {
    let part = ask.params.page(Limit::Fixed(SHOWN))?;
    match part.after.as_deref() {
        Some(key) if key_of(key).is_none() => Err(bad("after", key, NO_KEY).into()),
        Some(_) | None => Ok(part),
    }
}

async fn page(
    site: &Site,
    ask: &Ask,
    (column, part, path): (&Column, &PageAsk, &str),
    today: Date,
) -> Result<Fresh, Snag> {
    let lines = store::read!(site.store, |tx| list_issues(tx, &column.code, part).await)?;
    let base = path_of(&column.code);
    let title = format!("{}各期", column.name);
    let head = Head::new(title, &columns::of_library(column), path)
        .under(columns::LIBRARY.name, columns::LIBRARY.path)
        .under(column.name.clone(), base.clone());
    let frame = site.frame(ask.variant, head, today);
    let list = format!("{base}/issues");
    let page = IssuesPage {
        side: Side::of(&site.library, &column.code, &frame),
        column: column.clone(),
        pager: Pager::of(&lines, part.after.is_none(), (&frame, &list, "")),
        years: by_year(&lines.items, &frame),
        path: base,
        frame,
    };
    Fresh::page(&page, vec![tags::documents(), tags::directory()])
}

fn by_year(lines: &[IssueLine], frame: &Frame) -> Vec<(u16, Vec<Row>)> {
    let mut years: Vec<(u16, Vec<Row>)> = Vec::new();
    for line in lines {
        let row = Row {
            href: frame.link(&format!("/documents/{}", line.id)),
            number: line.issue.number,
            title: line.title.clone(),
            published: dates::day(line.published_at.date()),
        };
        match years.last_mut() {
            Some((year, rows)) if *year == line.issue.year => rows.push(row),
            _ => years.push((line.issue.year, vec![row])),
        }
    }
    years
}
