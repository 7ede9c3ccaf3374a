//! One entry: a form that writes it or changes it, filled in beforehand from a question of visitors.

use ::answers::actions::{SetCurated, set_curated};
use ::answers::queries::{find_asked, find_curated, list_wordings};
use ::answers::rules::Draft;
use ::answers::{AnswerRefusal, Wording};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{CuratedId, Date, DocumentId, Fault, Stop};
use publishing::Validity;
use publishing::public::{Found, find_public};
use serde::Deserialize;
use store::{Tx, directory};

use super::{LIST, UnitChoice, unit_choices, wording};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/answers/edit", get(show))
}

/// Months until an entry is to be read again, as the form proposes.
const USUAL_MONTHS: i8 = 6;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    id: Option<CuratedId>,
    /// A question of visitors to be answered.
    asked: String,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    id: String,
    revision: u32,
    question: String,
    wordings: String,
    answer: String,
    unit: String,
    source: String,
    review_by: String,
}

#[derive(Template)]
#[template(path = "answers/edit.html")]
struct EditPage {
    frame: DeskFrame,
    typed: Typed,
    units: Vec<UnitChoice>,
    errors: Errors,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    officer.actor.open_government_office()?;
    let typed = store::read!(desk.store, |tx| begin(tx, &asked, desk.today()).await)?;
    let Some(typed) = typed else {
        return Err(Stop::Refused(AnswerRefusal::Unknown).into());
    };
    page(&desk, &officer, (typed, Errors::none())).await
}

/// What stands in the form at first; `None` where there is no such entry.
async fn begin(tx: &mut Tx, asked: &Asked, today: Date) -> Result<Option<Typed>, Fault> {
    let Some(id) = asked.id else {
        let question = match asked.asked.as_str() {
            "" => None,
            folded => find_asked(tx, folded).await?,
        };
        let day = today.saturating_add(jiff::Span::new().months(USUAL_MONTHS));
        return Ok(Some(Typed {
            question: question.map(|it| it.words).unwrap_or_default(),
            review_by: day.to_string(),
            ..Typed::default()
        }));
    };
    let Some(known) = find_curated(tx, id).await? else {
        return Ok(None);
    };
    let wordings = list_wordings(tx, id).await?;
    Ok(Some(Typed {
        id: id.to_string(),
        revision: known.revision,
        question: known.question,
        wordings: wordings.into_iter().skip(1).collect::<Vec<_>>().join("\n"),
        answer: known.answer,
        unit: known.unit.to_string(),
        source: known
            .document
            .map(|it| format!("/documents/{it}"))
            .unwrap_or_default(),
        review_by: known.review_by.to_string(),
    }))
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let today = desk.today();
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let title = match typed.id.as_str() {
        "" => "编写问答",
        _ => "修改问答",
    };
    let status = errors.status();
    let page = EditPage {
        frame: desk.frame(officer, title).under("问答", LIST),
        units: unit_choices(&directory, &typed.unit, today),
        typed,
        errors,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Takes the form.
pub(super) async fn set(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let office = officer.actor.open_government_office()?;
    let source = match find_source(&desk, &form.source).await {
        Ok(source) => source,
        Err(stop) => return page(&desk, &officer, (form, Errors::of(stop)?)).await,
    };
    let command = SetCurated {
        known: form
            .id
            .parse()
            .ok()
            .map(|id: CuratedId| (id, form.revision)),
        draft: Draft {
            wordings: wordings_of(&form),
            answer: form.answer.replace('\r', ""),
            review_by: form.review_by.trim().parse().ok(),
        },
        unit: form.unit.parse().ok(),
        document: source,
    };
    match set_curated(&desk.store, &command, &office, desk.now()).await {
        Ok(_) => Ok(flash::go(&desk, LIST, "已保存，公众提问时优先显示")),
        Err(stop) => page(&desk, &officer, (form, Errors::of(stop)?)).await,
    }
}

/// The question and the other ways of asking, each once.
fn wordings_of(form: &Typed) -> Vec<Wording> {
    let mut wordings = vec![wording(&form.question)];
    for line in form.wordings.lines() {
        let other = wording(line);
        let is_new = wordings.iter().all(|it| it.folded != other.folded);
        if !other.folded.is_empty() && is_new {
            wordings.push(other);
        }
    }
    wordings
}

/// The public document that an address or an id names; none where nothing was typed.
async fn find_source(desk: &Desk, typed: &str) -> Result<Option<DocumentId>, Stop<AnswerRefusal>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let refuse = || Stop::Refused(AnswerRefusal::SourceNotPublic);
    let behind = typed.rsplit("/documents/").next().unwrap_or(typed);
    let id: String = behind.chars().take(36).collect();
    let id: DocumentId = id.parse().map_err(|_| refuse())?;
    let found = store::read!(desk.store, |tx| find_public(tx, id, None).await)?;
    let Some(Found::Document(document)) = found else {
        return Err(refuse());
    };
    match document.line.force.on(desk.today()) {
        Validity::InForce | Validity::Amended | Validity::PartlyRepealed => Ok(Some(id)),
        Validity::NotYet | Validity::Expired | Validity::Repealed => Err(refuse()),
    }
}
