//! 重新答复: the new answer that a ruling ordered left. It is reviewed and signed as the unit's papers are; here stands that it left, under which number, and what it says. The first answer stays as it was.

use calendar::Calendar;
use kernel::{DisputeId, Moment, Stop, UnitOfficer};
use promises::Origin;
use promises::docket::Docket;
use store::{Store, params};

use super::act::{Act, Seen, anew_slot, check_unit, keep_promise};
use crate::dispute::{Anew, Order, Ruling};
use crate::events::RequestEvent;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_anew};
use crate::sql;

/// Notes it; the duty is kept by the day on which it left.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn answer_anew(
    store: &Store,
    (seen, id, command): (Seen, DisputeId, &Anew),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::AnswerAnew).await?;
        check_unit(&act.case, officer.unit())?;
        let anew = check_anew(&act.case, (id, command), now.date()).map_err(Stop::Refused)?;
        let number = &anew.letter_number;
        let taken = tx.fetch_optional(sql::FIND_LETTER, params![number]).await?;
        if taken.is_some() {
            return Err(Stop::Refused(RequestRefusal::LetterNumberTaken));
        }
        let withheld: Vec<&str> = anew.withheld.iter().map(|it| it.code()).collect();
        let values = params![
            id,
            anew.outcome.code(),
            withheld.join(" "),
            anew.reply,
            number,
            anew.answered_on
        ];
        if tx.execute(sql::ANSWER_ANEW, values).await? != 1 {
            return Err(Stop::Refused(RequestRefusal::AnsweredAnew));
        }
        let mut docket = Docket::begin(tx, officer.actor(), now).await?;
        let open = docket.list_open_of(Origin::Request(act.id())).await?;
        for promise in open.iter().filter(|it| it.slot == anew_slot(id)) {
            keep_promise(&mut docket, promise, (anew.answered_on, now)).await?;
        }
        docket.finish().await?;
        let words = format!("{} {}", anew.letter_number, anew.outcome.label());
        let event = RequestEvent::AnsweredAnew {
            dispute: id,
            outcome: anew.outcome.code(),
            letter_number: anew.letter_number.clone(),
            answered_on: anew.answered_on,
        };
        if let Some(order) = order_of(&mut act, id) {
            order.anew = Some(anew);
        }
        act.keep(tx, (&words, event), (officer.actor(), now, calendar))
            .await
    })
}

fn order_of(act: &mut Act, id: DisputeId) -> Option<&mut Order> {
    let dispute = act.case.disputes.iter_mut().find(|it| it.id == id)?;
    let ruling: &mut Ruling = dispute.ruling.as_mut()?;
    ruling.order.as_mut()
}
