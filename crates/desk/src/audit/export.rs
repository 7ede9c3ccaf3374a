//! What a search finds as a file: CSV streamed page by page, or a workbook. How much a file holds at most is said on the page, and
//! in the file's last row where it was reached.

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use kernel::{AuditAdministrator, EventId, Fault};
use store::audit::{AuditAsk, WINDOW, list_audited, note_export};
use ui::csv::{BYTE_ORDER_MARK, push_row};
use ui::dates;

use super::asked::Asked;
use super::list::{Line, lines};
use super::names::Names;
use crate::session::Officer;
use crate::sheet::{Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/audit.csv", get(csv))
        .route("/desk/audit.xlsx", get(xlsx))
}

/// Rows of a CSV file at most.
pub(super) const MOST_ROWS_CSV: usize = 100_000;
/// Rows of a workbook at most: it is made in memory.
pub(super) const MOST_ROWS_XLSX: usize = 20_000;
/// Pages at most, each of which looks at so many events: a million in all.
const MOST_PAGES: u32 = 1_000_000 / WINDOW;
/// Rows read at once.
const BATCH: u32 = 500;

const COLUMNS: &[(&str, Column)] = &[
    ("时间", Column::Word),
    ("人员", Column::Word),
    ("账号", Column::Word),
    ("事项", Column::Word),
    ("对象", Column::Text),
    ("单位", Column::Word),
    ("地址", Column::Word),
    ("内容", Column::Text),
    ("事件编号", Column::Word),
    ("链", Column::Word),
    ("链中序号", Column::Number),
    ("哈希", Column::Word),
];

fn cells(line: &Line) -> Vec<String> {
    let event = &line.event;
    vec![
        dates::second(event.happened_at),
        event.actor.clone(),
        line.account.clone().unwrap_or_default(),
        line.kind.clone(),
        line.subject.clone(),
        line.unit.clone(),
        event.address.clone().unwrap_or_default(),
        line.summary.clone(),
        event.id.to_string(),
        event.chain.clone(),
        event.seq.to_string(),
        event.hash.clone(),
    ]
}

/// A walk through what a search finds, page by page.
struct Walk {
    desk: Desk,
    reader: AuditAdministrator,
    ask: AuditAsk,
    names: Names,
    before: Option<EventId>,
    pages: u32,
    rows: usize,
    most: usize,
    is_over: bool,
}

impl Walk {
    /// Notes the export and begins.
    async fn begin(
        desk: &Desk,
        officer: &Officer,
        asked: &Asked,
        (format, most): (&'static str, usize),
    ) -> Result<Self, Snag> {
        let reader = officer.actor.audit_administrator()?;
        let (ask, errors) = store::read!(desk.store, |tx| asked.read(tx).await)?;
        if let Some((_, message)) = errors.all().first() {
            return Err(Snag::BadForm(message.clone()));
        }
        note_export(&desk.store, (&ask, format), &reader, desk.now()).await?;
        Ok(Self {
            names: Names::new(desk.today()),
            desk: desk.clone(),
            reader,
            ask,
            before: None,
            pages: 0,
            rows: 0,
            most,
            is_over: false,
        })
    }

    /// The next rows; `None` at the end.
    async fn next(&mut self) -> Result<Option<Vec<Vec<String>>>, Fault> {
        if self.is_over {
            return Ok(None);
        }
        let (reader, ask, names) = (&self.reader, &self.ask, &mut self.names);
        let before = self.before;
        let (next, lines) = store::read!(self.desk.store, |tx| {
            let page = list_audited(tx, reader, ask, (before, BATCH)).await?;
            Ok::<_, Fault>((page.next, lines(tx, names, page.events).await?))
        })?;
        self.pages += 1;
        self.before = next;
        let room = self.most - self.rows;
        let mut rows: Vec<Vec<String>> = lines.iter().take(room).map(cells).collect();
        self.rows += rows.len();
        let is_cut = lines.len() > room || (next.is_some() && self.rows == self.most);
        let is_tired = next.is_some() && self.pages >= MOST_PAGES;
        if is_cut || is_tired {
            rows.push(vec![format!(
                "以上{}条，已到一次导出的上限，更早的没有导出；请缩小日期范围后分次导出",
                self.rows
            )]);
        }
        self.is_over = next.is_none() || is_cut || is_tired;
        Ok(Some(rows))
    }
}

async fn csv(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let walk = Walk::begin(&desk, &officer, &asked, ("csv", MOST_ROWS_CSV)).await?;
    let mut head = String::from(BYTE_ORDER_MARK);
    push_row(
        &mut head,
        COLUMNS.iter().map(|(name, _)| (*name).to_owned()),
    );
    // A fault breaks the file off: the browser tells that it is not whole.
    let body = stream::try_unfold((Some(head), walk), |(head, mut walk)| async move {
        if let Some(head) = head {
            return Ok::<_, Fault>(Some((head, (None, walk))));
        }
        let rows = walk.next().await.inspect_err(|fault| {
            tracing::error!(%fault, "an export of the audit log broke off");
        })?;
        Ok(rows.map(|rows| {
            let mut text = String::new();
            for row in rows {
                push_row(&mut text, row);
            }
            (text, (None, walk))
        }))
    });
    let mut response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"audit.csv\""),
    );
    Ok(response)
}

async fn xlsx(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let mut walk = Walk::begin(&desk, &officer, &asked, ("xlsx", MOST_ROWS_XLSX)).await?;
    let mut rows = Vec::new();
    while let Some(more) = walk.next().await? {
        let more = more.into_iter();
        rows.extend(more.map(|row| row.into_iter().map(Into::into).collect()));
    }
    Sheet {
        name: format!("审计日志-{}", desk.today()),
        columns: COLUMNS.to_vec(),
        rows,
    }
    .answer()
}
