//! `/api/v1/promises/{id}`: one promise with its evidence, its history and the proof of its clock.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use calendar::Calendar;
use jiff::civil::Date;
use kernel::{Fault, PromiseId};
use promises::queries::{self, PromiseDetail};
use serde::Serialize;
use utoipa::ToSchema;

use super::lists::JSON;
use crate::ask::Ask;
use crate::error::{Problem, Snag};
use crate::listing::PromiseView;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// Days of a proof that the answer holds; the rest of a longer one is on the page.
const MOST_DAYS: usize = 400;

/// One promise in full.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromiseRecord {
    /// What lists show.
    #[serde(flatten)]
    pub promise: PromiseView,
    /// What sets the due day.
    pub due_basis: String,
    /// The calendar's version by which the due day was decided.
    pub calendar_version: String,
    /// When it was opened (RFC 3339).
    #[schema(format = DateTime)]
    pub opened_at: String,
    /// The units that assist.
    pub supporters: Vec<NamedUnit>,
    /// The evidence, oldest first.
    pub evidence: Vec<EvidenceView>,
    /// What happened, oldest first.
    pub history: Vec<HistoryView>,
    /// Every day from the start to the due day, by today's calendar; null while the clock is paused.
    pub proof: Option<Vec<DayView>>,
}

/// A unit by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamedUnit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceView {
    /// Where the information stands.
    pub link: String,
    /// The recorder's note.
    pub note: String,
    /// The day it became public.
    #[schema(value_type = String, format = Date)]
    pub published_on: Date,
    /// When this was recorded (RFC 3339).
    #[schema(format = DateTime)]
    pub recorded_at: String,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryView {
    /// When (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
    /// What, in Chinese.
    pub what: String,
    /// Who.
    pub who: String,
    /// The event's hash in the log.
    pub hash: String,
}

/// One day of the clock's proof.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayView {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// It is the n-th counted day.
    pub number: Option<u32>,
    /// Whether it counts.
    pub counts: bool,
    /// Why, in Chinese.
    pub why: String,
    /// The provision, where something happened.
    pub basis: Option<String>,
}

/// One promise.
#[utoipa::path(
    get, path = "/api/v1/promises/{id}", operation_id = "getPromise", tag = "promises",
    params(("id" = String, Path, description = "承诺编号")),
    responses(
        (status = 200, description = "承诺全貌，含逐日计时", body = PromiseRecord),
        (status = 404, description = "没有这个承诺", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<PromiseId>() else {
        return site.trouble(&ask, Snag::Missing("承诺"));
    };
    if let Err(bad) = ask.params.refuse_others(&[]) {
        return site.trouble(&ask, bad.into());
    }
    let key = format!("/api/v1/promises/{id}");
    site.serve(&ask, &key, |today| record(&site, id, today))
        .await
}

async fn record(site: &Site, id: PromiseId, today: Date) -> Result<Fresh, Snag> {
    let found = store::read!(site.store, |tx| read(tx, id, today).await)?;
    let Some(detail) = found else {
        return Err(Snag::Missing("承诺"));
    };
    let tags = vec![
        tags::one("promise", id),
        tags::unit(detail.line.unit_id),
        tags::directory(),
    ];
    let record = PromiseRecord::of(detail, &site.identity.base_url, &(site.calendar)());
    Ok(Fresh {
        content_type: JSON,
        body: serde_json::to_string(&record)
            .map_err(|cause| Fault::caused("writing a promise as JSON", cause))?,
        tags,
    })
}

async fn read(
    tx: &mut store::Tx,
    id: PromiseId,
    today: Date,
) -> Result<Option<PromiseDetail>, Fault> {
    queries::find_promise(tx, id, today).await
}

impl PromiseRecord {
    fn of(detail: PromiseDetail, base: &str, calendar: &Calendar) -> Self {
        let proof = detail.clock.proof(calendar).ok();
        Self {
            promise: PromiseView::of(&detail.line, base),
            due_basis: detail.due_basis,
            calendar_version: detail.calendar_version,
            opened_at: detail.opened_at.to_string(),
            supporters: detail
                .supporters
                .into_iter()
                .map(|(id, name)| NamedUnit {
                    id: id.to_string(),
                    name,
                })
                .collect(),
            evidence: detail
                .evidence
                .into_iter()
                .map(|it| EvidenceView {
                    link: it.link,
                    note: it.note,
                    published_on: it.published_on,
                    recorded_at: it.recorded_at.to_string(),
                })
                .collect(),
            history: detail
                .history
                .into_iter()
                .map(|it| HistoryView {
                    at: it.at.to_string(),
                    what: it.what,
                    who: it.who,
                    hash: it.hash,
                })
                .collect(),
            proof: proof.map(|proof| {
                let day = |it: calendar::ProofLine| DayView {
                    date: it.date,
                    number: it.number,
                    counts: it.counts,
                    why: it.why,
                    basis: it.basis,
                };
                proof.lines.into_iter().take(MOST_DAYS).map(day).collect()
            }),
        }
    }
}
