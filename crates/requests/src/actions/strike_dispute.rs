//! 撤销有误的登记: a review or lawsuit that was noted wrongly counts nowhere any more, and what its ruling made the unit owe is void. The note and the reason stay in the case.

use calendar::Calendar;
use kernel::{DisputeId, Moment, Stop, UnitOfficer};
use promises::Origin;
use promises::docket::Docket;
use store::{Store, params};

use super::act::{Act, Seen, anew_slot, check_unit};
use crate::events::RequestEvent;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_strike, check_words};
use crate::sql;

/// Strikes it.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn strike_dispute(
    store: &Store,
    (seen, id, why): (Seen, DisputeId, &str),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let why = check_words(("words", "撤销登记的原因"), why).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::StrikeDispute).await?;
        check_unit(&act.case, officer.unit())?;
        let dispute = check_strike(&act.case, id).map_err(Stop::Refused)?;
        let words = format!("{} {}：{why}", dispute.body, dispute.number);
        if tx.execute(sql::STRIKE_DISPUTE, params![id, why]).await? != 1 {
            return Err(Stop::Refused(RequestRefusal::DisputeUnknown));
        }
        let mut docket = Docket::begin(tx, officer.actor(), now).await?;
        let open = docket.list_open_of(Origin::Request(act.id())).await?;
        for promise in open.iter().filter(|it| it.slot == anew_slot(id)) {
            docket.withdraw(promise, "登记有误，已经撤销").await?;
        }
        docket.finish().await?;
        let known = act.case.disputes.iter_mut().find(|it| it.id == id);
        if let Some(dispute) = known {
            dispute.struck_why = Some(why.clone());
        }
        let event = RequestEvent::DisputeStruck { dispute: id };
        act.keep(tx, (&words, event), (officer.actor(), now, calendar))
            .await
    })
}
