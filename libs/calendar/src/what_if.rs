//! What a new calendar would do to running clocks: which due dates move, and by how much.
//! It changes nothing; the caller decides and records.

use jiff::civil::Date;

use crate::clock::Clock;
use crate::table::Calendar;

/// A clock whose due date differs between two calendars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved<Id> {
    /// Whose clock it is.
    pub id: Id,
    /// Due by the old calendar.
    pub from: Date,
    /// Due by the new calendar.
    pub to: Date,
    /// Natural days later; negative is earlier.
    pub shift_days: i32,
}

/// The clocks whose due date moves from `old` to `new`, in the order given. Clocks without a due
/// date under either calendar (paused, out of range) are left out: nothing can be said of them.
pub fn what_if<Id: Clone>(open: &[(Id, Clock)], old: &Calendar, new: &Calendar) -> Vec<Moved<Id>> {
    let due = |clock: &Clock, calendar: &Calendar| clock.due(calendar).ok().map(|due| due.on);
    open.iter()
        .filter_map(|(id, clock)| {
            let (from, to) = (due(clock, old)?, due(clock, new)?);
            let shift_days = from.duration_until(to).as_hours() / 24;
            (from != to).then(|| Moved {
                id: id.clone(),
                from,
                to,
                shift_days: i32::try_from(shift_days).expect("both dates lie within 111 years"),
            })
        })
        .collect()
}
