//! 告知书: a letter of a request, for whoever holds its receipt, as it was made.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Fault;
use missive::Missive;
use requests::letter::Office;
use requests::queries::{find_case, find_letter, open_addressee};
use requests::{Applicant, Case, LetterSlot};
use store::directory;

use super::closed;
use super::status::enter;
use crate::ask::Ask;
use crate::error::Snag;
use crate::requests::Requesting;
use crate::setting;
use crate::site::Site;

/// Answers with the file.
pub(super) async fn open(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    let Some(requesting) = site.requesting.clone() else {
        return closed(&site, &ask);
    };
    let (applicant, fields) = match enter((&site, &ask), &requesting, request).await {
        Ok(entered) => entered,
        Err(response) => return response,
    };
    let file = async {
        let slot = fields.letter.parse().map_err(|()| MISSING)?;
        let letter = read(&site, &requesting, (&applicant, slot)).await?;
        file(letter).await
    };
    match file.await {
        Ok(response) => response,
        Err(snag) => site.trouble(&ask, snag),
    }
}

const MISSING: Snag = Snag::Missing("告知书");

/// Whether a letter has gone to the asker: no draft of an answer is shown, nor what went to others.
fn has_left(case: &Case, slot: LetterSlot) -> bool {
    let sent = || {
        case.decision
            .as_ref()
            .is_some_and(|it| it.sent_on.is_some())
    };
    slot.is_for_asker() && (slot != LetterSlot::Answer || sent())
}

async fn read(
    site: &Site,
    requesting: &Requesting,
    (applicant, slot): (&Applicant, LetterSlot),
) -> Result<Missive, Snag> {
    let calendar = (site.calendar)();
    let letter = store::read!(site.store, |tx| {
        let case = find_case(tx, applicant.request()).await?;
        let Some(case) = case.filter(|it| has_left(it, slot)) else {
            return Ok(None);
        };
        let directory = directory::load(tx).await?;
        let office = Office {
            directory: &directory,
            calendar: calendar.as_ref(),
            today: site.today(),
        };
        let Some(letter) = find_letter(tx, (&case, slot), &office).await? else {
            return Ok(None);
        };
        let to = open_addressee(tx, (&case, slot), requesting.vault.as_ref()).await?;
        Ok::<_, Fault>(Some(Missive { to, ..letter }))
    })?;
    letter.ok_or(MISSING)
}

async fn file(letter: Missive) -> Result<Response, Snag> {
    let disposition = ui::saved_as(&format!("{}.pdf", letter.title));
    let bytes = setting::set(move || letter.pdf()).await?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/pdf");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
