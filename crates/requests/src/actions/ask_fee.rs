//! 信息处理费: the asker is told once what to pay and by when; the clock begins anew once all is paid (国办函〔2020〕109号).

use calendar::{Calendar, Date};
use kernel::{Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::act::{Act, Seen, check_unit};
use crate::events::RequestEvent;
use crate::fee::{Charging, find_table};
use crate::model::Fee;
use crate::refusal::RequestRefusal;
use crate::rules::{RequestCommand, check_answer_day, last_day};
use crate::sql;

/// By what the fee is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskFee {
    /// By item or by page; never both.
    pub charging: Charging,
    /// The number of the item in its asker's month, or pages.
    pub units: u64,
    /// The day on which the asker is told.
    pub told_on: Date,
}

/// Tells the asker what to pay, within the period of the reply.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn ask_fee(
    store: &Store,
    (seen, command): (Seen, &AskFee),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::AskFee).await?;
        check_unit(&act.case, officer.unit())?;
        check_answer_day(command.told_on, act.received_on()?, now.date()).map_err(Stop::Refused)?;
        check_in_time(&act, command.told_on, calendar)?;
        let fee = fee_of(&act, command, calendar)?;
        let values = params![
            act.id(),
            fee.charging.code(),
            fee.units,
            fee.fee_fen,
            fee.basis,
            fee.told_on,
            fee.due_on
        ];
        tx.execute(sql::ADD_FEE, values).await?;
        let event = RequestEvent::FeeAsked {
            fee_fen: fee.fee_fen,
            told_on: fee.told_on,
            due_on: fee.due_on,
        };
        let label = fee.charging.label();
        act.case.fee = Some(fee);
        act.keep(tx, (label, event), (officer.actor(), now, calendar))
            .await
    })
}

/// The asker is told while the answer is not overdue.
fn check_in_time(
    act: &Act,
    told_on: Date,
    calendar: &Calendar,
) -> Result<(), Stop<RequestRefusal>> {
    let clock = act.case.reply_clock(calendar);
    let clock = clock.map_err(|it| Stop::Refused(RequestRefusal::of_clock(&it)))?;
    let due = clock.and_then(|it| it.due(calendar).ok());
    match due.filter(|it| it.on < told_on) {
        Some(due) => Err(Stop::Refused(RequestRefusal::TooLate(due.on))),
        None => Ok(()),
    }
}

fn fee_of(act: &Act, command: &AskFee, calendar: &Calendar) -> Result<Fee, Stop<RequestRefusal>> {
    if act.case.fee.is_some() {
        return Err(Stop::Refused(RequestRefusal::FeeAskedBefore));
    }
    let table = find_table(command.told_on).ok_or(Stop::Refused(RequestRefusal::NoFeeTable))?;
    let yuan = match command.charging {
        Charging::ByItem => table.item(command.units),
        Charging::ByPage => table.pages(command.units),
    };
    if yuan == 0 {
        return Err(Stop::Refused(RequestRefusal::NothingToPay));
    }
    let due_on = last_day("disclosure.fee_payment", command.told_on, calendar);
    let due_on = due_on.map_err(Stop::Refused)?;
    Ok(Fee {
        charging: command.charging,
        units: command.units,
        fee_fen: yuan.saturating_mul(100),
        basis: table.basis.clone(),
        told_on: command.told_on,
        due_on: due_on.ok_or(Stop::Refused(RequestRefusal::NoFeeTable))?,
        paid_on: None,
    })
}

/// Notes that all was paid; the clock of the reply begins anew with that day.
///
/// # Errors
/// [`RequestRefusal`], or the engine's fault.
pub async fn note_payment(
    store: &Store,
    (seen, paid_on): (Seen, Date),
    officer: &UnitOfficer,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    store::write!(store, |tx| {
        let mut act = Act::begin(tx, seen, RequestCommand::NotePayment).await?;
        check_unit(&act.case, officer.unit())?;
        let Some(fee) = act.case.fee.as_mut() else {
            return Err(Stop::Refused(RequestRefusal::Changed));
        };
        check_answer_day(paid_on, fee.told_on, now.date()).map_err(Stop::Refused)?;
        fee.paid_on = Some(paid_on);
        tx.execute(sql::NOTE_PAYMENT, params![act.id(), paid_on])
            .await?;
        let event = RequestEvent::FeePaid { paid_on };
        act.keep(tx, ("", event), (officer.actor(), now, calendar))
            .await
    })
}
