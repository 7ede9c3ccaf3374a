//! Schedules: recurring work as rows that a ticker claims when they are due.
//!
//! A claim runs out by itself, so work whose process died is claimed again; what was due while nobody ran is
//! due still. Looking is a read: while nothing is due, nobody waits for a writer. What the work is belongs to whoever claims it.

use kernel::{Fault, Moment, Never, Stop};

use crate::database::Store;
use crate::{params, sql};

/// How long a claim holds, in milliseconds: longer than any of the work takes.
const CLAIM_MILLIS: i64 = 10 * 60 * 1000;

/// What a schedule's row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleState {
    /// Its name.
    pub name: String,
    /// When it is due next.
    pub due_at: Moment,
    /// When it last ended.
    pub finished_at: Option<Moment>,
    /// How it last ended.
    pub outcome: Option<String>,
}

impl Store {
    /// Claims the schedule if it is due and nobody holds it; whether it did. One that was never claimed is due at once.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn claim_schedule(&self, name: &str, now: Moment) -> Result<bool, Fault> {
        let rests = crate::read!(self, |tx| {
            tx.fetch_optional(sql::FIND_RESTING_SCHEDULE, params![name, now])
                .await
        })?;
        if rests.is_some() {
            return Ok(false);
        }
        Ok(crate::write!(self, |tx| -> Result<_, Stop<Never>> {
            let until = now.plus_millis(CLAIM_MILLIS);
            tx.execute(sql::ENSURE_SCHEDULE, params![name, now]).await?;
            let claimed = tx
                .execute(sql::CLAIM_SCHEDULE, params![name, now, until])
                .await?;
            Ok(claimed == 1)
        })?)
    }

    /// Notes that claimed work ended, and when it is due next.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn finish_schedule(
        &self,
        name: &str,
        next_due_at: Moment,
        now: Moment,
        outcome: &str,
    ) -> Result<(), Fault> {
        Ok(crate::write!(self, |tx| -> Result<_, Stop<Never>> {
            tx.execute(
                sql::FINISH_SCHEDULE,
                params![name, next_due_at, now, outcome],
            )
            .await?;
            Ok(())
        })?)
    }

    /// Every schedule's state, by name.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn list_schedules(&self) -> Result<Vec<ScheduleState>, Fault> {
        Ok(crate::read!(self, |tx| {
            let rows = tx.fetch_all(sql::LIST_SCHEDULES, params![]).await?;
            let mut schedules = Vec::with_capacity(rows.len());
            for row in &rows {
                schedules.push(ScheduleState {
                    name: row.get("name")?,
                    due_at: row.get("due_at")?,
                    finished_at: row.get("finished_at")?,
                    outcome: row.get("outcome")?,
                });
            }
            Ok(schedules)
        })?)
    }
}
