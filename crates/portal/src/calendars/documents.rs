//! The days on which documents of a column begin and cease to be in force.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use kernel::Date;
use publishing::days::{DayLine, Turn, list_days};

use super::{Entry, fresh};
use crate::ask::Ask;
use crate::error::Snag;
use crate::library::{PLATFORM, path_of};
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Events of one calendar, of those that begin and of those that end each.
const MOST: u32 = 250;

/// The first and the last day of such a calendar.
pub(super) fn window(today: Date) -> (Date, Date) {
    (
        today.saturating_sub(90.days()),
        today.saturating_add(366.days()),
    )
}

/// A column's.
pub(crate) async fn of_column(
    State(site): State<Arc<Site>>,
    Path(code): Path<String>,
    ask: Ask,
) -> Response {
    let column = site.library.find_column(&code).filter(|_| code != PLATFORM);
    let Some(column) = column else {
        return site.trouble(&ask, Snag::Missing("栏目"));
    };
    let name = format!("{}：施行和失效日期", column.name);
    let key = format!("{}/calendar.ics", path_of(&code));
    site.serve(&ask, &key, |today| page(&site, (&code, &name), today))
        .await
}

async fn page(site: &Site, (code, name): (&str, &str), today: Date) -> Result<Fresh, Snag> {
    let days = store::read!(site.store, |tx| {
        list_days(tx, code, window(today), MOST).await
    })?;
    let entries: Vec<Entry> = days.iter().map(entry).collect();
    let tags = vec![tags::documents(), tags::directory()];
    Ok(fresh(site, (name, &entries), today, tags))
}

fn entry(day: &DayLine) -> Entry {
    let line = &day.line;
    let (word, label) = match day.turn {
        Turn::Begins => ("begins", "施行"),
        Turn::Ends => ("ends", "失效"),
    };
    let number = match line.number.as_str() {
        "" => String::new(),
        number => format!("（{number}）"),
    };
    Entry {
        id: format!("{}-{word}", line.id),
        day: day.on,
        title: format!("[{label}]{}{number}", line.title),
        path: format!("/documents/{}", line.id),
    }
}
