//! A request with all that moves its clock, and the due day that follows.
//!
//! Pure. What waits for the asker or for others ends, as far as is known, with the last day for it: the due day of the answer can be told at any time, and moves with an event when
//! something comes earlier or later.

use calendar::{Calendar, CalendarError, Clock, ClockRefusal, Date};

use crate::clock::{Consulted, Step, reply_clock};
use crate::dispute::Dispute;
use crate::model::{Asked, Decision, Fee, Lengthening, Request, Search, Supplement};

const THIRD_PARTY: &str = "《政府信息公开条例》第三十二条、第三十三条第三款";
const CO_MAKER: &str = "《政府信息公开条例》第三十四条、第三十三条第三款";
const OTHER_ORGAN: &str = "《政府信息公开条例》第三十三条第三款";

/// A request with what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The request.
    pub request: Request,
    /// What was to be supplemented.
    pub supplement: Option<Supplement>,
    /// Opinions that were asked for, the first first.
    pub asked: Vec<Asked>,
    /// The fee.
    pub fee: Option<Fee>,
    /// Longer periods, the first first.
    pub lengthenings: Vec<Lengthening>,
    /// Where it was looked for.
    pub searches: Vec<Search>,
    /// What is decided, or about to be.
    pub decision: Option<Decision>,
    /// Reviews and lawsuits over it, the first noted first; those struck as wrong among them.
    pub disputes: Vec<Dispute>,
}

impl Case {
    /// A request to which nothing has happened yet.
    pub fn new(request: Request) -> Self {
        Self {
            request,
            supplement: None,
            asked: Vec::new(),
            fee: None,
            lengthenings: Vec::new(),
            searches: Vec::new(),
            decision: None,
            disputes: Vec::new(),
        }
    }

    /// What moves the clock of the reply.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn steps(&self, calendar: &Calendar) -> Result<Vec<Step>, CalendarError> {
        let mut steps = Vec::new();
        if let Some(it) = &self.supplement {
            steps.push(Step::Supplement {
                asked_on: it.asked_on,
                received_on: Some(it.received_on.unwrap_or(it.due_on)),
            });
        }
        for it in &self.asked {
            steps.push(Step::Consulting {
                from: it.consultation.sent_on,
                until: it.consultation.expected_end(calendar)?,
                basis: match it.whom() {
                    Consulted::ThirdParty => THIRD_PARTY,
                    Consulted::CoMaker => CO_MAKER,
                    Consulted::OtherOrgan => OTHER_ORGAN,
                },
            });
        }
        if let Some(it) = &self.fee {
            steps.push(Step::Fee {
                told_on: it.told_on,
                paid_on: Some(it.paid_on.unwrap_or(it.due_on)),
            });
        }
        for it in &self.lengthenings {
            steps.push(Step::Extended {
                workdays: it.workdays,
                told_on: it.told_on,
            });
        }
        Ok(steps)
    }

    /// The clock of the reply; `None` while the day of receipt is not settled.
    ///
    /// # Errors
    /// Where the steps cannot have happened so, or the calendar does not reach so far.
    pub fn reply_clock(&self, calendar: &Calendar) -> Result<Option<Clock>, ClockRefusal> {
        let Some(received_on) = self.request.received_on else {
            return Ok(None);
        };
        let steps = self.steps(calendar).map_err(ClockRefusal::Calendar)?;
        reply_clock(received_on, &steps, calendar).map(Some)
    }

    /// The opinions that are awaited on a day: not given, and the last day for them not over.
    ///
    /// # Errors
    /// Where the calendar does not reach so far.
    pub fn awaited(&self, today: Date, calendar: &Calendar) -> Result<Vec<&Asked>, CalendarError> {
        let mut awaited = Vec::new();
        for it in &self.asked {
            if it.consultation.ended_on(today, calendar)?.is_none() {
                awaited.push(it);
            }
        }
        Ok(awaited)
    }

    /// What sets the due day, in words.
    pub fn due_basis(&self) -> String {
        let mut words = "《政府信息公开条例》第三十三条：自收到申请之日起20个工作日内".to_owned();
        if self.supplement.is_some() {
            words.push_str("，补正的自收到补正之日起重新计算（第三十条）");
        }
        if self.fee.is_some() {
            words.push_str("，收费的自完成缴费之日起重新计算（国办函〔2020〕109号）");
        }
        if !self.asked.is_empty() {
            words.push_str("，征求意见的时间不计入");
        }
        if let Some(it) = self.lengthening() {
            words.push_str(&format!("，延长{}个工作日", it.workdays));
        }
        words
    }

    /// The longer period that counts: one before the clock began anew has lapsed.
    pub fn lengthening(&self) -> Option<&Lengthening> {
        let supplied = self.supplement.as_ref().and_then(|it| it.received_on);
        let paid = self.fee.as_ref().and_then(|it| it.paid_on);
        let restarted = supplied.max(paid);
        let counts = |it: &&Lengthening| restarted.is_none_or(|day| it.told_on >= day);
        self.lengthenings.iter().rev().find(counts)
    }
}
