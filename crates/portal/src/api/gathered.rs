//! What a collection (专题, 政府公报) gathers, as data: in the record of the document its first part, the rest at an address of its own.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use kernel::{DocumentId, Fault};
use publishing::gathered::{Gathering, Shown, list_shown};
use publishing::model::Edition;
use publishing::public::{Found, find_public};
use serde::Serialize;
use utoipa::ToSchema;

use super::lists::JSON;
use crate::ask::Ask;
use crate::documents::chapters::{after, tags_of};
use crate::documents::view::DocumentView;
use crate::error::{Problem, Snag};
use crate::listing::Lens;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Documents of one part.
pub(super) const SHOWN: u32 = 200;

/// A chapter, or what a part has of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChapterView {
    /// What stands over it; empty for a first chapter without heading.
    pub heading: String,
    /// Its documents, in order.
    pub documents: Vec<GatheredView>,
}

/// A document that a collection gathers, as it stands today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GatheredView {
    /// The collection's own words about it; may be empty.
    pub words: String,
    /// The document.
    pub document: DocumentView,
}

/// A collection in which a document stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GatheringView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The unit that publishes it.
    pub unit_name: String,
    /// Which issue it is; null where it is none.
    pub issue: Option<IssueView>,
}

/// An issue (期) of a year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueView {
    /// The year.
    pub year: u16,
    /// 期号.
    pub number: u16,
}

/// A part of what a collection gathers; what was withdrawn is not in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GatheredPage {
    /// The chapters of this part, in order.
    pub chapters: Vec<ChapterView>,
    /// Address of the next part; null at the end.
    pub next: Option<String>,
}

impl GatheringView {
    /// The view of a collection.
    pub(super) fn of(it: Gathering) -> Self {
        Self {
            id: it.id.to_string(),
            title: it.title,
            unit_name: it.unit_name,
            issue: it.issue.map(IssueView::of),
        }
    }
}

impl IssueView {
    /// The view of an issue.
    pub(super) fn of(it: publishing::issue::Issue) -> Self {
        Self {
            year: it.year,
            number: it.number,
        }
    }
}

impl GatheredPage {
    /// A part of what an edition gathers.
    pub(super) fn of(edition: &Edition, shown: &Shown, lens: Lens<'_>) -> Self {
        let mut chapters: Vec<ChapterView> = Vec::new();
        let mut last = 0;
        for it in &shown.lines {
            if it.chapter != last {
                let at = usize::try_from(it.chapter).unwrap_or(0).checked_sub(1);
                let chapter = at.and_then(|at| edition.gathered.get(at));
                chapters.push(ChapterView {
                    heading: chapter.map(|it| it.heading.clone()).unwrap_or_default(),
                    documents: Vec::new(),
                });
                last = it.chapter;
            }
            if let Some(chapter) = chapters.last_mut() {
                chapter.documents.push(GatheredView {
                    words: it.words.clone(),
                    document: DocumentView::of(&it.line, lens),
                });
            }
        }
        let next = shown.next.map(|next| {
            let path = format!("/api/v1/documents/{}/gathered", edition.document);
            format!("{}{path}?after={next}", lens.base)
        });
        Self { chapters, next }
    }
}

/// What a collection gathers, by parts of two hundred documents.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}/gathered", operation_id = "listGathered", tag = "documents",
    params(
        ("id" = String, Path, description = "专题、公报等的信息编号"),
        ("after" = Option<u32>, Query, description = "翻页标记，取自上一页的 next"),
    ),
    responses(
        (status = 200, description = "收录的信息，按章节；已撤下的不在其中", body = GatheredPage),
        (status = 400, description = "参数有误", body = Problem, content_type = "application/problem+json"),
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
    if let Err(bad) = ask.params.refuse_others(&["after"]) {
        return site.trouble(&ask, bad.into());
    }
    let after = match after(&ask.params) {
        Ok(after) => after,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let key = format!("/api/v1/documents/{id}/gathered?after={after}");
    site.serve(&ask, &key, |today| part(&site, (id, after), today))
        .await
}

async fn part(site: &Site, (id, after): (DocumentId, u32), today: Date) -> Result<Fresh, Snag> {
    let (found, shown) = store::read!(site.store, |tx| {
        let found = find_public(tx, id, None).await?;
        let shown = match &found {
            Some(Found::Document(it)) => list_shown(tx, it.edition.id, (after, SHOWN)).await?,
            Some(Found::Withdrawn(_)) | None => Shown::default(),
        };
        Ok::<_, Fault>((found, shown))
    })?;
    let found = match found {
        Some(Found::Document(found)) => *found,
        Some(Found::Withdrawn(stone)) => return Err(Snag::Gone(stone)),
        None => return Err(Snag::Missing("信息")),
    };
    let page = GatheredPage::of(&found.edition, &shown, site.lens(today));
    let mut tags = vec![
        tags::documents(),
        tags::one("document", id),
        tags::directory(),
    ];
    tags.extend(tags_of(&shown));
    Ok(Fresh {
        content_type: JSON,
        body: serde_json::to_string(&page)
            .map_err(|cause| Fault::caused("writing a collection as JSON", cause))?,
        tags,
    })
}
