//! 告知书: the letters of a request as files. One who may look at who asked gets them as they go out, which the log notes; whoever reviews gets them with the name
//! masked, as the page has it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use kernel::unit::Directory;
use kernel::{Fault, RequestId};
use missive::Missive;
use requests::actions::open_letter;
use requests::letter::Office;
use requests::queries::{find_letter, open_identity};
use requests::{Case, LetterSlot};
use store::directory;

use super::{id_of, show};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/requests/{id}/letters/{file}", get(open))
}

#[derive(Clone, Copy)]
enum Kind {
    Pdf,
    Docx,
}

/// Which letter a file is, and of what kind: `answer.pdf`, `extension-1.docx`.
fn read(file: &str) -> Option<(LetterSlot, Kind)> {
    let (slot, ending) = file.rsplit_once('.')?;
    let kind = match ending {
        "pdf" => Kind::Pdf,
        "docx" => Kind::Docx,
        _ => return None,
    };
    Some((slot.parse().ok()?, kind))
}

async fn open(
    State(desk): State<Desk>,
    officer: Officer,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, Snag> {
    let id = id_of(&id)?;
    let (slot, kind) = read(&name).ok_or(Snag::Missing("告知书"))?;
    let case = show::load(&desk, &officer, id).await?;
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let letter = letter_of(&desk, &officer, (&case, slot), &directory).await?;
    file(letter, kind).await
}

async fn letter_of(
    desk: &Desk,
    officer: &Officer,
    (case, slot): (&Case, LetterSlot),
    directory: &Directory,
) -> Result<Missive, Snag> {
    let calendar = desk.calendar();
    let office = Office {
        directory,
        calendar: &calendar,
        today: desk.today(),
    };
    let id: RequestId = case.request.id;
    let vault = desk.vault.as_ref();
    if let Ok(clerk) = officer.actor.unit_officer(case.request.unit) {
        let by = (vault, &office, desk.now());
        return Ok(open_letter(&desk.store, (id, slot), &clerk, by).await?);
    }
    let (letter, identity) = store::read!(desk.store, |tx| {
        let letter = find_letter(tx, (case, slot), &office).await?;
        let identity = open_identity(tx, id, vault).await?;
        Ok::<_, Fault>((letter, identity))
    })?;
    let letter = letter.ok_or(Snag::Missing("告知书"))?;
    let to = match slot.is_for_asker() {
        true => identity.map(|it| it.masked_name(case.request.asker)),
        false => None,
    };
    Ok(Missive {
        to: to.unwrap_or_default(),
        ..letter
    })
}

async fn file(letter: Missive, kind: Kind) -> Result<Response, Snag> {
    let name = match letter.number.as_str() {
        "" => letter.title.clone(),
        number => format!("{}（{number}）", letter.title),
    };
    let made = move || match kind {
        Kind::Pdf => letter.pdf(),
        Kind::Docx => letter.docx(),
    };
    // Setting takes a processor for a moment.
    let made = tokio::task::spawn_blocking(made).await;
    let bytes = made
        .map_err(|cause| Fault::caused("setting a letter", cause))?
        .map_err(|cause| Fault::caused("setting a letter", cause))?;
    let (content_type, ending) = match kind {
        Kind::Pdf => ("application/pdf", "pdf"),
        Kind::Docx => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = ui::saved_as(&format!("{name}.{ending}"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
