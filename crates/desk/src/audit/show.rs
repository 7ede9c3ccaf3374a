//! One event with all that is known of it: facts in words, what they were before, and its place in its chain.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{EventId, Fault};
use store::RecordedEvent;
use store::audit::{find_before, note_opening};
use store::event::find_event;
use ui::dates;

use super::asked::Asked;
use super::facts::{Fact, described, facts_of};
use super::list::{Line, going_on, lines};
use super::names::Names;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/audit/events/{id}", get(show))
}

#[derive(Debug, Template)]
#[template(path = "audit/show.html")]
struct EventPage {
    frame: DeskFrame,
    line: Line,
    facts: Vec<Fact>,
    /// The event in a sentence, where it has one.
    said: Option<String>,
    earlier: Option<RecordedEvent>,
    /// The facts as they were hashed.
    body: String,
    is_unbroken: bool,
    /// Where its proof is, if it is public.
    proof: Option<String>,
    /// Back to the search.
    back: Option<String>,
}

impl EventPage {
    fn has_changes(&self) -> bool {
        self.facts.iter().any(|fact| fact.before.is_some())
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let reader = officer.actor.audit_administrator()?;
    let id: EventId = id.parse().map_err(|_| Snag::Missing("审计记录"))?;
    let today = desk.today();
    let (event, ask) = store::read!(desk.store, |tx| {
        let event = find_event(tx, id).await?;
        Ok::<_, Fault>((event, asked.read(tx).await?.0))
    })?;
    let event = event.ok_or(Snag::Missing("审计记录"))?;
    let search = going_on(&desk, (&asked, &ask), &reader).await?;
    if search.is_none() || !ask.fits(&event) {
        note_opening(&desk.store, &event, &reader, desk.now()).await?;
    }
    let (line, facts, earlier) = store::read!(desk.store, |tx| {
        let mut names = Names::new(today);
        let earlier = find_before(tx, &reader, &event).await?;
        let facts = facts_of(tx, &mut names, (&event, earlier.as_ref())).await?;
        let mut lines = lines(tx, &mut names, vec![event.clone()]).await?;
        Ok::<_, Fault>((lines.pop(), facts, earlier))
    })?;
    let line = line.ok_or(Snag::Missing("审计记录"))?;
    let is_public = store::ledger::entry_of(&event).is_some();
    let base = desk.identity.base_url.trim_end_matches('/');
    html(&EventPage {
        frame: desk
            .frame(&officer, line.kind.clone())
            .under("审计日志", "/desk/audit"),
        facts,
        said: described(&event),
        earlier,
        body: pretty(&event)?,
        is_unbroken: event.computed_hash() == event.hash,
        proof: is_public.then(|| format!("{base}/log/proof/{}", event.id)),
        back: search.map(|search| format!("/desk/audit?{}&go=1&search={search}", asked.query())),
        line,
    })
}

/// The facts as JSON over several lines.
fn pretty(event: &RecordedEvent) -> Result<String, Fault> {
    serde_json::to_string_pretty(&event.facts()?)
        .map_err(|cause| Fault::caused("writing an event's facts", cause))
}
