//! One filing: what was sent, what was said of it, and what its reader may do now.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, Moment, Right, UnitId};
use publishing::filing::queries::{FilingStep, count_registered, list_steps};
use publishing::filing::rules::after;
use publishing::filing::{Filing, FilingCommand, FilingState};
use store::Tx;
use ui::dates;

use super::filing_of;
use super::send::Typed;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/filings/{id}", get(show))
}

/// What was typed into one of the page's forms, and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Tried {
    pub(super) command: Option<FilingCommand>,
    pub(super) typed: Typed,
    pub(super) errors: Errors,
}

impl Tried {
    /// What was wrong with a form.
    pub(super) fn wrong(&self, code: &str) -> Option<&str> {
        let is_it = self.command.is_some_and(|it| it.code() == code);
        let first = self.errors.all().first().filter(|_| is_it);
        first.map(|(_, message)| message.as_str())
    }

    /// What was typed as the opinion of a form.
    pub(super) fn words(&self, code: &str) -> &str {
        let is_it = self.command.is_some_and(|it| it.code() == code);
        if is_it { &self.typed.words } else { "" }
    }

    /// The number that was typed, else the one that comes next.
    pub(super) fn number<'a>(&'a self, next: &'a str) -> &'a str {
        match self.typed.register_number.as_str() {
            "" => next,
            typed => typed,
        }
    }
}

/// What somebody may do to the filing now.
#[derive(Debug, Default)]
struct May {
    register: bool,
    give_back: bool,
    object: bool,
    decline: bool,
    resend: bool,
    /// Note what a unit elsewhere answered.
    note: bool,
    /// Why one who could decide may not: they sent it.
    is_own: bool,
    /// See the document on the desk.
    open: bool,
}

#[derive(Debug, Template)]
#[template(path = "filings/show.html")]
struct ShowPage {
    frame: DeskFrame,
    filing: Filing,
    unit_name: String,
    steps: Vec<FilingStep>,
    may: May,
    /// The number that comes next.
    next_number: String,
    tried: Tried,
    /// Why a file that was chosen is not the receiver's answer.
    wrong_answer: Option<String>,
    /// What was typed, or what was sent before, for the form by which it is sent again.
    papers: publishing::filing::model::Papers,
}

impl ShowPage {
    fn tag(&self) -> &'static str {
        super::tag(self.filing.state)
    }

    fn is_objected(&self) -> bool {
        self.filing.state == FilingState::Objected
    }

    /// What was wrong with a form that is not on the page any more.
    fn wrong_elsewhere(&self) -> Option<&str> {
        let is_shown = match self.tried.command? {
            FilingCommand::Register => self.may.register,
            FilingCommand::Return => self.may.give_back,
            FilingCommand::Object => self.may.object,
            FilingCommand::Decline => self.may.decline,
            FilingCommand::Send | FilingCommand::Supplement | FilingCommand::Answer => {
                self.may.resend
            }
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

/// The page of a filing; what was tried stands in its form again.
pub(super) async fn page(
    desk: &Desk,
    officer: &Officer,
    id: &str,
    tried: Tried,
) -> Result<Response, Snag> {
    let filing = filing_of(desk, officer, id).await?;
    let now = desk.now();
    let may = may(officer, &filing);
    let (steps, unit_name, next_number) = store::read!(desk.store, |tx| {
        let steps = list_steps(tx, filing.id).await?;
        let unit = store::directory::find_unit(tx, filing.unit).await?;
        let next = match filing.receiver_unit.filter(|_| may.register) {
            Some(receiver) => next_number(tx, receiver, now).await?,
            None => String::new(),
        };
        Ok::<_, Fault>((steps, unit.map_or_else(String::new, |it| it.name), next))
    })?;
    let status = tried.errors.status();
    let is_resent = matches!(
        tried.command,
        Some(FilingCommand::Supplement | FilingCommand::Answer)
    );
    let papers = match is_resent {
        true => tried.typed.papers(),
        false => filing.papers.clone(),
    };
    let page = ShowPage {
        frame: desk
            .frame(officer, format!("备案：{}", filing.title))
            .under("备案", "/desk/filings"),
        filing,
        unit_name,
        steps,
        may,
        next_number,
        wrong_answer: tried.errors.find("file").map(str::to_owned),
        tried,
        papers,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// The number that comes next by count; whoever registers may write another.
async fn next_number(tx: &mut Tx, receiver: UnitId, now: Moment) -> Result<String, Fault> {
    let year = now.date().year();
    let first = kernel::Date::new(year, 1, 1).map(|it| it.at(0, 0, 0, 0));
    let since = first.ok().and_then(Moment::in_china).unwrap_or(now);
    let known = count_registered(tx, receiver, since).await?;
    Ok(format!("备〔{year}〕{}号", known + 1))
}

fn may(officer: &Officer, filing: &Filing) -> May {
    let actor = &officer.actor;
    let allowed = |command| after(filing.state, command).is_ok();
    let is_sender = actor.unit_officer(filing.unit).is_ok();
    let sees = super::own_units(actor).contains(&filing.unit)
        || actor.holds_somewhere(Right::OpenGovernmentOffice);
    let resend =
        is_sender && (allowed(FilingCommand::Supplement) || allowed(FilingCommand::Answer));
    let Some(receiver) = filing.receiver_unit else {
        return May {
            register: is_sender && allowed(FilingCommand::Register),
            give_back: is_sender && allowed(FilingCommand::Return),
            object: is_sender && allowed(FilingCommand::Object),
            decline: is_sender && allowed(FilingCommand::Decline),
            resend,
            note: true,
            is_own: false,
            open: sees,
        };
    };
    let is_own = actor.is_account(filing.sent_by);
    let judges = actor.unit_officer(receiver).is_ok();
    let leads = actor.approver(receiver).is_ok();
    May {
        register: judges && !is_own && allowed(FilingCommand::Register),
        give_back: judges && !is_own && allowed(FilingCommand::Return),
        object: leads && !is_own && allowed(FilingCommand::Object),
        decline: leads && !is_own && allowed(FilingCommand::Decline),
        resend,
        note: false,
        is_own: is_own && (judges || leads) && filing.state == FilingState::Sent,
        open: sees,
    }
}
