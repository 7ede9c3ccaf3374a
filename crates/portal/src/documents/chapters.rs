//! What a collection (专题, 政府公报) gathers: its outline and its documents under their chapters, as those stand today.
//!
//! A page shows a part; the next begins after the last place of this one. Each document that is shown tags the page. What was withdrawn is counted
//! and not named.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DocumentId, Fault};
use publishing::Library;
use publishing::gathered::{MOST_DOCUMENTS, Shown, list_shown, outline};
use publishing::model::Edition;
use publishing::public::PublicDocument;
use store::Tx;
use ui::{Frame, Tag};

use super::rows::DocumentRow;
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::listing::NO_KEY;
use crate::params::{Params, bad};
use crate::parts::Pager;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Documents of one part: a page stays within its budget of bytes.
const SHOWN: u32 = 50;

/// The first part of what an edition gathers; nothing where it gathers nothing.
///
/// # Errors
/// The engine's fault.
pub(super) async fn read_first(tx: &mut Tx, edition: &Edition) -> Result<Shown, Fault> {
    match edition.gathered.is_empty() {
        true => Ok(Shown::default()),
        false => list_shown(tx, edition.id, (0, SHOWN)).await,
    }
}

/// A part of what an edition gathers, ready for a page.
#[derive(Debug, Default)]
pub(super) struct Chapters {
    /// The headings with where they lead; empty where there are not several.
    pub outline: Vec<(String, String)>,
    /// The chapters of this part.
    pub parts: Vec<Part>,
    /// How many of this part were withdrawn.
    pub withdrawn: u64,
    /// The way to the other parts.
    pub pager: Pager,
}

/// A chapter, or what this part has of it.
#[derive(Debug)]
pub(super) struct Part {
    /// Its anchor.
    pub anchor: String,
    /// What stands over it; may be empty.
    pub heading: String,
    /// Whether it began in an earlier part.
    pub is_continued: bool,
    /// Its documents, each with the collection's own words.
    pub rows: Vec<(DocumentRow, String)>,
}

impl Chapters {
    /// A part that begins after a place, of an edition whose page is at a path.
    pub(super) fn of(
        (edition, shown): (&Edition, &Shown),
        after: u32,
        path: &str,
        (library, frame): (&Library, &Frame),
    ) -> Self {
        let outline = outline(&edition.gathered);
        let more = format!(
            "/documents/{}/chapters/{}",
            edition.document, edition.ordinal
        );
        let at = |place: u32, anchor: &str| {
            let is_here = after <= place && shown.next.is_none_or(|next| place < next);
            match place {
                _ if is_here => anchor.to_owned(),
                0 => frame.link(&format!("{path}{anchor}")),
                _ => frame.link(&format!("{more}?after={place}{anchor}")),
            }
        };
        let has_several = outline.len() > 1;
        let lines: Vec<_> = shown.lines.iter().map(|it| it.line.clone()).collect();
        let rows = DocumentRow::all(&lines, library, frame);
        let mut parts: Vec<Part> = Vec::new();
        let mut last = 0;
        for (line, row) in shown.lines.iter().zip(rows) {
            if line.chapter != last {
                let found = outline.iter().find(|(it, ..)| *it == line.chapter);
                let (heading, begins) = found.map_or(("", 0), |(_, heading, at)| (*heading, *at));
                parts.push(Part {
                    anchor: anchor(line.chapter),
                    heading: heading.to_owned(),
                    is_continued: begins < after,
                    rows: Vec::new(),
                });
                last = line.chapter;
            }
            if let Some(part) = parts.last_mut() {
                part.rows.push((row, line.words.clone()));
            }
        }
        let named = outline.iter().filter(|(_, heading, _)| !heading.is_empty());
        Self {
            pager: Pager {
                first: (after > 0).then(|| frame.link(path)),
                next: shown
                    .next
                    .map(|next| frame.link(&format!("{more}?after={next}"))),
            },
            outline: match has_several {
                true => named
                    .map(|(it, heading, begins)| {
                        let anchor = format!("#{}", anchor(*it));
                        (at(*begins, &anchor), (*heading).to_owned())
                    })
                    .collect(),
                false => Vec::new(),
            },
            parts,
            withdrawn: shown.withdrawn,
        }
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.withdrawn == 0
    }
}

fn anchor(chapter: u32) -> String {
    format!("chapter-{chapter}")
}

/// The tags of the documents that are shown.
pub(crate) fn tags_of(shown: &Shown) -> impl Iterator<Item = Tag> {
    let lines = shown.lines.iter();
    lines.map(|it| tags::one("document", it.line.id))
}

/// After which place a part begins, as an address says it.
///
/// # Errors
/// Where it is no place of any collection.
pub(crate) fn after(params: &Params) -> Result<u32, Snag> {
    let after = params.parse::<u32>("after", NO_KEY)?.unwrap_or(0);
    match usize::try_from(after) {
        Ok(place) if place < MOST_DOCUMENTS => Ok(after),
        _ => Err(bad("after", &after.to_string(), NO_KEY).into()),
    }
}

#[derive(Template)]
#[template(path = "documents/chapters.html")]
struct ChaptersPage {
    frame: Frame,
    title: String,
    address: String,
    chapters: Chapters,
}

/// A later part of what an edition gathers: `/documents/ID/chapters/1?after=200`.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((id, ordinal)): Path<(String, String)>,
    ask: Ask,
) -> Response {
    let (Ok(id), Ok(ordinal)) = (id.parse::<DocumentId>(), ordinal.parse::<u32>()) else {
        return site.trouble(&ask, Snag::Missing("版次"));
    };
    let after = match after(&ask.params) {
        Ok(after) => after,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let path = format!("/documents/{id}/chapters/{ordinal}?after={after}");
    site.serve(&ask, &path, |today| {
        page(&site, &ask, (id, ordinal, after), today)
    })
    .await
}

async fn page(
    site: &Site,
    ask: &Ask,
    (id, ordinal, after): (DocumentId, u32, u32),
    today: Date,
) -> Result<Fresh, Snag> {
    let (sought, shown) = store::read!(site.store, |tx| {
        let sought = site.find_document(tx, (id, Some(ordinal))).await?;
        let shown = match sought.here() {
            Some(it) => list_shown(tx, it.edition.id, (after, SHOWN)).await?,
            None => Shown::default(),
        };
        Ok::<_, Fault>((sought, shown))
    })?;
    let found = sought.or("版次")?;
    let address = address_of(&found);
    let title = found.edition.metadata.title.clone();
    let path = format!("/documents/{id}/chapters/{ordinal}?after={after}");
    let head = Head::new(format!("{title}（续）"), &columns::LIBRARY, &path)
        .under(columns::LIBRARY.name, columns::LIBRARY.path)
        .under(title.clone(), address.clone());
    let frame = site.frame(ask.variant, head, today);
    let looking = (site.library.as_ref(), &frame);
    let chapters = Chapters::of((&found.edition, &shown), after, &address, looking);
    if chapters.is_empty() {
        return Err(Snag::Missing("这一部分"));
    }
    let mut tags = vec![
        tags::documents(),
        tags::one("document", id),
        tags::directory(),
    ];
    tags.extend(tags_of(&shown));
    let page = ChaptersPage {
        title,
        address,
        chapters,
        frame,
    };
    Fresh::page(&page, tags)
}

/// Where the edition's own page is: the newest has the document's.
fn address_of(found: &PublicDocument) -> String {
    let address = format!("/documents/{}", found.line.id);
    let newest = found.editions.first().map(|it| it.ordinal);
    if newest == Some(found.edition.ordinal) {
        address
    } else {
        format!("{address}/editions/{}", found.edition.ordinal)
    }
}
