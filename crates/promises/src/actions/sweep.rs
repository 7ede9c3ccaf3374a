//! The daily sweep: counts what has become late, tells each unit so, and opens the periods to come.
//!
//! One transaction a day swept and a few recurrences a transaction: it may stop anywhere and goes on where it stopped, so
//! downtime heals itself, and running it twice changes nothing. It never walks the promises: it reads the tallies by day.

use calendar::Calendar;
use kernel::{Actor, Date, Fault, Moment, Never, Stop, UnitId};
use store::{EventDraft, Store, Tx, params};

use crate::actions::recur::{catch_up, recurrence_of};
use crate::cadence::plus_days;
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::sql;
use crate::tally::{month_span, note_swept_through, swept_through, year_span};

/// How many recurrences one transaction carries on.
const RECURRENCES_AT_A_TIME: u32 = 50;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Days that ended with something owed, since the last sweep.
    pub days: u64,
    /// Promises that became late.
    pub became_late: u64,
    /// Promises opened for periods to come.
    pub opened: u64,
}

/// Sweeps through the end of yesterday and opens what is due to be open today.
///
/// # Errors
/// The engine's fault; what was swept before it stays swept.
pub async fn sweep(store: &Store, calendar: &Calendar, now: Moment) -> Result<Swept, Fault> {
    let actor = Actor::system();
    let today = now.date();
    let mut swept = Swept::default();
    for day in list_days(store, today).await? {
        swept.became_late += store::write!(store, |tx| -> Result<u64, Stop<Never>> {
            Ok(sweep_day(tx, day, &actor, now).await?)
        })?;
        swept.days += 1;
    }
    // Days on which nothing was owed are swept by name only.
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        let yesterday = plus_days(today, -1);
        if swept_through(tx).await? < yesterday {
            note_swept_through(tx, yesterday, now).await?;
        }
        Ok(())
    })?;
    swept.opened = open_periods(store, calendar, &actor, now).await?;
    Ok(swept)
}

async fn list_days(store: &Store, today: Date) -> Result<Vec<Date>, Fault> {
    store::read!(store, |tx| {
        let since = swept_through(tx).await?;
        let rows = tx
            .fetch_all(sql::LIST_DAYS_TO_SWEEP, params![since, today])
            .await?;
        let mut days = Vec::with_capacity(rows.len());
        for row in &rows {
            days.push(row.get("day")?);
        }
        Ok(days)
    })
}

/// Sweeps one day; how many promises became late.
async fn sweep_day(tx: &mut Tx, day: Date, actor: &Actor, now: Moment) -> Result<u64, Fault> {
    // Another node may have been quicker.
    if swept_through(tx).await? >= day {
        return Ok(0);
    }
    tx.execute(sql::SWEEP_ALL, params![day]).await?;
    for span in [month_span(day), year_span(day)] {
        tx.execute(sql::SWEEP_SPAN, params![day, span]).await?;
    }
    note_swept_through(tx, day, now).await?;
    let late = tx.fetch_all(sql::LIST_UNITS_LATE_ON, params![day]).await?;
    let mut all = 0;
    for row in &late {
        let unit: UnitId = row.get("scope_id")?;
        let count: u64 = row.get("open")?;
        all += count;
        let event = PromiseEvent::BecameLate { due_on: day, count };
        let draft = EventDraft {
            chain: format!("unit/{unit}"),
            kind: event.kind(),
            subject: format!("unit/{unit}"),
            unit: Some(unit),
            body: event.body()?,
        };
        tx.record(draft, actor, now).await?;
    }
    Ok(all)
}

/// Carries on every recurrence that lags behind its horizon; how many promises were opened.
async fn open_periods(
    store: &Store,
    calendar: &Calendar,
    actor: &Actor,
    now: Moment,
) -> Result<u64, Fault> {
    let mut opened = 0;
    loop {
        let (carried, more) = store::write!(store, |tx| -> Result<_, Stop<Never>> {
            Ok(carry_on(tx, calendar, actor, now).await?)
        })?;
        opened += more;
        if carried == 0 {
            return Ok(opened);
        }
    }
}

/// One transaction of it: how many recurrences moved forward, and how many promises they opened.
async fn carry_on(
    tx: &mut Tx,
    calendar: &Calendar,
    actor: &Actor,
    now: Moment,
) -> Result<(u64, u64), Fault> {
    let today = now.date();
    let year = plus_days(today, 31).year();
    // No cadence's year ends before this day, so whoever is behind it may have a period to open.
    let behind = Date::new(year, 12, 28).map_err(|cause| Fault::caused("the horizon", cause))?;
    let rows = tx
        .fetch_all(
            sql::LIST_RECURRENCES_BEHIND,
            params![behind, RECURRENCES_AT_A_TIME],
        )
        .await?;
    let mut docket = Docket::begin(tx, actor, now).await?;
    let (mut carried, mut opened) = (0, 0);
    for row in &rows {
        let recurrence = recurrence_of(row)?;
        opened += catch_up(&mut docket, &recurrence, calendar, today).await?;
        carried += 1;
    }
    docket.finish().await?;
    Ok((carried, opened))
}
