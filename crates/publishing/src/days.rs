//! The days on which public documents of a column begin and cease to be in force, as their dates say.
//!
//! A day that a decision has overtaken is none: what was repealed before does not run out any more.

use kernel::{Date, Fault};
use store::{Tx, params};

use crate::public::{PublicLine, line_of};
use crate::sql;

/// What happens on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is in force from that day on (施行).
    Begins,
    /// It is in force no more from that day on (失效).
    Ends,
}

/// A document and such a day of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// The document.
    pub line: PublicLine,
    /// What happens.
    pub turn: Turn,
    /// The day.
    pub on: Date,
}

/// The days of a column's documents from a day through another, at most so many beginnings and so many ends, in order.
///
/// # Errors
/// The engine's fault.
pub async fn list_days(
    tx: &mut Tx,
    column: &str,
    (from, through): (Date, Date),
    limit: u32,
) -> Result<Vec<DayLine>, Fault> {
    let mut days = Vec::new();
    let values = params![column, from, through, limit];
    for (statement, turn) in [
        (sql::LIST_BEGINNING, Turn::Begins),
        (sql::LIST_ENDING, Turn::Ends),
    ] {
        for row in tx.fetch_all(statement, values).await? {
            days.extend(day_of(line_of(&row)?, turn));
        }
    }
    days.sort_by_key(|it| (it.on, it.line.id));
    Ok(days)
}

/// One of these days, where there is any.
///
/// # Errors
/// The engine's fault.
pub async fn find_day(
    tx: &mut Tx,
    column: &str,
    window: (Date, Date),
) -> Result<Option<DayLine>, Fault> {
    let days = list_days(tx, column, window, 1).await?;
    Ok(days.into_iter().next())
}

/// The day, where nothing was decided that leaves it without meaning.
fn day_of(line: PublicLine, turn: Turn) -> Option<DayLine> {
    let on = match turn {
        Turn::Begins => line.force.effective_on?,
        Turn::Ends => line.force.expires_on?,
    };
    let before = on.yesterday().unwrap_or(on);
    let is_overtaken = line.force.on(before).is_over();
    (!is_overtaken).then_some(DayLine { line, turn, on })
}
