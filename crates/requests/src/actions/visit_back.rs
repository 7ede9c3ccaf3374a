//! 回访: after the answer the asker is asked what they think of it. It changes nothing of the case, and is counted for the office alone.

use calendar::Calendar;
use kernel::{Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::act::{Act, Seen, check_unit};
use crate::dispute::Visit;
use crate::events::RequestEvent;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_visit};
use crate::sql;

/// Notes it.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn visit_back(
    store: &Store,
    (seen, command): (Seen, &Visit),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let act = Act::begin(tx, seen, RequestCommand::VisitBack).await?;
        check_unit(&act.case, officer.unit())?;
        let visit = check_visit(&act.case, command, now.date()).map_err(Stop::Refused)?;
        let last = tx
            .fetch_one(sql::FIND_LAST_VISIT, params![act.id()])
            .await?;
        let (visited_on, satisfaction) = (visit.visited_on, visit.satisfaction);
        let values = params![
            act.id(),
            last.get::<u32>("ordinal")? + 1,
            visited_on,
            visit.way.code(),
            satisfaction.code(),
            visit.words
        ];
        tx.execute(sql::ADD_VISIT, values).await?;
        let event = RequestEvent::VisitedBack {
            visited_on,
            satisfaction: satisfaction.code(),
        };
        let words = format!("{}，{}", visit.way.label(), satisfaction.label());
        act.keep(tx, (&words, event), (officer.actor(), now, calendar))
            .await
    })
}
