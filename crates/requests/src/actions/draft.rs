//! 拟定答复: how the request is to end, what was found, what the asker is told.

use calendar::Calendar;
use kernel::{Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::act::{Act, Seen, check_unit, digest_of};
use crate::events::RequestEvent;
use crate::model::Decision;
use crate::refusal::RequestRefusal;
use crate::rules::{Draft, RequestCommand, check_draft};
use crate::sql;

/// Drafts the answer and hands it to review.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn draft(
    store: &Store,
    (seen, command): (Seen, &Draft),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::Draft).await?;
        check_unit(&act.case, officer.unit())?;
        let draft =
            check_draft(&act.case, command, (now.date(), calendar)).map_err(Stop::Refused)?;
        let withheld: Vec<&str> = draft.withheld.iter().map(|it| it.code()).collect();
        let actor = officer.actor();
        let values = params![
            act.id(),
            draft.outcome.code(),
            withheld.join(" "),
            draft.facts,
            draft.reply,
            actor.name(),
            actor.account(),
            now
        ];
        tx.execute(sql::KEEP_DECISION, values).await?;
        act.case.decision = Some(Decision {
            outcome: draft.outcome,
            withheld: draft.withheld,
            facts: draft.facts,
            reply: draft.reply,
            drafted_by: actor.name().to_owned(),
            drafted_account: actor.account(),
            letter_number: None,
            sent_on: None,
            served_on: None,
        });
        let event = RequestEvent::Drafted {
            outcome: draft.outcome.code(),
            digest: digest_of(&act.case),
        };
        act.keep(tx, (draft.outcome.label(), event), (actor, now, calendar))
            .await
    })
}
