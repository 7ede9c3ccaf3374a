//! The first page of a terminal (自助终端) in 公开专区 and service halls: few doors, large ones. The pages behind them are those of every
//! other variant; what a terminal forgets and when is `kiosk.js`.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::PageAsk;
use publishing::public::{Scope, list_public};
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::documents::rows::DocumentRow;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Documents that are shown beneath the doors.
const NEWEST: u32 = 5;

#[derive(Template)]
#[template(path = "kiosk/home.html")]
struct KioskPage {
    frame: Frame,
    rows: Vec<DocumentRow>,
}

/// The doors.
pub(crate) async fn home(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.serve(&ask, "/", async |today| {
        let newest = store::read!(site.store, |tx| {
            list_public(tx, &Scope::default(), &PageAsk::first(NEWEST)).await
        })?;
        let head = Head::new("请选择要办的事", &columns::BOARD, "/");
        let frame = site.frame(ask.variant, head, today);
        let page = KioskPage {
            rows: DocumentRow::all(&newest.items, &site.library, &frame),
            frame,
        };
        Fresh::page(&page, vec![tags::documents(), tags::directory()])
    })
    .await
}
