//! Two public editions beside each other: which metadata, files and words changed. Anyone sees what a correction corrected.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DocumentId, Fault};
use prose::{Body, Change, Diff, Stretch, diff};
use publishing::model::{Edition, Interpreter};
use publishing::public::{PublicDocument, find_two};
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

#[derive(Template)]
#[template(path = "documents/compare.html")]
struct ComparePage {
    frame: Frame,
    title: String,
    address: String,
    older: u32,
    newer: u32,
    note: String,
    fields: Vec<FieldChange>,
    files: Vec<FileChange>,
    /// What it gathers, a line a document.
    gathered: Diff,
    text: Diff,
}

/// A field that changed.
struct FieldChange {
    label: &'static str,
    old: String,
    new: String,
}

/// A file that came or went.
struct FileChange {
    name: String,
    is_added: bool,
}

impl ComparePage {
    fn is_same(&self) -> bool {
        self.text.is_same()
            && self.gathered.is_same()
            && self.fields.is_empty()
            && self.files.is_empty()
    }
}

/// Compares two editions: `/documents/ID/compare/1/2`.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((id, older, newer)): Path<(String, String, String)>,
    ask: Ask,
) -> Response {
    let asked = (id.parse(), older.parse(), newer.parse());
    let (Ok(id), Ok(older), Ok(newer)) = asked else {
        return site.trouble(&ask, Snag::Missing("版次"));
    };
    let (older, newer): (u32, u32) = (older, newer);
    let path = format!("/documents/{id}/compare/{older}/{newer}");
    site.serve(&ask, &path, |today| {
        page(&site, &ask, (id, older, newer), today)
    })
    .await
}

async fn page(
    site: &Site,
    ask: &Ask,
    (id, older, newer): (DocumentId, u32, u32),
    today: Date,
) -> Result<Fresh, Snag> {
    let (sought, two) = store::read!(site.store, |tx| {
        let sought = site.find_document(tx, (id, None)).await?;
        Ok::<_, Fault>((sought, find_two(tx, id, (older, newer)).await?))
    })?;
    let found = sought.or("信息")?;
    let (old, new) = two.filter(|_| older < newer).ok_or(Snag::Missing("版次"))?;
    let address = format!("/documents/{id}");
    let path = format!("{address}/compare/{older}/{newer}");
    let title = found.edition.metadata.title.clone();
    let head = Head::new(
        format!("第{older}版和第{newer}版的差别"),
        &columns::LIBRARY,
        &path,
    )
    .under(columns::LIBRARY.name, columns::LIBRARY.path)
    .under(title.clone(), address.clone());
    let page = ComparePage {
        frame: site.frame(ask.variant, head, today),
        title,
        address,
        older,
        newer,
        note: note(&found, newer),
        fields: fields(&old, &new),
        files: files(&old, &new),
        gathered: diff(&gathered(&old)?, &gathered(&new)?),
        text: diff(&old.body, &new.body),
    };
    let tags = vec![
        tags::documents(),
        tags::one("document", id),
        tags::directory(),
    ];
    Fresh::page(&page, tags)
}

fn note(found: &PublicDocument, ordinal: u32) -> String {
    let mut editions = found.editions.iter();
    let edition = editions.find(|it| it.ordinal == ordinal);
    edition.map(|it| it.change_note.clone()).unwrap_or_default()
}

fn fields(old: &Edition, new: &Edition) -> Vec<FieldChange> {
    let day = |day: Option<Date>| day.map(|it| it.to_string()).unwrap_or_default();
    let told = |it: &Edition| {
        let it = &it.metadata;
        let interpreter = it.interpreter.map_or("", Interpreter::label);
        [
            ("标题", it.title.clone()),
            ("发文字号", it.number.clone()),
            ("主题分类", it.theme.clone()),
            (
                "期号",
                it.issue.map(|it| it.to_string()).unwrap_or_default(),
            ),
            ("解读人", interpreter.to_owned()),
            ("关键词", it.keywords.clone()),
            ("内容概述", it.summary.clone()),
            ("成文日期", day(it.made_on)),
            ("施行日期", day(it.effective_on)),
            ("失效日期", day(it.expires_on)),
        ]
    };
    told(old)
        .into_iter()
        .zip(told(new))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((label, old), (_, new))| FieldChange { label, old, new })
        .collect()
}

/// What an edition gathers as lines of a text: headings, documents by the titles that they have today, words. What was withdrawn since is not
/// named.
fn gathered(edition: &Edition) -> Result<Body, Fault> {
    let mut text = String::new();
    for chapter in &edition.gathered {
        if !chapter.heading.is_empty() {
            text.push_str(&format!("【{}】\n", chapter.heading));
        }
        for entry in &chapter.entries {
            match entry.is_public {
                true => text.push_str(&format!("{}（{}）", entry.title, entry.index_number)),
                false => text.push_str("（已撤下的一件信息）"),
            }
            let dash = if entry.words.is_empty() { "" } else { "——" };
            text.push_str(&format!("{dash}{}\n", entry.words));
        }
    }
    Body::from_text(&text).map_err(|cause| Fault::caused("writing what is gathered", cause))
}

fn files(old: &Edition, new: &Edition) -> Vec<FileChange> {
    let only = |these: &Edition, those: &Edition, is_added: bool| {
        let these = these.attachments.iter();
        these
            .filter(|it| !those.attachments.iter().any(|other| other.blob == it.blob))
            .map(|it| FileChange {
                name: it.file_name.clone(),
                is_added,
            })
            .collect::<Vec<_>>()
    };
    let mut files = only(old, new, false);
    files.extend(only(new, old, true));
    files
}
