//! 答复督办单: the unit says what it did, with links that show it.
//!
//! It does not touch the promises that the notice is about: those are kept in their own place.

use kernel::{Moment, NotAllowed, NoticeId, Stop, UnitOfficer};
use store::{Store, params};

use super::{Step, load, write_step};
use crate::events::{NoticeEvent, digest_of};
use crate::refusal::NoticeRefusal;
use crate::rules::{self, CommandKind};
use crate::sql;

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which notice.
    pub notice: NoticeId,
    /// What was done.
    pub words: String,
    /// Web addresses that show it, one a line; may be empty.
    pub links: String,
}

/// Answers a notice.
///
/// # Errors
/// [`NoticeRefusal`], or the engine's fault.
pub async fn answer(
    store: &Store,
    command: &Answer,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<NoticeRefusal>> {
    store::write!(store, |tx| {
        let notice = load(tx, command.notice).await?;
        if notice.unit != officer.unit() {
            return Err(Stop::Refused(NotAllowed::ResponsibleUnitOnly.into()));
        }
        rules::allow(&notice.state, CommandKind::Answer).map_err(Stop::Refused)?;
        let words = rules::check_words(&command.words).map_err(Stop::Refused)?;
        let links = rules::check_links(&command.links).map_err(Stop::Refused)?;
        tx.execute(
            sql::NOTE_ANSWER,
            params![notice.id, now.date(), officer.actor().account()],
        )
        .await?;
        let step = Step {
            command: "answer",
            words: &words,
            links: &links,
            event: NoticeEvent::Answered {
                on: now.date(),
                links: links.len() as u64,
                words_digest: digest_of(&[&words, &links.join("\n")]),
            },
        };
        write_step(tx, &notice, step, (officer.actor(), now)).await?;
        Ok(())
    })
}
