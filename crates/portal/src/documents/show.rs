//! One document: its metadata, whether it is in force, its text, files, what it cites and what cites it, its editions.
//!
//! An older edition is shown at its own address, and says that it is old.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DocumentId, EventId, Fault};
use prose::Heading;
use publishing::gathered::Shown;
use publishing::model::Edition;
use publishing::public::{Cited, PublicDocument};
use publishing::renditions::{Standing, list_standings};
use store::RecordedEvent;
use subscriptions::Followed;
use ui::{Article, Frame, Markup, dates, qr};

use super::attached::{FileRow, Reading, Shelf, rows_of};
use super::banner::Banner;
use super::chapters::{self, Chapters};
use super::citations;
use super::linked;
use super::meta::{self, Meta};
use super::rows::{validity, validity_of};
use super::scrolled::scrolled;
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::library::{PLATFORM, path_of};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// From how many headings on a text has a table of contents.
const HEADINGS: usize = 3;
/// Events of one document that are looked through for public acts.
const EVENTS: u32 = 1000;
/// Characters of the text that stand for a missing 内容概述.
const SUMMARY: usize = 120;

#[derive(Template)]
#[template(path = "documents/show.html")]
struct DocumentPage {
    frame: Frame,
    found: PublicDocument,
    address: String,
    summary: String,
    kind_name: String,
    column: (String, String),
    validity: Option<Markup>,
    banner: Option<Banner>,
    /// The number of the newest edition, where this is an older one.
    newest: Option<u32>,
    body: Markup,
    outline: Vec<Heading>,
    chapters: Chapters,
    files: Vec<FileRow>,
    cited: Vec<CitedRow>,
    /// What the picture of its citations says, where there is one.
    picture: Option<String>,
    acts: Vec<Act>,
    qr: Option<Markup>,
    /// Where the edition on paper is.
    paper: String,
    /// The forms by which the document, and what cites it, is followed by mail.
    follow: Option<(String, String)>,
}

/// A document that this one cites.
struct CitedRow {
    title: String,
    number: String,
    here: Option<(String, Markup)>,
}

/// A public act, as the public log has it.
struct Act {
    at: Markup,
    what: &'static str,
    hash: String,
    event: EventId,
}

/// The newest edition.
pub(crate) async fn newest(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<DocumentId>() else {
        return site.trouble(&ask, Snag::Missing("信息"));
    };
    let path = format!("/documents/{id}");
    site.serve(&ask, &path, |today| page(&site, &ask, (id, None), today))
        .await
}

/// An edition of its history.
pub(crate) async fn edition(
    State(site): State<Arc<Site>>,
    Path((id, ordinal)): Path<(String, String)>,
    ask: Ask,
) -> Response {
    let (Ok(id), Ok(ordinal)) = (id.parse::<DocumentId>(), ordinal.parse::<u32>()) else {
        return site.trouble(&ask, Snag::Missing("版次"));
    };
    let path = format!("/documents/{id}/editions/{ordinal}");
    site.serve(&ask, &path, |today| {
        page(&site, &ask, (id, Some(ordinal)), today)
    })
    .await
}

async fn page(
    site: &Site,
    ask: &Ask,
    (id, ordinal): (DocumentId, Option<u32>),
    today: Date,
) -> Result<Fresh, Snag> {
    let (sought, events, standings, shown) = store::read!(site.store, |tx| {
        let sought = site.find_document(tx, (id, ordinal)).await?;
        let Some(found) = sought.here() else {
            return Ok((sought, Vec::new(), Vec::new(), Shown::default()));
        };
        let standings = list_standings(tx, &found.edition.attachments).await?;
        let subject = format!("document/{id}");
        let events = store::event::list_of_subject(tx, &subject, EVENTS).await?;
        let shown = chapters::read_first(tx, &found.edition).await?;
        Ok::<_, Fault>((sought, events, standings, shown))
    })?;
    let found = sought.or(ordinal.map_or("信息", |_| "版次"))?;
    let address = format!("/documents/{id}");
    let path = match ordinal {
        None => address.clone(),
        Some(ordinal) => format!("{address}/editions/{ordinal}"),
    };
    let mut tags = vec![
        tags::documents(),
        tags::one("document", id),
        tags::unit(found.line.unit),
        tags::directory(),
    ];
    tags.extend(standings.iter().map(|(blob, _)| tags::rendition(blob)));
    if standings.iter().any(|(_, it)| *it == Standing::Waiting) {
        tags.push(tags::passing());
    }
    tags.extend(chapters::tags_of(&shown));
    let kept = found.promises.iter();
    tags.extend(kept.map(|it| tags::one("promise", it.id)));
    let frame = site.frame(ask.variant, head(site, &found, &path), today);
    let meta = Meta {
        keywords: found.edition.metadata.keywords.clone(),
        kept_at: ordinal.map(|_| format!("{}{}", site.lasting_base(), frame.link(&address))),
        is_old: ordinal.is_some(),
        // Older editions say of themselves only that they are old.
        linked: match ordinal {
            None => linked_data(site, (&found, &shown), (&address, today)),
            Some(_) => String::new(),
        },
    };
    let shelf = Shelf {
        reading: (&address, &frame),
        standings: &standings,
    };
    let files = rows_of((id, &found.edition), &shelf);
    let looking = (site.library.as_ref(), &frame);
    let chapters = Chapters::of((&found.edition, &shown), 0, &path, looking);
    let parts = (found, chapters, files);
    let page = DocumentPage::of(site, parts, events, (frame, address));
    let mut fresh = Fresh::page(&page, tags)?;
    fresh.body = meta::complete(&fresh.body, (&meta, &page.frame));
    Ok(fresh)
}

fn linked_data(
    site: &Site,
    (found, shown): (&PublicDocument, &Shown),
    (address, today): (&str, Date),
) -> String {
    let base = site.lasting_base();
    let line = &found.line;
    let validity = validity_of(&site.library, (&line.kind, line.force), today);
    let addresses = (base, format!("{base}{address}"));
    linked::block((found, shown), (addresses.0, &addresses.1), validity)
}

fn head(site: &Site, found: &PublicDocument, path: &str) -> Head {
    let title = &found.edition.metadata.title;
    let column = site.library.find_column(&found.line.column);
    let named = column.map_or(columns::LIBRARY, columns::of_library);
    let mut head =
        Head::new(title.clone(), &named, path).under(columns::LIBRARY.name, columns::LIBRARY.path);
    for above in site.library.list_above(&found.line.column) {
        if above.code != PLATFORM {
            head = head.under(above.name.clone(), path_of(&above.code));
        }
    }
    head = head.feed(
        format!("《{title}》的变动"),
        format!("/documents/{}/feed.atom", found.line.id),
    );
    head.article(Article {
        title: title.clone(),
        published: dates::minute(found.first_published_at),
        source: found.issuers(),
    })
}

impl DocumentPage {
    fn of(
        site: &Site,
        (found, chapters, files): (PublicDocument, Chapters, Vec<FileRow>),
        events: Vec<RecordedEvent>,
        (frame, address): (Frame, String),
    ) -> Self {
        let library = site.library.as_ref();
        let line = &found.line;
        let edition = &found.edition;
        let now = validity_of(library, (&line.kind, line.force), frame.today);
        let column = library.find_column(&line.column);
        let outline = edition.body.outline();
        Self {
            summary: summary(edition),
            kind_name: library.kind_name(&line.kind).to_owned(),
            column: (
                frame.link(&path_of(&line.column)),
                column.map_or(line.column.clone(), |it| it.name.clone()),
            ),
            validity: now.map(|it| validity(it, &frame)),
            banner: now
                .and_then(|now| Banner::of(now, &found, frame.today))
                .or_else(|| Banner::of_interpretation(&found, frame.today)),
            newest: found
                .editions
                .first()
                .map(|it| it.ordinal)
                .filter(|it| *it != edition.ordinal),
            body: scrolled(&edition.body.with_anchors(), "正文中的表格"),
            outline: match outline.len() < HEADINGS {
                true => Vec::new(),
                false => outline,
            },
            chapters,
            files,
            cited: found
                .cited
                .iter()
                .map(|it| CitedRow::of(it, &frame))
                .collect(),
            picture: citations::is_drawn(&found).then(|| citations::words(&found)),
            acts: events.into_iter().filter_map(Act::of).collect(),
            qr: qr::svg(&frame.full_address(), "本页网址的二维码"),
            paper: format!("{}/edition.pdf", frame.path),
            follow: site
                .follow_path(&Followed::Document(line.id))
                .zip(site.follow_path(&Followed::Citations(line.id)))
                .map(|(own, citing)| (frame.link(&own), frame.link(&citing))),
            address,
            found,
            frame,
        }
    }
}

fn summary(edition: &Edition) -> String {
    match edition.metadata.summary.as_str() {
        "" => edition.body.summary(SUMMARY),
        said => said.to_owned(),
    }
}

impl CitedRow {
    fn of(cited: &Cited, frame: &Frame) -> Self {
        Self {
            title: cited.title.clone(),
            number: cited.number.clone(),
            here: cited.here.as_ref().map(|here| {
                let href = frame.link(&format!("/documents/{}", here.id));
                (href, validity(here.force.on(frame.today), frame))
            }),
        }
    }
}

impl Act {
    /// An event as far as it is public; drafts and reviews are not.
    fn of(event: RecordedEvent) -> Option<Self> {
        store::ledger::entry_of(&event)?;
        let what = match event.kind.as_str() {
            "document.published" => "公开",
            "document.imported" => "从旧网站导入",
            "document.corrected" => "公开新版次",
            "document.validity_changed" => "认定效力",
            "filing.registered" => "备案登记",
            _ => return None,
        };
        Some(Self {
            at: dates::moment(event.happened_at),
            what,
            hash: event.hash.chars().take(16).collect(),
            event: event.id,
        })
    }
}
