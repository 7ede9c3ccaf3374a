//! A clock: the segments of a legal period, each with its basis, from which the due date follows.
//! It keeps no due date and no "now": `due` derives it from a calendar, `proof` shows every day of it.

mod due;
mod proof;
mod refusal;
mod run;

pub use due::Due;
pub use proof::{Proof, ProofLine};
pub use refusal::ClockRefusal;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::error::CalendarError;
use crate::span::Span;
use crate::table::Calendar;
use run::Run;

/// What happens when a period of natural days, months or years ends on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDay {
    /// It ends there all the same: the law has no rule that moves it (《条例》第四十九条, 预算法第十四条).
    AsIs,
    /// It ends on the first day after the days off (《民事诉讼法》第八十五条, which 复议 and 诉讼 follow).
    RollForward,
}

/// One thing that happened to a period. Dates become moments at 00:00; only hours look at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Segment {
    /// The period begins; the day itself is not counted.
    Start {
        /// When.
        at: DateTime,
        /// For how long.
        span: Span,
        /// The rule for an end on a day off.
        last_day: LastDay,
        /// By which provision.
        basis: String,
    },
    /// A text names the date itself.
    Fixed {
        /// The date named.
        on: Date,
        /// By which text.
        basis: String,
    },
    /// The period stands still after this day, which still counts.
    Pause {
        /// When.
        at: DateTime,
        /// By which provision.
        basis: String,
    },
    /// The period runs again after this day, which does not count.
    Resume {
        /// When.
        at: DateTime,
        /// By which provision.
        basis: String,
    },
    /// The whole period begins anew; what ran before, extensions included, is void.
    Restart {
        /// When; the day itself is not counted.
        at: DateTime,
        /// By which provision.
        basis: String,
    },
    /// The period is made longer.
    Extend {
        /// By how much.
        by: Span,
        /// When the extension was told to those it concerns.
        told_at: DateTime,
        /// By which provision.
        basis: String,
    },
}

/// A wish to make a period longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// By how much.
    pub by: Span,
    /// When it is told; later than the due date is too late.
    pub told_at: DateTime,
    /// By which provision.
    pub basis: String,
    /// The most that the law allows for all extensions of the period together.
    pub at_most: Option<Span>,
}

impl Extension {
    /// An extension without a legal limit.
    pub fn new(by: Span, told_at: impl Into<DateTime>, basis: impl Into<String>) -> Self {
        Self {
            by,
            told_at: told_at.into(),
            basis: basis.into(),
            at_most: None,
        }
    }

    /// The same with the law's limit for all extensions together (《条例》第三十三条: 20个工作日).
    pub fn at_most(mut self, limit: Span) -> Self {
        self.at_most = Some(limit);
        self
    }
}

/// A period and all that happened to it, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredClock", into = "StoredClock")]
pub struct Clock {
    segments: Vec<Segment>,
}

/// The stored form: `{"segments": [...]}`, checked when it is read back.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredClock {
    segments: Vec<Segment>,
}

impl TryFrom<StoredClock> for Clock {
    type Error = ClockRefusal;

    fn try_from(stored: StoredClock) -> Result<Self, ClockRefusal> {
        Self::from_segments(stored.segments)
    }
}

impl From<Clock> for StoredClock {
    fn from(clock: Clock) -> Self {
        Self {
            segments: clock.segments,
        }
    }
}

impl Clock {
    /// A period that begins at a day (or moment, for hours).
    pub fn start(
        at: impl Into<DateTime>,
        span: Span,
        last_day: LastDay,
        basis: impl Into<String>,
    ) -> Self {
        let (at, basis) = (at.into(), basis.into());
        Self {
            segments: vec![Segment::Start {
                at,
                span,
                last_day,
                basis,
            }],
        }
    }

    /// A date that a text names (“2017年9月底前”): it never moves, whatever the day.
    pub fn fixed(on: Date, basis: impl Into<String>) -> Self {
        Self {
            segments: vec![Segment::Fixed {
                on,
                basis: basis.into(),
            }],
        }
    }

    /// The clock stands still after this day (《条例》第三十三条: 征求意见所需时间不计入).
    pub fn pause(
        &self,
        at: impl Into<DateTime>,
        basis: impl Into<String>,
    ) -> Result<Self, ClockRefusal> {
        self.with(Segment::Pause {
            at: at.into(),
            basis: basis.into(),
        })
    }

    /// The clock runs again after this day.
    pub fn resume(
        &self,
        at: impl Into<DateTime>,
        basis: impl Into<String>,
    ) -> Result<Self, ClockRefusal> {
        self.with(Segment::Resume {
            at: at.into(),
            basis: basis.into(),
        })
    }

    /// The whole period begins anew after this day (《条例》第三十条: 自收到补正的申请之日起计算).
    /// An open pause ends and earlier extensions lapse.
    pub fn restart(
        &self,
        at: impl Into<DateTime>,
        basis: impl Into<String>,
    ) -> Result<Self, ClockRefusal> {
        self.with(Segment::Restart {
            at: at.into(),
            basis: basis.into(),
        })
    }

    /// Makes the period longer; refused after the due date and beyond the legal limit.
    pub fn extend(&self, extension: Extension, calendar: &Calendar) -> Result<Self, ClockRefusal> {
        let Extension {
            by,
            told_at,
            basis,
            at_most,
        } = extension;
        let longer = self.with(Segment::Extend { by, told_at, basis })?;
        if let Some(limit) = at_most {
            self.check_limit(by, limit)?;
        }
        match self.due(calendar) {
            Ok(due) if due.is_before(told_at) => Err(ClockRefusal::ExtensionTooLate {
                told_on: told_at.date(),
                due_on: due.on,
            }),
            Ok(_) | Err(CalendarError::Paused { .. }) => Ok(longer),
            Err(error) => Err(ClockRefusal::Calendar(error)),
        }
    }

    /// A clock from stored segments; refuses an order of events that could not have happened.
    /// The dates of extensions are not judged again.
    pub fn from_segments(segments: Vec<Segment>) -> Result<Self, ClockRefusal> {
        let mut rest = segments.into_iter();
        let mut clock = match rest.next() {
            Some(first @ (Segment::Start { .. } | Segment::Fixed { .. })) => Self {
                segments: vec![first],
            },
            _ => return Err(ClockRefusal::NotStarted),
        };
        for segment in rest {
            clock.check(&segment)?;
            clock.segments.push(segment);
        }
        Ok(clock)
    }

    /// All that happened, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The day since which the clock stands still, if it does.
    pub fn paused_since(&self) -> Option<Date> {
        let run = Run::last_of(&self.segments)?;
        Some(run.open_pause()?.date())
    }

    fn with(&self, segment: Segment) -> Result<Self, ClockRefusal> {
        self.check(&segment)?;
        let mut segments = self.segments.clone();
        segments.push(segment);
        Ok(Self { segments })
    }

    /// Whether a segment may follow those there are.
    fn check(&self, next: &Segment) -> Result<(), ClockRefusal> {
        let Some(run) = Run::last_of(&self.segments) else {
            return Err(ClockRefusal::FixedDate);
        };
        let at = match next {
            Segment::Start { .. } | Segment::Fixed { .. } => {
                return Err(ClockRefusal::StartedTwice);
            }
            Segment::Pause { at, .. } => {
                if let Some(since) = run.open_pause() {
                    return Err(ClockRefusal::AlreadyPaused {
                        since: since.date(),
                    });
                }
                at
            }
            Segment::Resume { at, .. } => {
                run.open_pause().ok_or(ClockRefusal::NotPaused)?;
                at
            }
            Segment::Restart { at, .. } => at,
            Segment::Extend { by, told_at, .. } => {
                if by.count() == 0 {
                    return Err(ClockRefusal::EmptyExtension);
                }
                let is_hours = |span: &Span| matches!(span, Span::Hours(_));
                if is_hours(by) != is_hours(&run.span) {
                    return Err(ClockRefusal::OtherUnit {
                        by: *by,
                        span: run.span,
                    });
                }
                told_at
            }
        };
        let previous = run.latest;
        let is_early = match run.span {
            Span::Hours(_) => *at < previous,
            _ => at.date() < previous.date(),
        };
        if is_early {
            return Err(ClockRefusal::OutOfOrder {
                on: at.date(),
                previous: previous.date(),
            });
        }
        Ok(())
    }

    fn check_limit(&self, by: Span, limit: Span) -> Result<(), ClockRefusal> {
        let run = Run::last_of(&self.segments).ok_or(ClockRefusal::FixedDate)?;
        let earlier = run.extensions.iter().map(|extension| extension.by);
        let total = earlier
            .chain([by])
            .try_fold(None, |sum: Option<Span>, next| match sum {
                None => Some(Some(next)),
                Some(sum) => sum.plus(next).map(Some),
            });
        match total.flatten() {
            Some(total) if total.is_same_unit(&limit) && total.count() <= limit.count() => Ok(()),
            Some(total) if total.is_same_unit(&limit) => {
                Err(ClockRefusal::BeyondLimit { total, limit })
            }
            _ => Err(ClockRefusal::OtherUnit { by, span: limit }),
        }
    }
}
