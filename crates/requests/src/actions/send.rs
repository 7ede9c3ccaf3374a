//! 发出、送达: the day on which the answer left is the day of the answer; with its service the request is done, and the periods for remedies begin.

use calendar::{Calendar, Date};
use kernel::{Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::act::{Act, Seen, check_unit};
use crate::events::RequestEvent;
use crate::model::Delivery;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_answer_day, check_words};
use crate::sql;

/// How it left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// By which way.
    pub way: Delivery,
    /// When.
    pub sent_on: Date,
}

/// Notes that the answer left.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn send(
    store: &Store,
    (seen, command): (Seen, &Sending),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Send).await?;
        check_unit(&act.case, officer.unit())?;
        let (sent_on, first) = (command.sent_on, act.received_on()?);
        let row = tx.fetch_one(sql::FIND_DECISION, params![act.id()]).await?;
        let signed_at: Option<Moment> = row.get("approved_at")?;
        // What was not signed cannot have left.
        let first = signed_at.map_or(first, Moment::date);
        check_answer_day(sent_on, first, now.date()).map_err(Stop::Refused)?;
        let way = command.way.code();
        tx.execute(sql::SEND_DECISION, params![act.id(), way, sent_on])
            .await?;
        let Some(decision) = act.case.decision.as_mut() else {
            return Err(Stop::Refused(RequestRefusal::Changed));
        };
        decision.sent_on = Some(sent_on);
        let outcome = decision.outcome;
        // It counts as done with the day of the answer, not with that of its service.
        act.end(outcome, sent_on);
        let event = RequestEvent::Sent { sent_on };
        let by = (officer.actor(), now, calendar);
        act.keep(tx, (command.way.label(), event), by).await
    })
}

/// How it was served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// When.
    pub served_on: Date,
    /// By what that is shown: a receipt, the post's record.
    pub proof: String,
}

/// Notes that the answer was served; the request is done.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn serve(
    store: &Store,
    (seen, command): (Seen, &Serving),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let proof = check_words(("words", "送达的凭证"), &command.proof).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Serve).await?;
        check_unit(&act.case, officer.unit())?;
        let served_on = command.served_on;
        let Some(decision) = act.case.decision.as_mut() else {
            return Err(Stop::Refused(RequestRefusal::Changed));
        };
        let sent_on = decision.sent_on.unwrap_or(served_on);
        check_answer_day(served_on, sent_on, now.date()).map_err(Stop::Refused)?;
        decision.served_on = Some(served_on);
        tx.execute(sql::SERVE_DECISION, params![act.id(), served_on, proof])
            .await?;
        let event = RequestEvent::Served { served_on };
        act.keep(tx, (&proof, event), (officer.actor(), now, calendar))
            .await
    })
}
