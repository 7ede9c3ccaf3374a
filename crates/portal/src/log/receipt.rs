//! A receipt, as its QR code leads here: whether the site signed it, and what it says.
//!
//! The whole receipt stands in the address; nothing is looked up but the site's key.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{EventId, Moment};
use ledger::{LedgerError, Receipt, parse_verifier};
use ui::{Frame, Markup, dates, qr};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::BadParameter;
use crate::serve::{Fresh, Head};
use crate::site::Site;

#[derive(Template)]
#[template(path = "log/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    outcome: Result<Told, String>,
    qr: Option<Markup>,
}

/// A receipt that the site signed.
struct Told {
    receipt: Receipt,
    received_at: Markup,
    /// Where the promise is, if it is one.
    href: Option<String>,
    /// Whose proof it is, if the number is an event's.
    event: Option<EventId>,
    note: String,
}

/// Shows it.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let Some(parameter) = ask.params.text("note").map(ToOwned::to_owned) else {
        let bad = BadParameter {
            name: "note".to_owned(),
            message: "缺少。请重新扫描回执上的二维码".to_owned(),
        };
        return site.trouble(&ask, bad.into());
    };
    let key = store::read!(site.store, |tx| store::ledger::find_key(tx).await);
    let page = match key {
        Ok(key) => {
            let path = format!("/log/receipt?note={parameter}");
            let title = Head::new("回执核验", &columns::LOG, &path).under("公开账", "/log");
            let frame = site.frame(ask.variant, title, site.today());
            let outcome = key
                .ok_or_else(|| "本站还没有公开账，不曾发出回执".to_owned())
                .and_then(|key| told(&parameter, &key, &frame).map_err(|it| it.to_string()));
            let page = ReceiptPage {
                qr: outcome
                    .as_ref()
                    .ok()
                    .and_then(|_| qr::svg(&frame.full_address(), "本页网址的二维码")),
                outcome,
                frame,
            };
            Fresh::page(&page, Vec::new())
        }
        Err(fault) => Err(Snag::from(fault)),
    };
    site.serve_unkept(&ask, page)
}

fn told(parameter: &str, key: &str, frame: &Frame) -> Result<Told, LedgerError> {
    let verifier = parse_verifier(key)?;
    let note = Receipt::note_of_address(parameter)?;
    let receipt = Receipt::open(&note, &*verifier)?;
    let href = receipt
        .subject
        .strip_prefix("promise/")
        .map(|id| frame.link(&format!("/promises/{id}")));
    Ok(Told {
        received_at: match Moment::parse(&receipt.received_at) {
            Ok(at) => dates::moment(at),
            Err(_) => {
                return Err(LedgerError::Malformed {
                    what: "回执",
                    why: "时间无效",
                });
            }
        },
        event: receipt.number.parse().ok(),
        href,
        receipt,
        note,
    })
}
