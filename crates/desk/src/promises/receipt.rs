//! 回执: the signed receipt for what was handed in, as a page to print with its QR code, and as a file that is verified offline.
//!
//! A receipt is what the site's key says of an event; it names no person, and is signed anew each time it is asked for.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{EventId, Fault, Moment, PromiseId};
use ledger::{Note, Receipt};
use promises::queries::PromiseDetail;
use store::ledger::{is_receipted, receipt_of};
use store::{RecordedEvent, Tx};
use ui::{Markup, dates, qr};

use super::act;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/promises/{id}/receipts/{event}", get(show))
        .route("/desk/promises/{id}/receipts/{event}/file", get(download))
}

/// Events of a promise that are looked through for receipts.
const EVENTS: u32 = 1000;

/// A receipt in the list of a promise's page.
#[derive(Debug)]
pub(super) struct ReceiptLine {
    pub what: String,
    pub at: Moment,
    pub href: String,
}

/// The receipts of a promise, oldest first.
pub(super) async fn list(tx: &mut Tx, promise: PromiseId) -> Result<Vec<ReceiptLine>, Fault> {
    let subject = format!("promise/{promise}");
    let events = store::event::list_of_subject(tx, &subject, EVENTS).await?;
    let lines = events.iter().filter(|event| is_receipted(event));
    let lines = lines.map(|event| ReceiptLine {
        what: receipt_of(event).what,
        at: event.happened_at,
        href: format!("{}/receipts/{}", act::address(promise), event.id),
    });
    Ok(lines.collect())
}

#[derive(Debug, Template)]
#[template(path = "promises/receipt.html")]
struct ReceiptPage {
    frame: DeskFrame,
    detail: PromiseDetail,
    receipt: Receipt,
    at: Moment,
    note: String,
    qr: Option<Markup>,
    /// What verifies it.
    key: String,
    address: String,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path((id, event)): Path<(String, String)>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    let event = find(&desk, &detail, &event).await?;
    let (receipt, note) = signed(&desk, &event)?;
    let address = Receipt::address(&desk.identity.base_url, &note);
    let frame = desk
        .frame(&officer, format!("{}回执", receipt.what))
        .under("承诺队列", "/desk/queue")
        .under(act::short(&detail.line.title), act::address(detail.line.id));
    html(&ReceiptPage {
        frame,
        at: event.happened_at,
        note: note.to_string(),
        qr: qr::svg(&address, "回执的二维码，扫码核验"),
        key: desk.signer.verifier().text(),
        address: act::address(detail.line.id),
        detail,
        receipt,
    })
}

async fn download(
    State(desk): State<Desk>,
    _officer: Officer,
    Path((id, event)): Path<(String, String)>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    let event = find(&desk, &detail, &event).await?;
    let (_, note) = signed(&desk, &event)?;
    let mut response = note.to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    let disposition = format!("attachment; filename=\"receipt-{}.txt\"", event.id);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The event by which something was handed in for this promise.
async fn find(desk: &Desk, detail: &PromiseDetail, event: &str) -> Result<RecordedEvent, Snag> {
    let id: EventId = event.parse().map_err(|_| Snag::Missing("回执"))?;
    let found = store::read!(desk.store, |tx| store::event::find_event(tx, id).await)?;
    let subject = format!("promise/{}", detail.line.id);
    found
        .filter(|event| event.subject == subject && is_receipted(event))
        .ok_or(Snag::Missing("回执"))
}

fn signed(desk: &Desk, event: &RecordedEvent) -> Result<(Receipt, Note), Fault> {
    let receipt = receipt_of(event);
    let note = receipt
        .sign(&*desk.signer)
        .map_err(|cause| Fault::caused("signing a receipt", cause))?;
    Ok((receipt, note))
}
