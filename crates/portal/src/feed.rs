//! Atom feeds (RFC 4287): what came due, was kept or went late in the last month, and what is due within a week.
//!
//! An entry is a promise in one standing: when it changes its standing, a reader sees a new entry.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use kernel::{Date, Fault, Moment, PageAsk, UnitId};
use promises::model::Standing;
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use store::directory;
use ui::dates;
use ui::markup::push_escaped;

use crate::ask::Ask;
use crate::error::Snag;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// The feed of the whole site.
pub(crate) async fn of_site(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.serve(&ask, "/feed.atom", |today| page(&site, None, today))
        .await
}

/// The feed of one unit.
pub(crate) async fn of_unit(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<UnitId>() else {
        return site.trouble(&ask, Snag::Missing("单位"));
    };
    let key = format!("/units/{id}/feed.atom");
    site.serve(&ask, &key, |today| page(&site, Some(id), today))
        .await
}

async fn page(site: &Site, unit: Option<UnitId>, today: Date) -> Result<Fresh, Snag> {
    let found = store::read!(site.store, |tx| read(tx, unit, today).await)?;
    let Some((name, lines)) = found else {
        return Err(Snag::Missing("单位"));
    };
    let (title, path) = match (unit, name) {
        (Some(id), Some(name)) => (format!("{name}的公开承诺"), format!("/units/{id}")),
        _ => ("政务公开承诺".to_owned(), "/".to_owned()),
    };
    let mut tags = vec![tags::lists(), tags::directory()];
    tags.extend(unit.map(tags::unit));
    let source = Source {
        title: format!("{title} - {}", site.identity.name),
        base: site.identity.base_url.clone(),
        domain: site.identity.domain.clone(),
        author: site.identity.sponsor.clone(),
        path,
    };
    Ok(Fresh {
        content_type: "application/atom+xml; charset=utf-8",
        body: atom(&source, &lines, today),
        tags,
    })
}

type Read = Option<(Option<String>, Vec<PromiseLine>)>;

async fn read(tx: &mut store::Tx, unit: Option<UnitId>, today: Date) -> Result<Read, Fault> {
    let name = match unit {
        None => None,
        Some(id) => match directory::find_unit(tx, id).await? {
            Some(unit) => Some(unit.short_name),
            None => return Ok(None),
        },
    };
    let between = |from: Date, through: Date| PromiseFilter {
        unit,
        due_from: Some(from),
        due_through: Some(through),
        ..PromiseFilter::default()
    };
    let ahead = between(today, today.saturating_add(7.days()));
    let past = between(
        today.saturating_sub(30.days()),
        today.saturating_sub(1.day()),
    );
    let mut lines = Vec::new();
    for filter in [ahead, past] {
        let page = list_promises(tx, &filter, &PageAsk::first(100), today).await?;
        lines.extend(page.items);
    }
    lines.retain(|line| line.standing != Standing::Void);
    Ok(Some((name, lines)))
}

/// What a feed says of itself.
struct Source {
    title: String,
    base: String,
    domain: String,
    author: String,
    path: String,
}

/// The moment at which a promise took its standing, as far as its days tell: midnight in China.
fn updated(line: &PromiseLine, today: Date) -> Moment {
    let day = match (line.standing, line.kept_on) {
        (Standing::KeptOnTime | Standing::KeptLate, Some(on)) => on,
        (Standing::Late, _) => line.due_on.tomorrow().unwrap_or(line.due_on),
        (Standing::DueToday, _) => line.due_on,
        (Standing::Open, _) => line.due_on.saturating_sub(7.days()).min(today),
        (Standing::KeptOnTime | Standing::KeptLate | Standing::Waived | Standing::Void, _) => {
            line.due_on.min(today)
        }
    };
    Moment::in_china(day.at(0, 0, 0, 0)).unwrap_or_else(|| Moment::noon_of(day))
}

fn atom(source: &Source, lines: &[PromiseLine], today: Date) -> String {
    let mut entries: Vec<_> = lines
        .iter()
        .map(|line| (updated(line, today), line))
        .collect();
    entries.sort_by_key(|(at, line)| (std::cmp::Reverse(*at), line.id));
    let newest = entries
        .first()
        .map_or_else(|| Moment::noon_of(today), |(at, _)| *at);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-Hans\">\n");
    let Source {
        base, path, domain, ..
    } = source;
    element(&mut out, "title", &source.title);
    element(&mut out, "id", &format!("tag:{domain},2026:{path}"));
    element(&mut out, "updated", &newest.to_string());
    let feed_path = if path == "/" { "" } else { path };
    link(&mut out, "self", &format!("{base}{feed_path}/feed.atom"));
    link(&mut out, "alternate", &format!("{base}{path}"));
    out.push_str("<author>");
    element(&mut out, "name", &source.author);
    out.push_str("</author>\n");
    for (at, line) in entries {
        let code = line.standing.code();
        out.push_str("<entry>");
        element(
            &mut out,
            "title",
            &format!("[{}]{}", line.standing.label(), line.title),
        );
        element(
            &mut out,
            "id",
            &format!("tag:{domain},2026:promise:{}:{code}", line.id),
        );
        element(&mut out, "updated", &at.to_string());
        link(
            &mut out,
            "alternate",
            &format!("{base}/promises/{}", line.id),
        );
        element(&mut out, "summary", &summary(line));
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn summary(line: &PromiseLine) -> String {
    let mut words = format!("{}应在{}前公开", line.unit_name, dates::long(line.due_on));
    if let Some(period) = &line.period_label {
        let _ = write!(words, "（{period}）");
    }
    if let Some(on) = line.kept_on {
        let _ = write!(words, ",已于{}公开", dates::long(on));
    }
    words.push('。');
    words
}

/// An element with its text.
pub(crate) fn element(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<{name}>");
    push_escaped(out, text);
    let _ = write!(out, "</{name}>");
}

/// A link of a feed or an entry.
pub(crate) fn link(out: &mut String, rel: &str, href: &str) {
    let _ = write!(out, "<link rel=\"{rel}\" href=\"");
    push_escaped(out, href);
    out.push_str("\"/>");
}
