//! `/api/v1/documents/{id}`: one public document with its text, files, editions, validity and citations.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use kernel::{BlobId, DocumentId, Fault};
use publishing::gathered::{Shown, list_shown};
use publishing::public::{Found, PublicDocument, find_public};
use publishing::renditions::{Standing, list_standings};
use publishing::ties::PublicTie;
use serde::Serialize;
use utoipa::ToSchema;

use super::gathered::{ChapterView, GatheredPage, GatheringView, IssueView, SHOWN};
use super::lists::JSON;
use crate::ask::Ask;
use crate::documents::attached::WAITING;
use crate::documents::chapters;
use crate::documents::read::path_of;
use crate::documents::view::DocumentView;
use crate::error::{Problem, Snag};
use crate::listing::Lens;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// One document in full.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentRecord {
    /// What lists show.
    #[serde(flatten)]
    pub document: DocumentView,
    /// The unit's full name.
    pub unit_full_name: String,
    /// The units that issue it together with that one, in order.
    pub joint_issuers: Vec<IssuerView>,
    /// When it first became public (RFC 3339).
    #[schema(format = DateTime)]
    pub first_published_at: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// The number of the edition that is shown.
    pub edition: u32,
    /// The text as clean HTML.
    pub html: String,
    /// The text without markup.
    pub text: String,
    /// The files, in order.
    pub attachments: Vec<FileView>,
    /// Every public edition, newest first.
    pub editions: Vec<EditionView>,
    /// What was decided about validity, oldest first.
    pub validity_changes: Vec<ValidityView>,
    /// What it cites.
    pub cited: Vec<CitationView>,
    /// What cites it.
    pub citing: Vec<CitationView>,
    /// What interprets it.
    pub interpreting: Vec<TieView>,
    /// What it interprets.
    pub interpreted: Vec<TieView>,
    /// Which issue it is (政府公报); null where it is none.
    pub issue: Option<IssueView>,
    /// 解读人: `principal`, `deputy`, `drafter` or `expert`; null where nobody was named.
    pub interpreter: Option<&'static str>,
    /// The same in Chinese.
    pub interpreter_label: Option<&'static str>,
    /// What it gathers (专题, 政府公报), by chapters: the first two hundred documents.
    pub gathered: Vec<ChapterView>,
    /// Address of what it gathers beyond them; null where that is all.
    pub gathered_next: Option<String>,
    /// The collections in which it stands, the newest first.
    pub gathering: Vec<GatheringView>,
    /// Where it is on file (备案).
    pub filing: Option<FilingView>,
    /// The sites beside the main one on which it stands (分站).
    pub sites: Vec<SiteView>,
    /// The promises that it kept.
    pub promises: Vec<KeptView>,
    /// The promises that its publication or repeal opened, kept or not.
    pub obliged: Vec<KeptView>,
}

/// That a document is on file with the unit above (备案).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FilingView {
    /// With whom.
    pub receiver: String,
    /// 备案登记号.
    pub register_number: String,
    /// The day of it.
    #[schema(value_type = String, format = Date)]
    pub registered_on: Date,
}

/// A site beside the main one (分站).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SiteView {
    /// 网站名称.
    pub name: String,
    /// The page of the document there.
    pub page: String,
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileView {
    /// Its name.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Where it is.
    pub address: String,
    /// The file as pages that can be read without opening it; null for pictures and recordings.
    pub reading: Option<ReadingView>,
}

/// A file as pages to be read (在线阅读).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadingView {
    /// `made`, `waiting` where it is not made yet, or `none`.
    pub state: &'static str,
    /// The first page; null where there is none.
    pub page: Option<String>,
    /// How many pages.
    pub pages: u32,
    /// Why there is none: `legacy`, `locked`, `scan`, `empty`, `too_large`, `hidden`, `broken`, `kind` or `failed`; empty otherwise.
    pub reason: &'static str,
    /// The same in Chinese, with what to do instead.
    pub note: &'static str,
}

impl ReadingView {
    fn of(standing: Standing, page: String) -> Self {
        let (state, pages, reason, note) = match standing {
            Standing::Made { pages } => ("made", pages, "", ""),
            Standing::Waiting => ("waiting", 0, "", WAITING),
            Standing::None(why) => ("none", 0, why.code(), why.words()),
        };
        Self {
            state,
            page: (pages > 0).then_some(page),
            pages,
            reason,
            note,
        }
    }
}

/// An edition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EditionView {
    /// 1, 2, 3.
    pub ordinal: u32,
    /// `first`, `minor` or `major`.
    pub scale: &'static str,
    /// What changed.
    pub change_note: String,
    /// Its title.
    pub title: String,
    /// When it became public (RFC 3339).
    #[schema(format = DateTime)]
    pub published_at: Option<String>,
    /// The page that shows it.
    pub page: String,
}

/// A decision on validity.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ValidityView {
    /// What it was from then on.
    pub validity: &'static str,
    /// The same in Chinese.
    pub validity_label: &'static str,
    /// By what.
    pub basis: String,
    /// From when.
    #[schema(value_type = String, format = Date)]
    pub effective_on: Date,
    /// What changed.
    pub words: String,
}

/// A document that is cited or cites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CitationView {
    /// Its title.
    pub title: String,
    /// 发文字号.
    pub number: String,
    /// Its id, where it is here.
    pub id: Option<String>,
}

/// A document that is tied: policy or interpretation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TieView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The unit that publishes it.
    pub unit_name: String,
}

impl TieView {
    fn of(it: PublicTie) -> Self {
        Self {
            id: it.id.to_string(),
            title: it.title,
            unit_name: it.unit_name,
        }
    }
}

/// A promise.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeptView {
    /// Its id.
    pub id: String,
    /// What was owed.
    pub title: String,
    /// By when.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
}

/// A unit that issues a document together with another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssuerView {
    /// Its id.
    pub id: String,
    /// Its full name.
    pub name: String,
}

/// One document.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}", operation_id = "getDocument", tag = "documents",
    params(("id" = String, Path, description = "信息编号")),
    responses(
        (status = 200, description = "一份公开信息的全貌", body = DocumentRecord),
        (status = 404, description = "没有这份信息", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "这份信息已撤下", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<DocumentId>() else {
        return site.trouble(&ask, Snag::Missing("信息"));
    };
    if let Err(bad) = ask.params.refuse_others(&[]) {
        return site.trouble(&ask, bad.into());
    }
    let key = format!("/api/v1/documents/{id}");
    site.serve(&ask, &key, |today| record(&site, id, today))
        .await
}

async fn record(site: &Site, id: DocumentId, today: Date) -> Result<Fresh, Snag> {
    let (found, standings, shown) = store::read!(site.store, |tx| {
        let found = find_public(tx, id, None).await?;
        let standings = match &found {
            Some(Found::Document(it)) => list_standings(tx, &it.edition.attachments).await?,
            Some(Found::Withdrawn(_)) | None => Vec::new(),
        };
        let shown = match &found {
            Some(Found::Document(it)) => list_shown(tx, it.edition.id, (0, SHOWN)).await?,
            Some(Found::Withdrawn(_)) | None => Shown::default(),
        };
        Ok::<_, Fault>((found, standings, shown))
    })?;
    let found = match found {
        Some(Found::Document(found)) => *found,
        Some(Found::Withdrawn(stone)) => return Err(Snag::Gone(stone)),
        None => return Err(Snag::Missing("信息")),
    };
    let mut tags = vec![
        tags::documents(),
        tags::one("document", id),
        tags::directory(),
    ];
    tags.extend(found.promises.iter().map(|it| tags::one("promise", it.id)));
    tags.extend(standings.iter().map(|(blob, _)| tags::rendition(blob)));
    if standings.iter().any(|(_, it)| *it == Standing::Waiting) {
        tags.push(tags::passing());
    }
    tags.extend(chapters::tags_of(&shown));
    let record = DocumentRecord::of(found, (&standings, &shown), site.lens(today));
    Ok(Fresh {
        content_type: JSON,
        body: serde_json::to_string(&record)
            .map_err(|cause| Fault::caused("writing a document as JSON", cause))?,
        tags,
    })
}

impl DocumentRecord {
    fn of(
        found: PublicDocument,
        (standings, shown): (&[(BlobId, Standing)], &Shown),
        lens: Lens<'_>,
    ) -> Self {
        let gathered = GatheredPage::of(&found.edition, shown, lens);
        let reading = |blob: &BlobId| {
            let (_, standing) = standings.iter().find(|(it, _)| it == blob)?;
            let path = path_of(found.line.id, (found.edition.ordinal, blob), 1);
            Some(ReadingView::of(*standing, format!("{}{path}", lens.base)))
        };
        let attachments = found.edition.attachments.iter();
        let readings: Vec<_> = attachments.map(|it| reading(&it.blob)).collect();
        let page = format!("{}/documents/{}", lens.base, found.line.id);
        let edition = found.edition;
        let words = edition.metadata.keywords.split_whitespace();
        Self {
            document: DocumentView::of(&found.line, lens),
            unit_full_name: found.unit_full_name,
            joint_issuers: edition
                .joint
                .iter()
                .map(|it| IssuerView {
                    id: it.unit.to_string(),
                    name: it.name.clone(),
                })
                .collect(),
            first_published_at: found.first_published_at.to_string(),
            keywords: words.map(str::to_owned).collect(),
            edition: edition.ordinal,
            html: edition.body.html().to_owned(),
            text: edition.body.text(),
            attachments: edition
                .attachments
                .into_iter()
                .zip(readings)
                .map(|(it, reading)| FileView {
                    reading,
                    address: format!("{page}/files/{}/{}", edition.ordinal, it.blob),
                    sha256: it.blob.to_string(),
                    file_name: it.file_name,
                    media_type: it.media_type,
                    size: it.size,
                })
                .collect(),
            issue: edition.metadata.issue.map(IssueView::of),
            interpreter: edition.metadata.interpreter.map(|it| it.code()),
            interpreter_label: edition.metadata.interpreter.map(|it| it.label()),
            gathered: gathered.chapters,
            gathered_next: gathered.next,
            gathering: found.gathering.into_iter().map(GatheringView::of).collect(),
            filing: found.filing.map(|it| FilingView {
                receiver: it.receiver,
                register_number: it.register_number,
                registered_on: it.registered_on,
            }),
            sites: found
                .sites
                .into_iter()
                .map(|it| SiteView {
                    page: format!("{}/documents/{}", it.base_url, found.line.id),
                    name: it.name,
                })
                .collect(),
            editions: found
                .editions
                .into_iter()
                .map(|it| EditionView {
                    ordinal: it.ordinal,
                    scale: it.scale.code(),
                    change_note: it.change_note,
                    title: it.title,
                    published_at: it.published_at.map(|at| at.to_string()),
                    page: format!("{page}/editions/{}", it.ordinal),
                })
                .collect(),
            validity_changes: found
                .validity_changes
                .into_iter()
                .map(|it| ValidityView {
                    validity: it.validity.code(),
                    validity_label: it.validity.label(),
                    basis: it.basis,
                    effective_on: it.effective_on,
                    words: it.words,
                })
                .collect(),
            cited: found
                .cited
                .into_iter()
                .map(|it| CitationView {
                    title: it.title,
                    number: it.number,
                    id: it.here.map(|here| here.id.to_string()),
                })
                .collect(),
            citing: found
                .citing
                .into_iter()
                .map(|it| CitationView {
                    title: it.title,
                    number: it.number,
                    id: Some(it.id.to_string()),
                })
                .collect(),
            interpreting: found.interpreting.into_iter().map(TieView::of).collect(),
            interpreted: found.interpreted.into_iter().map(TieView::of).collect(),
            obliged: found
                .obliged
                .into_iter()
                .map(|it| KeptView {
                    id: it.id.to_string(),
                    title: it.title,
                    due_on: it.due_on,
                })
                .collect(),
            promises: found
                .promises
                .into_iter()
                .map(|it| KeptView {
                    id: it.id.to_string(),
                    title: it.title,
                    due_on: it.due_on,
                })
                .collect(),
        }
    }
}
