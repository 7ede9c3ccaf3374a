//! What recurs: a rule that opens one promise a period, now and by every sweep until it ends.
//!
//! A period's promise is due at the period's last day plus a span, twenty working days unless the duty says otherwise
//! (《条例》第二十六条).

use calendar::{Calendar, Clock, LastDay, Span};
use kernel::{Date, Fault, PlanId, UnitId};
use store::{Row, Tx, params};

use crate::cadence::{Cadence, Period, plus_days};
use crate::docket::{Docket, DueMove, NewPromise};
use crate::grace::Grace;
use crate::model::{Origin, Promise};
use crate::rows::origin_of;
use crate::sql;

/// The span that the law sets where nothing else does.
pub const STATUTORY_GRACE: Grace = Grace::After(Span::Workdays(20));

/// The law that sets it.
pub const STATUTORY_BASIS: &str = "《中华人民共和国政府信息公开条例》第二十六条";

/// Something owed again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// Who owes it.
    pub unit_id: UnitId,
    /// The plan it comes from.
    pub plan_id: Option<PlanId>,
    /// What it comes from.
    pub origin: Origin,
    /// How often.
    pub cadence: Cadence,
    /// What is owed, in a line.
    pub title: String,
    /// The last day of the last period; `None` goes on.
    pub ends_on: Option<Date>,
    /// Periods that end on this day or earlier are open already or never were owed.
    pub opened_through: Date,
    /// When a period's promise is due.
    pub grace: Grace,
    /// What sets that.
    pub basis: String,
}

impl Recurrence {
    /// The promise of one period.
    pub fn promise_of(&self, period: &Period) -> NewPromise {
        NewPromise {
            unit_id: self.unit_id,
            plan_id: self.plan_id,
            origin: self.origin,
            slot: period.key(),
            title: self.title.clone(),
            period_label: Some(period.label()),
            owed_from: period.first,
            clock: self.clock_of(period),
            due_basis: self.words_of(period),
        }
    }

    /// The clock of one period's promise.
    pub fn clock_of(&self, period: &Period) -> Clock {
        match self.grace {
            Grace::After(span) => {
                Clock::start(period.last, span, LastDay::AsIs, self.basis.clone())
            }
            Grace::OnDate { .. } => {
                let on = self.grace.date_in(period.last.year());
                Clock::fixed(on.unwrap_or(period.last), self.basis.clone())
            }
            Grace::OnDay(stated) => stated.clock(period, self.basis.clone()),
        }
    }

    /// The day by which a period's place in time is told: its end, or the day before it on which its promise is due.
    fn mark_of(&self, period: &Period) -> Date {
        match self.grace {
            Grace::After(_) => period.last,
            Grace::OnDate { .. } => {
                let on = self.grace.date_in(period.last.year());
                on.unwrap_or(period.last)
            }
            Grace::OnDay(stated) => stated.mark(period),
        }
    }

    /// The periods to open whose mark lies after `opened_through` and not after `through`.
    fn periods_through(&self, through: Date) -> Vec<Period> {
        let (after, end) = match self.grace {
            Grace::After(_) => (self.opened_through, through),
            // The day may lie up to a year before its period's end.
            Grace::OnDate { .. } | Grace::OnDay(_) => {
                (self.opened_through, self.cadence.period_of(through).last)
            }
        };
        self.cadence
            .periods_ending(after, end)
            .into_iter()
            .filter(|period| {
                let mark = self.mark_of(period);
                self.opened_through < mark && mark <= through
            })
            .collect()
    }

    /// The promises that are open by it on a day, or would be.
    pub fn list_promises(&self, today: Date) -> Vec<NewPromise> {
        self.periods_through(self.horizon(today))
            .iter()
            .map(|period| self.promise_of(period))
            .collect()
    }

    fn words_of(&self, period: &Period) -> String {
        match self.grace {
            Grace::After(_) => format!(
                "{}结束后{}（{}）",
                period.label(),
                self.grace.describe(),
                self.basis
            ),
            Grace::OnDay(stated) => format!("{}（{}）", stated.words(period), self.basis),
            Grace::OnDate { .. } => {
                format!(
                    "{}年{}（{}）",
                    period.last.year(),
                    self.grace.describe(),
                    self.basis
                )
            }
        }
    }

    /// The last day for which periods are opened ahead: the year's end, from December on the next year's.
    pub fn horizon(&self, today: Date) -> Date {
        let year = plus_days(today, 31).year();
        let year_end = self.cadence.bounds_of_year(year).1;
        self.ends_on.map_or(year_end, |end| end.min(year_end))
    }
}

/// Begins a recurrence, or carries a known one on with new words and span, and opens what is due to be open.
///
/// # Errors
/// The engine's fault, or a due day outside the calendar.
pub async fn start(
    docket: &mut Docket<'_>,
    recurrence: &Recurrence,
    calendar: &Calendar,
    today: Date,
) -> Result<u64, Fault> {
    keep(docket.tx(), recurrence).await?;
    let row = docket
        .tx()
        .fetch_one(
            sql::FIND_RECURRENCE,
            params![
                recurrence.origin.id(),
                recurrence.unit_id,
                recurrence.cadence.code()
            ],
        )
        .await?;
    // A known one goes on from where it was, so that what the office made void is not opened again.
    let stored = recurrence_of(&row)?;
    catch_up(docket, &stored, calendar, today).await
}

async fn keep(tx: &mut Tx, recurrence: &Recurrence) -> Result<(), Fault> {
    let it = recurrence;
    tx.execute(
        sql::KEEP_RECURRENCE,
        params![
            it.origin.id(),
            it.unit_id,
            it.cadence.code(),
            it.origin.kind(),
            it.plan_id,
            it.title,
            it.ends_on,
            it.opened_through,
            it.grace.to_string(),
            it.basis,
        ],
    )
    .await?;
    Ok(())
}

/// Opens the periods of a recurrence up to its horizon; how many.
///
/// # Errors
/// The engine's fault, or a due day outside the calendar.
pub async fn catch_up(
    docket: &mut Docket<'_>,
    recurrence: &Recurrence,
    calendar: &Calendar,
    today: Date,
) -> Result<u64, Fault> {
    let through = recurrence.horizon(today);
    let mut opened = 0;
    for period in recurrence.periods_through(through) {
        let promise = recurrence.promise_of(&period);
        if docket.open(&promise, calendar).await?.is_some() {
            opened += 1;
        }
    }
    docket
        .tx()
        .execute(
            sql::NOTE_RECURRENCE,
            params![
                recurrence.origin.id(),
                recurrence.unit_id,
                recurrence.cadence.code(),
                through.max(recurrence.opened_through)
            ],
        )
        .await?;
    Ok(opened)
}

/// Ends a recurrence: no further period is opened. What is open is the caller's to decide.
///
/// # Errors
/// The engine's fault.
pub async fn end(tx: &mut Tx, recurrence: &Recurrence) -> Result<(), Fault> {
    tx.execute(
        sql::END_RECURRENCE,
        params![
            recurrence.origin.id(),
            recurrence.unit_id,
            recurrence.cadence.code()
        ],
    )
    .await?;
    Ok(())
}

/// Another unit carries a recurrence on from where it was; where it does so already, its own goes on.
///
/// # Errors
/// The engine's fault.
pub(super) async fn hand_over(
    tx: &mut Tx,
    recurrence: &Recurrence,
    to: UnitId,
) -> Result<(), Fault> {
    end(tx, recurrence).await?;
    let running = list_of_origin(tx, recurrence.origin).await?;
    let runs = |it: &Recurrence| it.unit_id == to && it.cadence == recurrence.cadence;
    if running.iter().any(runs) {
        return Ok(());
    }
    let carried_on = Recurrence {
        unit_id: to,
        ..recurrence.clone()
    };
    keep(tx, &carried_on).await
}

/// The running recurrences of a duty or item.
///
/// # Errors
/// The engine's fault.
pub async fn list_of_origin(tx: &mut Tx, origin: Origin) -> Result<Vec<Recurrence>, Fault> {
    tx.fetch_all(sql::LIST_RECURRENCES_OF_ORIGIN, params![origin.id()])
        .await?
        .iter()
        .map(recurrence_of)
        .collect()
}

/// The move that gives an open promise of this recurrence its new due day; `None` where the promise is another's.
pub fn moved(recurrence: &Recurrence, promise: &Promise, why: &str) -> Option<DueMove> {
    let period = recurrence.cadence.period_of(promise.owed_from);
    let is_its_own = promise.unit_id == recurrence.unit_id && promise.plain_slot() == period.key();
    is_its_own.then(|| DueMove {
        clock: recurrence.clock_of(&period),
        due_basis: recurrence.words_of(&period),
        owed_from: period.first,
        title: recurrence.title.clone(),
        why: why.to_owned(),
    })
}

pub(crate) fn recurrence_of(row: &Row) -> Result<Recurrence, Fault> {
    let cadence: String = row.get("cadence")?;
    let grace: String = row.get("grace")?;
    Ok(Recurrence {
        unit_id: row.get("unit_id")?,
        plan_id: row.get("plan_id")?,
        origin: origin_of(row)?,
        cadence: Cadence::from_code(&cadence)
            .ok_or_else(|| Fault::new(format!("column cadence holds {cadence:?}")))?,
        title: row.get("title")?,
        ends_on: row.get("ends_on")?,
        opened_through: row.get("opened_through")?,
        grace: grace
            .parse()
            .map_err(|cause| Fault::caused(format!("column grace holds {grace:?}"), cause))?,
        basis: row.get("basis")?,
    })
}
