//! A database of the size of a province, for measuring: so many open promises over the units there are.
//!
//! Never called by a running site. It writes rows directly, without events, and builds the tallies from them.

use calendar::{Calendar, Clock, LastDay, Span};
use kernel::{Date, Fault, Moment, Never, Stop};
use store::{Store, params};

use crate::cadence::plus_days;
use crate::check::rebuild;
use crate::sql;

/// How large.
#[derive(Debug, Clone, Copy)]
pub struct FixtureSize {
    /// Open promises.
    pub promises: u32,
    /// Units over which they are spread; so many must be in the register, with ordinals from `first_ordinal` on.
    pub units: u32,
    /// The first unit's place in the register.
    pub first_ordinal: u32,
}

/// Fills the store with open promises due over the 400 days around `today`, and counts them.
///
/// # Errors
/// The engine's fault.
pub async fn bench_fixture(
    store: &Store,
    size: FixtureSize,
    calendar: &Calendar,
    today: Moment,
) -> Result<(), Fault> {
    const DAYS: u32 = 400;
    let a_day = size.promises.div_ceil(DAYS);
    for n in 0..DAYS {
        let due_on = plus_days(today.date(), i32::try_from(n).unwrap_or(0) - 100);
        let (first, last) = (n * a_day, ((n + 1) * a_day).min(size.promises));
        if first < last {
            fill_day(store, (first + 1, last), due_on, (size, calendar, today)).await?;
        }
    }
    rebuild(store).await
}

async fn fill_day(
    store: &Store,
    (first, last): (u32, u32),
    due_on: Date,
    (size, calendar, now): (FixtureSize, &Calendar, Moment),
) -> Result<(), Fault> {
    let clock = Clock::start(due_on, Span::Workdays(0), LastDay::AsIs, "规模试验");
    let clock = serde_json::to_string(&clock)
        .map_err(|cause| Fault::caused("writing the fixture's clock", cause))?;
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(
            sql::FIXTURE_PROMISES,
            params![
                first,
                last,
                due_on,
                clock,
                calendar.version(),
                now,
                size.first_ordinal,
                size.units
            ],
        )
        .await?;
        Ok(())
    })?;
    Ok(())
}
