//! What becomes of one document, for programs: Atom (RFC 4287) and JSON Feed 1.1. Its editions and what was decided about its validity.
//!
//! An entry is a public act and has its event's id, so that a reader knows it again. A document that was withdrawn answers 410 with its
//! tombstone, which ends the feed.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DocumentId, EventId, Fault, Moment};
use publishing::Validity;
use publishing::public::PublicDocument;
use serde_json::{Value, json};
use store::RecordedEvent;
use ui::dates;

use crate::ask::Ask;
use crate::error::Snag;
use crate::feed::{element, link};
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Events of one document that are looked through.
const EVENTS: u32 = 1000;
/// Entries of a feed, the newest.
const SHOWN: usize = 100;

/// As what the feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Atom,
    Json,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Atom => "feed.atom",
            Self::Json => "feed.json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// A thing that happened to it.
struct Change {
    event: EventId,
    at: Moment,
    title: String,
    words: String,
}

/// As Atom.
pub(crate) async fn atom(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    answer(&site, &ask, (&id, Form::Atom)).await
}

/// As JSON Feed.
pub(crate) async fn json(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    answer(&site, &ask, (&id, Form::Json)).await
}

async fn answer(site: &Site, ask: &Ask, (id, form): (&str, Form)) -> Response {
    let Ok(id) = id.parse::<DocumentId>() else {
        return site.trouble(ask, Snag::Missing("信息"));
    };
    let key = format!("/documents/{id}/{}", form.name());
    site.serve(ask, &key, |_| page(site, id, form)).await
}

async fn page(site: &Site, id: DocumentId, form: Form) -> Result<Fresh, Snag> {
    let (sought, events) = store::read!(site.store, |tx| {
        let sought = site.find_document(tx, (id, None)).await?;
        let subject = format!("document/{id}");
        let events = store::event::list_of_subject(tx, &subject, EVENTS).await?;
        Ok::<_, Fault>((sought, events))
    })?;
    let found = sought.or("信息")?;
    let mut changes: Vec<Change> = events.iter().filter_map(change_of).collect();
    changes.reverse();
    changes.truncate(SHOWN);
    Ok(Fresh {
        content_type: form.media_type(),
        body: match form {
            Form::Atom => atom_of(site, &found, &changes),
            Form::Json => json_of(site, &found, &changes).to_string(),
        },
        tags: vec![tags::documents(), tags::one("document", id)],
    })
}

/// An event as far as it is public and one of the document itself.
fn change_of(event: &RecordedEvent) -> Option<Change> {
    store::ledger::entry_of(event)?;
    let facts = event.facts().ok()?;
    let text = |name: &str| facts.get(name).and_then(Value::as_str).unwrap_or_default();
    let (what, words) = match event.kind.as_str() {
        "document.published" => ("发布", text("number").to_owned()),
        "document.imported" => ("从旧网站导入", text("number").to_owned()),
        "document.corrected" => ("修订", text("change_note").to_owned()),
        "document.validity_changed" => {
            let validity = Validity::from_code(text("validity"))?;
            let since = text("effective_on").parse::<Date>().map(dates::long).ok()?;
            let words = format!("自{since}起{}。依据：{}", validity.label(), text("basis"));
            (validity.label(), words)
        }
        _ => return None,
    };
    Some(Change {
        event: event.id,
        at: event.happened_at,
        title: format!("[{what}]{}", text("title")),
        words,
    })
}

fn name_of(site: &Site, found: &PublicDocument) -> String {
    let title = &found.edition.metadata.title;
    format!("《{title}》的变动 - {}", site.identity.name)
}

fn atom_of(site: &Site, found: &PublicDocument, changes: &[Change]) -> String {
    let (base, domain) = (site.lasting_base(), &site.identity.domain);
    let address = format!("{base}/documents/{}", found.line.id);
    let newest = changes.first().map_or(found.first_published_at, |it| it.at);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-Hans\">\n");
    element(&mut out, "title", &name_of(site, found));
    let id = format!("tag:{domain},2026:document:{}:changes", found.line.id);
    element(&mut out, "id", &id);
    element(&mut out, "updated", &newest.to_string());
    link(&mut out, "self", &format!("{address}/feed.atom"));
    link(&mut out, "alternate", &address);
    out.push_str("<author>");
    element(&mut out, "name", &found.issuers());
    out.push_str("</author>\n");
    for change in changes {
        out.push_str("<entry>");
        element(&mut out, "title", &change.title);
        let id = format!("tag:{domain},2026:event:{}", change.event);
        element(&mut out, "id", &id);
        element(&mut out, "updated", &change.at.to_string());
        link(&mut out, "alternate", &address);
        element(&mut out, "summary", &change.words);
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn json_of(site: &Site, found: &PublicDocument, changes: &[Change]) -> Value {
    let (base, domain) = (site.lasting_base(), &site.identity.domain);
    let address = format!("{base}/documents/{}", found.line.id);
    let items: Vec<Value> = changes
        .iter()
        .map(|it| {
            json!({ "id": format!("tag:{domain},2026:event:{}", it.event), "url": address, "title": it.title,
                "content_text": it.words, "date_published": it.at.to_string() })
        })
        .collect();
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": name_of(site, found), "home_page_url": address,
        "feed_url": format!("{address}/feed.json"), "language": "zh-Hans", "authors": [{ "name": found.issuers() }],
        "items": items })
}
