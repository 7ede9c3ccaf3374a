//! One filing of another site: what was sent, what was said of it, and what its reader may do now.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, Moment};
use promises::wording::is_web_address;
use prose::Body;
use publishing::filing::exchange::{Package, Sealed};
use publishing::filing::queries::FilingStep;
use publishing::filing::received::queries::{count_registered, list_steps};
use publishing::filing::received::{Received, answer_of};
use publishing::filing::rules::after;
use publishing::filing::{FilingCommand, FilingState};
use ui::{Markup, dates};

use super::received_of;
use crate::filings::show::Tried;
use crate::page::{DeskFrame, html, saved};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/filings/received/{id}", get(show))
        .route("/desk/filings/received/{id}/package.zip", get(package))
        .route("/desk/filings/received/{id}/files/{ordinal}", get(file))
        .route("/desk/filings/received/{id}/answer.txt", get(answer))
}

/// What somebody may do to the filing now.
#[derive(Debug, Default)]
struct May {
    register: bool,
    give_back: bool,
    object: bool,
    decline: bool,
}

#[derive(Debug, Template)]
#[template(path = "filings/received/show.html")]
struct ShowPage {
    frame: DeskFrame,
    filing: Received,
    package: Package,
    /// The text, cleaned; none where it cannot be.
    body: Option<Markup>,
    steps: Vec<FilingStep>,
    may: May,
    next_number: String,
    tried: Tried,
}

impl ShowPage {
    fn tag(&self) -> &'static str {
        crate::filings::tag(self.filing.state)
    }

    fn is_answered(&self) -> bool {
        self.filing.state != FilingState::Sent
    }

    /// The public address over there, where it is one.
    fn link(&self) -> Option<&str> {
        let address = self.package.document.address.as_str();
        is_web_address(address).then_some(address)
    }

    /// What was wrong with a form that is not on the page any more.
    fn wrong_elsewhere(&self) -> Option<&str> {
        let is_shown = match self.tried.command? {
            FilingCommand::Register => self.may.register,
            FilingCommand::Return => self.may.give_back,
            FilingCommand::Object => self.may.object,
            FilingCommand::Decline => self.may.decline,
            FilingCommand::Send | FilingCommand::Supplement | FilingCommand::Answer => false,
        };
        let first = self.tried.errors.all().first().filter(|_| !is_shown);
        first.map(|(_, message)| message.as_str())
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    page(&desk, &officer, &id, Tried::default()).await
}

/// The package as it was taken in.
async fn sealed_of(desk: &Desk, filing: &Received) -> Result<(Sealed, Vec<u8>), Fault> {
    let id = &filing.package;
    let bytes = desk.store.blobs().find(id).await?;
    let bytes = bytes.ok_or_else(|| Fault::new(format!("blob {id} is not there")))?;
    let sealed = Sealed::read(&bytes);
    let sealed = sealed.map_err(|cause| Fault::caused("reading a package that was kept", cause))?;
    Ok((sealed, bytes))
}

/// The page of a filing; what was tried stands in its form again.
pub(super) async fn page(
    desk: &Desk,
    officer: &Officer,
    id: &str,
    tried: Tried,
) -> Result<Response, Snag> {
    let filing = received_of(desk, officer, id).await?;
    let (sealed, _) = sealed_of(desk, &filing).await?;
    let now = desk.now();
    let (steps, known) = store::read!(desk.store, |tx| {
        let steps = list_steps(tx, filing.id).await?;
        let unit = filing.receiver_unit;
        Ok::<_, Fault>((steps, count_registered(tx, unit, year_of(now)).await?))
    })?;
    let status = tried.errors.status();
    let page = ShowPage {
        frame: desk
            .frame(officer, format!("备案：{}", filing.title))
            .under("备案", "/desk/filings")
            .under("其他网站报送的", "/desk/filings/received"),
        body: cleaned(sealed.html()),
        package: sealed.package,
        steps,
        may: may(officer, &filing),
        next_number: format!("外备〔{}〕{}号", now.date().year(), known + 1),
        filing,
        tried,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// The text as it may be shown: cleaned like what anybody pastes, and without pictures, which lie on the other site.
fn cleaned(html: &str) -> Option<Markup> {
    let body = Body::clean(html).ok()?.body.without_pictures().ok()?;
    Some(Markup::trusted(body.html().to_owned()))
}

/// The moment with which its year began.
fn year_of(now: Moment) -> Moment {
    let first = kernel::Date::new(now.date().year(), 1, 1).map(|it| it.at(0, 0, 0, 0));
    first.ok().and_then(Moment::in_china).unwrap_or(now)
}

fn may(officer: &Officer, filing: &Received) -> May {
    let allowed = |command| after(filing.state, command).is_ok();
    let judges = officer.actor.unit_officer(filing.receiver_unit).is_ok();
    let leads = officer.actor.approver(filing.receiver_unit).is_ok();
    May {
        register: judges && allowed(FilingCommand::Register),
        give_back: judges && allowed(FilingCommand::Return),
        object: leads && allowed(FilingCommand::Object),
        decline: leads && allowed(FilingCommand::Decline),
    }
}

async fn package(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let filing = received_of(&desk, &officer, &id).await?;
    let (_, bytes) = sealed_of(&desk, &filing).await?;
    Ok(saved(
        bytes,
        &format!("备案包-{}-第{}次报送.zip", filing.title, filing.round),
    ))
}

async fn file(
    State(desk): State<Desk>,
    officer: Officer,
    Path((id, ordinal)): Path<(String, usize)>,
) -> Result<Response, Snag> {
    const NONE: Snag = Snag::Missing("附件");
    let filing = received_of(&desk, &officer, &id).await?;
    let (sealed, _) = sealed_of(&desk, &filing).await?;
    let at = ordinal.checked_sub(1).ok_or(NONE)?;
    let attached = sealed.package.attachments.get(at).ok_or(NONE)?;
    let bytes = sealed.find_attached(attached).ok_or(NONE)?;
    Ok(saved(bytes.to_vec(), &attached.name))
}

async fn answer(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let filing = received_of(&desk, &officer, &id).await?;
    let by = (desk.identity.name.as_str(), &*desk.signer);
    let note = store::read!(desk.store, |tx| answer_of(tx, &filing, by).await)?;
    let note = note.ok_or(Snag::Missing("答复"))?;
    let name = format!("备案答复-{}-第{}次报送.txt", filing.title, filing.round);
    Ok(saved(note.into_bytes(), &name))
}
