//! What every act on a request shares: the request as it was seen, the next stage, the step, the event, and the due day derived anew.

use calendar::Calendar;
use kernel::{Actor, Date, DisputeId, Moment, RequestId, Stop, UnitId, UnitOfficer};
use promises::Origin;
use promises::docket::{Docket, DueMove, NewPromise};
use promises::events::PromiseEvent;
use promises::model::{KeptBy, Promise, PromiseState, standing};
use sha2::{Digest as _, Sha256};
use store::{EventDraft, Tx, params};

use crate::case::Case;
use crate::events::RequestEvent;
use crate::letter::{LetterSlot, Office, compose};
use crate::model::{Request, Stage};
use crate::outcome::Outcome;
use crate::receipt::Applicant;
use crate::refusal::RequestRefusal;
use crate::rows::{case_of, request_of};
use crate::rules::{RequestCommand, after};
use crate::sql;

/// The slot of the duty to answer.
const REPLY: &str = "reply";
/// The slot of the duty to confirm the receipt.
const CONFIRM: &str = "confirm";
/// What the slots of duties to answer anew begin with.
const ANEW: &str = "anew/";

/// The slot of the duty to answer anew that a ruling opened.
pub(super) fn anew_slot(dispute: DisputeId) -> String {
    format!("{ANEW}{dispute}")
}

/// A request as somebody saw it before they acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Which one.
    pub request: RequestId,
    /// As it was then.
    pub revision: u32,
}

/// Who acts where both sides may.
#[derive(Debug, Clone, Copy)]
pub enum Hand<'a> {
    /// Somebody of the unit that answers.
    Officer(&'a UnitOfficer),
    /// Whoever holds the receipt.
    Applicant(&'a Applicant),
}

impl Hand<'_> {
    pub(super) fn actor(&self) -> &Actor {
        match self {
            Self::Officer(officer) => officer.actor(),
            Self::Applicant(applicant) => applicant.actor(),
        }
    }

    /// Whether they may act on this request.
    pub(super) fn check(&self, case: &Case) -> Result<(), Stop<RequestRefusal>> {
        match self {
            Self::Officer(officer) => check_unit(case, officer.unit()),
            Self::Applicant(applicant) if applicant.request() == case.request.id => Ok(()),
            Self::Applicant(_) => Err(Stop::Refused(RequestRefusal::Unknown)),
        }
    }
}

/// An act under way on one request.
pub(super) struct Act {
    /// The request and what happened to it, as it is to be after the act.
    pub case: Case,
    command: RequestCommand,
    next: Stage,
    revision: u32,
    unit_before: UnitId,
}

impl Act {
    /// Loads the request as it was seen, where the act is allowed at its stage.
    pub async fn begin(
        tx: &mut Tx,
        seen: Seen,
        command: RequestCommand,
    ) -> Result<Self, Stop<RequestRefusal>> {
        let row = tx
            .fetch_optional(sql::FIND_REQUEST, params![seen.request])
            .await?;
        let request = row.as_ref().map(request_of).transpose()?;
        let request = request.ok_or(Stop::Refused(RequestRefusal::Unknown))?;
        if request.revision != seen.revision {
            return Err(Stop::Refused(RequestRefusal::Changed));
        }
        let next = after(request.stage, command).map_err(Stop::Refused)?;
        let unit_before = request.unit;
        Ok(Self {
            case: case_of(tx, request).await?,
            command,
            next,
            revision: seen.revision,
            unit_before,
        })
    }

    /// The request.
    pub fn id(&self) -> RequestId {
        self.case.request.id
    }

    /// The day of receipt.
    pub fn received_on(&self) -> Result<Date, Stop<RequestRefusal>> {
        let day = self.case.request.received_on;
        day.ok_or(Stop::Refused(RequestRefusal::NotConfirmed))
    }

    /// The request ends with this act.
    pub fn end(&mut self, outcome: Outcome, on: Date) {
        self.case.request.outcome = Some(outcome);
        self.case.request.closed_on = Some(on);
    }

    /// Keeps the act: the stage, the step, the event, the due day.
    pub async fn keep(
        mut self,
        tx: &mut Tx,
        (words, event): (&str, RequestEvent),
        (actor, now, calendar): (&Actor, Moment, &Calendar),
    ) -> Result<(), Stop<RequestRefusal>> {
        self.case.request.stage = self.next;
        let it = &self.case.request;
        let values = params![
            it.id,
            self.revision,
            it.stage.code(),
            it.received_on,
            it.outcome.map(Outcome::code),
            it.closed_on,
            it.unit
        ];
        let changed = tx.execute(sql::MOVE_STAGE, values).await?;
        if changed != 1 {
            return Err(Stop::Refused(RequestRefusal::Changed));
        }
        note_step(tx, it, (self.command.code(), words), (actor, now)).await?;
        let request = it.clone();
        record(tx, &request, &event, (actor, now)).await?;
        if let Some(slot) = LetterSlot::made_by(self.command, &self.case) {
            keep_letter(tx, (&self.case, slot), (actor, now, calendar)).await?;
        }
        self.settle(tx, (actor, now, calendar)).await
    }

    /// The duties of the organ as they are after the act.
    async fn settle(
        self,
        tx: &mut Tx,
        (actor, now, calendar): (&Actor, Moment, &Calendar),
    ) -> Result<(), Stop<RequestRefusal>> {
        let mut docket = Docket::begin(tx, actor, now).await?;
        let origin = Origin::Request(self.case.request.id);
        let open = docket.list_open_of(origin).await?;
        let slot = |name: &str| open.iter().find(|it| it.slot == name);
        if self.case.request.unit != self.unit_before {
            for promise in &open {
                hand_promise_over(&mut docket, promise, &self.case.request).await?;
            }
            docket.finish().await?;
            return Ok(());
        }
        match self.case.request.stage {
            Stage::Unconfirmed => {}
            Stage::Closed
                if self
                    .case
                    .decision
                    .as_ref()
                    .is_none_or(|it| it.sent_on.is_none()) =>
            {
                let outcome = self.case.request.outcome.map_or("", Outcome::label);
                // What a ruling ordered afterwards stays owed.
                for promise in open.iter().filter(|it| !it.slot.starts_with(ANEW)) {
                    docket.withdraw(promise, outcome).await?;
                }
            }
            Stage::Sent | Stage::Closed => {
                let sent_on = self.case.decision.as_ref().and_then(|it| it.sent_on);
                if let (Some(promise), Some(on)) = (slot(REPLY), sent_on) {
                    keep_promise(&mut docket, promise, (on, now)).await?;
                }
            }
            Stage::Registered
            | Stage::Supplementing
            | Stage::Handling
            | Stage::Paying
            | Stage::Review
            | Stage::SecrecyReview
            | Stage::Approval
            | Stage::Signed => {
                if let Some(promise) = slot(CONFIRM) {
                    keep_promise(&mut docket, promise, (now.date(), now)).await?;
                }
                owe_reply(
                    &mut docket,
                    &self.case,
                    (slot(REPLY), self.command),
                    calendar,
                )
                .await?;
            }
        }
        docket.finish().await?;
        Ok(())
    }
}

/// The duty to answer, opened or with its due day derived anew.
pub(super) async fn owe_reply(
    docket: &mut Docket<'_>,
    case: &Case,
    (known, command): (Option<&Promise>, RequestCommand),
    calendar: &Calendar,
) -> Result<(), Stop<RequestRefusal>> {
    let clock = case.reply_clock(calendar);
    let clock = clock.map_err(|it| Stop::Refused(RequestRefusal::of_clock(&it)))?;
    let (Some(clock), Some(received_on)) = (clock, case.request.received_on) else {
        return Ok(());
    };
    if clock.due(calendar).is_err() {
        return Err(Stop::Refused(RequestRefusal::OutOfCalendar));
    }
    let title = format!("答复政府信息公开申请（{}）", case.request.number);
    match known {
        Some(promise) => {
            let to = DueMove {
                clock,
                due_basis: case.due_basis(),
                owed_from: received_on,
                title,
                why: command.label().to_owned(),
            };
            docket.move_due(promise, to, calendar).await?;
        }
        None => {
            let new = NewPromise {
                unit_id: case.request.unit,
                plan_id: None,
                origin: Origin::Request(case.request.id),
                slot: REPLY.to_owned(),
                title,
                period_label: None,
                owed_from: received_on,
                clock,
                due_basis: case.due_basis(),
            };
            docket.open(&new, calendar).await?;
        }
    }
    Ok(())
}

/// The duty to settle the day of receipt, by the next working day: the Regulation sets no day, and leaves no clock running until it is settled.
pub(super) async fn owe_confirmation(
    docket: &mut Docket<'_>,
    request: &Request,
    calendar: &Calendar,
) -> Result<(), Stop<RequestRefusal>> {
    use calendar::{Clock, LastDay, Span};
    let basis = "本平台约定：网上和传真提交的申请，在下一个工作日前与申请人确认收到日期（《政府信息公开条例》第三十一条）";
    let first = request.submitted_at.date();
    let new = NewPromise {
        unit_id: request.unit,
        plan_id: None,
        origin: Origin::Request(request.id),
        slot: CONFIRM.to_owned(),
        title: format!("确认收到政府信息公开申请（{}）", request.number),
        period_label: None,
        owed_from: first,
        clock: Clock::start(first, Span::Workdays(1), LastDay::AsIs, basis),
        due_basis: basis.to_owned(),
    };
    docket.open(&new, calendar).await?;
    Ok(())
}

/// Keeps a promise by the day on which a letter left.
pub(super) async fn keep_promise(
    docket: &mut Docket<'_>,
    promise: &Promise,
    (on, at): (Date, Moment),
) -> Result<(), Stop<RequestRefusal>> {
    let how = KeptBy::Evidence;
    let state = PromiseState::Kept { on, at, how };
    let outcome = standing(&state, promise.due_on, on).code().to_owned();
    let event = PromiseEvent::Kept {
        published_on: on,
        link: String::new(),
        note: "随申请的办理记录".to_owned(),
        due_on: promise.due_on,
        outcome,
        links: Vec::new(),
        files: Vec::new(),
    };
    docket.close(promise, state, event).await?;
    Ok(())
}

async fn hand_promise_over(
    docket: &mut Docket<'_>,
    promise: &Promise,
    request: &Request,
) -> Result<(), Stop<RequestRefusal>> {
    let names = [promise.unit_id, request.unit];
    let mut told = Vec::with_capacity(2);
    for unit in names {
        let unit = store::directory::find_unit(docket.tx(), unit).await?;
        told.push(unit.map_or_else(String::new, |it| it.name));
    }
    let to_name = told.pop().unwrap_or_default();
    let event = PromiseEvent::HandedOver {
        from: promise.unit_id,
        from_name: told.pop().unwrap_or_default(),
        to: request.unit,
        to_name,
        basis: "申请移交办理，答复期限不变".to_owned(),
        due_on: promise.due_on,
    };
    docket.hand_over(promise, request.unit, event).await?;
    Ok(())
}

/// Only the unit that answers acts on a request.
pub(super) fn check_unit(case: &Case, unit: UnitId) -> Result<(), Stop<RequestRefusal>> {
    match case.request.unit == unit {
        true => Ok(()),
        false => Err(Stop::Refused(
            kernel::NotAllowed::ResponsibleUnitOnly.into(),
        )),
    }
}

/// Whoever drafted the answer does not review it.
pub(super) fn check_not_drafter(case: &Case, actor: &Actor) -> Result<(), Stop<RequestRefusal>> {
    let drafter = case.decision.as_ref().and_then(|it| it.drafted_account);
    match actor.is_account(drafter) {
        true => Err(Stop::Refused(kernel::NotAllowed::OwnDraft.into())),
        false => Ok(()),
    }
}

/// SHA-256 of all that an answer says.
pub(super) fn digest_of(case: &Case) -> String {
    let mut hasher = Sha256::new();
    if let Some(it) = &case.decision {
        let withheld: Vec<&str> = it.withheld.iter().map(|it| it.code()).collect();
        for part in [it.outcome.code(), &withheld.join(" "), &it.facts, &it.reply] {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hex::encode(hasher.finalize())
}

/// Keeps a line of the case's history for the desk.
pub(super) async fn note_step(
    tx: &mut Tx,
    request: &Request,
    (command, words): (&'static str, &str),
    (actor, now): (&Actor, Moment),
) -> Result<(), kernel::Fault> {
    let last = tx
        .fetch_one(sql::FIND_LAST_STEP, params![request.id])
        .await?;
    let ordinal = last.get::<u32>("ordinal")? + 1;
    let values = params![
        request.id,
        ordinal,
        command,
        words,
        actor.title(),
        actor.name(),
        actor.account(),
        now
    ];
    tx.execute(sql::ADD_STEP, values).await?;
    Ok(())
}

/// Keeps a letter as it is made: what it said stays said, whatever units are called and reviewed by later.
async fn keep_letter(
    tx: &mut Tx,
    (case, slot): (&Case, LetterSlot),
    (actor, now, calendar): (&Actor, Moment, &Calendar),
) -> Result<(), kernel::Fault> {
    let directory = store::directory::load(tx).await?;
    let office = Office {
        directory: &directory,
        calendar,
        today: now.date(),
    };
    let Some(letter) = compose(case, slot, &office) else {
        return Ok(());
    };
    let text = serde_json::to_string(&letter)
        .map_err(|cause| kernel::Fault::caused("writing a letter", cause))?;
    let values = params![case.request.id, slot.to_string(), text, now];
    tx.execute(sql::KEEP_LETTER, values).await?;
    let event = RequestEvent::LetterMade {
        slot: slot.to_string(),
        digest: hex::encode(Sha256::digest(text.as_bytes())),
    };
    record(tx, &case.request, &event, (actor, now)).await
}

/// Records an event in the chain of its request.
pub(super) async fn record(
    tx: &mut Tx,
    request: &Request,
    event: &RequestEvent,
    (actor, now): (&Actor, Moment),
) -> Result<(), kernel::Fault> {
    let draft = EventDraft {
        chain: format!("request/{}", request.id),
        kind: event.kind(),
        subject: format!("request/{}", request.id),
        unit: Some(request.unit),
        body: event.body()?,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}
