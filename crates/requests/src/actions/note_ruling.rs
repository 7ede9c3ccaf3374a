//! 登记结果: how a review or lawsuit ended. A ruling that orders a new answer makes the unit owe one, by a promise of its own.

use calendar::{Calendar, Date};
use kernel::{DisputeId, Moment, Stop, UnitOfficer};
use promises::Origin;
use promises::docket::{Docket, NewPromise};
use store::{Store, params};

use super::act::{Act, Seen, anew_slot, check_unit};
use crate::dispute::Order;
use crate::events::RequestEvent;
use crate::model::Request;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, Ruled, check_ruled};
use crate::sql;

/// Notes it.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn note_ruling(
    store: &Store,
    (seen, command): (Seen, &Ruled),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::NoteRuling).await?;
        check_unit(&act.case, officer.unit())?;
        let ruling = check_ruled(&act.case, command, now.date()).map_err(Stop::Refused)?;
        let (id, finding) = (command.dispute, ruling.finding);
        let values = params![id, finding.code(), ruling.decided_on, ruling.words];
        if tx.execute(sql::DECIDE_DISPUTE, values).await? != 1 {
            return Err(Stop::Refused(RequestRefusal::DisputeDecided));
        }
        let mut anew_by = None;
        if let Some(order) = &ruling.order {
            let values = params![id, order.received_on, order.period.to_string()];
            tx.execute(sql::ADD_ORDER, values).await?;
            anew_by = Some(due_of(order, calendar)?);
            let mut docket = Docket::begin(tx, officer.actor(), now).await?;
            owe_anew(&mut docket, &act.case.request, (id, order), calendar).await?;
            docket.finish().await?;
        }
        let event = RequestEvent::DisputeDecided {
            dispute: id,
            finding: finding.code(),
            decided_on: ruling.decided_on,
            anew_by,
        };
        let words = format!("{}：{}", finding.label(), ruling.words);
        let known = act.case.disputes.iter_mut().find(|it| it.id == id);
        if let Some(dispute) = known {
            dispute.ruling = Some(ruling);
        }
        act.keep(tx, (&words, event), (officer.actor(), now, calendar))
            .await
    })
}

fn due_of(order: &Order, calendar: &Calendar) -> Result<Date, Stop<RequestRefusal>> {
    let due = order.clock().due(calendar);
    due.map(|it| it.on)
        .map_err(|_| Stop::Refused(RequestRefusal::OutOfCalendar))
}

/// The duty to answer anew. Its page is public, and names neither the case nor who decided it.
async fn owe_anew(
    docket: &mut Docket<'_>,
    request: &Request,
    (id, order): (DisputeId, &Order),
    calendar: &Calendar,
) -> Result<(), Stop<RequestRefusal>> {
    let new = NewPromise {
        unit_id: request.unit,
        plan_id: None,
        origin: Origin::Request(request.id),
        slot: anew_slot(id),
        title: format!("重新答复政府信息公开申请（{}）", request.number),
        period_label: None,
        owed_from: order.received_on,
        clock: order.clock(),
        due_basis: order.basis(),
    };
    docket.open(&new, calendar).await?;
    Ok(())
}
