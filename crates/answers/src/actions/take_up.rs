//! 列为承诺: what the public sought or asked in vain becomes a promise of the unit in charge.

use calendar::{Calendar, Clock, LastDay, Span};
use kernel::{Date, DemandId, Moment, OpenGovernmentOffice, PromiseId, Stop, UnitId};
use promises::Origin;
use promises::docket::{Docket, NewPromise};
use store::{Store, Tx, params};

use crate::events::{AnswerEvent, record};
use crate::model::Channel;
use crate::queries::{find_asked, find_sought};
use crate::rules::check_demand;
use crate::{AnswerRefusal, sql};

/// What is to be promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeUp {
    /// How the public let it be known.
    pub channel: Channel,
    /// The words by which it is known there.
    pub folded: String,
    /// What is promised, in the office's words.
    pub title: String,
    /// Who owes it.
    pub unit: Option<UnitId>,
    /// Within so many working days from today.
    pub days: Option<u32>,
}

/// Opens the promise; what was sought is done with.
///
/// # Errors
/// [`AnswerRefusal`], or the engine's fault.
pub async fn take_up(
    store: &Store,
    command: &TakeUp,
    calendar: &Calendar,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<PromiseId, Stop<AnswerRefusal>> {
    let (title, days) = check_demand(&command.title, command.days).map_err(Stop::Refused)?;
    let Some(unit) = command.unit else {
        return Err(Stop::Refused(AnswerRefusal::UnitMissing));
    };
    store::write!(store, |tx| {
        let (times, since) = heard(tx, command).await?;
        let id: DemandId = tx.new_id(now);
        let by = office.actor().name();
        let channel = command.channel.code();
        let values = params![id, title, channel, unit, times, since, by, now];
        tx.execute(sql::ADD_DEMAND, values).await?;
        let new = promise_of(id, &title, (unit, days, now));
        if new.clock.due(calendar).is_err() {
            return Err(Stop::Refused(AnswerRefusal::OutOfCalendar));
        }
        let mut docket = Docket::begin(tx, office.actor(), now).await?;
        let opened = docket.open(&new, calendar).await?;
        docket.finish().await?;
        let event = AnswerEvent::TakenUp {
            id: id.to_string(),
            title: title.clone(),
            times,
            days,
        };
        record(tx, &event, (office, now)).await?;
        // A new id has no promise yet.
        opened.ok_or(Stop::Refused(AnswerRefusal::AskedUnknown))
    })
}

/// How often it was sought and since when; it waits no more.
async fn heard(tx: &mut Tx, command: &TakeUp) -> Result<(u64, Date), Stop<AnswerRefusal>> {
    let folded = command.folded.as_str();
    let (found, close) = match command.channel {
        Channel::Search => {
            let it = find_sought(tx, folded).await?;
            (it.map(|it| (it.times, it.first_on)), sql::CLOSE_SOUGHT)
        }
        Channel::Question => {
            let it = find_asked(tx, folded).await?;
            let told = it.map(|it| (it.unanswered + it.unhelpful, it.first_on));
            (told, sql::CLOSE_ASKED)
        }
    };
    let found = found.ok_or(Stop::Refused(AnswerRefusal::AskedUnknown))?;
    tx.execute(close, params![folded, "promised"]).await?;
    Ok(found)
}

fn promise_of(id: DemandId, title: &str, (unit, days, now): (UnitId, u32, Moment)) -> NewPromise {
    let basis = format!("回应公众需求，自列为承诺之日起{days}个工作日内公开");
    NewPromise {
        unit_id: unit,
        plan_id: None,
        origin: Origin::Demand(id),
        slot: "demand".to_owned(),
        title: title.to_owned(),
        period_label: None,
        owed_from: now.date(),
        clock: Clock::start(
            now.civil(),
            Span::Workdays(days),
            LastDay::AsIs,
            basis.clone(),
        ),
        due_basis: basis,
    }
}
