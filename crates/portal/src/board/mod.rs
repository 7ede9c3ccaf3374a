//! The first page: what was kept on time, what is due, what is late, by unit, and the year at a glance.

mod year;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, PageAsk};
use promises::model::Standing;
use promises::queries::{self, Board, PromiseFilter, PromiseLine};
use publishing::public::{PublicLine, Scope, list_public};
use ui::{Frame, Markup};

use crate::ask::Ask;
use crate::columns;
use crate::documents::rows::DocumentRow;
use crate::error::Snag;
use crate::parts::{PromiseRow, UnitRow, bar, percent};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

pub(crate) use year::{MonthRow, Quarter, month_rows, quarters};

/// Units and promises that the first page shows; the rest is a link away.
const UNITS_SHOWN: usize = 15;
const PROMISES_SHOWN: u32 = 6;
const DOCUMENTS_SHOWN: u32 = 6;

#[derive(Template)]
#[template(path = "board/show.html")]
struct BoardPage {
    frame: Frame,
    board: Board,
    share: Option<(String, String)>,
    bar: Markup,
    month_through: Date,
    /// Owed and due after today: within this month, and ever. Today's have a number of their own.
    later_this_month: u64,
    later: u64,
    late: Vec<PromiseRow>,
    soon: Vec<PromiseRow>,
    units: Vec<UnitRow>,
    quarters: Vec<Quarter>,
    months: Vec<MonthRow>,
    documents: Vec<DocumentRow>,
}

/// Shows it.
pub(crate) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.serve(&ask, "/", |today| page(&site, &ask, today))
        .await
}

async fn page(site: &Site, ask: &Ask, today: Date) -> Result<Fresh, Snag> {
    let (board, late, soon, documents) = store::read!(site.store, |tx| read(tx, today).await)?;
    let head = Head::new(
        format!("{}年政务公开承诺履行情况", board.year),
        &columns::BOARD,
        "/",
    )
    .feed("最近到期的承诺", "/feed.atom");
    let frame = site.frame(ask.variant, head, today);
    let shown = &board.units[..board.units.len().min(UNITS_SHOWN)];
    let page = BoardPage {
        share: board.on_time_permille().map(|share| {
            let text = percent(Some(share));
            let digits = text.trim_end_matches('%').to_owned();
            (digits, "%".to_owned())
        }),
        bar: bar(board.kept_on_time, board.kept_late, board.late_now),
        month_through: today.last_of_month(),
        later_this_month: board.due_this_month.saturating_sub(board.due_today),
        later: board.open.saturating_sub(board.due_today),
        late: PromiseRow::all(&late, &frame),
        soon: PromiseRow::all(&soon, &frame),
        units: UnitRow::all(shown, &frame),
        quarters: quarters(board.year, &board.days, today),
        months: month_rows(board.year, &board.days),
        documents: DocumentRow::all(&documents, &site.library, &frame),
        frame,
        board,
    };
    Fresh::page(
        &page,
        vec![tags::lists(), tags::documents(), tags::directory()],
    )
}

type Read = (Board, Vec<PromiseLine>, Vec<PromiseLine>, Vec<PublicLine>);

async fn read(tx: &mut store::Tx, today: Date) -> Result<Read, Fault> {
    let board = queries::board(tx, today).await?;
    let ask = PageAsk::first(PROMISES_SHOWN);
    let due = |standing| PromiseFilter {
        standing: Some(standing),
        ..PromiseFilter::default()
    };
    let late = queries::list_promises(tx, &due(Standing::Late), &ask, today).await?;
    let mut soon = queries::list_promises(tx, &due(Standing::DueToday), &ask, today).await?;
    let open = queries::list_promises(tx, &due(Standing::Open), &ask, today).await?;
    soon.items.extend(open.items);
    soon.items
        .truncate(usize::try_from(PROMISES_SHOWN).unwrap_or(usize::MAX));
    let newest = PageAsk::first(DOCUMENTS_SHOWN);
    let documents = list_public(tx, &Scope::default(), &newest).await?;
    Ok((board, late.items, soon.items, documents.items))
}
