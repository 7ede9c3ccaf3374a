//! 退回、办结、撤回: the supervisors judge an answer, or take a notice back.
//!
//! Whoever answered does not judge. A return has the days count anew from the day after it.

use calendar::{Calendar, Clock};
use kernel::{Fault, Moment, NotAllowed, NoticeId, Stop, Supervisor};
use store::{Store, params};

use super::{Step, load, write_step};
use crate::events::{NoticeEvent, digest_of};
use crate::model::Notice;
use crate::refusal::NoticeRefusal;
use crate::rules::{self, CommandKind};
use crate::sql;

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Which notice.
    pub notice: NoticeId,
    /// Why; the unit reads it.
    pub words: String,
}

/// Returns an answer that is not enough.
///
/// # Errors
/// [`NoticeRefusal`], or the engine's fault.
pub async fn return_answer(
    store: &Store,
    command: &Judge,
    supervisor: &Supervisor,
    (calendar, now): (&Calendar, Moment),
) -> Result<(), Stop<NoticeRefusal>> {
    store::write!(store, |tx| {
        let notice = load(tx, command.notice).await?;
        rules::allow(&notice.state, CommandKind::Return).map_err(Stop::Refused)?;
        check_judge(&notice, supervisor)?;
        let words = rules::check_words(&command.words).map_err(Stop::Refused)?;
        let clock = notice
            .clock
            .restart(now.date(), "答复退回，期限自退回次日重新计算")
            .map_err(|cause| Fault::caused("restarting a notice's clock", cause))?;
        let due = clock
            .due(calendar)
            .map_err(|cause| Fault::caused("deriving a notice's due day", cause))?;
        tx.execute(
            sql::NOTE_RETURN,
            params![
                notice.id,
                due.on,
                clock_text(&clock)?,
                due.calendar_version,
                due.is_provisional
            ],
        )
        .await?;
        let step = Step {
            command: "return",
            words: &words,
            links: &[],
            event: NoticeEvent::Returned {
                due_on: due.on,
                calendar: due.calendar_version,
                words_digest: digest_of(&[&words]),
            },
        };
        write_step(tx, &notice, step, (supervisor.actor(), now)).await?;
        Ok(())
    })
}

/// Closes a notice whose answer is enough.
///
/// # Errors
/// [`NoticeRefusal`], or the engine's fault.
pub async fn close(
    store: &Store,
    command: &Judge,
    supervisor: &Supervisor,
    now: Moment,
) -> Result<(), Stop<NoticeRefusal>> {
    end(store, command, CommandKind::Close, (supervisor, now)).await
}

/// Takes a notice back that was not answered yet.
///
/// # Errors
/// [`NoticeRefusal`], or the engine's fault.
pub async fn withdraw(
    store: &Store,
    command: &Judge,
    supervisor: &Supervisor,
    now: Moment,
) -> Result<(), Stop<NoticeRefusal>> {
    end(store, command, CommandKind::Withdraw, (supervisor, now)).await
}

async fn end(
    store: &Store,
    command: &Judge,
    kind: CommandKind,
    (supervisor, now): (&Supervisor, Moment),
) -> Result<(), Stop<NoticeRefusal>> {
    store::write!(store, |tx| {
        let notice = load(tx, command.notice).await?;
        rules::allow(&notice.state, kind).map_err(Stop::Refused)?;
        check_judge(&notice, supervisor)?;
        let words = rules::check_words(&command.words).map_err(Stop::Refused)?;
        let words_digest = digest_of(&[&words]);
        let (state, event) = if kind == CommandKind::Close {
            ("closed", NoticeEvent::Closed { words_digest })
        } else {
            ("withdrawn", NoticeEvent::Withdrawn { words_digest })
        };
        tx.execute(sql::NOTE_END, params![notice.id, state, now])
            .await?;
        let step = Step {
            command: kind.code(),
            words: &words,
            links: &[],
            event,
        };
        write_step(tx, &notice, step, (supervisor.actor(), now)).await?;
        Ok(())
    })
}

fn check_judge(notice: &Notice, supervisor: &Supervisor) -> Result<(), Stop<NoticeRefusal>> {
    if supervisor.actor().is_account(notice.answered_by) {
        return Err(Stop::Refused(NotAllowed::OwnProposal.into()));
    }
    Ok(())
}

pub(super) fn clock_text(clock: &Clock) -> Result<String, Fault> {
    serde_json::to_string(clock).map_err(|cause| Fault::caused("writing a clock", cause))
}
