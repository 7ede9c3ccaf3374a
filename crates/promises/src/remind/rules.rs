//! The rules of reminding: steps before, on and after the due day, each with the role that is told.
//!
//! Pure: no SQL, no async, no clock of its own. Days are natural days, as people count towards a date; what falls on days off is
//! told on the last working day before where it announces, on the day itself where it follows.

use std::fmt;
use std::str::FromStr;

use calendar::Calendar;
use jiff::ToSpan;
use kernel::{Date, Refusal, Role};
use serde::{Deserialize, Serialize};

use crate::cadence::plus_days;

/// How far back a step is healed after downtime, in days.
const HEALED_DAYS: i32 = 31;
/// Days before and after at most.
const MOST_DAYS: i32 = 90;
/// Steps at most.
const MOST_STEPS: usize = 20;
/// No rest of working days is longer than this: the longest of the calendar is nine days.
const LONGEST_REST: i32 = 15;

/// One step: so many days after the due day (before it where negative), that role is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    /// Days after the due day; negative before it.
    pub after_days: i32,
    /// Who is told.
    pub audience: Role,
}

/// The rules of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderRules {
    /// The steps, earliest first.
    #[serde(with = "step_texts")]
    pub steps: Vec<Step>,
    /// The hour of the working day at which reminders go out, in China.
    pub hour: i8,
    /// The minute of it.
    pub minute: i8,
}

/// Why rules are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesRefusal {
    /// A line that is no step.
    #[error("“{0}”不是提醒规则，请从列表中选择天数与对象")]
    NotAStep(String),
    /// Too far from the due day.
    #[error("提醒日最多为到期前后90天")]
    TooFar,
    /// Too many.
    #[error("提醒规则最多20条，请精简")]
    TooMany,
    /// A role that is told nothing.
    #[error("提醒对象只能是经办人、科室负责人、分管领导、公开办或督查")]
    NotAnAudience,
    /// An hour that no clock shows.
    #[error("发送时间应在 00:00 至 23:59 之间")]
    NoSuchTime,
}

impl Refusal for RulesRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAStep(_) => "reminders.not_a_step",
            Self::TooFar => "reminders.too_far",
            Self::TooMany => "reminders.too_many",
            Self::NotAnAudience => "reminders.not_an_audience",
            Self::NoSuchTime => "reminders.no_such_time",
        }
    }
    fn message(&self) -> String {
        self.to_string()
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoSuchTime => Some("at"),
            Self::NotAStep(_) | Self::TooFar | Self::TooMany | Self::NotAnAudience => Some("steps"),
        }
    }
}

impl Default for ReminderRules {
    fn default() -> Self {
        let step = |after_days, audience| Step {
            after_days,
            audience,
        };
        Self {
            steps: vec![
                step(-7, Role::Clerk),
                step(-3, Role::Clerk),
                step(-1, Role::Clerk),
                step(0, Role::Clerk),
                step(1, Role::Clerk),
                step(1, Role::SectionHead),
                step(5, Role::Approver),
                step(10, Role::Supervisor),
            ],
            hour: 8,
            minute: 30,
        }
    }
}

impl ReminderRules {
    /// The same in order, without doubles.
    ///
    /// # Errors
    /// Where they cannot be meant.
    pub fn checked(mut self) -> Result<Self, RulesRefusal> {
        if self.steps.iter().any(|it| it.after_days.abs() > MOST_DAYS) {
            return Err(RulesRefusal::TooFar);
        }
        if self.steps.iter().any(|it| !is_audience(it.audience)) {
            return Err(RulesRefusal::NotAnAudience);
        }
        if !(0..24).contains(&self.hour) || !(0..60).contains(&self.minute) {
            return Err(RulesRefusal::NoSuchTime);
        }
        self.steps.sort_by_key(|it| (it.after_days, it.audience));
        self.steps.dedup();
        if self.steps.len() > MOST_STEPS {
            return Err(RulesRefusal::TooMany);
        }
        Ok(self)
    }
}

/// Whether a role can be told.
pub fn is_audience(role: Role) -> bool {
    match role {
        Role::Clerk
        | Role::SectionHead
        | Role::Approver
        | Role::OpenGovernmentOffice
        | Role::Supervisor => true,
        Role::SecrecyOfficer
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator => false,
    }
}

impl Step {
    /// The due days, first and last, of what this step is to be told of on a day; what was told before is the caller's to
    /// leave out.
    ///
    /// A step up to the due day looks ahead over the days off that follow, and leaves alone what is late already: another
    /// step tells of that. A step after it looks back a month, so that downtime heals.
    pub fn due_days(&self, today: Date, calendar: &Calendar) -> (Date, Date) {
        if self.after_days <= 0 {
            let through = last_day_off_after(today, calendar);
            (today, plus_days(through, -self.after_days))
        } else {
            let last = plus_days(today, -self.after_days);
            (plus_days(last, -HEALED_DAYS), last)
        }
    }

    /// The step in words: `到期前7天提醒经办人`.
    pub fn describe(&self) -> String {
        let who = self.audience.label();
        match self.after_days {
            0 => format!("到期当天提醒{who}"),
            days if days < 0 => format!("到期前{}天提醒{who}", -days),
            days => format!("逾期{days}天提醒{who}"),
        }
    }
}

/// The last of the days off that follow a day; the day itself where the next is a working day.
fn last_day_off_after(today: Date, calendar: &Calendar) -> Date {
    let mut last = today;
    for _ in 0..LONGEST_REST {
        let next = last.saturating_add(1.day());
        if calendar.is_workday(next) {
            break;
        }
        last = next;
    }
    last
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+}/{}", self.after_days, self.audience.code())
    }
}

impl FromStr for Step {
    type Err = RulesRefusal;

    fn from_str(text: &str) -> Result<Self, RulesRefusal> {
        let wrong = || RulesRefusal::NotAStep(text.chars().take(40).collect());
        let (days, role) = text.split_once('/').ok_or_else(wrong)?;
        Ok(Self {
            after_days: days.parse().map_err(|_| wrong())?,
            audience: Role::from_code(role).ok_or_else(wrong)?,
        })
    }
}

/// Steps as a list of texts, `-7/clerk`.
mod step_texts {
    use super::Step;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(steps: &[Step], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(steps.iter().map(ToString::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Step>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        let steps = texts.iter().map(|text| text.parse());
        steps
            .collect::<Result<_, _>>()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
