//! 修改草稿: the form with title, metadata and text. A stale save is answered with both versions, and overwrites nothing.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use kernel::{Refusal as _, Stop};
use publishing::actions::{self, Save};
use publishing::gathered::typed::print;
use publishing::library::{Column, Kind, THEMES};
use publishing::model::{Disclosure, Interpreter, Scale};
use publishing::queries::{RemarkLine, Work};
use publishing::rules::{EditionCommand, after};
use publishing::{DocumentRefusal, metadata};

use super::begin::Along;
use super::typed::Typed;
use super::work_of;
use crate::flash;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::Uploaded;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/documents/{id}/edit", get(show).post(act))
}

/// The form of a draft, new or old.
#[derive(Debug, Template)]
#[template(path = "documents/edit.html")]
pub(super) struct FormPage {
    pub frame: DeskFrame,
    pub typed: Typed,
    pub kind: Kind,
    pub unit_name: String,
    pub columns: Vec<Column>,
    pub errors: Errors,
    /// Where the form goes.
    pub action: String,
    /// Where one goes without saving.
    pub back: String,
    /// Whether it is an edition of a document that is public already.
    pub is_correction: bool,
    /// What a new document is begun for.
    pub along: Along,
    /// What somebody else has saved in the meantime.
    pub theirs: Option<Theirs>,
    /// What reviewers said and nobody has dealt with.
    pub remarks: Vec<RemarkLine>,
}

/// An edition as somebody else has saved it.
#[derive(Debug)]
pub(super) struct Theirs {
    pub title: String,
    pub summary: String,
    pub body: String,
    /// What it gathers, a line a document.
    pub gathered: String,
    pub revision: u32,
}

impl FormPage {
    pub(super) fn new(
        desk: &Desk,
        officer: &Officer,
        (typed, kind, unit_name): (Typed, Kind, String),
        errors: Errors,
    ) -> Self {
        let columns = kind.columns.iter();
        Self {
            frame: desk
                .frame(officer, format!("起草{}", kind.name))
                .under("信息发布", "/desk/documents"),
            columns: columns
                .filter_map(|code| desk.library.find_column(code).cloned())
                .collect(),
            typed,
            kind,
            unit_name,
            errors,
            action: String::new(),
            back: "/desk/documents".to_owned(),
            is_correction: false,
            along: Along::default(),
            theirs: None,
            remarks: Vec::new(),
        }
    }

    fn themes(&self) -> &'static [&'static str] {
        THEMES
    }

    fn disclosures(&self) -> &'static [Disclosure] {
        Disclosure::ALL
    }

    /// Whether a field must be filled in before review.
    fn is_required(&self, field: &str) -> bool {
        self.kind.required.iter().any(|it| it.label() == field)
    }

    /// What the kind gathers its documents under; as it was where the kind gathers nothing any more.
    fn gathers(&self) -> Option<&str> {
        let is_left = !self.typed.gathered.is_empty();
        self.kind.gathers.as_deref().or(is_left.then_some("部分"))
    }

    /// Who may be named as interpreting.
    fn interpreters(&self) -> Vec<Interpreter> {
        self.kind.interpreters().collect()
    }

    fn has_error(&self, field: &str) -> bool {
        self.errors.find(field).is_some()
    }
}

/// Every flaw of the form, at its field.
pub(super) fn flaws_of(desk: &Desk, typed: &Typed, kind: &Kind) -> Errors {
    let read = metadata::read(&typed.metadata(), (kind, &desk.library), desk.now());
    let mut errors = Errors::none();
    for flaw in read.err().unwrap_or_default() {
        errors = errors.with(flaw.field().unwrap_or(""), flaw.message());
    }
    errors
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let work = work_of(&desk, &officer, &id).await?;
    officer.actor.unit_officer(work.document.unit)?;
    if let Err(refusal) = after(work.edition.state, EditionCommand::Edit) {
        let to = format!("/desk/documents/{}", work.edition.id);
        return Ok(flash::go(&desk, &to, &refusal.message()));
    }
    let typed = Typed::of(&work.edition, &work.document.kind);
    page(&desk, &officer, (&work, typed), Errors::none(), None)
}

fn page(
    desk: &Desk,
    officer: &Officer,
    (work, typed): (&Work, Typed),
    errors: Errors,
    theirs: Option<Theirs>,
) -> Result<Response, Snag> {
    let kind = desk.library.find_kind(&work.document.kind).cloned();
    let kind = kind.ok_or(Snag::Missing("信息种类"))?;
    let status = if theirs.is_some() {
        StatusCode::CONFLICT
    } else {
        errors.status()
    };
    let unit = work.unit_name.clone();
    let mut page = FormPage::new(desk, officer, (typed, kind, unit), errors);
    let address = format!("/desk/documents/{}", work.edition.id);
    page.action = format!("{address}/edit");
    page.back = address;
    page.is_correction = work.edition.scale != Scale::First;
    page.theirs = theirs;
    let open = work.remarks.iter().filter(|it| it.is_open);
    page.remarks = open.cloned().collect();
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Uploaded<Typed>,
) -> Result<Response, Snag> {
    let Uploaded {
        officer,
        form: typed,
        files,
    } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let body = match typed.body(&desk, files).await? {
        Ok(body) => body,
        Err(errors) => return page(&desk, &officer, (&work, typed), errors, None),
    };
    let typed = Typed {
        body: body.html().to_owned(),
        ..typed
    };
    if let Some(kind) = desk.library.find_kind(&work.document.kind) {
        let errors = flaws_of(&desk, &typed, kind);
        if !errors.is_empty() {
            return page(&desk, &officer, (&work, typed), errors, None);
        }
    }
    let command = Save {
        edition: work.edition.id,
        revision: typed.revision.parse().unwrap_or(0),
        metadata: typed.metadata(),
        body,
        scale: Scale::from_code(&typed.scale).unwrap_or(Scale::Major),
        change_note: typed.change_note.clone(),
    };
    let who = (&right, desk.library.as_ref());
    match actions::save(&desk.store, &command, who, desk.now()).await {
        Ok(_) => {
            let mut to = format!("/desk/documents/{}", work.edition.id);
            if typed.then != "show" {
                to.push_str("/edit");
            }
            Ok(flash::go(&desk, &to, "已保存"))
        }
        Err(stop) => refused(&desk, &officer, (&id, typed), stop).await,
    }
}

/// The form again: what was typed, what is wrong, and, where somebody else has saved, what they saved.
async fn refused(
    desk: &Desk,
    officer: &Officer,
    (id, mut typed): (&str, Typed),
    stop: Stop<DocumentRefusal>,
) -> Result<Response, Snag> {
    let stale = match &stop {
        Stop::Refused(DocumentRefusal::Stale { theirs, .. }) => Some(*theirs),
        Stop::Refused(_) | Stop::Failed(_) => None,
    };
    let errors = Errors::of(stop)?;
    let work = work_of(desk, officer, id).await?;
    let theirs = stale.map(|revision| {
        // Saving once more is then done knowingly.
        typed.revision = revision.to_string();
        Theirs {
            title: work.edition.metadata.title.clone(),
            summary: work.edition.metadata.summary.clone(),
            body: work.edition.body.text(),
            gathered: print(&work.edition.metadata.gathered),
            revision,
        }
    });
    page(desk, officer, (&work, typed), errors, theirs)
}
