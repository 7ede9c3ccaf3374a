//! A unit's promises as a calendar that phones and office programs subscribe to.
//!
//! All-day events from ninety days back to a year ahead, at most five hundred: enough to plan by, never the archive.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use kernel::{Date, Fault, PageAsk, UnitId};
use promises::model::Standing;
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use store::directory;
use ui::ical::{Calendar, Event};

use crate::ask::Ask;
use crate::error::Snag;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Events of one calendar.
const MOST: usize = 500;

/// Serves it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<UnitId>() else {
        return site.trouble(&ask, Snag::Missing("单位"));
    };
    let key = format!("/units/{id}/calendar.ics");
    site.serve(&ask, &key, |today| page(&site, id, today)).await
}

async fn page(site: &Site, id: UnitId, today: Date) -> Result<Fresh, Snag> {
    let found = store::read!(site.store, |tx| read(tx, id, today).await)?;
    let Some((name, lines)) = found else {
        return Err(Snag::Missing("单位"));
    };
    let place = Place {
        domain: &site.identity.domain,
        base: &site.identity.base_url,
        unit: &name,
    };
    Ok(Fresh {
        content_type: "text/calendar; charset=utf-8",
        body: calendar(&place, &lines, today),
        tags: vec![tags::unit(id), tags::lists(), tags::directory()],
    })
}

type Read = Option<(String, Vec<PromiseLine>)>;

async fn read(tx: &mut store::Tx, id: UnitId, today: Date) -> Result<Read, Fault> {
    let Some(unit) = directory::find_unit(tx, id).await? else {
        return Ok(None);
    };
    let filter = PromiseFilter {
        unit: Some(id),
        due_from: Some(today.saturating_sub(90.days())),
        due_through: Some(today.saturating_add(366.days())),
        ..PromiseFilter::default()
    };
    let mut lines = Vec::new();
    let mut ask = PageAsk::first(PageAsk::MOST);
    loop {
        let page = list_promises(tx, &filter, &ask, today).await?;
        lines.extend(page.items);
        match page.next {
            Some(key) if lines.len() < MOST => ask = PageAsk::after(key, PageAsk::MOST),
            Some(_) | None => break,
        }
    }
    lines.retain(|line| line.standing != Standing::Void);
    lines.truncate(MOST);
    Ok(Some((unit.short_name, lines)))
}

/// Where a calendar comes from.
struct Place<'a> {
    domain: &'a str,
    base: &'a str,
    unit: &'a str,
}

fn calendar(place: &Place<'_>, lines: &[PromiseLine], today: Date) -> String {
    let mut calendar = Calendar::named(&format!("{}公开承诺", place.unit));
    for line in lines {
        let title = match &line.period_label {
            Some(period) => format!("{}（{period}）", line.title),
            None => line.title.clone(),
        };
        calendar.add(&Event {
            uid: &format!("{}@{}", line.id, place.domain),
            stamped_on: today,
            day: line.due_on,
            title: &format!("[{}]{title}", line.standing.label()),
            url: &format!("{}/promises/{}", place.base, line.id),
            alarms: &[],
        });
    }
    calendar.finish()
}
