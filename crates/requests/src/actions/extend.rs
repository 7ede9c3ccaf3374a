//! 延长答复期限 (第三十三条第二款): whoever leads the work of disclosure agrees, and the asker is told before the old day is over.

use calendar::{Calendar, Date, Span, find_period};
use kernel::{Moment, Stop, UnitLeader};
use store::{Store, params};

use super::act::{Act, Seen, check_unit};
use crate::events::RequestEvent;
use crate::model::Lengthening;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_answer_day, check_extension, check_words};
use crate::sql;

/// How much longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extend {
    /// By so many working days.
    pub workdays: u32,
    /// Why, as the asker is told.
    pub reason: String,
    /// The day on which the asker is told.
    pub told_on: Date,
}

/// Makes it longer.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn extend(
    store: &Store,
    (seen, command): (Seen, &Extend),
    leader: &UnitLeader,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let reason = check_words(("words", "延长的理由"), &command.reason).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Extend).await?;
        check_unit(&act.case, leader.unit())?;
        let received_on = act.received_on()?;
        let Extend {
            workdays, told_on, ..
        } = *command;
        check_answer_day(told_on, received_on, now.date()).map_err(Stop::Refused)?;
        let period = find_period("disclosure.reply", received_on);
        let most = match period.and_then(|it| it.extension_at_most) {
            Some(Span::Workdays(most)) => most,
            _ => 0,
        };
        check_extension(&act.case, workdays, most).map_err(Stop::Refused)?;
        let ordinal = act.case.lengthenings.len() + 1;
        let agreed_by = leader.actor().name().to_owned();
        let values = params![act.id(), ordinal, workdays, reason, agreed_by, told_on];
        tx.execute(sql::ADD_EXTENSION, values).await?;
        act.case.lengthenings.push(Lengthening {
            workdays,
            reason: reason.clone(),
            agreed_by,
            told_on,
        });
        let event = RequestEvent::Extended { workdays, told_on };
        act.keep(tx, (&reason, event), (leader.actor(), now, calendar))
            .await
    })
}
