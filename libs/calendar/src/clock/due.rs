//! From segments to the due date.
//! Every pause that begins before the end moves the end by what it covers; the last day may roll.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use super::run::{Pause, Run};
use super::{Clock, LastDay, Segment};
use crate::daynum::number_of;
use crate::error::CalendarError;
use crate::span::Span;
use crate::table::Calendar;

/// When a period runs out, by which calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day on which the duty is done in time.
    pub on: Date,
    /// The moment, for periods of hours.
    pub at: Option<DateTime>,
    /// The count touched days that no notice covers yet, so the date may move.
    pub is_provisional: bool,
    /// Version of the calendar that it was derived from.
    pub calendar_version: String,
}

impl Due {
    /// The last moment in Asia/Shanghai: 23:59:59 of the day, or the moment of a period of hours.
    pub fn ends_at(&self) -> DateTime {
        let end_of_day = || self.on.to_datetime(Time::constant(23, 59, 59, 0));
        self.at.unwrap_or_else(end_of_day)
    }

    pub(super) fn is_before(&self, moment: DateTime) -> bool {
        match self.at {
            Some(at) => at < moment,
            None => self.on < moment.date(),
        }
    }
}

/// How a run went: the end of each leg, and the due date after the last-day rule.
pub(super) struct Course {
    pub legs: Vec<(Span, DateTime)>,
    /// End before the last-day rule.
    pub end: Date,
    pub due: Due,
}

impl Clock {
    /// The due date by this calendar; an error while the clock is paused.
    pub fn due(&self, calendar: &Calendar) -> Result<Due, CalendarError> {
        match (Run::last_of(&self.segments), self.segments.first()) {
            (Some(run), _) => Ok(run.course(calendar)?.due),
            (None, Some(Segment::Fixed { on, .. })) => fixed_due(*on, calendar),
            (None, _) => unreachable!("a clock begins with a start or a fixed date"),
        }
    }
}

pub(super) fn fixed_due(on: Date, calendar: &Calendar) -> Result<Due, CalendarError> {
    number_of(on).ok_or(CalendarError::OutOfRange { from: on })?;
    Ok(Due {
        on,
        at: None,
        is_provisional: false,
        calendar_version: calendar.version().to_owned(),
    })
}

impl Run<'_> {
    pub(super) fn course(&self, calendar: &Calendar) -> Result<Course, CalendarError> {
        let from = self.at;
        number_of(from.date()).ok_or(CalendarError::OutOfRange { from: from.date() })?;
        let mut legs = Vec::with_capacity(1);
        let mut cursor = from;
        for span in self.legs() {
            cursor = walk(cursor, span, &self.pauses, calendar)?;
            legs.push((span, cursor));
        }
        let end = cursor.date();
        let last = legs.last().map_or(self.span, |(span, _)| *span);
        let may_roll = self.last_day == LastDay::RollForward && !matches!(last, Span::Hours(_));
        let on = if may_roll {
            calendar.roll_forward(end)?
        } else {
            end
        };
        let counts_workdays = legs
            .iter()
            .any(|(span, _)| matches!(span, Span::Workdays(_)));
        let asked_from = match (counts_workdays, may_roll) {
            (true, _) => from.date().tomorrow().ok(),
            (false, true) => Some(end),
            (false, false) => None,
        };
        let is_provisional =
            asked_from.is_some_and(|first| first <= on && calendar.is_provisional(first, on));
        let at = matches!(last, Span::Hours(_)).then_some(cursor);
        let calendar_version = calendar.version().to_owned();
        let due = Due {
            on,
            at,
            is_provisional,
            calendar_version,
        };
        Ok(Course { legs, end, due })
    }
}

/// The end of one span from a moment, with the pauses `(from, to]` taken out.
fn walk(
    from: DateTime,
    span: Span,
    pauses: &[Pause<'_>],
    calendar: &Calendar,
) -> Result<DateTime, CalendarError> {
    let is_hours = matches!(span, Span::Hours(_));
    let grain = |at: DateTime| if is_hours { at } else { at.date().into() };
    let from = grain(from);
    let mut end = add(from, span, calendar)?;
    for pause in pauses {
        let begins = grain(pause.from).max(from);
        if begins >= end {
            break;
        }
        let Some(ends) = pause.to.map(grain) else {
            return Err(CalendarError::Paused {
                since: pause.from.date(),
            });
        };
        if ends > begins {
            end = match span {
                Span::Workdays(_) => {
                    let lost = calendar.count_workdays(begins.date(), ends.date());
                    add(end, Span::Workdays(lost), calendar)?
                }
                _ => end
                    .checked_add(begins.duration_until(ends))
                    .map_err(|_| CalendarError::OutOfRange { from: from.date() })?,
            };
        }
    }
    number_of(end.date()).ok_or(CalendarError::OutOfRange { from: from.date() })?;
    Ok(end)
}

fn add(from: DateTime, span: Span, calendar: &Calendar) -> Result<DateTime, CalendarError> {
    let length = jiff::Span::new();
    let length = match span {
        Span::Workdays(n) => return Ok(calendar.add_workdays(from.date(), n)?.into()),
        Span::Days(n) => length.try_days(n),
        Span::Months(n) => length.try_months(n),
        Span::Years(n) => length.try_years(n),
        Span::Hours(n) => length.try_hours(n),
    };
    let end = length.and_then(|length| from.checked_add(length));
    let end = end.ok().filter(|end| number_of(end.date()).is_some());
    end.ok_or(CalendarError::OutOfRange { from: from.date() })
}
