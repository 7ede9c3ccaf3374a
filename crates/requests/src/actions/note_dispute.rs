//! 登记复议、诉讼: somebody applied for review or went to court over the answer.

use calendar::Calendar;
use kernel::{DisputeId, Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::act::{Act, Seen, check_unit};
use crate::dispute::Dispute;
use crate::events::RequestEvent;
use crate::refusal::RequestRefusal;
use crate::rules::{Disputing, RequestCommand, check_disputing};
use crate::sql;

/// Notes it.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn note_dispute(
    store: &Store,
    (seen, command): (Seen, &Disputing),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<DisputeId, Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::NoteDispute).await?;
        check_unit(&act.case, officer.unit())?;
        let given = check_disputing(&act.case, command, now.date()).map_err(Stop::Refused)?;
        let id: DisputeId = tx.new_id(now);
        let (branch, filed_on) = (given.branch.code(), given.filed_on);
        let values = params![id, act.id(), branch, given.body, given.number, filed_on];
        tx.execute(sql::ADD_DISPUTE, values).await?;
        let words = format!("{}：{} {}", given.branch.label(), given.body, given.number);
        act.case.disputes.push(Dispute {
            id,
            branch: given.branch,
            body: given.body,
            number: given.number,
            filed_on,
            ruling: None,
            struck_why: None,
        });
        let event = RequestEvent::DisputeNoted {
            dispute: id,
            branch,
            filed_on,
        };
        act.keep(tx, (&words, event), (officer.actor(), now, calendar))
            .await?;
        Ok(id)
    })
}
