//! 报送备案: the form by which a published document is put on file.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, UnitId};
use publishing::filing::model::Papers;
use publishing::filing::rules::receiver_of;
use publishing::filing::{SendFiling, send};
use publishing::queries::Work;
use serde::Deserialize;
use store::Tx;

use crate::documents::{outlet, work_of};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/documents/{id}/filing", get(ask).post(act))
}

/// What the forms of a filing have.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) receiver: String,
    pub(super) explanation: String,
    pub(super) legal_review: String,
    pub(super) contact: String,
    pub(super) words: String,
    pub(super) register_number: String,
}

impl Typed {
    pub(super) fn papers(&self) -> Papers {
        Papers {
            explanation: self.explanation.clone(),
            legal_review: self.legal_review.clone(),
            contact: self.contact.clone(),
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "filings/new.html")]
struct NewPage {
    frame: DeskFrame,
    work: Work,
    /// Who receives it; none where the unit above is not on this site.
    receiver: Option<String>,
    typed: Typed,
    errors: Errors,
}

async fn ask(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let work = work_of(&desk, &officer, &id).await?;
    officer.actor.unit_officer(work.document.unit)?;
    let contact = store::read!(desk.store, |tx| contact_of(tx, work.document.unit).await)?;
    let typed = Typed {
        contact,
        ..Typed::default()
    };
    page(&desk, &officer, work, (typed, Errors::none())).await
}

async fn contact_of(tx: &mut Tx, unit: UnitId) -> Result<String, Fault> {
    let unit = store::directory::find_unit(tx, unit).await?;
    Ok(unit.map_or_else(String::new, |it| it.contact.phone))
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let command = SendFiling {
        receiver: form.receiver.clone(),
        papers: form.papers(),
    };
    let what = (work.document.id, &command);
    match send(&desk.store, what, &right, (&outlet(&desk), desk.now())).await {
        Ok(filing) => {
            let to = format!("/desk/filings/{filing}");
            Ok(flash::go(&desk, &to, "已报送备案，等待审查"))
        }
        Err(stop) => page(&desk, &officer, work, (form, Errors::of(stop)?)).await,
    }
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    work: Work,
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let today = desk.today();
    let receiver = store::read!(desk.store, |tx| {
        let directory = store::directory::load(tx).await?;
        let whose = (work.document.unit, desk.filing_desks.as_ref());
        Ok::<_, Fault>(receiver_of(&directory, whose, today).map(|it| it.name.clone()))
    })?;
    let status = errors.status();
    let page = NewPage {
        frame: desk
            .frame(officer, "报送备案")
            .under("信息发布", "/desk/documents"),
        work,
        receiver,
        typed,
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}
