//! 发出督办单: a supervisor asks a unit to answer within so many working days, about promises of its or a matter of its own.
//!
//! That it was issued stands in the history of each promise, which is public; what it says does not.

use calendar::{Calendar, Clock, LastDay, Span};
use kernel::{Date, Fault, Moment, NoticeId, PromiseId, Stop, Supervisor, UnitId};
use promises::events::PromiseEvent;
use promises::{Docket, Promise};
use store::{Store, Tx, directory, params};

use super::{Step, write_step};
use crate::events::{NoticeEvent, digest_of};
use crate::model::{Notice, NoticeState, number_of};
use crate::refusal::NoticeRefusal;
use crate::rules::{self, Wording};
use crate::sql;

/// What is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Who is asked.
    pub unit: UnitId,
    /// The promises that it is about; none for a matter of its own.
    pub promises: Vec<PromiseId>,
    /// What it says, and how long there is for an answer.
    pub wording: Wording,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The notice.
    pub notice: NoticeId,
    /// Its number.
    pub number: String,
    /// By when it is to be answered.
    pub due_on: Date,
}

/// Issues a notice.
///
/// # Errors
/// [`NoticeRefusal`], or the engine's fault.
pub async fn issue(
    store: &Store,
    command: &Issue,
    supervisor: &Supervisor,
    (calendar, now): (&Calendar, Moment),
) -> Result<Issued, Stop<NoticeRefusal>> {
    let wording = rules::check_wording(&command.wording).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        check_unit(tx, command.unit, now.date()).await?;
        let promises = load_promises(tx, command, (supervisor, now)).await?;
        let notice = draw_up(tx, (command.unit, &wording), supervisor, (calendar, now)).await?;
        save(tx, &notice, (supervisor, now)).await?;
        let mut docket = Docket::begin(tx, supervisor.actor(), now).await?;
        for (ordinal, promise) in promises.iter().enumerate() {
            docket
                .tx()
                .execute(sql::ADD_PROMISE, params![notice.id, promise.id, ordinal])
                .await?;
            let event = PromiseEvent::NoticeIssued {
                number: notice.number.clone(),
                due_on: notice.due_on,
            };
            docket.record(promise, event).await?;
        }
        docket.finish().await?;
        let step = Step {
            command: "issue",
            words: &notice.body,
            links: &[],
            event: NoticeEvent::Issued {
                number: notice.number.clone(),
                due_on: notice.due_on,
                calendar: notice.calendar_version.clone(),
                promises: promises.len() as u64,
                words_digest: digest_of(&[&notice.title, &notice.body]),
            },
        };
        write_step(tx, &notice, step, (supervisor.actor(), now)).await?;
        Ok(Issued {
            notice: notice.id,
            number: notice.number,
            due_on: notice.due_on,
        })
    })
}

async fn check_unit(tx: &mut Tx, unit: UnitId, today: Date) -> Result<(), Stop<NoticeRefusal>> {
    let found = directory::find_unit(tx, unit).await?;
    let stands = found.is_some_and(|it| it.valid_to.is_none_or(|end| end >= today));
    if stands {
        Ok(())
    } else {
        Err(Stop::Refused(NoticeRefusal::UnitUnknown))
    }
}

async fn load_promises(
    tx: &mut Tx,
    command: &Issue,
    (supervisor, now): (&Supervisor, Moment),
) -> Result<Vec<Promise>, Stop<NoticeRefusal>> {
    let mut ids = command.promises.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > rules::MOST_PROMISES {
        return Err(Stop::Refused(NoticeRefusal::TooManyPromises));
    }
    let mut docket = Docket::begin(tx, supervisor.actor(), now).await?;
    let mut promises = Vec::with_capacity(ids.len());
    for id in ids {
        match docket.find(id).await? {
            Some(promise) if promise.unit_id == command.unit => promises.push(promise),
            Some(_) | None => return Err(Stop::Refused(NoticeRefusal::PromiseNotOfUnit)),
        }
    }
    docket.finish().await?;
    Ok(promises)
}

async fn draw_up(
    tx: &mut Tx,
    (unit, wording): (UnitId, &Wording),
    supervisor: &Supervisor,
    (calendar, now): (&Calendar, Moment),
) -> Result<Notice, Fault> {
    let today = now.date();
    let basis = format!("督办单要求{}个工作日内答复", wording.workdays);
    let span = Span::Workdays(wording.workdays);
    let clock = Clock::start(today, span, LastDay::AsIs, basis);
    let due = clock
        .due(calendar)
        .map_err(|cause| Fault::caused("deriving a notice's due day", cause))?;
    let last = tx
        .fetch_one(sql::FIND_LAST_SERIAL, params![today.year()])
        .await?;
    let serial: u32 = last.get::<u32>("number_in_year")? + 1;
    Ok(Notice {
        id: tx.new_id(now),
        number: number_of(today.year(), serial),
        serial,
        unit,
        title: wording.title.clone(),
        body: wording.body.clone(),
        state: NoticeState::Issued,
        due_on: due.on,
        clock,
        calendar_version: due.calendar_version,
        is_provisional: due.is_provisional,
        issued_at: now,
        issued_by: supervisor.actor().name().to_owned(),
        answered_by: None,
    })
}

async fn save(
    tx: &mut Tx,
    notice: &Notice,
    (supervisor, now): (&Supervisor, Moment),
) -> Result<(), Fault> {
    let clock = super::judge::clock_text(&notice.clock)?;
    tx.execute(
        sql::ADD_NOTICE,
        params![
            notice.id,
            notice.number,
            now.date().year(),
            notice.serial,
            notice.unit,
            notice.title,
            notice.body,
            notice.due_on,
            clock,
            notice.calendar_version,
            notice.is_provisional,
            now,
            notice.issued_by,
            supervisor.actor().account()
        ],
    )
    .await?;
    Ok(())
}
