//! A unit's promises as a calendar (RFC 5545) that phones and office programs subscribe to.
//!
//! All-day events from ninety days back to a year ahead, at most five hundred: enough to plan by, never the archive.

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use kernel::{Date, Fault, PageAsk, UnitId};
use promises::model::Standing;
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use store::directory;

use crate::ask::Ask;
use crate::error::Snag;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Events of one calendar.
const MOST: usize = 500;

/// Serves it.
pub(crate) async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
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
    let mut out = String::new();
    let mut push = |name: &str, value: &str| fold(&mut out, name, value);
    push("BEGIN", "VCALENDAR");
    push("VERSION", "2.0");
    push("PRODID", "-//Gongkai//promises//ZH");
    push("CALSCALE", "GREGORIAN");
    push("METHOD", "PUBLISH");
    push("X-WR-CALNAME", &escaped(&format!("{}公开承诺", place.unit)));
    let stamp = format!("{}T000000Z", compact(today));
    for line in lines {
        let next = line.due_on.tomorrow().unwrap_or(line.due_on);
        let title = match &line.period_label {
            Some(period) => format!("{}（{period}）", line.title),
            None => line.title.clone(),
        };
        push("BEGIN", "VEVENT");
        push("UID", &format!("{}@{}", line.id, place.domain));
        push("DTSTAMP", &stamp);
        push("DTSTART;VALUE=DATE", &compact(line.due_on));
        push("DTEND;VALUE=DATE", &compact(next));
        push(
            "SUMMARY",
            &escaped(&format!("[{}]{title}", line.standing.label())),
        );
        push("URL", &format!("{}/promises/{}", place.base, line.id));
        push("TRANSP", "TRANSPARENT");
        push("END", "VEVENT");
    }
    push("END", "VCALENDAR");
    out
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Text of a property value: backslash, semicolon, comma and line feed escaped (RFC 5545 §3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One content line, folded after 75 bytes without breaking a character (RFC 5545 §3.1).
fn fold(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in name.chars().chain(":".chars()).chain(value.chars()) {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_chinese_line_is_folded_between_characters_and_unfolds_to_itself() {
        let value = "公开".repeat(60);
        let mut out = String::new();
        fold(&mut out, "SUMMARY", &value);
        assert!(out.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
    }

    #[test]
    fn a_title_cannot_end_its_line_or_start_a_property() {
        assert_eq!(
            escaped("甲;乙,丙\\\r\nBEGIN:VEVENT"),
            "甲\\;乙\\,丙\\\\\\nBEGIN:VEVENT"
        );
    }
}
