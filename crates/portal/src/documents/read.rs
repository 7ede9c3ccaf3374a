//! 在线阅读: an attachment as pages within the portal's frame, for whoever cannot open the file. Without script, in every variant.
//!
//! Served exactly as long as the edition and its file are: withdrawn with them, an old edition's under a note that says so. What was rendered is
//! asked of [`publishing::renditions`]; here it gets its frame, a table of contents and the way back.

use std::str::FromStr as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{BlobId, Date, DocumentId, Fault};
use publishing::public::PublicDocument;
use publishing::renditions::{Rendered, Standing, find_rendered, read_rendition};
use rendition::{Page, Rendition};
use ui::{Frame, Markup};

use super::attached::{href_of, kind_of, size_of};
use super::meta::{self, Meta};
use super::scrolled::scrolled;
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::bad;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

const WHAT: &str = "在线阅读页";
const MISSING: Snag = Snag::Missing(WHAT);
const PAGE: &str = "应为页码，从1开始，请从本站页面上的链接进入";

#[derive(Template)]
#[template(path = "documents/read.html")]
struct ReadPage {
    frame: Frame,
    title: String,
    address: String,
    /// The number of the newest edition, where this is a file of an older one.
    newest: Option<u32>,
    ordinal: u32,
    file: FileFacts,
    /// Why there is nothing to read; empty where there is.
    lack: &'static str,
    /// How many pages.
    pages: usize,
    /// 1, 2, 3.
    at: usize,
    /// Pages of the table of contents, with their numbers.
    contents: Vec<(usize, String)>,
    body: Markup,
    has_gaps: bool,
    is_cut: bool,
}

struct FileFacts {
    name: String,
    href: String,
    kind: String,
    size: String,
}

impl ReadPage {
    fn has_contents(&self) -> bool {
        self.pages > 1
    }

    /// Whether this is the last page.
    fn is_last(&self) -> bool {
        self.at >= self.pages
    }
}

/// Pages before and after this one that a table of contents names, beside the first and the last.
const AROUND: usize = 12;

/// The table of contents as far as it is near: of a hundred pages it would be heavier than what it leads to.
fn contents(pages: Vec<Page>, at: usize) -> Vec<(usize, String)> {
    let last = pages.len();
    let titles = (1..).zip(pages.into_iter().map(|it| it.title));
    titles
        .filter(|(number, _)| [1, last].contains(number) || number.abs_diff(at) <= AROUND)
        .collect()
}

/// A page of an attachment: `/documents/ID/read/EDITION/BLOB?page=2`.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((id, edition, blob)): Path<(String, String, String)>,
    ask: Ask,
) -> Response {
    let asked = (
        id.parse::<DocumentId>(),
        edition.parse::<u32>(),
        BlobId::from_str(&blob),
    );
    let (Ok(id), Ok(edition), Ok(blob)) = asked else {
        return site.trouble(&ask, MISSING);
    };
    let at = match page_asked(&ask) {
        Ok(at) => at,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let path = path_of(id, (edition, &blob), at);
    let whole = Asked {
        id,
        edition,
        blob,
        at,
    };
    site.serve(&ask, &path, |today| page(&site, &ask, &whole, today))
        .await
}

fn page_asked(ask: &Ask) -> Result<usize, Snag> {
    let Some(text) = ask.params.text("page") else {
        return Ok(1);
    };
    let at = text
        .parse()
        .ok()
        .filter(|at: &usize| *at >= 1 && at.to_string() == text);
    at.ok_or_else(|| bad("page", text, PAGE).into())
}

struct Asked {
    id: DocumentId,
    edition: u32,
    blob: BlobId,
    at: usize,
}

/// Where the page of that number is; the first has no number.
pub(crate) fn path_of(id: DocumentId, (edition, blob): (u32, &BlobId), at: usize) -> String {
    let path = format!("/documents/{id}/read/{edition}/{blob}");
    match at {
        1 => path,
        at => format!("{path}?page={at}"),
    }
}

async fn page(site: &Site, ask: &Ask, asked: &Asked, today: Date) -> Result<Fresh, Snag> {
    let (sought, rendered) = store::read!(site.store, |tx| {
        let sought = site
            .find_document(tx, (asked.id, Some(asked.edition)))
            .await?;
        let rendered = find_rendered(tx, (asked.id, asked.edition), &asked.blob).await?;
        Ok::<_, Fault>((sought, rendered))
    })?;
    let found = sought.or(WHAT)?;
    let rendered = rendered.ok_or(MISSING)?;
    let (made, lack) = match (rendered.standing, &rendered.content) {
        (Some(Standing::Made { .. }), Some(content)) => {
            (read_rendition(&site.store, content).await?, "")
        }
        (Some(Standing::None(reason)), _) => (Rendition::default(), reason.words()),
        (Some(Standing::Waiting), _) => (Rendition::default(), super::attached::WAITING),
        (Some(Standing::Made { .. }) | None, _) => return Err(MISSING),
    };
    let last = made.pages.len().max(1);
    let shown = match made.pages.get(asked.at - 1) {
        Some(page) => page.clone(),
        None if asked.at <= last => Page::default(),
        None => return Err(MISSING),
    };
    let mut tags = vec![
        tags::one("document", asked.id),
        tags::rendition(&asked.blob),
        tags::directory(),
    ];
    if rendered.standing == Some(Standing::Waiting) {
        tags.push(tags::passing());
    }
    let page = ReadPage::of(
        site,
        ask,
        (asked, found, rendered),
        (made, shown, lack, today),
    );
    let frame = &page.frame;
    let whole = format!("{}{}", site.lasting_base(), frame.link(&page.address));
    let meta = Meta {
        keywords: String::new(),
        kept_at: Some(whole),
        is_old: page.newest.is_some(),
        linked: String::new(),
    };
    let mut fresh = Fresh::page(&page, tags)?;
    fresh.body = meta::complete(&fresh.body, (&meta, &page.frame));
    Ok(fresh)
}

impl ReadPage {
    fn of(
        site: &Site,
        ask: &Ask,
        (asked, found, rendered): (&Asked, PublicDocument, Rendered),
        (made, shown, lack, today): (Rendition, Page, &'static str, Date),
    ) -> Self {
        let title = found.edition.metadata.title.clone();
        let address = format!("/documents/{}", asked.id);
        let newest = found.editions.first().map(|it| it.ordinal);
        let newest = newest.filter(|it| *it != asked.edition);
        let own = match newest {
            None => address.clone(),
            Some(_) => format!("{address}/editions/{}", asked.edition),
        };
        let file = &rendered.file;
        let called = match asked.at {
            1 => format!("在线阅读：{}", file.file_name),
            at => format!("在线阅读：{}（第{at}页）", file.file_name),
        };
        let path = path_of(asked.id, (asked.edition, &asked.blob), asked.at);
        let head = Head::new(called, &columns::LIBRARY, &path)
            .under(columns::LIBRARY.name, columns::LIBRARY.path)
            .under(title.clone(), own.clone());
        Self {
            frame: site.frame(ask.variant, head, today),
            title,
            newest,
            ordinal: asked.edition,
            file: FileFacts {
                name: file.file_name.clone(),
                href: href_of(&address, asked.edition, &file.blob),
                kind: kind_of(&file.file_name),
                size: size_of(file.size),
            },
            address: own,
            lack,
            at: asked.at,
            body: scrolled(&shown.html, "表格"),
            pages: made.pages.len(),
            contents: contents(made.pages, asked.at),
            has_gaps: made.has_gaps,
            is_cut: made.is_cut,
        }
    }
}
