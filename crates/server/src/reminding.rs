//! Reminding: once a working day what is owed soon, today or late becomes one message a person; what the office reminds of by
//! hand and what happens to supervision notices is told within seconds.
//!
//! Which promise and which role is the capability crates' to say, who holds the role is `accounts`'. Each transaction hands what
//! it takes on in the same breath, so it may stop anywhere and goes on where it stopped; told twice is nobody.

mod digest;
mod recipients;
mod review;
mod told;
mod webhooks;

use std::sync::Arc;

use calendar::Calendar;
use kernel::{AccountId, Date, Fault, Moment, Never, Stop, UnitId};
use promises::remind::{self, ReminderRules};
use store::outbox::{self, Topic};
use store::{Store, Tx};

use digest::Piece;
use recipients::Recipients;
use told::Told;

const DAILY: &str = "reminders.daily";
const AT_HAND: &str = "reminders.at_hand";
/// The setting that holds the working day of the newest run.
const TOLD_ON: &str = "reminders.told_on";
/// No rest of working days is longer, in days.
const LONGEST_REST: u32 = 15;
/// Units or people of one look.
const AT_A_TIME: u32 = 200;
/// Pieces of one message at most; a person with more has the queue.
const MOST_PIECES: u32 = 2000;

/// What reminding needs.
#[derive(Clone)]
pub struct Reminding {
    /// The store.
    pub store: Store,
    /// The calendar.
    pub calendar: Arc<Calendar>,
    /// Whether there is a mail server.
    pub has_mail: bool,
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Reminders raised.
    pub raised: u64,
    /// Messages written.
    pub messages: u64,
}

impl Reminding {
    /// Does what is due: the day's run where its hour has come, and what waits to be told at once.
    ///
    /// # Errors
    /// The engine's fault; what was told before it stays told.
    pub async fn remind_if_due(&self, now: Moment) -> Result<Reminded, Fault> {
        let mut done = Reminded::default();
        if let Some((rules, day)) = self.find_due_run(now).await?
            && self.store.claim_schedule(DAILY, now).await?
        {
            done = self.remind(&rules, now).await?;
            self.note_told(day, now).await?;
            let outcome = format!("raised {}, messages {}", done.raised, done.messages);
            self.store
                .finish_schedule(DAILY, now, now, &outcome)
                .await?;
            tracing::info!(outcome, "reminded");
        }
        done.messages += self.tell_at_hand(now).await?;
        Ok(done)
    }

    /// The rules and the working day whose run is due: the newest whose hour has come, where it was not made yet. A site that
    /// never reminded begins with today's.
    async fn find_due_run(&self, now: Moment) -> Result<Option<(ReminderRules, Date)>, Fault> {
        let (rules, told_on) = store::read!(self.store, |tx| {
            let rules = remind::find_rules(tx).await?;
            Ok::<_, Fault>((rules, tx.find_setting(TOLD_ON).await?))
        })?;
        let Some(day) = self.last_run_day(&rules, now) else {
            return Ok(None);
        };
        let is_due = match told_on {
            Some(told_on) => told_on < day.to_string(),
            None => day == now.date(),
        };
        Ok(is_due.then_some((rules, day)))
    }

    /// The newest working day whose hour has come.
    fn last_run_day(&self, rules: &ReminderRules, now: Moment) -> Option<Date> {
        let mut day = now.date();
        for _ in 0..LONGEST_REST {
            let has_come = at_hour(rules, day).is_some_and(|at| at <= now);
            if has_come && self.calendar.is_workday(day) {
                return Some(day);
            }
            day = day.yesterday().ok()?;
        }
        None
    }

    async fn note_told(&self, day: Date, now: Moment) -> Result<(), Fault> {
        Ok(store::write!(
            self.store,
            |tx| -> Result<(), Stop<Never>> {
                Ok(tx.keep_setting(TOLD_ON, &day.to_string(), now).await?)
            }
        )?)
    }

    /// The day's run.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn remind(&self, rules: &ReminderRules, now: Moment) -> Result<Reminded, Fault> {
        let today = now.date();
        let raised = remind::raise(&self.store, rules, &self.calendar, today).await?;
        let notices = oversight::remind::raise(&self.store, rules, &self.calendar, today).await?;
        let mut messages = self.tell(now).await?;
        messages += webhooks::tell_day(&self.store, now).await?;
        Ok(Reminded {
            raised: raised + notices,
            messages,
        })
    }

    /// What waits between the days' runs: reminders by hand, steps of notices.
    async fn tell_at_hand(&self, now: Moment) -> Result<u64, Fault> {
        let waits = store::read!(self.store, |tx| {
            Ok(remind::has_untold(tx).await?
                || oversight::telling::has_untold_step(tx).await?
                || publishing::telling::has_untold_review(tx).await?
                || publishing::filing::telling::has_untold_filing(tx).await?)
        })?;
        if !waits {
            return Ok(0);
        }
        if !self.store.claim_schedule(AT_HAND, now).await? {
            return Ok(0);
        }
        let mut messages = self.tell_notice_steps(now).await?;
        messages += self.tell_reviews(now).await?;
        messages += self.tell_filings(now).await?;
        messages += self.tell(now).await?;
        self.store
            .finish_schedule(AT_HAND, now, now, &format!("messages {messages}"))
            .await?;
        Ok(messages)
    }

    /// Hands all waiting reminders to their people and gathers them into messages.
    async fn tell(&self, now: Moment) -> Result<u64, Fault> {
        let mut after: Option<UnitId> = None;
        loop {
            let units = store::read!(self.store, |tx| {
                remind::list_untold_units(tx, after, AT_A_TIME).await
            })?;
            let Some(last) = units.last() else { break };
            after = Some(*last);
            for unit in units {
                while self.hand_on(unit, now).await? > 0 {}
            }
        }
        while self.hand_on_notices(now).await? > 0 {}
        self.gather(now).await
    }

    /// One transaction of a unit's reminders; how many it took.
    async fn hand_on(&self, unit: UnitId, now: Moment) -> Result<u64, Fault> {
        Ok(store::write!(self.store, |tx| -> Result<_, Stop<Never>> {
            let taken = remind::take_untold(tx, unit, now).await?;
            let mut recipients = Recipients::on(now.date());
            for due in &taken.due {
                let part = Piece::of_promise(due);
                for account in recipients.list(tx, (due.unit, due.audience)).await? {
                    outbox::add_part(tx, (account, Topic::Reminders), &part, now).await?;
                }
            }
            Ok(taken.reminders)
        })?)
    }

    /// One transaction of reminders of notices; how many it took.
    async fn hand_on_notices(&self, now: Moment) -> Result<usize, Fault> {
        Ok(store::write!(self.store, |tx| -> Result<_, Stop<Never>> {
            let (taken, due) = oversight::telling::take_untold_reminders(tx, now).await?;
            let mut recipients = Recipients::on(now.date());
            for due in &due {
                let part = Piece::of_notice(due);
                for account in recipients.list(tx, (due.unit, due.audience)).await? {
                    outbox::add_part(tx, (account, Topic::Reminders), &part, now).await?;
                }
            }
            Ok(taken)
        })?)
    }

    /// Makes one message of each person's parts; how many messages.
    async fn gather(&self, now: Moment) -> Result<u64, Fault> {
        let mut messages = 0;
        let mut after: Option<AccountId> = None;
        loop {
            let owners = store::read!(self.store, |tx| {
                outbox::list_part_owners(tx, Topic::Reminders, after, AT_A_TIME).await
            })?;
            let Some(last) = owners.last() else { break };
            after = Some(*last);
            for account in owners {
                messages += self.gather_of(account, now).await?;
            }
        }
        Ok(messages)
    }

    async fn gather_of(&self, account: AccountId, now: Moment) -> Result<u64, Fault> {
        Ok(store::write!(
            self.store,
            |tx| -> Result<u64, Stop<Never>> {
                let place = (account, Topic::Reminders);
                let parts = outbox::take_parts::<Piece>(tx, place, MOST_PIECES).await?;
                let pieces: Vec<Piece> = parts.into_iter().map(|part| part.body).collect();
                let Some((subject, body)) = digest::message_of(pieces, now.date()) else {
                    return Ok(0);
                };
                let new = outbox::NewMessage {
                    key: format!("reminders/{account}/{now}"),
                    topic: Topic::Reminders,
                    account: Some(account),
                    unit: None,
                    subject,
                    body,
                    ways: recipients::ways_of(tx, account, self.has_mail).await?,
                };
                Ok(u64::from(outbox::enqueue(tx, &new, now).await?.is_some()))
            }
        )?)
    }

    /// Tells what happened to notices; how many messages.
    async fn tell_notice_steps(&self, now: Moment) -> Result<u64, Fault> {
        let mut messages = 0;
        loop {
            let (taken, told) = store::write!(self.store, |tx| -> Result<_, Stop<Never>> {
                let steps = oversight::telling::take_untold_steps(tx, now).await?;
                let mut told = 0;
                for step in &steps {
                    told += self.tell_step(tx, step, now).await?;
                }
                Ok((steps.len(), told))
            })?;
            messages += told;
            if taken == 0 {
                return Ok(messages);
            }
        }
    }

    async fn tell_step(
        &self,
        tx: &mut Tx,
        step: &oversight::telling::UntoldStep,
        now: Moment,
    ) -> Result<u64, Fault> {
        let (subject, body) = digest::notice_message(step);
        let people = recipients::list_of_step(tx, step, now.date()).await?;
        let told = Told {
            key: format!("notice/{}/{}", step.notice, step.ordinal),
            topic: Topic::Notices,
            unit: step.unit,
            subject,
            body,
        };
        self.tell_of(tx, (&told, people), now).await
    }
}

fn at_hour(rules: &ReminderRules, day: Date) -> Option<Moment> {
    Moment::in_china(day.at(rules.hour, rules.minute, 0, 0))
}

#[cfg(test)]
mod tests;
