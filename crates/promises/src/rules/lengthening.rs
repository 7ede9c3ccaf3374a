//! Due days that move: a clock made longer by an approver's word, and the clock that it was before.
//!
//! Pure. What is late stays late; who may grant it is proved at the actions.

use calendar::{Calendar, Clock, Extension, LastDay, Segment, Span};
use kernel::Date;

use super::proposals::checked_basis;
use super::table::{CommandKind, allow};
use crate::model::Promise;
use crate::refusal::PromiseRefusal;

/// A due day that is to move, and by which calendar.
#[derive(Debug, Clone, Copy)]
pub struct Lengthening<'a> {
    /// By how much.
    pub by: Span,
    /// The provision or document that allows it.
    pub basis: &'a str,
    /// The day on which it is told.
    pub told_on: Date,
    /// The calendar.
    pub calendar: &'a Calendar,
}

/// The clock of a promise made longer. What is late stays late: lateness does not vanish by moving the day; only a waiver, in
/// public, ends it. A date that the plan itself names becomes the start of the extension, so that the proof shows both.
///
/// # Errors
/// Why not.
pub fn lengthen(promise: &Promise, by: Lengthening<'_>) -> Result<Clock, PromiseRefusal> {
    allow(&promise.state, CommandKind::MoveDue)?;
    lengthened((&promise.clock, promise.due_on), by)
}

/// A clock made longer, with the day on which it is due now.
///
/// # Errors
/// Why not.
pub fn lengthened(
    (clock, due_on): (&Clock, Date),
    by: Lengthening<'_>,
) -> Result<Clock, PromiseRefusal> {
    let basis = checked_basis(by.basis)?;
    if due_on < by.told_on {
        return Err(PromiseRefusal::LateDoesNotMove { due_on });
    }
    let most = match by.by {
        Span::Workdays(n) | Span::Days(n) => (1..=366).contains(&n),
        Span::Months(n) => (1..=12).contains(&n),
        Span::Years(n) => n == 1,
        Span::Hours(_) => false,
    };
    if !most {
        return Err(PromiseRefusal::SpanOutOfRange);
    }
    if let [Segment::Fixed { on, basis: named }] = clock.segments() {
        let basis = format!("{basis}{}{named}）", naming(*on));
        return Ok(Clock::start(*on, by.by, LastDay::AsIs, basis));
    }
    // A clock knows no day before its newest: a period that has not begun hears of its extension when it begins.
    let extension = match newest_day(clock) {
        Some(begins_on) if by.told_on < begins_on => {
            let basis = format!("{basis}（{}批准）", by.told_on);
            Extension::new(by.by, begins_on, basis)
        }
        Some(_) | None => Extension::new(by.by, by.told_on, basis),
    };
    clock
        .extend(extension, by.calendar)
        .map_err(|refused| PromiseRefusal::ClockRefused {
            why: refused.to_string(),
        })
}

/// The day of the newest thing that happened to a clock, or will.
fn newest_day(clock: &Clock) -> Option<Date> {
    clock.segments().last().map(|newest| match newest {
        Segment::Fixed { on, .. } => *on,
        Segment::Start { at, .. }
        | Segment::Pause { at, .. }
        | Segment::Resume { at, .. }
        | Segment::Restart { at, .. } => at.date(),
        Segment::Extend { told_at, .. } => told_at.date(),
    })
}

/// The clock as it was before an approver made it longer; `None` where nobody did.
pub fn unlengthened(clock: &Clock) -> Option<Clock> {
    let is_extension = |it: &&Segment| matches!(it, Segment::Extend { .. });
    let plain = clock.segments().iter().filter(|it| !is_extension(it));
    let plain: Vec<Segment> = plain.cloned().collect();
    if let [Segment::Start { at, basis, .. }] = &plain[..]
        && let Some((_, named)) = basis.split_once(&naming(at.date()))
    {
        let named = named.strip_suffix('）').unwrap_or(named);
        return Some(Clock::fixed(at.date(), named));
    }
    let was_extended = plain.len() < clock.segments().len();
    was_extended
        .then(|| Clock::from_segments(plain).ok())
        .flatten()
}

/// What stands before the words that named the day from which a fixed date was made longer.
fn naming(on: Date) -> String {
    format!("（原定{on}：")
}
