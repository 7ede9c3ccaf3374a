//! The docket: promises being opened, closed and moved within one transaction, with events and tallies.
//!
//! Every action goes through it, so that no change can forget its event or its count. It decides nothing: rules do.

use calendar::{Calendar, Clock, Due};
use kernel::{Actor, Date, Fault, Moment, PlanId, PromiseId, Stop, UnitId};
use store::{EventDraft, Tx, params};

use crate::events::PromiseEvent;
use crate::model::{KeptBy, Origin, Promise, PromiseState, Return, Returns, WaitsFor};
use crate::refusal::PromiseRefusal;
use crate::rows::{outcome_code, promise_of};
use crate::sql;
use crate::tally::{Change, TallyChanges, swept_through};
use crate::work;

/// A promise about to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPromise {
    /// Who owes it.
    pub unit_id: UnitId,
    /// The plan it comes from.
    pub plan_id: Option<PlanId>,
    /// What it comes from.
    pub origin: Origin,
    /// Which of its origin's promises it is: one a unit and slot.
    pub slot: String,
    /// What is owed, in a line.
    pub title: String,
    /// The period, in words.
    pub period_label: Option<String>,
    /// The first day on which it could be kept.
    pub owed_from: Date,
    /// What the due day is derived from.
    pub clock: Clock,
    /// What sets the due day, in words.
    pub due_basis: String,
}

/// A due day as it was derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueMove {
    /// The clock now.
    pub clock: Clock,
    /// What sets the due day now, in words.
    pub due_basis: String,
    /// The first day on which it could be kept now.
    pub owed_from: Date,
    /// What is owed now, in a line.
    pub title: String,
    /// Why it moves, for the log.
    pub why: String,
}

/// Promises being changed within one transaction.
#[must_use = "finish() writes the tallies"]
pub struct Docket<'a> {
    tx: &'a mut Tx,
    actor: &'a Actor,
    now: Moment,
    swept_through: Date,
    changes: TallyChanges,
}

impl<'a> Docket<'a> {
    /// Begins.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn begin(tx: &'a mut Tx, actor: &'a Actor, now: Moment) -> Result<Self, Fault> {
        let swept_through = swept_through(tx).await?;
        Ok(Self {
            tx,
            actor,
            now,
            swept_through,
            changes: TallyChanges::default(),
        })
    }

    /// The transaction.
    pub fn tx(&mut self) -> &mut Tx {
        self.tx
    }

    /// Writes the tallies. A docket dropped without it must not be committed.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn finish(self) -> Result<(), Fault> {
        self.changes.write(self.tx).await
    }

    /// Opens a promise; `None` where its slot is taken, so that opening twice opens once.
    ///
    /// # Errors
    /// The engine's fault, or a due day outside the calendar.
    pub async fn open(
        &mut self,
        new: &NewPromise,
        calendar: &Calendar,
    ) -> Result<Option<PromiseId>, Fault> {
        let due = due_of(&new.clock, calendar)?;
        let promise = Promise {
            id: self.tx.new_id(self.now),
            unit_id: new.unit_id,
            plan_id: new.plan_id,
            origin: new.origin,
            slot: new.slot.clone(),
            title: new.title.clone(),
            owed_from: new.owed_from,
            due_on: due.on,
            due_basis: new.due_basis.clone(),
            clock: new.clock.clone(),
            calendar_version: due.calendar_version,
            is_provisional: due.is_provisional,
            state: PromiseState::Open,
            waits_for: WaitsFor::Nothing,
            returns: Returns::default(),
            percent: None,
            opened_at: self.now,
        };
        let clock = clock_text(&promise.clock)?;
        let added = self
            .tx
            .execute(
                sql::ADD_PROMISE,
                params![
                    promise.id,
                    promise.unit_id,
                    promise.plan_id,
                    promise.origin.kind(),
                    promise.origin.id(),
                    promise.slot,
                    promise.title,
                    new.period_label,
                    promise.owed_from,
                    promise.due_on,
                    promise.due_basis,
                    clock,
                    promise.calendar_version,
                    promise.is_provisional,
                    promise.opened_at,
                ],
            )
            .await?;
        if added == 0 {
            return Ok(None);
        }
        self.changes
            .note(&promise, Change::Enters, self.swept_through);
        let event = PromiseEvent::Opened {
            title: promise.title.clone(),
            due_on: promise.due_on,
            basis: promise.due_basis.clone(),
            calendar: promise.calendar_version.clone(),
        };
        self.record(&promise, event).await?;
        Ok(Some(promise.id))
    }

    /// Loads a promise.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn find(&mut self, id: PromiseId) -> Result<Option<Promise>, Fault> {
        let row = self
            .tx
            .fetch_optional(sql::FIND_PROMISE, params![id])
            .await?;
        row.as_ref().map(promise_of).transpose()
    }

    /// Loads a promise that somebody acts on by hand; what a request owes moves by the handling of the request alone.
    ///
    /// # Errors
    /// Where there is none, or it is a request's; or the engine's fault.
    pub async fn find_for_hand(&mut self, id: PromiseId) -> Result<Promise, Stop<PromiseRefusal>> {
        let found = self.find(id).await?;
        let promise = found.ok_or(Stop::Refused(PromiseRefusal::Unknown))?;
        match promise.origin {
            Origin::Request(_) => Err(Stop::Refused(PromiseRefusal::MovedByItsRequest)),
            Origin::Duty(_)
            | Origin::CatalogueItem(_)
            | Origin::Document(_)
            | Origin::Demand(_) => Ok(promise),
        }
    }

    /// The open promises of a duty or item.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn list_open_of(&mut self, origin: Origin) -> Result<Vec<Promise>, Fault> {
        self.tx
            .fetch_all(sql::LIST_PROMISES_OF_ORIGIN, params![origin.id(), "open"])
            .await?
            .iter()
            .map(promise_of)
            .collect()
    }

    /// Closes an open promise: it is now in `state`. What waited for somebody's decision lapses with it.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn close(
        &mut self,
        promise: &Promise,
        state: PromiseState,
        event: PromiseEvent,
    ) -> Result<Promise, Fault> {
        let closed = Promise {
            state,
            waits_for: WaitsFor::Nothing,
            ..promise.clone()
        };
        let is_nil = matches!(
            &closed.state,
            PromiseState::Kept {
                how: KeptBy::NilReturn,
                ..
            }
        );
        let (on, reason, basis) = match &closed.state {
            PromiseState::Open => return Err(Fault::new("a promise cannot be closed as open")),
            PromiseState::Kept { on, .. } => (*on, None, None),
            PromiseState::Waived { on, reason, basis } => {
                (*on, Some(reason.clone()), Some(basis.clone()))
            }
            PromiseState::Void { reason } => (self.now.date(), Some(reason.clone()), None),
        };
        let outcome = outcome_code(&closed.state, closed.due_on);
        let changed = self
            .tx
            .execute(
                sql::CLOSE_PROMISE,
                params![
                    closed.id,
                    outcome,
                    on,
                    self.now,
                    reason,
                    basis,
                    closed.slot,
                    is_nil
                ],
            )
            .await?;
        if changed != 1 {
            return Err(Fault::new(format!("promise {} was not open", closed.id)));
        }
        if promise.waits_for != WaitsFor::Nothing {
            work::lapse_proposals(self.tx, promise.id, self.now).await?;
        }
        self.changes
            .note(promise, Change::Leaves, self.swept_through);
        self.changes
            .note(&closed, Change::Enters, self.swept_through);
        self.record(&closed, event).await?;
        Ok(closed)
    }

    /// Opens a kept promise again because its evidence was returned; its due day stays, so it may be late at once.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn reopen(
        &mut self,
        promise: &Promise,
        reason: &str,
        event: PromiseEvent,
    ) -> Result<Promise, Fault> {
        let reopened = Promise {
            state: PromiseState::Open,
            waits_for: WaitsFor::Mending,
            returns: Returns {
                times: promise.returns.times + 1,
                unmended: Some(Return {
                    at: self.now,
                    reason: reason.to_owned(),
                }),
            },
            ..promise.clone()
        };
        work::reopen(self.tx, promise.id, (reason, self.now)).await?;
        self.changes
            .note(promise, Change::Leaves, self.swept_through);
        self.changes
            .note(&reopened, Change::Enters, self.swept_through);
        self.record(&reopened, event).await?;
        Ok(reopened)
    }

    /// Makes an open promise void and its slot free, so that the same may come to be owed anew: what a changed plan does.
    /// Where the office makes one void by hand the slot stays taken, and no later import opens it again.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn withdraw(&mut self, promise: &Promise, reason: &str) -> Result<(), Fault> {
        let freed = Promise {
            slot: format!("{}/void/{}", promise.slot, promise.id),
            ..promise.clone()
        };
        let state = PromiseState::Void {
            reason: reason.to_owned(),
        };
        let event = PromiseEvent::MadeVoid {
            reason: reason.to_owned(),
        };
        self.close(&freed, state, event).await?;
        Ok(())
    }

    /// Derives an open promise's due day anew; whether the day moved. An event is recorded if it did.
    ///
    /// # Errors
    /// The engine's fault, or a due day outside the calendar.
    pub async fn move_due(
        &mut self,
        promise: &Promise,
        to: DueMove,
        calendar: &Calendar,
    ) -> Result<bool, Fault> {
        let due = due_of(&to.clock, calendar)?;
        let moved = Promise {
            clock: to.clock,
            due_basis: to.due_basis,
            owed_from: to.owed_from,
            title: to.title,
            due_on: due.on,
            calendar_version: due.calendar_version,
            is_provisional: due.is_provisional,
            ..promise.clone()
        };
        if moved == *promise {
            return Ok(false);
        }
        let clock = clock_text(&moved.clock)?;
        self.tx
            .execute(
                sql::MOVE_DUE,
                params![
                    moved.id,
                    moved.due_on,
                    moved.due_basis,
                    clock,
                    moved.calendar_version,
                    moved.is_provisional,
                    moved.owed_from,
                    moved.title,
                ],
            )
            .await?;
        if moved.due_on == promise.due_on {
            return Ok(false);
        }
        self.changes
            .note(promise, Change::Leaves, self.swept_through);
        self.changes
            .note(&moved, Change::Enters, self.swept_through);
        let event = PromiseEvent::DueMoved {
            from: promise.due_on,
            to: moved.due_on,
            why: to.why,
            calendar: moved.calendar_version.clone(),
        };
        self.record(&moved, event).await?;
        Ok(true)
    }

    /// Gives an open promise to another unit, with whatever waits for that unit's leader and reminders that nobody was told yet.
    /// Its due day stays, so a late one is late there too. Where the other owes the same already, both stay owed.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn hand_over(
        &mut self,
        promise: &Promise,
        to: UnitId,
        event: PromiseEvent,
    ) -> Result<Promise, Fault> {
        let key = params![promise.origin.id(), to, promise.slot];
        let met = self
            .tx
            .fetch_optional(sql::FIND_PROMISE_IN_SLOT, key)
            .await?;
        let handed = Promise {
            unit_id: to,
            slot: match met {
                None => promise.slot.clone(),
                Some(_) => promise.slot_beside(),
            },
            ..promise.clone()
        };
        let changed = self
            .tx
            .execute(sql::HAND_OVER, params![handed.id, to, handed.slot])
            .await?;
        if changed != 1 {
            return Err(Fault::new(format!("promise {} was not open", promise.id)));
        }
        work::hand_over(self.tx, promise.id, to).await?;
        self.changes
            .note(promise, Change::Leaves, self.swept_through);
        self.changes
            .note(&handed, Change::Enters, self.swept_through);
        self.record(&handed, event).await?;
        Ok(handed)
    }

    /// Records an event of a promise in the chain of its plan.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn record(&mut self, promise: &Promise, event: PromiseEvent) -> Result<(), Fault> {
        let chain = match promise.plan_id {
            Some(plan) => format!("plan/{plan}"),
            None => "catalogue".to_owned(),
        };
        let draft = EventDraft {
            chain,
            kind: event.kind(),
            subject: format!("promise/{}", promise.id),
            unit: Some(promise.unit_id),
            body: event.body()?,
        };
        self.tx.record(draft, self.actor, self.now).await?;
        Ok(())
    }
}

fn due_of(clock: &Clock, calendar: &Calendar) -> Result<Due, Fault> {
    clock
        .due(calendar)
        .map_err(|cause| Fault::caused("deriving a due day", cause))
}

fn clock_text(clock: &Clock) -> Result<String, Fault> {
    serde_json::to_string(clock).map_err(|cause| Fault::caused("writing a clock", cause))
}
