//! One request: what is asked, by when the answer is owed and how that day was counted, what happened, and what its reader may do.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use calendar::{Calendar, ProofLine};
use kernel::unit::Directory;
use kernel::{Date, Fault, PageAsk, PromiseId, RequestId};
use requests::actions::open_identity;
use requests::dispute::Visit;
use requests::model::Asked;
use requests::queries::{
    StepLine, find_case, find_owed, find_place_in_month, list_parties, list_steps, list_visits,
};
use requests::remedy::Instances;
use requests::rules::RequestCommand;
use requests::{Case, Dispute, Identity};
use store::{Tx, directory};
use ui::dates;

use super::act::{Typed, address};
use super::cards::{Card, Ground, Shape, card};
use super::disputes::{Periods, Section, is_of_disputes};
use super::{LIST, Sight, disputes, id_of, may, urgency};
use crate::form::{Errors, NoFields, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Steps that the page shows: no case has more acts.
const MOST_STEPS: u32 = 500;

/// Calls after the answer that the page shows, the last ones.
const MOST_VISITS: u32 = 20;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/requests/{id}", get(show))
        .route("/desk/requests/{id}/identity", post(identity))
}

/// What was tried on the page.
pub(super) type Tried = Option<(RequestCommand, Typed, Errors)>;

/// A letter with whom it went to.
#[derive(Debug)]
struct LetterLine {
    asked: Asked,
    party: String,
    due_on: Option<Date>,
}

#[derive(Debug, Template)]
#[template(path = "requests/show.html")]
struct ShowPage {
    frame: DeskFrame,
    case: Case,
    unit_name: String,
    identity: Identity,
    is_open: bool,
    owed: Option<Date>,
    today: Date,
    proof: Vec<ProofLine>,
    letters: Vec<LetterLine>,
    steps: Vec<StepLine>,
    cards: Vec<Card>,
    wrong_elsewhere: Option<String>,
    /// What may be done against the answer.
    remedy: String,
    disputes: Section,
}

impl ShowPage {
    fn label(&self, command: &str) -> &'static str {
        match RequestCommand::from_code(command) {
            Some(command) => command.label(),
            None => "提交申请",
        }
    }

    fn asker(&self) -> String {
        self.identity.masked_name(self.case.request.asker)
    }

    /// What is owed by the due day.
    fn due_label(&self) -> &'static str {
        match self.case.disputes.iter().any(Dispute::is_owed_anew) {
            true => "重新答复期限",
            false => "答复期限",
        }
    }

    /// How the due day stands today, in words.
    fn standing(&self) -> &'static str {
        self.owed.map_or("", |it| urgency(it, self.today))
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    page(&desk, &officer, id_of(&id)?, None).await
}

/// A request that its reader may see; whoever may not does not learn that it is there.
pub(super) async fn load(desk: &Desk, officer: &Officer, id: RequestId) -> Result<Case, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let case = store::read!(desk.store, |tx| find_case(tx, id).await)?;
    case.filter(|it| sight.sees(it.request.unit))
        .ok_or(Snag::Missing("申请"))
}

/// What the page is made of.
struct Loaded {
    identity: Identity,
    parties: Vec<String>,
    steps: Vec<StepLine>,
    owed: Option<(PromiseId, Date)>,
    directory: Directory,
    nth: u64,
    visits: Vec<Visit>,
}

async fn read(tx: &mut Tx, desk: &Desk, case: &Case) -> Result<Loaded, Fault> {
    let id = case.request.id;
    let vault = desk.vault.as_ref();
    let identity = requests::queries::open_identity(tx, id, vault).await?;
    Ok(Loaded {
        identity: identity.unwrap_or_default(),
        parties: list_parties(tx, id, vault).await?,
        steps: list_steps(tx, id, &PageAsk::first(MOST_STEPS)).await?.items,
        owed: find_owed(tx, id).await?,
        directory: directory::load(tx).await?,
        nth: find_place_in_month(tx, id).await?,
        visits: list_visits(tx, id, MOST_VISITS).await?,
    })
}

/// The page of a request; what was tried stands in its form again.
pub(super) async fn page(
    desk: &Desk,
    officer: &Officer,
    id: RequestId,
    tried: Tried,
) -> Result<Response, Snag> {
    draw(desk, officer, (id, None), tried).await
}

async fn draw(
    desk: &Desk,
    officer: &Officer,
    (id, opened): (RequestId, Option<Identity>),
    tried: Tried,
) -> Result<Response, Snag> {
    let case = load(desk, officer, id).await?;
    let loaded = store::read!(desk.store, |tx| read(tx, desk, &case).await)?;
    let calendar = desk.calendar();
    let status = tried
        .as_ref()
        .map_or(axum::http::StatusCode::OK, |it| it.2.status());
    let commands = may::commands(&officer.actor, &case);
    let unit = loaded
        .directory
        .units()
        .iter()
        .find(|it| it.id == case.request.unit);
    let ground = Ground {
        case: &case,
        parties: &loaded.parties,
        directory: &loaded.directory,
        today: desk.today(),
        nth: loaded.nth,
    };
    let draw = |command: &RequestCommand| {
        let typed = tried.as_ref().filter(|it| it.0 == *command);
        card(*command, &ground, typed.map(|it| (&it.1, &it.2)))
    };
    let gone = tried.as_ref().filter(|it| !commands.contains(&it.0));
    let first = |it: &(RequestCommand, Typed, Errors)| it.2.all().first().map(|it| it.1.clone());
    let instances = Instances::of(&loaded.directory, case.request.unit);
    let remedy = case
        .decision
        .as_ref()
        .map(|it| it.remedy_paragraph(&instances));
    let (of_disputes, cards): (Vec<Card>, Vec<Card>) = commands
        .iter()
        .map(draw)
        .partition(|it| is_of_disputes(it.command));
    let page = ShowPage {
        disputes: disputes::section(
            &case,
            (loaded.visits, of_disputes),
            (&calendar, desk.today()),
        ),
        remedy: remedy.unwrap_or_default(),
        frame: desk
            .frame(officer, format!("申请{}", case.request.number))
            .under("依申请公开", LIST),
        unit_name: unit.map_or_else(String::new, |it| it.name.clone()),
        is_open: opened.is_some(),
        owed: loaded.owed.map(|it| it.1),
        today: desk.today(),
        proof: proof_of(&case, &calendar),
        letters: letters_of(&case, &loaded.parties, &calendar),
        cards,
        wrong_elsewhere: gone.and_then(first),
        identity: opened.unwrap_or(loaded.identity),
        steps: loaded.steps,
        case,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

fn letters_of(case: &Case, parties: &[String], calendar: &Calendar) -> Vec<LetterLine> {
    let letters = case.asked.iter().zip(parties);
    let line = |(asked, party): (&Asked, &String)| LetterLine {
        due_on: match asked.consultation.due(calendar) {
            Ok(Some(due)) => Some(due.on),
            Ok(None) | Err(_) => asked.consultation.wished_on,
        },
        party: party.clone(),
        asked: asked.clone(),
    };
    letters.map(line).collect()
}

/// The clock's days; none where it has not begun, or the calendar does not reach so far.
fn proof_of(case: &Case, calendar: &Calendar) -> Vec<ProofLine> {
    let clock = case.reply_clock(calendar).ok().flatten();
    let proof = clock.and_then(|it| it.proof(calendar).ok());
    proof.map_or_else(Vec::new, |it| it.lines)
}

/// Shows who asked, unmasked; the log says that somebody looked.
async fn identity(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let officer = posted.officer;
    let id = id_of(&id)?;
    let case = load(&desk, &officer, id).await?;
    let clerk = officer.actor.unit_officer(case.request.unit)?;
    let by = (desk.vault.as_ref(), desk.now());
    let identity = open_identity(&desk.store, id, &clerk, by).await?;
    draw(&desk, &officer, (id, Some(identity)), None).await
}

impl ShowPage {
    fn here(&self) -> String {
        address(self.case.request.id)
    }
}
