//! The first page of a site beside the main one: what is new, its columns, how to reach its unit, how it keeps its promises.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::unit::Unit;
use kernel::{Date, Fault, PageAsk};
use promises::queries::{UnitBoard, unit_board};
use publishing::library::Column;
use publishing::public::{Scope, list_public};
use store::directory;
use ui::{Frame, Markup};

use crate::ask::Ask;
use crate::columns;
use crate::documents::rows::DocumentRow;
use crate::error::Snag;
use crate::library::PLATFORM;
use crate::library::platform::{Part, SHOWN, read_parts};
use crate::parts::{bar, percent};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Documents among the newest.
const NEWEST: u32 = 10;

#[derive(Template)]
#[template(path = "subsite/home.html")]
struct HomePage {
    frame: Frame,
    unit: Unit,
    rows: Vec<DocumentRow>,
    /// Columns in which something stands.
    parts: Vec<Part>,
    board: Option<UnitBoard>,
    share: String,
    bar: Option<Markup>,
}

/// Shows it.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.serve(&ask, "/", |today| page(&site, &ask, today))
        .await
}

async fn page(site: &Site, ask: &Ask, today: Date) -> Result<Fresh, Snag> {
    let Some(subsite) = &site.subsite else {
        return Err(Snag::Missing("页面"));
    };
    let library = site.library.as_ref();
    let columns: Vec<&Column> = library
        .listed()
        .filter(|it| it.code != PLATFORM && library.list_under(Some(&it.code)).next().is_none())
        .collect();
    let head =
        Head::new("首页", &columns::HOME, "/").feed("最新公开的信息", "/documents/feed.atom");
    let frame = site.frame(ask.variant, head, today);
    let scope = site.own(Scope::default());
    let (unit, board, newest, mut parts) = store::read!(site.store, |tx| {
        let unit = directory::find_unit(tx, subsite.unit).await?;
        let board = unit_board(tx, subsite.unit, today).await?;
        let newest = list_public(tx, &scope, &PageAsk::first(NEWEST)).await?;
        let parts = read_parts(tx, (&columns, SHOWN), (site, &frame)).await?;
        Ok::<_, Fault>((unit, board, newest, parts))
    })?;
    parts.retain(|it| !it.rows.is_empty());
    let score = board.as_ref().map(|it| &it.score);
    let page = HomePage {
        share: score.map_or_else(String::new, |it| percent(it.on_time_permille())),
        bar: score.map(|it| bar(it.kept_on_time, it.kept_late, it.late_now)),
        unit: unit.ok_or(Snag::Missing("单位"))?,
        rows: DocumentRow::all(&newest.items, library, &frame),
        board,
        parts,
        frame,
    };
    Fresh::page(
        &page,
        vec![
            tags::documents(),
            tags::directory(),
            tags::lists(),
            tags::unit(subsite.unit),
        ],
    )
}
