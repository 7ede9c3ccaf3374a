//! One notice: what is asked, its clock day by day, what was done, and what its reader may do.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use calendar::{Calendar, ProofLine};
use kernel::{Actor, NoticeId, Right};
use oversight::queries::{NoticeDetail, StepLine, find_notice};
use oversight::rules::{CommandKind, allow};
use ui::dates;

use super::{Sight, id_of};
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/notices/{id}", get(show))
}

/// What was typed into one of the page's forms, and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Tried {
    /// The form.
    pub command: Option<CommandKind>,
    /// The words.
    pub words: String,
    /// The links.
    pub links: String,
    /// What was wrong.
    pub errors: Errors,
}

/// What somebody may do to the notice now.
#[derive(Debug)]
struct May {
    answer: bool,
    judge: bool,
    withdraw: bool,
    /// Why a supervisor may not judge: they answered it themselves.
    is_own_answer: bool,
}

#[derive(Debug, Template)]
#[template(path = "notices/show.html")]
struct ShowPage {
    frame: DeskFrame,
    detail: NoticeDetail,
    unit_name: String,
    proof: Vec<ProofLine>,
    may: May,
    tried: Tried,
}

impl ShowPage {
    fn tag(&self) -> &'static str {
        super::list::tag(self.detail.standing)
    }

    /// What was typed into a form before.
    fn words(&self, command: &str) -> &str {
        let is_it = self.tried.command.is_some_and(|it| it.code() == command);
        if is_it { &self.tried.words } else { "" }
    }

    /// What was wrong with a form.
    fn wrong(&self, command: &str) -> Option<&str> {
        let is_it = self.tried.command.is_some_and(|it| it.code() == command);
        let errors = &self.tried.errors;
        is_it.then(|| errors.all().first().map(|(_, message)| message.as_str()))?
    }

    /// What was wrong with a form that is not on the page any more.
    fn wrong_elsewhere(&self) -> Option<&str> {
        let is_shown = match self.tried.command? {
            CommandKind::Answer => self.may.answer,
            CommandKind::Return | CommandKind::Close => self.may.judge,
            CommandKind::Withdraw => self.may.withdraw,
        };
        let first = self.tried.errors.all().first();
        first
            .filter(|_| !is_shown)
            .map(|(_, message)| message.as_str())
    }

    fn is_answer(&self, step: &StepLine) -> bool {
        step.command == "answer"
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    page(&desk, &officer, id_of(&id)?, Tried::default()).await
}

/// The page of a notice; what was tried stands in its form again.
pub(super) async fn page(
    desk: &Desk,
    officer: &Officer,
    id: NoticeId,
    tried: Tried,
) -> Result<Response, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let today = desk.today();
    let found = store::read!(desk.store, |tx| {
        let Some(detail) = find_notice(tx, id, today).await? else {
            return Ok(None);
        };
        let unit = store::directory::find_unit(tx, detail.notice.unit).await?;
        Ok(Some((detail, unit.map_or_else(String::new, |it| it.name))))
    })?;
    // Whoever may not see it does not learn that it is there.
    let Some((detail, unit_name)) = found.filter(|(it, _)| sight.sees(it.notice.unit)) else {
        return Err(Snag::Missing("督办单"));
    };
    let status = tried.errors.status();
    let page = ShowPage {
        frame: desk
            .frame(officer, detail.notice.number.clone())
            .under("督办单", "/desk/notices"),
        proof: proof_of(&detail, &desk.calendar()),
        may: may(&officer.actor, &detail),
        detail,
        unit_name,
        tried,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

fn may(actor: &Actor, detail: &NoticeDetail) -> May {
    let notice = &detail.notice;
    let allowed = |command| allow(&notice.state, command).is_ok();
    let is_supervisor = actor.holds_somewhere(Right::Supervisor);
    let is_own_answer = actor.is_account(notice.answered_by);
    May {
        answer: actor.unit_officer(notice.unit).is_ok() && allowed(CommandKind::Answer),
        judge: is_supervisor && allowed(CommandKind::Close) && !is_own_answer,
        withdraw: is_supervisor && allowed(CommandKind::Withdraw) && !is_own_answer,
        is_own_answer: is_supervisor && allowed(CommandKind::Close) && is_own_answer,
    }
}

/// The clock's days; none where the calendar does not reach so far.
fn proof_of(detail: &NoticeDetail, calendar: &Calendar) -> Vec<ProofLine> {
    detail
        .notice
        .clock
        .proof(calendar)
        .map_or_else(|_| Vec::new(), |proof| proof.lines)
}
