//! The clock of the reply: twenty working days from the receipt, with what stops it, begins it anew and makes it longer.
//!
//! Legal basis: 《条例》第三十条 (补正: the clock begins anew), 第三十二条 and 第三十四条 (opinions of third parties and co-makers, 15 working days from their receipt, with opposite
//! effects of silence), 第三十三条 (20 working days, one extension of at most 20; consulting does not count); 国办函〔2020〕109号 (the clock begins anew once a fee is paid). Several
//! consultations may run side by side: a day that two of them cover is left out once.

use calendar::{
    Calendar, CalendarError, Clock, ClockRefusal, Date, Due, Extension, Period, Span, find_period,
};

kernel::coded_enum! {
    /// Who is asked for an opinion.
    Consulted {
        /// 第三十二条.
        ThirdParty = "third_party", "第三方";
        /// 第三十四条.
        CoMaker = "co_maker", "共同制作机关";
        /// 第三十三条第三款.
        OtherOrgan = "other_organ", "其他机关";
    }
}

/// What silence means once the period for an opinion is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The organ decides by the Regulation: silence is no consent (第三十二条).
    OrganDecides,
    /// It is taken as consent to publication (第三十四条).
    Consents,
}

/// An opinion that is or was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Of whom.
    pub whom: Consulted,
    /// The day on which it was asked for: it still counts.
    pub sent_on: Date,
    /// The day on which the request reached them, as its proof of service says.
    pub served_on: Option<Date>,
    /// The day that the letter names, for organs to which no article sets one.
    pub wished_on: Option<Date>,
    /// The day on which the opinion came.
    pub answered_on: Option<Date>,
}

impl Consultation {
    /// The last day for the opinion; `None` while it is not known that the request reached them, and for organs that no article sets a period.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn due(&self, calendar: &Calendar) -> Result<Option<Due>, CalendarError> {
        let code = match self.whom {
            Consulted::ThirdParty => "disclosure.third_party",
            Consulted::CoMaker => "disclosure.joint_organ",
            Consulted::OtherOrgan => return Ok(None),
        };
        let Some(served_on) = self.served_on else {
            return Ok(None);
        };
        let period = find_period(code, served_on);
        let start = |it: &Period| it.start(served_on.at(0, 0, 0, 0)).due(calendar);
        period.map(start).transpose()
    }

    /// The last day for it: the law's, or that of the letter where no article sets one.
    fn last_day(&self, calendar: &Calendar) -> Result<Option<Date>, CalendarError> {
        let due = self.due(calendar)?;
        Ok(match self.whom {
            Consulted::ThirdParty | Consulted::CoMaker => due.map(|it| it.on),
            Consulted::OtherOrgan => self.wished_on,
        })
    }

    /// The day with which it is over, by the day of the opinion and the last one for it.
    fn end(&self, answered_on: Option<Date>, last: Option<Date>) -> Option<Date> {
        match (self.whom, answered_on, last) {
            // No article ends it: the time it takes is left out (第三十三条第三款).
            (Consulted::OtherOrgan, Some(answered), _) => Some(answered),
            // What comes too late stops nothing any more.
            (_, Some(answered), Some(last)) => Some(answered.min(last)),
            (_, answered, last) => answered.or(last),
        }
    }

    /// The day with which it is over as of a day: that of the opinion, or the last one for it; `None` while it goes on.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn ended_on(
        &self,
        today: Date,
        calendar: &Calendar,
    ) -> Result<Option<Date>, CalendarError> {
        let answered_on = self.answered_on.filter(|it| *it <= today);
        let end = self.end(answered_on, self.last_day(calendar)?);
        // On its last day it still may come.
        Ok(end.filter(|it| answered_on.is_some() || *it < today))
    }

    /// The day with which it is over, as far as is known: that of the opinion, or the last one for it. Whoever the letter has not reached by its proof is
    /// taken to have it since it was sent, so that a due day derived from this is never later than permitted.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn expected_end(&self, calendar: &Calendar) -> Result<Option<Date>, CalendarError> {
        let at_once = Self {
            served_on: self.served_on.or(Some(self.sent_on)),
            ..self.clone()
        };
        Ok(self.end(self.answered_on, at_once.last_day(calendar)?))
    }

    /// What silence means; `None` where no article says so.
    pub fn silence(&self) -> Option<Silence> {
        match self.whom {
            Consulted::ThirdParty => Some(Silence::OrganDecides),
            Consulted::CoMaker => Some(Silence::Consents),
            Consulted::OtherOrgan => None,
        }
    }
}

/// Something that moves the clock. Days named `…_on` still count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An opinion was asked for; until when, where it is over.
    Consulting {
        /// The day on which it was asked for.
        from: Date,
        /// The day with which it was over.
        until: Option<Date>,
        /// By which article.
        basis: &'static str,
    },
    /// The asker was told what to supplement, once.
    Supplement {
        /// When they were told.
        asked_on: Date,
        /// When the supplement came.
        received_on: Option<Date>,
    },
    /// The asker was told what to pay.
    Fee {
        /// When they were told.
        told_on: Date,
        /// When all was paid.
        paid_on: Option<Date>,
    },
    /// The period was made longer.
    Extended {
        /// By so many working days.
        workdays: u32,
        /// When the asker was told.
        told_on: Date,
    },
}

const SUPPLEMENT: &str = "《政府信息公开条例》第三十条";
const EXTENSION: &str = "《政府信息公开条例》第三十三条第二款";
const FEE: &str = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）";
const REPLY: &str = "disclosure.reply";

/// A day on which the clock changes, in the order in which changes of one day are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Extend(u32),
    Restart(&'static str),
    Resume(&'static str),
    Pause(&'static str),
}

/// The clock of the reply to a request that was received on a day, after these steps.
///
/// # Errors
/// Where the steps cannot have happened so: an extension after the last day or beyond the law, a step before the receipt.
pub fn reply_clock(
    received_on: Date,
    steps: &[Step],
    calendar: &Calendar,
) -> Result<Clock, ClockRefusal> {
    let Some(period) = find_period(REPLY, received_on) else {
        return Err(ClockRefusal::NotStarted);
    };
    let mut clock = period.start(received_on.at(0, 0, 0, 0));
    for (day, change) in changes_of(steps) {
        clock = match change {
            Change::Pause(basis) => clock.pause(day, basis)?,
            Change::Resume(basis) => clock.resume(day, basis)?,
            Change::Restart(basis) => clock.restart(day, basis)?,
            Change::Extend(workdays) => {
                let mut wish = Extension::new(Span::Workdays(workdays), day, EXTENSION);
                wish.at_most = period.extension_at_most;
                clock.extend(wish, calendar)?
            }
        };
    }
    Ok(clock)
}

/// The changes in order of their days: what covers each other becomes one pause, and a restart inside one is followed by the rest of it.
fn changes_of(steps: &[Step]) -> Vec<(Date, Change)> {
    let (mut waits, mut changes) = (Vec::new(), Vec::new());
    for step in steps {
        match *step {
            Step::Consulting { from, until, basis } => waits.push((from, until, basis)),
            Step::Supplement {
                asked_on,
                received_on,
            } => {
                waits.push((asked_on, received_on, SUPPLEMENT));
                changes.extend(received_on.map(|day| (day, Change::Restart(SUPPLEMENT))));
            }
            Step::Fee { told_on, paid_on } => {
                waits.push((told_on, paid_on, FEE));
                changes.extend(paid_on.map(|day| (day, Change::Restart(FEE))));
            }
            Step::Extended { workdays, told_on } => {
                changes.push((told_on, Change::Extend(workdays)));
            }
        }
    }
    let restarts: Vec<Date> = changes
        .iter()
        .filter(|it| matches!(it.1, Change::Restart(_)))
        .map(|it| it.0)
        .collect();
    for (from, until, basis) in merged(waits) {
        // A restart ends the pause in which it falls.
        let mut within = restarts.clone();
        within.retain(|it| *it > from && until.is_none_or(|until| *it < until));
        within.sort_unstable();
        changes.push((from, Change::Pause(basis)));
        changes.extend(within.into_iter().map(|it| (it, Change::Pause(basis))));
        if let Some(until) = until.filter(|it| !restarts.contains(it)) {
            changes.push((until, Change::Resume(basis)));
        }
    }
    changes.sort();
    changes
}

type Wait = (Date, Option<Date>, &'static str);

/// Waits that touch or cover each other as one, in order.
fn merged(mut waits: Vec<Wait>) -> Vec<Wait> {
    waits.retain(|(from, until, _)| until.is_none_or(|it| it > *from));
    waits.sort_unstable_by_key(|it| it.0);
    let mut one: Vec<Wait> = Vec::new();
    for wait in waits {
        match one.last_mut() {
            Some(last) if last.1.is_none_or(|until| wait.0 <= until) => {
                last.1 = last.1.zip(wait.1).map(|(mine, next)| mine.max(next));
            }
            _ => one.push(wait),
        }
    }
    one
}
